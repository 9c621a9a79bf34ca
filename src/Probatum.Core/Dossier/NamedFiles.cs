using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>The files that disclosed members name, gathered leaf by leaf: each is kept once, however many records name it.</summary>
public sealed class NamedFiles
{
    private readonly Dictionary<string, (long Size, string Media)> _named = new(StringComparer.Ordinal);

    /// <summary>Takes every file that a disclosed value names, however deep. The last size and the first media type count.</summary>
    public void Add(Json disclosed)
    {
        if (disclosed is not (JsonMap or JsonList))
        {
            return;
        }

        foreach (var blob in DossierContent.Blobs(disclosed))
        {
            _named[blob.Sha256] = (blob.Size, _named.TryGetValue(blob.Sha256, out var known) ? known.Media : blob.Media);
        }
    }

    /// <summary>The media type that a record states of that file, or null.</summary>
    public string? Media(string sha256) => _named.TryGetValue(sha256, out var known) ? known.Media : null;

    /// <summary>Every file by digest, with its size; the rule tables too, whose size is not stated (null).</summary>
    public ImmutableSortedDictionary<string, long?> With(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var named = ImmutableSortedDictionary.CreateBuilder<string, long?>(StringComparer.Ordinal);
        foreach (var table in state.Entries.SelectMany(entry => entry.Statement switch
        {
            CaseOpened opened => opened.Tables.Members.Values,
            RulesAdopted adopted => adopted.Tables.Members.Values,
            _ => [],
        }))
        {
            named.TryAdd((table as JsonText)?.Value ?? "", null);
        }

        foreach (var (sha256, (size, _)) in _named)
        {
            named[sha256] = size;
        }

        return named.ToImmutable();
    }
}
