using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Probatum.Spectra;

/// <summary>A reference spectrum of an optical library, and what its source says of it.</summary>
/// <param name="Name">The source's title, white space collapsed; where it has none, the file's name without its ending.</param>
/// <param name="InChIKey">The structure's key, where the source gives one (JCAMP-DX label <c>$INCHIKEY</c>).</param>
/// <param name="Accession">The registry number, where the source gives one.</param>
/// <param name="Licence">Whose it is and on which terms, in the source's words (JCAMP-DX label <c>OWNER</c>).</param>
/// <param name="Kind"><see cref="Technique.Infrared"/> or <see cref="Technique.Raman"/>.</param>
/// <param name="Spectrum">What is compared.</param>
/// <param name="Source">The file, as the caller named it.</param>
public sealed record OpticalReference(
    string Name, string? InChIKey, string? Accession, string? Licence, Technique Kind, OpticalSpectrum Spectrum, string Source)
{
    /// <summary>What counts as one compound: the first block of the InChIKey, else the accession, else the name in capitals.</summary>
    public string CompoundKey => InChIKey is { Length: >= 14 } key ? key[..14] : Accession ?? Name.ToUpperInvariant();
}

/// <summary>References for Raman and infrared spectra, of any files that hold some.</summary>
/// <remarks>
/// Files stand in the order of their SHA-256, a file that is there twice counts once: neither the order in which they are given nor
/// their folder changes an answer. A file's name counts only where it names a reference.
/// </remarks>
public sealed class OpticalLibrary
{
    private const int LongestName = 200;

    private readonly ImmutableArray<(string Sha256, string? Name, ImmutableArray<OpticalReference> References)> _sources;

    private OpticalLibrary(ImmutableArray<(string Sha256, string? Name, ImmutableArray<OpticalReference> References)> sources, ImmutableArray<string> leftOut) =>
        (_sources, LeftOut) = (sources, leftOut);

    /// <summary>All references, of both kinds.</summary>
    public IEnumerable<OpticalReference> References => _sources.SelectMany(source => source.References);

    /// <summary>What holds no reference, with the reason.</summary>
    public ImmutableArray<string> LeftOut { get; }

    /// <summary>Reads files; what holds no infrared or Raman spectrum is left out and named.</summary>
    /// <param name="files">Each with its path, of which what follows the last stroke is its name.</param>
    public static OpticalLibrary Of(IEnumerable<(string Path, ReadOnlyMemory<byte> Bytes)> files)
    {
        var (sources, leftOut) = (new List<(string Sha256, string? Name, ImmutableArray<OpticalReference> References)>(), new List<string>());
        foreach (var (path, bytes) in files)
        {
            if (!OpticalFile.TryRead(bytes, out var spectra, out var fault))
            {
                leftOut.Add($"{path}: {(fault.Code.StartsWith("optical/", StringComparison.Ordinal) ? "" : $"{fault.Place}: ")}{fault.Why}");
                continue;
            }

            var name = NameOf(path);
            var isNameUsed = spectra.Any(one => Title(one.Trace) is null);
            sources.Add((Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), isNameUsed ? name : null, [.. spectra.Select(one => Reference(one, name, spectra.Length > 1, path))]));
        }

        return new(
            [.. sources.OrderBy(one => one.Sha256, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal).DistinctBy(one => one.Sha256)],
            [.. leftOut]);
    }

    /// <summary>The references of one kind, in the order in which ties are broken.</summary>
    public ImmutableArray<OpticalReference> Of(Technique kind) => [.. References.Where(one => one.Kind == kind)];

    /// <summary>
    /// What a record cites: the SHA-256, in hexadecimal, of the lines <c>probatum-optical-library/1</c>, the kind (<c>raman</c> or
    /// <c>infrared</c>), and for each file with a reference of that kind, in order, its SHA-256 and, where it names a reference, a blank
    /// and its name. Each line ends with LF. Null where there is none of that kind.
    /// </summary>
    public string? DigestOf(Technique kind)
    {
        var text = new StringBuilder("probatum-optical-library/1\n").Append(kind == Technique.Raman ? "raman\n" : "infrared\n");
        var any = false;
        foreach (var (sha256, name, references) in _sources)
        {
            if (references.Any(one => one.Kind == kind))
            {
                any = true;
                text.Append(sha256).Append(name is null ? "" : $" {name}").Append('\n');
            }
        }

        return any ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))) : null;
    }

    private static OpticalReference Reference(NumberedSpectrum one, string name, bool isOneOfMany, string path)
    {
        var said = one.Trace.Metadata;
        return new(
            Title(one.Trace) ?? (isOneOfMany ? FormattableString.Invariant($"{name}, spectrum {one.Number}") : name),
            (said.GetValueOrDefault("$INCHIKEY") ?? said.GetValueOrDefault("INCHIKEY"))?.Trim(),
            said.GetValueOrDefault("CASREGISTRYNO") is { } number ? "CAS " + number : null,
            said.GetValueOrDefault("OWNER"), one.Kind, one.Spectrum, path);
    }

    private static string? Title(Trace trace) => Line(trace.Title ?? "") is { Length: > 0 } title ? title : null;

    private static string NameOf(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Line(name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name) is { Length: > 0 } line ? line : "no name";
    }

    // a comment of several lines becomes one line, and none becomes a page
    private static string Line(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestName ? line : line[..(char.IsHighSurrogate(line[LongestName - 1]) ? LongestName - 1 : LongestName)].TrimEnd();
    }
}
