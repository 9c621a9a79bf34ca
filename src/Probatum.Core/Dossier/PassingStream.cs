namespace Probatum.Core.Dossier;

/// <summary>Reads a stream and passes on what is read, also to somebody else. Both are closed with it.</summary>
internal sealed class PassingStream(Stream from, PassingStream.Passed passed, IDisposable? to) : Stream
{
    /// <summary>Takes what was read.</summary>
    public delegate void Passed(ReadOnlySpan<byte> bytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => from.Length;

    public override long Position { get => from.Position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = from.Read(buffer);
        if (read > 0)
        {
            passed(buffer[..read]);
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            from.Dispose();
            to?.Dispose();
        }

        base.Dispose(disposing);
    }
}
