using System.Collections.Immutable;

namespace Probatum.Storage;

/// <summary>Files of a log on their way into its folder, and the checkpoint that is replaced when all of them are there.</summary>
/// <remarks>A crash in it leaves files that no checkpoint covers yet; the journal still has their batches, and the next opening writes them again.</remarks>
internal sealed record Publication(
    IDisk Disk, ILogCipher Cipher, ReadOnlyMemory<byte> Checkpoint, ImmutableArray<KeyValuePair<string, ReadOnlyMemory<byte>>> Files,
    ImmutableArray<KeyValuePair<string, string>> Newest)
{
    /// <summary>Writes all of it; durable when it returns.</summary>
    public void Write()
    {
        foreach (var (path, bytes) in Files)
        {
            Disk.Put(path, Cipher.Seal(bytes.Span, path));
        }

        Disk.Settle([.. Files.Select(file => file.Key)]);
        Disk.Replace(LogStore.CheckpointPath, Cipher.Seal(Checkpoint.Span, LogStore.CheckpointPath));

        // Partial files of older checkpoints, which nobody was given: proofs are made from the newest.
        foreach (var (full, newest) in Newest)
        {
            foreach (var narrower in Disk.List(full + ".p").Select(width => $"{full}.p/{width}").Where(path => path != newest))
            {
                Disk.Delete(narrower);
            }
        }
    }
}
