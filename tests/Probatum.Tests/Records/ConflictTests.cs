using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

/// <summary>What two hands say differently without having seen each other, and who decides it.</summary>
public sealed class ConflictTests
{
    private static readonly EntityId Claim = Said.Id(1);
    private static readonly EntityId Party = Said.Id(2);

    [Fact]
    public void Two_reviews_of_one_claim_that_did_not_see_each_other_are_a_conflict()
    {
        var notebook = Notebook.Opened();
        var one = notebook.Say(Notebook.Analyst, new ClaimReviewed(Claim, "confirmed", Party, "2", null));
        var other = notebook.Say(Notebook.Owner, new ClaimReviewed(Claim, "rejected", null, "2", null));
        var conflict = Assert.Single(Conflicts.Of(notebook.History.State));
        Assert.Equal([one, other], conflict.Records.Select(entry => entry.Id));
        Assert.StartsWith("the review of ", conflict.Fact, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_agree_are_none()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, new ClaimReviewed(Claim, "confirmed", Party, "2", "one reason"));
        notebook.Say(Notebook.Owner, new ClaimReviewed(Claim, "confirmed", Party, "2", "another reason"));
        Assert.Empty(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void Whoever_had_seen_the_other_decides_and_contradicts_nobody()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, new ClaimReviewed(Claim, "confirmed", Party, "2", null));
        notebook.Add(notebook.Write(new ClaimReviewed(Claim, "rejected", null, "2", null), [Notebook.Owner], seen: new(notebook.History.Size, Merkle.Empty)));
        Assert.Empty(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void A_seen_beyond_the_records_own_place_shows_nothing()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, new ClaimReviewed(Claim, "confirmed", Party, "2", null));
        notebook.Add(notebook.Write(new ClaimReviewed(Claim, "rejected", null, "2", null), [Notebook.Owner], seen: new(notebook.History.Size + 1, Merkle.Empty)));
        Assert.Single(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void What_an_author_had_seen_once_it_has_seen_ever_after()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, new ClaimReviewed(Claim, "confirmed", Party, "2", null));
        notebook.Add(notebook.Write(new PartyDescribed(Party, "Team", null, null, null, null), [Notebook.Owner], seen: new(notebook.History.Size, Merkle.Empty)));
        notebook.Say(Notebook.Owner, new ClaimReviewed(Claim, "rejected", null, "2", null));
        Assert.Empty(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void It_is_shown_until_somebody_who_had_seen_all_sides_decides()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, new ClaimReviewed(Claim, "confirmed", Party, "2", null));
        var size = notebook.History.Size;
        notebook.Say(Notebook.Owner, new ClaimReviewed(Claim, "rejected", null, "2", null));
        notebook.Register(Notebook.Stranger, "analyst");
        notebook.Add(notebook.Write(new ClaimReviewed(Claim, "rejected", null, "3", null), [Notebook.Stranger], seen: new(size, Merkle.Empty)));
        Assert.Equal(2, Assert.Single(Conflicts.Of(notebook.History.State)).Records.Length);
        notebook.Add(notebook.Write(new ClaimReviewed(Claim, "rejected", null, "3", null), [Notebook.Owner], seen: new(notebook.History.Size, Merkle.Empty)));
        Assert.Empty(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void Two_corrections_of_one_record_are_a_conflict_whatever_its_kind()
    {
        var notebook = Notebook.Opened();
        var told = notebook.Say(Notebook.Owner, new ObservationOf("as first told").Statement);
        notebook.Register(Notebook.Stranger, "registrar");
        notebook.Say(Notebook.Stranger, new ObservationOf("one way").Statement, told);
        notebook.AssertCounts();
        var before = Conflicts.Of(notebook.History.State);
        Assert.Empty(before);
        notebook.Register(Notebook.Key("second"), "registrar");
        var second = notebook.Say(Notebook.Key("second"), new ObservationOf("another way").Statement, told);
        notebook.AssertCounts();
        Assert.Equal("the correction of leaf 3", Assert.Single(Conflicts.Of(notebook.History.State)).Fact);
        notebook.Add(notebook.Write(new ObservationOf("as decided").Statement, [Notebook.Owner], corrects: second, seen: new(notebook.History.Size, Merkle.Empty)));
        Assert.Empty(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void One_holder_gives_a_sample_to_one_other()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Owner, new CustodyReported(Said.Id(5), Said.Id(6), Said.Id(7), null, null, null, null, null, null, null));
        notebook.Register(Notebook.Stranger, "registrar");
        notebook.Say(Notebook.Stranger, new CustodyReported(Said.Id(5), Said.Id(6), Said.Id(8), null, null, null, null, null, null, null));
        notebook.Say(Notebook.Stranger, new CustodyReported(Said.Id(5), Said.Id(8), Said.Id(9), null, null, null, null, null, null, null));
        Assert.StartsWith("the next holder of", Assert.Single(Conflicts.Of(notebook.History.State)).Fact, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_signed_a_hand_over_has_seen_it()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Owner, new PartyDescribed(Said.Id(6), "Team", null, null, null, null));
        foreach (var name in new[] { "giver", "receiver" })
        {
            notebook.Add(notebook.Write(Notebook.Registration(Notebook.Key(name), "custodian") with { Party = Said.Id(6) }, [Notebook.Owner, Notebook.Key(name)]));
        }

        notebook.Add(notebook.Write(
            new CustodyTransferred(Said.Id(5), Said.Id(6), Said.Id(6), null, null, null, null, null, null), [Notebook.Key("giver"), Notebook.Key("receiver")]));
        notebook.AssertCounts();
        notebook.Register(Notebook.Stranger, "registrar");
        notebook.Add(notebook.Write(new CustodyReported(Said.Id(5), Said.Id(6), Said.Id(7), null, null, null, null, null, null, null), [Notebook.Stranger]));
        Assert.Single(Conflicts.Of(notebook.History.State));

        var signed = Notebook.Opened();
        signed.Say(Notebook.Owner, new PartyDescribed(Said.Id(6), "Team", null, null, null, null));
        foreach (var (key, role) in new[] { (Notebook.Key("giver"), "custodian"), (Notebook.Key("receiver"), "registrar") })
        {
            signed.Add(signed.Write(Notebook.Registration(key, role) with { Party = Said.Id(6) }, [Notebook.Owner, key]));
        }

        signed.Add(signed.Write(
            new CustodyTransferred(Said.Id(5), Said.Id(6), Said.Id(6), null, null, null, null, null, null), [Notebook.Key("giver"), Notebook.Key("receiver")]));
        signed.Add(signed.Write(new CustodyReported(Said.Id(5), Said.Id(6), Said.Id(7), null, null, null, null, null, null, null), [Notebook.Key("receiver")]));
        Assert.Empty(Conflicts.Of(signed.History.State));
    }

    [Fact]
    public void Nothing_is_compared_where_what_it_is_about_is_withheld()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(new ClaimReviewed(Claim, "confirmed", Party, "2", null), [Notebook.Analyst]), "claim");
        notebook.Say(Notebook.Owner, new ClaimReviewed(Claim, "rejected", null, "2", null));
        Assert.Empty(Conflicts.Of(notebook.History.State));
    }

    [Fact]
    public void Every_row_names_members_of_its_kind_and_says_why() => Assert.All(Conflicts.Rows, row =>
    {
        var clear = row.Kind == KeyRegistered.Row ? ["key"] : row.Kind == RulesAdopted.Row ? new[] { "tables" } : [];
        Assert.Empty(row.Key.Concat(row.Value).Except(row.Kind.SealedMembers.Concat(clear)));
        Assert.NotEmpty(row.Why);
    });

    private sealed record ObservationOf(string Text)
    {
        public Statement Statement => new Core.Findings.ObservationAttached(Said.Id(3), null, "state-comment", null, null, Text);
    }
}
