using Probatum.Core.Records;

namespace Probatum.Core.Interviews;

/// <summary>The interviews of a case in log order, and those of each person.</summary>
public sealed record InterviewsView(GrownList<InterviewHeld> Interviews, GrownDictionary<EntityId, GrownList<int>> ByPerson)
{
    /// <summary>None.</summary>
    public static InterviewsView Empty { get; } = new([], GrownDictionary.Empty<EntityId, GrownList<int>>());

    /// <summary>The view after this entry.</summary>
    public InterviewsView Then(Entry entry) => entry.Statement is not InterviewHeld held ? this : new(
        Interviews.Add(held), held.Person is { } person ? ByPerson.Set(person, (ByPerson.GetValueOrDefault(person) ?? []).Add(Interviews.Count)) : ByPerson);

    /// <summary>The interviews with a person, in log order.</summary>
    public IEnumerable<InterviewHeld> With(EntityId? person) => person is { } known ? (ByPerson.GetValueOrDefault(known) ?? []).Select(at => Interviews[at]) : [];
}
