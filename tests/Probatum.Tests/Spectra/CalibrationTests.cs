using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class CalibrationTests
{
    private const double SameIndex = 45.0;
    private const int FirstOf = 14;

    // the laboratory is in the accession: MSBNK-Osaka_Univ-OUF00096, PNNL-GCMet-0657
    private static string LaboratoryOf(LibraryRecord record) => string.Join('-', record.Accession!.Split('-')[..^1]);

    [Fact]
    public void The_counts_are_those_of_the_library_searched_for_its_own_records()
    {
        var counted = new int[Calibration.Counted.Length, 3];
        var records = SpectraData.Records;
        var byCompound = records.ToLookup(record => record.CompoundKey);
        foreach (var record in records)
        {
            var partners = byCompound[record.CompoundKey].Where(one => LaboratoryOf(one) != LaboratoryOf(record)).ToList();
            var present = partners.Any(partner => RetentionIndex.Of(record) is { } index
                && IndexScales.Compare(index, RetentionIndex.Of(partner)).Units is { } units && Math.Abs(units) <= SameIndex);
            if (!present && partners.Count > 0)
            {
                continue;
            }

            var (best, lead, held) = Searched(record, partners);
            var cell = Calibration.CellOf(best, lead);
            counted[cell, 0] += present ? 1 : 0;
            counted[cell, 1] += present && held ? 1 : 0;
            counted[cell, 2] += present ? 0 : 1;
        }

        var rows = Calibration.Counted.Select((cell, i) => cell with { Present = counted[i, 0], Held = counted[i, 1], Absent = counted[i, 2] });
        Assert.Equal(Shown(rows), Shown(Calibration.Counted));
    }

    // measured on unknowns that no figure of the table comes from; docs/identification.md 4.4 has the bins
    [Fact]
    public void What_is_stated_is_near_to_what_was_observed_on_unknowns_that_were_not_counted()
    {
        var truth = SpectraData.Table("data/spectra/dev-queries.truth.csv").ToDictionary(row => row["qid"]);
        var bins = new Dictionary<int, List<(int Stated, bool Held)>>();
        foreach (var query in SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp")))
        {
            var (ranked, within) = Ranked(query.Spectrum, SpectraData.Library);
            var key = truth[query.Name]["kind"] == "present" ? truth[query.Name]["inchikey"][..FirstOf] : "";
            var stated = Calibration.ChanceInThousand(ranked[0].Score, ranked[0].Score - (within < ranked.Count ? ranked[within].Score : 0));
            var held = ranked.Take(within).Any(one => SpectraData.Library[one.Spectrum].CompoundKey == key);
            var bin = stated < 500 ? 0 : stated < 900 ? 1 : 2;
            bins.TryAdd(bin, []);
            bins[bin].Add((stated, held));
        }

        foreach (var (bin, cases) in bins.OrderBy(pair => pair.Key))
        {
            var (stated, observed) = (cases.Average(one => one.Stated) / 1000.0, cases.Count(one => one.Held) / (double)cases.Count);
            TestContext.Current.SendDiagnosticMessage($"bin {bin}: {cases.Count} stated {stated:0.000} observed {observed:0.000}");
            // five points, and what chance does to a bin of so few
            var chance = 2.0 * Math.Sqrt(stated * (1.0 - stated) / cases.Count);
            Assert.True(Math.Abs(stated - observed) < 0.05 + chance, $"bin {bin}: {cases.Count} stated {stated:0.000} observed {observed:0.000}");
        }
    }

    [Fact]
    public void More_score_never_lowers_the_chance()
    {
        foreach (var lead in (int[])[50_000, 150_000])
        {
            var chances = Enumerable.Range(0, 20).Select(i => Calibration.ChanceInThousand(i * 50_000, lead)).ToList();
            Assert.All(chances.Zip(chances.Skip(1)), pair => Assert.True(pair.Second >= pair.First, $"{pair}"));
            Assert.InRange(chances[0], 0, 200);
            Assert.InRange(chances[^1], 800, 999);
        }
    }

    private static string Shown(IEnumerable<Calibration.Cell> cells) =>
        string.Join('\n', cells.Select(cell => $"{cell.ScoreFrom},{cell.LeadFrom},{cell.Present},{cell.Held},{cell.Absent}"));

    // among all other compounds, of its own laboratory too, and the records of its own that other laboratories made
    private static (int Best, int Lead, bool Held) Searched(LibraryRecord record, List<LibraryRecord> partners)
    {
        var (ranked, _) = Ranked(record.Spectrum, SpectraData.Library);
        var similarity = new Similarity(Measure.Composite, PreparedSpectrum.Of(record.Peaks, null));
        var own = partners.Select(partner => PreparedSpectrum.Of(partner.Peaks, null))
            .Select(one => (int)Math.Floor((similarity.To(one.Lines.AsSpan(), one.ScanFrom) * 1e6) + 0.5)).DefaultIfEmpty(0).Max();
        var scores = ranked.Where(one => SpectraData.Library[one.Spectrum].CompoundKey != record.CompoundKey)
            .Select(one => one.Score).Append(own).OrderDescending().ToList();
        var within = scores.TakeWhile(score => score >= scores[0] - Calibration.SetWidthMillionths).Count();
        return (scores[0], scores[0] - scores.ElementAtOrDefault(within), own > 0 && own >= scores[0] - Calibration.SetWidthMillionths);
    }

    private static (List<LibrarySearch.Ranked> Ranked, int Within) Ranked(Spectrum spectrum, SpectralLibrary library)
    {
        var ranked = LibrarySearch.Rank(
            PreparedSpectrum.Of(spectrum.Peaks, spectrum.ScanFrom), library, new(Measure.Composite, 200) { Coverage = Coverage.Every });
        return (ranked, ranked.TakeWhile(one => one.Score >= ranked[0].Score - Calibration.SetWidthMillionths).Count());
    }
}
