using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>Time stamps over a case's log that lie beside it, by the size that they are over and the bytes that were stamped.</summary>
/// <remarks>Most are recorded in the log soon after; those over a sealed checkpoint can't be without growing the log beyond it.</remarks>
internal sealed class StampFolder(IDisk disk, ILogCipher cipher)
{
    private const string Folder = "stamps";

    /// <summary>All sets: each is over one checkpoint of the registry, and several may hold the log at one size.</summary>
    public ImmutableArray<(long Size, LogStamps Stamps)> All =>
    [
        .. disk.List(Folder).Select(name => name.Split('-')).Where(parts => parts is [_, _, "proof"]).Select(parts => (Parsed: long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size), Size: size, Set: parts[1]))
            .Where(one => one.Parsed).OrderBy(one => one.Size).ThenBy(one => one.Set, StringComparer.Ordinal).Select(one => (one.Size, Find(one.Size, one.Set))),
    ];

    /// <summary>Keeps stamps; tokens over the same bytes that are there already stay.</summary>
    public void Keep(long size, LogStamps stamps)
    {
        var set = Digests.Hex(stamps.Stamped.Span)[..16];
        var known = Read(PathOf(size, set, "proof")) is null ? [] : Find(size, set).Tokens;
        var tokens = known.Concat(stamps.Tokens.Where(token => !known.Any(old => old.Span.SequenceEqual(token.Span))));
        foreach (var (name, bytes) in tokens.Select((token, i) => ($"token{i + 1}", token)).Append(("stamped", stamps.Stamped)).Append(("proof", stamps.Proof)))
        {
            var path = PathOf(size, set, name);
            disk.Replace(path, cipher.Seal(bytes.Span, path));
        }
    }

    private LogStamps Find(long size, string set)
    {
        var tokens = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (Read(PathOf(size, set, $"token{tokens.Count + 1}")) is { } token)
        {
            tokens.Add(token);
        }

        return new(Need(PathOf(size, set, "proof")), Need(PathOf(size, set, "stamped")), tokens.ToImmutable());
    }

    private ReadOnlyMemory<byte> Need(string path) => Read(path) ?? throw new InvalidDataException($"{disk.NameOf(path)} is missing");

    private static string PathOf(long size, string set, string name) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{size}-{set}-{name}");

    private ReadOnlyMemory<byte>? Read(string path)
    {
        if (disk.Read(path) is not { } bytes)
        {
            return null;
        }

        return cipher.TryOpen(bytes, path) ?? throw new InvalidDataException($"{disk.NameOf(path)} was changed");
    }
}
