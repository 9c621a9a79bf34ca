namespace Probatum.Text;

/// <summary>A slot found in a content, by token.</summary>
internal readonly record struct Slot(string Field, string Value, Phrase At);

/// <summary>Reads what a claim says about the alleged event, inside its content only; empty rather than
/// guessed.</summary>
internal static class EventReader
{
    /// <summary>The slots of one content, each value of a field once, in the order of the fields and then of the
    /// text.</summary>
    /// <param name="s">The content as one run of tokens.</param>
    /// <param name="draft">The claim, for the one it blames.</param>
    /// <param name="report">The report's date.</param>
    /// <param name="own">The case's own places.</param>
    /// <param name="gazetteer">Places of the world, where there is a list.</param>
    public static IEnumerable<Slot> Read(Sentence s, Draft draft, DateOnly? report, PhraseList own, Gazetteer? gazetteer)
    {
        var slots = Whens(s, report)
            .Concat(Places.Read(s, own, gazetteer))
            .Concat(Named("substance", Words.Substances, s))
            .Concat(Parties.Perpetrators(s, draft))
            .Concat(Parties.Targets(s))
            .Concat(Weapons(s, "munition"))
            .Concat(Weapons(s, "delivery"))
            .Concat(Words.Samples.All(s)
            .Select(hit => new Slot("samples", s.Words(hit.From, hit.End).ToLowerInvariant(), new(hit.From, hit.End))))
            .Concat(Counts.Read(s));
        return slots.DistinctBy(slot => (slot.Field, slot.Value));
    }

    private static IEnumerable<Slot> Whens(Sentence s, DateOnly? report)
    {
        for (var at = 0; at < s.Count;)
        {
            if (Dates.Read(s, at, report) is { } date)
            {
                yield return new("when", date.Iso, new(at, date.End));
                at = date.End;
            }
            else
            {
                at++;
            }
        }
    }

    private static IEnumerable<Slot> Named(string field, PhraseList list, Sentence s) =>
        list.All(s).Select(hit => new Slot(field, hit.Value, new(hit.From, hit.End)));

    private static IEnumerable<Slot> Weapons(Sentence s, string field) => Words.Weapons.All(s)
        .Where(hit => hit.Value == field && !(s[hit.From].IsCapital && hit.From > 0) && !IsVerb(s, hit.From))
        .Select(hit => new Slot(field, hit.Phrase, new(hit.From, hit.End)));

    // 'rebels shell the town', 'bombs the camp': a weapon's word that is the verb here.
    private static bool IsVerb(Sentence s, int at) => s.IsIn(at + 1, "determiner") || s.IsCapitalAt(at + 1)
        || s.Is(at - 1, "to");
}
