using System.Collections.Immutable;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Assessment;

public sealed class LevelTests
{
    private static readonly EntityId Tube = Said.Id(1);
    private static readonly EntityId OneLab = Said.Id(2);
    private static readonly EntityId SisterLab = Said.Id(3);
    private static readonly EntityId OtherLab = Said.Id(4);
    private static readonly EntityId State = Said.Id(5);

    private static readonly Statement[] Setting =
    [
        new PartyDescribed(OneLab, "one", "laboratory", State, null, null), new PartyDescribed(SisterLab, "sister", "laboratory", State, null, null),
        new PartyDescribed(OtherLab, "other", "laboratory", null, null, null), new PartyDescribed(State, "state", "government", null, null, null),
        new SampleCollected(Tube, null, "S", "ENV_SOIL", null, null, null, null, null, null, [], null), Moved(State, OneLab), Moved(OneLab, SisterLab), Moved(SisterLab, OtherLab),
    ];

    [Fact]
    public void Field_instruments_carry_at_most_the_presumptive_level_whatever_else_is_said() =>
        Gen.Select(
            OneOf("GCMS_PORTABLE", "KIT_ENZYME", "RAMAN", "EXPRESS_UNSPECIFIED", "TUBE_COLOR", "IMS", "no such technique").Array[0, 6], Gen.Bool, Gen.Bool,
            OneOf("confirmed", "beyond doubt", "possible"))
        .Sample((techniques, standard, blanks, word) =>
            ResultLevel.Of(Result(OneLab, "found", techniques, standard, blanks, word), true, null, Said.Tables).Level <= Level.L1);

