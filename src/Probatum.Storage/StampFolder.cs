using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Dossier;

namespace Probatum.Storage;

/// <summary>Time stamps over a case's log that lie beside it, by the size that they are over.</summary>
/// <remarks>Most are recorded in the log soon after; those over a sealed checkpoint can't be without growing the log beyond it.</remarks>
internal sealed class StampFolder(IDisk disk, ILogCipher cipher)
{
    private const string Folder = "stamps";

    /// <summary>The sizes over which stamps, or requests for them, are kept.</summary>
    public ImmutableArray<long> Sizes =>
        [.. disk.List(Folder).Select(name => name.Split('-')).Where(parts => parts is [_, "proof"]).Select(parts => long.Parse(parts[0], CultureInfo.InvariantCulture)).Order()];

    /// <summary>Keeps stamps; tokens that are there already stay.</summary>
    public void Keep(long size, LogStamps stamps)
    {
        var known = Find(size);
        var same = known is not null && known.Stamped.Span.SequenceEqual(stamps.Stamped.Span);
        var tokens = same ? known!.Tokens.Concat(stamps.Tokens.Where(token => !known.Tokens.Any(old => old.Span.SequenceEqual(token.Span)))) : stamps.Tokens;
        foreach (var (name, bytes) in tokens.Select((token, i) => ($"token-{i + 1}", token)).Append(("stamped", stamps.Stamped)).Append(("proof", stamps.Proof)))
        {
            var path = PathOf(size, name);
            disk.Replace(path, cipher.Seal(bytes.Span, path));
        }
    }

    /// <summary>The stamps over the log at that size; null when none were asked for.</summary>
    public LogStamps? Find(long size)
    {
        if (Read(PathOf(size, "proof")) is not { } proof || Read(PathOf(size, "stamped")) is not { } stamped)
        {
            return null;
        }

        var tokens = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (Read(PathOf(size, $"token-{tokens.Count + 1}")) is { } token)
        {
            tokens.Add(token);
        }

        return new(proof, stamped, tokens.ToImmutable());
    }

    private static string PathOf(long size, string name) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{size}-{name}");

    private ReadOnlyMemory<byte>? Read(string path)
    {
        if (disk.Read(path) is not { } bytes)
        {
            return null;
        }

        return cipher.TryOpen(bytes, path) ?? throw new InvalidDataException($"{disk.NameOf(path)} was changed");
    }
}
