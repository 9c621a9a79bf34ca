using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Tests.Assessment;

public sealed class NarrativeTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId[] Sides = [Said.Id(2), Said.Id(3)];

    [Fact]
    public void Every_version_stays_with_its_tellers_and_none_is_chosen()
    {
        var told = Of(Claim(0, 30, ("where", "Northern district"), ("smell", "bleach")), Claim(1, 40, ("where", "northern  DISTRICT"), ("smell", "rotten eggs")));
        Assert.True(Element(told, "where") is { Differs: false, Agrees: true });
        var smell = Element(told, "smell");
        Assert.Equal((true, false, false), (smell.Differs, smell.Contradicts, smell.Agrees));
        Assert.Equal(["bleach: side 0", "rotten eggs: side 1"], smell.Versions.Select(version => $"{version.Words}: {version.Tellers.Single().Name}"));
        Assert.Equal([smell], told.Discrepancies);
    }

    [Fact]
    public void Times_that_do_not_meet_and_numbers_of_one_thing_that_differ_contradict()
    {
        Assert.True(Element(Of(Claim(0, 30, ("when", "2031-05-03")), Claim(1, 40, ("when", "2031-05-04"))), "when").Contradicts);
        Assert.False(Element(Of(Claim(0, 30, ("when", "2031-05-03")), Claim(1, 40, ("when", "2031-05-03T08:00Z"))), "when").Contradicts);
        Assert.False(Element(Of(Claim(0, 30, ("when", "in the morning")), Claim(1, 40, ("when", "2031-05-04"))), "when").Contradicts);
        Assert.True(Element(Of(Claim(0, 30, ("counts", "killed=2")), Claim(1, 40, ("counts", "killed=5"))), "counts").Contradicts);
        Assert.False(Element(Of(Claim(0, 30, ("counts", "killed=2")), Claim(1, 40, ("counts", "wounded=5"))), "counts").Contradicts);
    }

    [Fact]
    public void Who_repeats_is_no_second_teller_and_a_denial_says_so()
    {
        var echo = new EchoReviewed(Said.Id(40), Said.Id(30), "repeats", "confirmed", [], [], null, [], null);
        var told = Of([.. Claim(0, 30, ("where", "a road")), .. Claim(1, 40, ("where", "a road")), echo]);
        Assert.False(Element(told, "where").Agrees);
        Assert.Equal(2, Element(told, "where").Versions.Single().Tellers.Length);
        Assert.True(Element(Of([.. Claim(0, 30, ("where", "a road")).Select(said => said is AllegationRecorded one ? one with { Stance = "denies" } : said)]), "where").Versions.Single().Tellers.Single().Denies);
    }

    [Fact]
    public void What_casualties_saw_and_smelled_stands_under_their_codes()
    {
        var told = Of([new CasualtyRecorded(Said.Id(50), Incident, "K-01", null, null, null, null, null, null, [], null, Sides[0], null, null, "20 m", "a yellow cloud", "bleach")]);
        Assert.Equal(["smell bleach K-01", "seen a yellow cloud K-01", "distance 20 m K-01"], told.Elements.Select(one => $"{one.Element} {one.Versions[0].Words} {one.Versions[0].Tellers[0].Name}"));
    }

    private static NarrativeElement Element(Narrative told, string name) => told.Elements.Single(one => one.Element == name);

    private static Narrative Of(params IEnumerable<Statement>[] said) => Of([.. said.SelectMany(one => one)]);

    private static Narrative Of(Statement[] said)
    {
        var state = Said.State([.. Sides.Select((side, i) => new PartyDescribed(side, $"side {i}", null, null, null, null)), new IncidentOpened(Incident, "I", null, null, null), .. said]);
        return Narrative.Of(IncidentFacts.Of(new(state, Said.Tables, []), state.Incidents.Incidents[0]));
    }

    private static Statement[] Claim(int side, int number, params (string Field, string Value)[] fields) =>
    [
        new ClaimProposed(Said.Id(number), null, null, null, null, null, null, null, "somebody", [], [], [], [], null, "it was used", [.. fields.Select(field => new EventField(field.Field, field.Value))]),
        new ClaimReviewed(Said.Id(number), "confirmed", Sides[side], null, null),
        new AllegationRecorded(Said.Id(number + 1), Incident, Sides[side], "alleges", null, [Said.Id(number)], []),
    ];
}
