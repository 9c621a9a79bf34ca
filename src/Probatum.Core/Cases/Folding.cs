using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>The entries of a case, and the state that follows from them, folded when somebody asks for it.</summary>
/// <remarks>
/// A correction or a withdrawal changes the past: the state is folded anew, but once for all of them before it is asked for, so that reading a
/// log takes time in proportion to its length however many they are. The parties, which every hand-over asks for, are kept at hand.
/// Safe to use from several threads.
/// </remarks>
internal sealed class Folding
{
    private CaseState? _state;

    private Folding(GrownList<Entry> entries, PartiesView parties, CaseState? state) => (Entries, Parties, _state) = (entries, parties, state);

    public Folding(CaseState state)
        : this(state.Entries, state.Parties, state)
    {
    }

    public GrownList<Entry> Entries { get; }

    public PartiesView Parties { get; }

    // Whoever else folds it meanwhile comes to the same.
    public CaseState State => _state ??= CaseState.Of(Entries);

    /// <summary>With one more entry.</summary>
    public Folding Then(Entry entry)
    {
        if (entry.Envelope.Corrects is null && entry.Statement is not ImportWithdrawn && _state is { } state)
        {
            return new(state.Then(entry));
        }

        var entries = Entries.Add(entry);
        var parties = entry.Envelope.Corrects is null ? Parties.Then(entry)
            : entry.Type == PartyDescribed.Row.Name ? CaseState.PartiesOf(entries)
            : Parties;
        return new(entries, parties, null);
    }
}
