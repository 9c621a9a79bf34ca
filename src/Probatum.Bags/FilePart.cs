using Microsoft.Win32.SafeHandles;
using Probatum.Core.Dossier;

namespace Probatum.Bags;

/// <summary>Reads a stretch of a file by position, so that several can be read at once through one handle.</summary>
internal class FilePart(SafeFileHandle handle, long start, long length, bool ownsHandle) : ReadingStream
{
    private ReadAhead _ahead;

    public override long Length => length;

    protected override int Give(Span<byte> buffer)
    {
        if (Position > 0)
        {
            _ahead.Before((int)handle.DangerousGetHandle(), start + Position, start + length);
        }

        var wanted = (int)Math.Min(buffer.Length, length - Position);
        return wanted == 0 ? 0 : RandomAccess.Read(handle, buffer[..wanted], start + Position);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsHandle)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Writes a stretch of a file by position: exactly the announced number of bytes.</summary>
internal class FileStretch(string path, SafeFileHandle handle, long start, long length) : Stream
{
    // For so many bytes room on the disk is taken at once: that is faster, and keeps together what is written in turns with
    // others. So many are handed to the disk at a time, which else would begin long after and be idle until then.
    private const long Large = 1 << 20;
    private const long Portion = 1 << 23;

    private long _handed;
    private bool _closed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get => Written; set => throw new NotSupportedException(); }

    protected SafeFileHandle Handle => handle;

    protected long Written { get; private set; }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Written + buffer.Length > length)
        {
            throw new IOException($"{path} is longer than the {length} bytes announced: it was changed meanwhile");
        }

        if (Written == 0 && length >= Large && !LinuxDisk.TryReserve(handle, start, length))
        {
            throw new IOException($"{path}: there is no room for its {length} bytes");
        }

        RandomAccess.Write(handle, buffer, start + Written);
        Written += buffer.Length;
        if (Written - _handed >= Portion)
        {
            LinuxDisk.BeginWriting(handle, start + _handed, Written - _handed);
            _handed = Written;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>All announced bytes are there.</summary>
    protected virtual void Complete()
    {
    }

    /// <summary>Whatever came, nothing more will.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Closes the stretch. What is shorter than announced stays unfinished, and the bag says so when it is finished.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            try
            {
                if (Written != length)
                {
                    throw new IOException($"{path} has {Written} of the {length} bytes announced: it was changed meanwhile");
                }

                Complete();
            }
            finally
            {
                Release();
            }
        }

        base.Dispose(disposing);
    }
}