    [Fact]
    public void Two_independent_techniques_with_a_standard_and_clean_blanks_confirm_and_nothing_less_does()
    {
        Assert.Equal(Level.L3, Carried(["GC_EI_MS", "LC_MSMS"], true, true));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "LC_MSMS"], true, false));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "LC_MSMS"], true, null));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "LC_MSMS"], false, true));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "LC_MSMS"], null, true));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "GC_EI_MS"], true, true));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "GCMS_PORTABLE"], true, true));
        Assert.Equal(Level.L2, Carried(["GC_EI_MS", "GCMS_MOBILE_LAB"], true, true));
        Assert.Equal(Level.L2, Carried(["GCMS_MOBILE_LAB", "GCMS_PORTABLE"], true, true));
        Assert.Equal(Level.L0, Carried([], true, true));
    }

    [Fact]
    public void Two_laboratories_agree_only_when_they_are_not_of_one_side()
    {
        Assert.Equal(Level.L4, Together(Good(OneLab), Good(OtherLab)).Level);
        Assert.Equal(Level.L3, Together(Good(OneLab), Good(SisterLab)).Level);
        Assert.Equal(Level.L3, Together(Good(OneLab), Good(OneLab)).Level);
        Assert.Equal(Level.L3, Together(Good(OneLab), Result(OtherLab, "found", ["GC_EI_MS"], true, true)).Level);
        Assert.Null(Together(Result(OneLab, "inconclusive", ["GC_EI_MS", "NMR"], true, true)).Level);
    }

    [Fact]
    public void Laboratories_that_belong_to_each_other_in_a_circle_are_one_side()
    {
        var parties = Said.State(
            new PartyDescribed(OneLab, "a", null, OtherLab, null, null), new PartyDescribed(OtherLab, "b", null, SisterLab, null, null),
            new PartyDescribed(SisterLab, "c", null, OneLab, null, null), new PartyDescribed(State, "d", null, OneLab, null, null)).Parties;
        Assert.Single(new[] { OneLab, OtherLab, SisterLab, State }.Select(parties.Top).Distinct());
    }

    [Fact]
    public void Disagreement_caps_the_level_and_is_shown()
    {
        var together = Together(Good(OneLab), Good(OtherLab), Result(SisterLab, "not-found", ["LC_HRMS"], true, true));
        Assert.True(together.Disagreement);
        Assert.Equal(Level.L2, together.Level);
        Assert.Equal(3, together.Words.Length);
        Assert.False(Together(Good(OneLab), Result(OtherLab, "not-found", ["IMS"], null, null)).Disagreement);
        Assert.False(Together(Good(OneLab), Result(OneLab, "not-found", ["LC_HRMS"], true, true)).Disagreement);
    }

    [Theory]
    [InlineData("safety", false)]
    [InlineData("screening", true)]
    [InlineData("evidential", true)]
    [InlineData(null, false)]
    public void A_safety_reading_does_not_count_nor_one_whose_purpose_is_withheld(string? purpose, bool counts)
    {
        var all = Levels(Run(purpose, "GCMS_PORTABLE"), Identified("field-gcms"));
        Assert.Equal(counts ? [Level.L1] : [], all.Select(one => one.Level!.Value));
    }

    [Fact]
    public void A_library_search_is_presumptive_on_any_instrument_under_any_profile()
    {
        foreach (var technique in Said.Tables.Techniques.Keys)
        {
            var level = Levels(Run("evidential", technique), Identified("field-gcms"))[0].Level;
            Assert.True(level <= Level.L1);
            Assert.True(Levels(Run("evidential", technique), Identified("no such profile"))[0].Level <= Level.L1);
        }
    }

    [Fact]
    public void An_optical_match_is_a_second_technique_on_the_same_part_from_a_file_of_its_own_and_stays_presumptive()
    {
        Statement[] gas = [Run(30, Tube, "GCMS_PORTABLE"), Hit(31, 30, "gcms-composite/2", "field-gcms", "a")];
        var both = Assert.Single(Levels([.. gas, Run(32, Tube, "RAMAN"), Hit(33, 32, "optical-derivative/1", "field-optical", "b")]));
        Assert.Equal(Level.L1, both.Level);
        Assert.All(both.Words, word => Assert.Contains("independent techniques on one part of the sample (GCMS_PORTABLE, RAMAN)", word.Why, StringComparison.Ordinal));

        var split = new SampleSplit(Tube, null, null, null, null, [new(Said.Id(20), "a", null, null)]);
        foreach (var alone in new Statement[][]
        {
            [.. gas, split, Run(32, Said.Id(20), "RAMAN"), Hit(33, 32, "optical-derivative/1", "field-optical", "b")],
            [.. gas, Run(32, Tube, "RAMAN"), Hit(33, 32, "optical-derivative/1", "field-optical", "a")],
            [.. gas, Run(32, Tube, "GCMS_MOBILE_LAB"), Hit(33, 32, "gcms-composite/2", "field-gcms", "b")],
            [.. gas, Run(32, Tube, "RAMAN") with { Purpose = "safety" }, Hit(33, 32, "optical-derivative/1", "field-optical", "b")],
            [.. gas, Run(32, Tube, "RAMAN"), Hit(33, 32, "optical-derivative/1", "field-optical", "b") with { RawDigest = null }],
            [Run(34, Tube, "FTIR_ATR"), Hit(35, 34, "optical-correlation/1", "field-optical", "c"), Run(32, Tube, "FTIR_LAB"), Hit(33, 32, "optical-derivative/1", "field-optical", "b")],
        })
        {
            var one = Assert.Single(Levels(alone));
            Assert.Equal(Level.L1, one.Level);
            Assert.All(one.Words, word => Assert.Contains("one technique (", word.Why, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_optical_match_counts_with_its_own_family_only()
    {
        foreach (var technique in Said.Tables.Techniques.Values)
        {
            var one = Assert.Single(Levels(Run(32, Tube, technique.Key), Hit(33, 32, "optical-derivative/1", "field-optical", "b")));
            Assert.Equal(technique.Family is "raman" or "ir" ? (Level)Math.Min((int)Level.L1, (int)technique.MaxLevel) : Level.L0, one.Level);
        }

        var asAnother = Levels(Run(30, Tube, "RAMAN"), Hit(31, 30, "gcms-composite/2", "field-gcms", "a"), Run(32, Tube, "FTIR_ATR"), Hit(33, 32, "optical-derivative/1", "field-optical", "b"));
        Assert.Equal(["one technique", "none for"], Assert.Single(asAnother).Words.OrderByDescending(word => word.Level).Select(word => word.Why.Contains("one technique", StringComparison.Ordinal) ? "one technique" : "none for"));
    }

    [Fact]
    public void What_another_types_in_for_a_laboratory_confirms_nothing()
    {
        var written = new WrittenCase();
        written.Record(Setting);
        var (registrar, one, sister) = (written.Key("registrar", State), written.Key("laboratory", OneLab), written.Key("laboratory", SisterLab));
        Level? Now() => Assert.Single(SubstanceLevels.Of(written.State, Said.Tables)).Level;
        written.Record(registrar, new Intended(Good(OtherLab) with { Result = Said.Id(40) }));
        Assert.Equal(Level.L2, Now());
        Assert.Contains("not signed by it", SubstanceLevels.Of(written.State, Said.Tables)[0].Words[0].Why, StringComparison.Ordinal);
        written.Record(one, new Intended(Good(OneLab) with { Result = Said.Id(41) }));
        written.Record(sister, new Intended(Good(SisterLab) with { Result = Said.Id(42) }));
        Assert.Equal(Level.L3, Now());
        written.Record(written.Key("laboratory", OtherLab), new Intended(Good(OtherLab) with { Result = Said.Id(43) }));
        Assert.Equal(Level.L4, Now());
    }

    [Fact]
    public void An_aliquot_counts_with_the_sample_that_it_came_from()
    {
        var split = new SampleSplit(Tube, null, null, null, null, [new(Said.Id(20), "a", null, null), new(Said.Id(21), "b", null, null)]);
        var one = Assert.Single(Levels(split, Good(OneLab) with { Sample = Said.Id(20) }, Good(OtherLab) with { Sample = Said.Id(21) }));
        Assert.Equal((Tube, Level.L4), (one.Sample, one.Level!.Value));
    }

    [Fact]
    public void Nothing_is_called_confirmed_below_one_laboratorys_confirmation() =>
        Assert.All(Enum.GetValues<Level>(), level => Assert.Equal(level == Level.L3, level.Words().Contains("confirmed", StringComparison.Ordinal)));

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static CustodyReported Moved(EntityId from, EntityId to) => new(Tube, from, to, null, null, null, null, null, null, null);

    private static ResultReported Good(EntityId lab) => Result(lab, "found", ["GC_EI_MS", "LC_MSMS"], true, true);

    private static ResultReported Result(EntityId lab, string outcome, string[] techniques, bool? standard, bool? blanks, string? word = null) =>
        new(null, Tube, lab, "X", outcome, [.. techniques], standard, blanks, word, null, null);

    private static InstrumentRunRecorded Run(string? purpose, string technique) => new(Said.Id(30), Tube, technique, null, OneLab, null, purpose, null, null, null);

    private static InstrumentRunRecorded Run(byte id, EntityId sample, string technique) => Run("evidential", technique) with { Run = Said.Id(id), Sample = sample };

    private static IdentificationMade Hit(byte id, byte run, string method, string profile, string raw) =>
        Identified(profile) with { Identification = Said.Id(id), Run = Said.Id(run), Method = method, RawDigest = raw };

    private static IdentificationMade Identified(string profile) => new(
        Said.Id(31), Said.Id(30), null, null, Said.Tables.Profiles.TryGetValue(profile, out var row) ? $"{row.Name}/{row.Version}" : profile, null, null,
        [new(1000, "library", [new("X", null, null, 990_000)], []), new(2000, "unknown", [], [])], 1);

    private static Level Carried(string[] techniques, bool? standard, bool? blanks) =>
        ResultLevel.Of(Result(OneLab, "found", techniques, standard, blanks), true, null, Said.Tables).Level;

    private static SubstanceInSample Together(params Statement[] results) => Assert.Single(Levels(results));

    private static ImmutableArray<SubstanceInSample> Levels(params Statement[] said) => SubstanceLevels.Of(Said.State([.. Setting, .. said]), Said.Tables);
}
