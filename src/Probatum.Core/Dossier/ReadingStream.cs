namespace Probatum.Core.Dossier;

/// <summary>A stream that is read from its beginning to its end and can do nothing else.</summary>
public abstract class ReadingStream : Stream
{
    private long _given;

    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <summary>How many bytes were given.</summary>
    /// <exception cref="NotSupportedException">It is set.</exception>
    public sealed override long Position { get => _given; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override int Read(Span<byte> buffer)
    {
        var read = Give(buffer);
        _given += read;
        return read;
    }

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next bytes, from <see cref="Position"/> on; none at the end.</summary>
    protected abstract int Give(Span<byte> buffer);
}
