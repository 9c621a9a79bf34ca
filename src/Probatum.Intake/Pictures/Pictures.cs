using System.Collections.Immutable;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;

namespace Probatum.Intake;

/// <summary>Digests of the pictures in a document, by which reports that carry the same one are found.</summary>
/// <remarks>
/// SHA-256 of the bytes as they lie there: the same picture cut, scaled or saved anew is another. Nothing is decoded. Logos and buttons
/// are below a floor; what is beyond the limits is left out. Total: no picture keeps a document from being read.
/// </remarks>
internal sealed class Pictures
{
    /// <summary>The most pictures of one document.</summary>
    public const int Most = 64;

    /// <summary>The largest file of one picture, in bytes.</summary>
    public const int LargestFile = 32 << 20;

    /// <summary>The fewest samples of the shorter side.</summary>
    public const int LeastSide = 120;

    /// <summary>The smallest file, in bytes.</summary>
    public const int LeastBytes = 2048;

    private const int MostTried = 2000;
    private const long MostBytes = 256L << 20;
    private const int MostAddresses = 500;
    private const int LongestAddress = 2048;

    private readonly List<string> _digests = [];
    private int _tried;
    private long _bytes;

    /// <summary>Whether no further one is taken.</summary>
    public bool IsFull => _digests.Count >= Most || _tried >= MostTried || _bytes >= MostBytes;

    /// <summary>The digests in the order of the document, each once, as lower-case hexadecimal digits.</summary>
    public ImmutableArray<string> Digests => [.. _digests];

    /// <summary>The digest of a picture's file; null where it is none, or one too small or too large to count.</summary>
    public static string? Digest(ReadOnlySpan<byte> file) => PictureSize.Of(file) is { } size ? Digest(file, size.Width, size.Height) : null;

    /// <summary>Takes a picture's file.</summary>
    public void Add(ReadOnlySpan<byte> file)
    {
        if (Counts(file.Length))
        {
            Add(Digest(file));
        }
    }

    /// <summary>Takes a picture that has no head of its own: its stored samples, with the size that the document states.</summary>
    public void Add(ReadOnlySpan<byte> stored, int width, int height)
    {
        if (Counts(stored.Length))
        {
            Add(Digest(stored, width, height));
        }
    }

    /// <summary>Takes a digest that is known.</summary>
    public void Add(string? digest)
    {
        if (digest is not null && _digests.Count < Most && !_digests.Contains(digest, StringComparer.Ordinal))
        {
            _digests.Add(digest);
        }
    }

    /// <summary>Takes the pictures that lie in a page itself, and gives the addresses of those that it refers to.</summary>
    public ImmutableArray<string> Add(IHtmlDocument page)
    {
        var addresses = new List<string>();
        foreach (var image in page.QuerySelectorAll("img, picture > source"))
        {
            // Pages that load their pictures late name them beside src; a set has "address width, address width".
            foreach (var said in new[] { image.GetAttribute("src"), image.GetAttribute("data-src") }.Concat(
                (image.GetAttribute("srcset") is { } set && !set.Contains("data:", StringComparison.Ordinal) ? set : "").Split(',').Take(12).Select(one => one.Trim().Split(' ')[0])))
            {
                if (said is { Length: > 0 } && said.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
                {
                    Data(said);
                }
                else if (said is { Length: > 0 and <= LongestAddress } && addresses.Count < MostAddresses)
                {
                    addresses.Add(said);
                }
            }
        }

        return [.. addresses.Distinct()];
    }

    /// <summary>A data: address. Source: RFC 2397.</summary>
    private void Data(string address)
    {
        const string Mark = ";base64,";
        var at = address.AsSpan(0, Math.Min(200, address.Length)).IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || !Counts(0))
        {
            return;
        }

        var coded = address[(at + Mark.Length)..];
        coded = coded.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(coded) : coded;
        var bytes = new byte[(coded.Length / 4 * 3) + 3];
        if (Convert.TryFromBase64String(coded, bytes, out var length))
        {
            Add(bytes.AsSpan(0, length));
        }
    }

    private bool Counts(int bytes)
    {
        if (IsFull)
        {
            return false;
        }

        (_tried, _bytes) = (_tried + 1, _bytes + bytes);
        return true;
    }

    private static string? Digest(ReadOnlySpan<byte> bytes, long width, long height) =>
        Math.Min(width, height) >= LeastSide && bytes.Length is >= LeastBytes and <= LargestFile ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : null;
}
