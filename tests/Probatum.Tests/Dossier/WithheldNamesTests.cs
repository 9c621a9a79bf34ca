using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Tests.Dossier;

/// <summary>A policy that closes a name closes it wherever it stands.</summary>
public sealed class WithheldNamesTests
{
    private static readonly EntityId Petra = Said.Id(1);
    private static readonly EntityId Body = Said.Id(2);
    private static readonly EntityId Claim = Said.Id(3);
    private static readonly EntityId Report = Said.Id(90);

    private static readonly WithholdingPolicy Policy = new(
        "names", [new("party-described", "name", "closed", ("sort", ["person"]))], WithheldNames: true)
    {
        CommonWords = ["witness", "person"],
    };

    [Fact]
    public void In_every_member_of_every_kind_and_nothing_else_stays_back()
    {
        var written = Written();
        written.Record(
            new IncidentOpened(Said.Id(4), "I-1", "The house of ALDAN", null, null),
            new FindingProposed(Said.Id(5), Said.Id(4), "OPCW_FFM", "cannot-determine", [], [], "Petra could not be heard"),
            new IncidentOpened(Said.Id(6), "I-2", "The Russian house", null, null));
        var opened = Opened(written.Seal(Policy));
        Assert.DoesNotContain(opened, one => Text(one).Contains("ldan", StringComparison.OrdinalIgnoreCase) || Text(one).Contains("Petra", StringComparison.Ordinal));
        Assert.Contains(opened, one => Text(one).Contains("The Russian house", StringComparison.Ordinal));
        Assert.Equal(
            ["limitation", "name", "title"],
            Opened(written.Seal(Policy with { Rules = [], WithheldNames = false })).Select(one => (one.Name, Text(one))).Except(opened.Select(one => (one.Name, Text(one)))).Select(one => one.Name).Order());
    }

    [Fact]
    public void Every_description_of_a_party_stays_back_when_one_of_them_does()
    {
        var written = Written();
        written.Record(
            new PartyDescribed(Said.Id(7), "Witness", "organisation", null, "F", null), new PartyDescribed(Said.Id(7), "Berta Quill", "person", null, "F", null),
            new IncidentOpened(Said.Id(4), "I-1", "told by Quill, a witness", null, null), new IncidentOpened(Said.Id(5), "I-2", "told by a witness", null, null));
        var opened = Opened(written.Seal(Policy));
        Assert.Equal(["Russian Ministry"], opened.Where(one => one.Name == "name").Select(Text));
        Assert.Equal(["told by a witness"], opened.Where(one => one.Name == "title").Select(Text).Except(["A case"]));
    }

    [Fact]
    public void What_a_withheld_person_says_goes_out_without_its_speaker()
    {
        var written = Written();
        written.Record(Proposed(Claim, "the tall one"), Proposed(Said.Id(8), "the ministry"));
        written.Record(new ClaimReviewed(Claim, "confirmed", Petra, null, null), new ClaimReviewed(Said.Id(8), "confirmed", Body, null, null));
        var opened = Opened(written.Seal(Policy));
        Assert.Equal(["the ministry", Body.Text], opened.Where(one => one.Name == "speaker").Select(Text));
        Assert.Single(opened, one => one.Name == "chain");
        Assert.Equal(2, opened.Count(one => one.Name == "contentText"));
    }

    [Fact]
    public void A_narrower_dossier_keeps_back_the_same_as_one_that_is_sealed_so_and_holds()
    {
        var written = Written();
        written.Record(Proposed(Claim, "Petra Aldan"));
        var whole = written.Seal(WithholdingPolicy.Nothing);
        var narrow = new MemoryBag();
        var told = (Count: 0, ForNames: 0);
        DossierRedaction.Write(whole, Policy, narrow, told: all => told = (all.Count, all.ForNames));
        Assert.DoesNotContain(Opened(narrow), one => Text(one).Contains("Aldan", StringComparison.Ordinal));
        Assert.DoesNotContain(DossierVerifier.Verify(narrow).Checks, check => check.Outcome == Outcome.Fails);
        Assert.Equal((3, 2), told);

        // Which leaves go out does not make a name one that stays back.
        var listed = new MemoryBag();
        DossierRedaction.Write(whole, Policy with { Leaves = [0, 1] }, listed);
        Assert.DoesNotContain(Opened(listed), one => Text(one).Contains("Aldan", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_tells_withheld_parties_apart_without_their_ids()
    {
        var written = Written();
        written.Record(
            new PartyDescribed(Said.Id(7), "Berta Quill", "person", null, "F", null), new IncidentOpened(Said.Id(4), "I-1", "A house", null, null),
            new ObservationAttached(Said.Id(5), Said.Id(4), "state-comment", Said.Id(7), null, "no"), new ObservationAttached(Said.Id(6), Said.Id(4), "state-comment", Petra, null, "yes"));
        var page = System.Text.Encoding.UTF8.GetString(written.Seal(Policy).Files[BagLayout.ReaderPage]);
        Assert.Contains("State comment of person 1 (withheld): yes", page, StringComparison.Ordinal);
        Assert.Contains("State comment of person 2 (withheld): no", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Petra.Text, page, StringComparison.Ordinal);
    }

    private static WrittenCase Written()
    {
        var written = new WrittenCase();
        written.Record(
            new PartyDescribed(Petra, "Petra Aldan", "person", null, "F", null),
            new PartyDescribed(Body, "Russian Ministry", "state body", null, "F", null),
            new ReportCaptured(Report, null, null, null, null, null, written.Log.Keep([1], "text/plain"), null, null));
        return written;
    }

    private static ClaimProposed Proposed(EntityId claim, string speaker) => new(
        claim, Report, "engine", "rule", "statement", "asserts", null, null, speaker, [new(speaker, null, null)], [], [], [], null, "it rained", []);

    private static List<Disclosure> Opened(MemoryBag bag) => [.. bag.Files
        .Where(file => file.Key.StartsWith("data/disclosures/", StringComparison.Ordinal))
        .SelectMany(file => System.Text.Encoding.UTF8.GetString(file.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => Disclosure.TryOpen(line, out var one, out _) ? one : throw new InvalidOperationException(line))];

    private static string Text(Disclosure one) => one.Value is JsonText text ? text.Value : CanonicalJson.WriteText(one.Value);
}
