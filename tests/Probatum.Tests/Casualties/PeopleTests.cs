using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Casualties;

/// <summary>What a person agreed to, and what several observers tell of one person over time.</summary>
public sealed class PeopleTests
{
    private static readonly EntityId Person = Said.Id(1);
    private static readonly EntityId Blood = Said.Id(2);
    private static readonly EntityId Lab = Said.Id(3);
    private static readonly ToxidromeTables Tables = Said.Tables.Toxidromes!;

    private static readonly CasualtyRecorded Known = new(Person, null, "K-01", null, null, null, Said.At("2031-05-04T10:00Z"), null, null, [], null, null, null);

    private static readonly SampleCollected Taken =
        new(Blood, null, "B-1", "BIO_BLOOD", null, null, null, null, null, null, [], null, Person: Person);

    [Fact]
    public void A_withdrawal_never_changes_what_an_earlier_state_says_nor_what_counted() => Acts.Sample(acts =>
    {
        Statement[] all = [Known, Taken, .. acts];
        var full = Said.State(all);
        for (var end = 2; end <= all.Length; end++)
        {
            var earlier = Said.State(all[..end]);
            Assert.Equal(earlier.Consents.Of(Person, Purpose.Biosample), full.Consents.Of(Person, Purpose.Biosample, end - 1));
            foreach (var (index, _, _) in earlier.Laboratory.Results)
            {
                Assert.True(Why(earlier, index) is not null || Why(full, index) is null);
            }
        }
    });

    [Fact]
    public void A_result_of_a_blocked_sample_carries_nothing_and_is_shown()
    {
        var blocked = Assert.Single(SubstanceLevels.Of(Said.State(Known, Taken, Found), Said.Tables));
        Assert.Null(blocked.Level);
        Assert.Equal("no consent to biosample and no lawful basis is on record", Assert.Single(blocked.Words).Blocked);
        foreach (var carried in new Statement[] { Consent, Basis })
        {
            Assert.NotNull(Assert.Single(SubstanceLevels.Of(Said.State(Known, Taken, carried, Found), Said.Tables)).Level);
            Assert.NotNull(Assert.Single(SubstanceLevels.Of(Said.State(Known, Taken, Found, carried, Withdrawal), Said.Tables)).Level);
        }

        Assert.Null(Assert.Single(SubstanceLevels.Of(Said.State(Known, Taken, Consent, Withdrawal, Found), Said.Tables)).Level);
        Assert.NotNull(Assert.Single(SubstanceLevels.Of(Said.State(Known, Taken with { Person = null }, Found), Said.Tables)).Level);
        Assert.NotNull(Assert.Single(SubstanceLevels.Of(Said.State(Known, Taken with { Matrix = "BIO_ANIMAL" }, Found), Said.Tables)).Level);
    }

    [Fact]
    public void The_order_of_the_records_of_several_observers_does_not_matter() =>
        Gen.Select(Gen.Select(Sign, Gen.Int[3, 5], Gen.Int[0, 4]).Array[1, 4], Gen.Int[0, 4], Gen.Int[0, 1000]).Sample((seen, treated, shuffle) =>
        {
            List<Statement> later = [.. seen.Select(one => Seen(one.Item3, one.Item2, one.Item1)), new CasualtyTreated(Person, Hour(treated), "atropine", null, null)];
            var (first, second) = (Compatible([Known, .. later]), Compatible([Known, .. later.OrderBy(one => (later.IndexOf(one) * 7 + shuffle) % 5)]));
            return first.Classes.Select(one => (one.Class.Key, one.Rank, one.Points)).SequenceEqual(second.Classes.Select(one => (one.Class.Key, one.Rank, one.Points)))
                && (first.People, first.Tellers, first.WithoutTeller) == (second.People, second.Tellers, second.WithoutTeller) && first.SetAside.ToHashSet().SetEquals(second.SetAside);
        });

    [Fact]
    public void What_a_treatment_causes_is_set_aside_only_where_it_may_have_been_given_before()
    {
        Assert.NotEmpty(Compatible([Known, new CasualtyTreated(Person, Hour(1), "atropine 2 mg", null, null), Seen(2, 4, "mydriasis")]).SetAside);
        Assert.Empty(Compatible([Known, new CasualtyTreated(Person, Hour(3), "atropine 2 mg", null, null), Seen(2, 4, "mydriasis")]).SetAside);
        Assert.NotEmpty(Compatible([Known, new CasualtyTreated(Person, null, "atropine 2 mg", null, null), Seen(2, 4, "mydriasis")]).SetAside);

        // The same sign, seen before by another, counts by that one.
        var both = Compatible([Known, Seen(0, 3, "mydriasis"), new CasualtyTreated(Person, Hour(1), "atropine 2 mg", null, null), Seen(2, 4, "mydriasis")]);
        Assert.Equal((1, 1), (both.People, both.Tellers));
        Assert.Single(both.SetAside);
        Assert.Empty(both.WithoutSigns);
    }

    private static readonly ConsentRecorded Consent = new(Said.Id(9), Person, "K-01", [Purpose.Biosample], null, null, null, null, null, null, null, null);
    private static readonly ConsentWithdrawn Withdrawal = new(Person, [Purpose.Biosample], null, null);
    private static readonly LawfulBasisRecorded Basis = new(Person, Purpose.Biosample, "court order", null, null, null);
    private static readonly ResultReported Found = new(Said.Id(8), Blood, Lab, "X", "found", ["GC_EI_MS"], null, null, null, null, null);

    private static readonly Gen<string> Sign = Gen.Int[0, Tables.Names.Count - 1].Select(at => Tables.Names.Keys.ElementAt(at));

    private static readonly Gen<Statement[]> Acts = Gen.Int[0, 3].Select(which => which switch { 0 => Consent, 1 => Withdrawal, 2 => (Statement)Found, _ => Basis with { Purpose = "court" } }).Array[0, 8];

    private static string? Why(CaseState state, long index) => state.Consents.Blocks(state.Samples.Samples[Blood], index);

    private static When Hour(int hour) => Said.At($"2031-05-04T1{hour + 1}:00Z");

    private static CasualtyExamined Seen(int hour, int by, string sign) => new(Person, Hour(hour), Said.Id(by), null, [new(sign, null, null)], [], null, null, null, null, null, "doctor");

    private static ToxidromeCompatibility Compatible(Statement[] said)
    {
        var state = Said.State(said);
        return ToxidromeCompatibility.Of(state.Casualties.Told(state.Casualties.Casualties), Tables, id => id);
    }
}
