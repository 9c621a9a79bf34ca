namespace Probatum.Core.Dossier;

/// <summary>Reads a stream and passes on what is read, also to somebody else. Both are closed with it.</summary>
internal sealed class PassingStream(Stream from, PassingStream.Passed passed, IDisposable? to) : ReadingStream
{
    /// <summary>Takes what was read.</summary>
    public delegate void Passed(ReadOnlySpan<byte> bytes);

    public override long Length => from.Length;

    protected override int Give(Span<byte> buffer)
    {
        var read = from.Read(buffer);
        if (read > 0)
        {
            passed(buffer[..read]);
        }

        return read;
    }

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
