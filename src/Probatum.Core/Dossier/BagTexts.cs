using System.Buffers;

namespace Probatum.Core.Dossier;

/// <summary>Reads short files of a bag whole.</summary>
internal static class BagTexts
{
    /// <summary>A file whole; null when it is absent or longer than its like may be.</summary>
    public static ReadOnlyMemory<byte>? Read(IBagReader bag, string path)
    {
        using var stream = bag.Open(path);
        if (stream is null)
        {
            return null;
        }

        var longest = path.Contains('/', StringComparison.Ordinal) ? DossierVerifier.LongestText : DossierVerifier.LongestTagFile;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var bytes = new MemoryStream((int)Math.Min(stream.Length, longest));
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > longest)
                {
                    return null;
                }
            }

            return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
