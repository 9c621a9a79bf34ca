namespace Probatum.Ledger;

/// <summary>Where a log's files are read from; nothing it gives is trusted.</summary>
public interface ITileReader
{
    /// <summary>The bytes of the tile or bundle at that path, or null when there is none.</summary>
    ReadOnlyMemory<byte>? Read(string path);
}
