using CsCheck;
using Probatum.Core.Casualties;
using Probatum.Core.Records;

namespace Probatum.Tests.Casualties;

public sealed class ToxidromeTests
{
    private static readonly EntityId Hospital = Said.Id(1);
    private static readonly EntityId Clinic = Said.Id(2);

    private static readonly ToxidromeTables Tables = Said.Tables.Toxidromes!;

    [Fact]
    public void The_class_whose_hallmarks_people_had_leads_with_what_speaks_for_and_against_each()
    {
        var told = Of(Person("K-1", Hospital, "pinpoint pupils", "Salivation"), Person("K-2", Hospital, "MIOSIS", "miosis", "twitching"));
        var first = told.Classes[0];
        Assert.Equal(("NERVE", 1, true), (first.Class.Key, first.Rank, first.IsCompatible));
        var miosis = first.Fitting.Single(sign => sign.Key == "miosis");
        Assert.Equal((2, 1, true), (miosis.People, miosis.Tellers, miosis.Weight.Verified));
        Assert.Equal((2, 1), (told.People, told.Tellers));
        Assert.Contains(told.Classes.Single(one => one.Class.Key == "BZ").Contradicting, sign => sign.Key == "miosis" && sign.Weight.Weight == "A");
        Assert.Null(told.Family);
    }

    [Fact]
    public void People_are_counted_once_a_sign_and_their_tellers_by_side()
    {
        var told = Of(Person("K-1", Hospital, "cough", "coughing"), Person("K-2", Clinic, "cough"), Person("K-3", null, "cough"));
        var cough = told.Classes[0].Fitting.Single();
        Assert.Equal((3, 2, 1), (cough.People, cough.Tellers, told.WithoutTeller));
        var one = ToxidromeCompatibility.Of([Person("K-1", Hospital, "cough"), Person("K-2", Clinic, "cough")], Tables, _ => Hospital);
        Assert.Equal((2, 1), (one.People, one.Tellers));
    }

    [Fact]
    public void What_a_treatment_causes_by_itself_is_set_aside_for_whoever_had_it()
    {
        var told = Of(Person("K-1", Hospital, "mydriasis", "dry mouth", "cough") with { TreatedBefore = "Atropine, 2 mg" }, Person("K-2", Hospital, "mydriasis"));
        Assert.Equal(["wide pupils", "dry mouth"], told.SetAside.Select(one => one.Word));
        Assert.All(told.SetAside, one => Assert.Equal(("K-1", "atropine"), (one.Code, one.Treatment)));
        Assert.Equal(1, told.Classes.Single(one => one.Class.Key == "BZ").Fitting.Single(sign => sign.Key == "mydriasis").People);
        Assert.Empty(Of(Person("K-1", Hospital, "mydriasis") with { TreatedBefore = "no atropine was given" }).SetAside);
    }

    [Fact]
    public void Irritants_that_signs_do_not_tell_apart_stay_unidentified()
    {
        var told = Of(Person("K-1", Hospital, "cough", "red eyes", "choking"));
        Assert.Equal("irritant", told.Family);
        Assert.Equal(told.Classes[0].Rank, told.Classes[1].Rank);
    }

    [Fact]
    public void What_fits_every_compatible_class_is_said_to_decide_nothing()
    {
        var told = Of(Person("K-1", Hospital, "cough"));
        Assert.Equal(["cough"], told.DecidingNothing);
    }

    [Fact]
    public void What_no_table_knows_and_who_has_no_signs_are_named()
    {
        var told = Of(Person("K-1", Hospital, "strange taste"), Person("K-2", Hospital));
        Assert.Equal(("K-1", "strange taste"), (told.NotUnderstood.Single().Code, told.NotUnderstood.Single().Word));
        Assert.Equal(["K-2"], told.WithoutSigns);
        Assert.Equal(0, told.People);
        Assert.All(told.Classes, one => Assert.False(one.IsCompatible));
    }

    [Fact]
    public void A_sign_that_was_not_there_or_that_nobody_could_tell_counts_for_nothing_and_is_shown()
    {
        var one = Person("K-1", Hospital) with { Casualty = Said.Id(3), Signs = [Sign.Parse("absent:miosis@10 min/medic"), Sign.Parse("unknown: vomiting"), Sign.Parse("cough")] };
        var state = Said.State(one, new CasualtyExamined(Said.Id(3), null, Clinic, null, [Sign.Parse("absent:cough")], [], null, null, null, null, null, null));
        Assert.Equal(
            [("miosis", "absent", "10 min", "medic"), ("vomiting", "unknown", null, null), ("cough", null, null, null)],
            one.Signs.Select(sign => (sign.Name, sign.Found, sign.Onset, sign.Observer)));
        var told = state.Casualties.Told(state.Casualties.Casualties).Single();
        Assert.Equal(["cough"], told.Told.SelectMany(record => record.Signs).Select(sign => sign.Words));
        Assert.Equal(["miosis: absent", "vomiting: unknown", "cough: absent"], told.Told.SelectMany(record => record.Others).Select(sign => sign.Words));
        Assert.Equal(["cough"], Of(one).Classes.SelectMany(held => held.Fitting.Concat(held.Contradicting)).Select(sign => sign.Key).Distinct());
        Assert.Empty(Of(Person("K-2", Hospital) with { Signs = [Sign.Parse("absent:miosis")] }).Classes.SelectMany(held => held.Fitting));

        // Words that nobody knows are no third way of having a sign.
        var written = new WrittenCase();
        Assert.Equal("casualty/sign", written.Refusal(written.Owner, Person("K-3", Hospital) with { Casualty = Said.Id(4), Signs = [new("cough", null, null, "perhaps")] }));
    }

    [Fact]
    public void The_order_of_the_records_changes_nothing_and_any_words_are_taken() =>
        Gen.Select(Gen.OneOf(Gen.String[0, 20], Gen.Int[0, Tables.Names.Count - 1].Select(at => Tables.Names.Keys.ElementAt(at))).Array[0, 5], Gen.String[0, 30]).Array[0, 6].Sample(people =>
        {
            var all = people.Select((one, at) => Person($"K-{at}", at % 2 == 0 ? Hospital : null, one.Item1) with { TreatedBefore = one.Item2 }).ToList();
            var (one, other) = (Of([.. all]), Of([.. Enumerable.Reverse(all)]));
            return one.Classes.Select(held => (held.Class.Key, held.Rank, held.Points)).SequenceEqual(other.Classes.Select(held => (held.Class.Key, held.Rank, held.Points)));
        });

    private static ToxidromeCompatibility Of(params CasualtyRecorded[] people) => ToxidromeCompatibility.Of(people, Tables, id => id);

    private static CasualtyRecorded Person(string code, EntityId? teller, params string[] signs) =>
        new(null, null, code, null, null, null, null, null, null, [.. signs.Select(sign => new Sign(sign, null, null))], null, teller, null);
}
