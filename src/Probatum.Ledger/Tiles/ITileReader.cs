namespace Probatum.Ledger;

/// <summary>Where a log's files are read from; nothing it gives is trusted.</summary>
public interface ITileReader
{
    /// <summary>The bytes of the tile or bundle at that path, or null when there is none.</summary>
    /// <remarks>
    /// No file of a log is empty, so empty is taken for none: a null array in a conditional expression turns into an
    /// empty memory, not into null, without any warning.
    /// </remarks>
    ReadOnlyMemory<byte>? Read(string path);
}
