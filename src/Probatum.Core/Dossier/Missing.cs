using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>What the page says where a value is not there: that nobody gave it, or that it stays back from this reader.</summary>
/// <remarks>A digest does not tell which member it hides. Where fewer are withheld than are missing, both are possible and both are said.</remarks>
internal sealed class Missing(CaseState state)
{
    private const string NotSaid = "not said";
    // Of records that withhold nothing there is nothing to know.
    private readonly Dictionary<Statement, Entry> _entries = Entries(state);
    private readonly Dictionary<RecordId, Entry> _corrections = Corrections(state);

    /// <summary>For a member of this statement that a record need not have.</summary>
    public string Of(Statement? said) => said is not null && _entries.TryGetValue(said, out var entry) ? Of(entry) : NotSaid;

    /// <summary>For a member of the leaf of that index, as it was corrected.</summary>
    public string At(long index) => state.At(index) is { } entry
        ? Of(state.CorrectedBy.TryGetValue(entry.Id, out var by) ? _corrections[by] : entry)
        : NotSaid;

    private static string Of(Entry entry)
    {
        if (entry.Withheld == 0 || entry.Statement is null)
        {
            return entry.Withheld == 0 ? NotSaid : "withheld";
        }

        var body = new BodyWriter();
        entry.Statement.Describe(body);
        var hasNoReason = entry.Envelope.Corrects is null || entry.CorrectionReason is not null;
        var missing = entry.Statement.Kind.SealedMembers.Length - body.Sealed.Count - (hasNoReason ? 1 : 0);
        return entry.Withheld < missing ? "withheld or not said" : "withheld";
    }

    private static Dictionary<Statement, Entry> Entries(CaseState state)
    {
        var entries = new Dictionary<Statement, Entry>(ReferenceEqualityComparer.Instance);
        foreach (var entry in state.Entries.Where(entry => entry.Statement is not null && entry.Withheld > 0))
        {
            entries[entry.Statement!] = entry;
        }

        return entries;
    }

    private static Dictionary<RecordId, Entry> Corrections(CaseState state) => state.CorrectedBy.Count == 0
        ? []
        : state.Entries.Where(entry => entry.Envelope.Corrects is not null).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id);
}
