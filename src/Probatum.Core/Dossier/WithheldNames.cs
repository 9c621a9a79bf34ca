using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>The names that a policy closes, and which members stay back because one of them stands there. Source: docs/format.md, section 8.</summary>
/// <remarks>
/// Read from a log before it is narrowed. Only what is open there is known: a name that was closed before is in no search. Safe for
/// several threads.
/// </remarks>
internal sealed class WithheldNames
{
    /// <summary>The reason that such a member is counted under.</summary>
    public const string Reason = "person";

    // A body's name is looked for as a whole: its parts are words of the language.
    private static readonly string[] Bodies = ["laboratory", "state", "organisation", "publication"];

    private readonly HashSet<string> _parties;
    private readonly HashSet<string> _spoken;
    private readonly NameSearch _search;

    private WithheldNames(List<Described> described, List<(string Claim, string Speaker)> spoken, IReadOnlySet<string> common)
    {
        _parties = [.. described.Where(one => one.IsClosed).Select(one => one.Party)];
        _spoken = [.. spoken.Where(one => _parties.Contains(one.Speaker)).Select(one => one.Claim)];
        var closed = described.Where(one => _parties.Contains(one.Party)).ToList();
        var whole = NameSearch.OfWhole(closed.Select(one => one.Name), common);
        var others = described.Where(one => !_parties.Contains(one.Party) && !whole.StandsIn(one.Name)).SelectMany(one => NameSearch.Words(one.Name)).ToHashSet(StringComparer.Ordinal);
        var bodies = closed.ToLookup(one => Bodies.Contains(one.Sort), one => one.Name);
        _search = NameSearch.Of(bodies[true], [.. bodies[false]], common, others);
    }

    /// <summary>Reads what the policy closes in this log; null where it keeps no names back beyond their own members.</summary>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public static WithheldNames? In(IDossierSource source, Checkpoint checkpoint, WithholdingPolicy policy)
    {
        if (!policy.WithheldNames)
        {
            return null;
        }

        var (described, spoken, opening) = (new List<Described>(), new List<(string, string)>(), new RecordOpening());

        // Which leaves go out says nothing of whose names do.
        var everywhere = policy with { Leaves = null };
        return LogAudit.TryAudit(checkpoint, source, Take, out var fault)
            ? new(described, spoken, NamesNobody(policy))
            : throw new InvalidDataException($"the log does not hold: {fault.Why}");

        void Take(long index, ReadOnlyMemory<byte> leaf)
        {
            if ((Is(leaf, PartyDescribed.Row) || Is(leaf, ClaimReviewed.Row) || Is(leaf, ClaimEdited.Row))
                && opening.Open(leaf, source.Disclosures(index), SignatureCheck.AlreadyChecked, out _) is { } record)
            {
                if (record.Type != PartyDescribed.Row.Name && Text(record, "claim") is { } claim && Text(record, "speaker") is { } speaker)
                {
                    spoken.Add((claim, speaker));
                }
                else if (record.Type == PartyDescribed.Row.Name && Text(record, "name") is { } name)
                {
                    described.Add(new(Party(record), name, Text(record, "sort"), everywhere.Reason(index, record.Type, "name", member => Value(record, member)) is not null));
                }
            }
        }
    }

    /// <summary>Whether this member, which the policy's rules let out, stays back for a name.</summary>
    public bool KeepBack(ReadRecord record, DisclosedMember member) =>
        (member.Name == "name" && record.Type == PartyDescribed.Row.Name && _parties.Contains(Party(record)))
        || (member.Name is "speaker" or "speakerName" or "chain" && Text(record, "claim") is { } claim && _spoken.Contains(claim))
        || _search.StandsIn(member.Value);

    /// <summary>Whether this record, behind all that was read, may change which names are closed or which members hold one.</summary>
    public bool ChangeWith(ReadRecord record) =>
        record.Type == PartyDescribed.Row.Name || (record.Type == ClaimReviewed.Row.Name || record.Type == ClaimEdited.Row.Name) && Text(record, "speaker") is { } speaker && _parties.Contains(speaker);

    private static bool Is(ReadOnlyMemory<byte> leaf, RecordKind kind) => leaf.Span.StartsWith(System.Text.Encoding.ASCII.GetBytes($"probatum/{kind.Name}@"));

    private static HashSet<string> NamesNobody(WithholdingPolicy policy) => policy.CommonWords.SelectMany(NameSearch.Words).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whom a description or its correction is about, also where the party itself is withheld.</summary>
    private static string Party(ReadRecord record) => Text(record, "party") ?? record.Envelope.Corrects?.Text ?? record.Id.Text;

    private static string? Text(ReadRecord record, string member) => (Value(record, member) as JsonText)?.Value;

    private static Json? Value(ReadRecord record, string member) => record.Opened.FirstOrDefault(one => one.Name == member)?.Value;

    private sealed record Described(string Party, string Name, string? Sort, bool IsClosed);
}
