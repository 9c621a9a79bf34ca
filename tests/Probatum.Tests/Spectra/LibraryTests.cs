using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class LibraryTests
{
    private static readonly LibraryRecord[] Few =
    [
        SpectraData.Record("zeta", "B2", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", new(91, 999), new(120, 300), new(65, 120)),
        SpectraData.Record("eta", "A1", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", new(91, 999), new(120, 300), new(65, 120)),
        SpectraData.Record("zeta again", "A0", "AAAAAAAAAAAAAA-REWHXWOFSA-N", new(91, 999), new(120, 200), new(65, 120)),
        SpectraData.Record("theta", null, null, new(43, 999), new(58, 700), new(100, 20)),
    ];

    [Fact]
    public void A_built_library_holds_every_record_and_names_its_sources()
    {
        var packed = SpectraData.Bytes("data/spectra/ei-library-open.msp.gz");
        var library = SpectraData.Library;
        Assert.Equal(2561, library.Count);
        Assert.Equal(
            ("ei-library-open.msp.gz", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed))),
            Assert.Single(library.Sources));
        Assert.All(
            Enumerable.Range(0, library.Count), i => Assert.True(MspTests.AreSame(SpectraData.Records[i], library[i])));
    }

    [Fact]
    public void The_same_sources_give_the_same_bytes() => Assert.Equal(Pbl(), Pbl());

    [Fact]
    public void Any_number_of_threads_builds_the_same_bytes()
    {
        byte[] Built(int? threads)
        {
            var builder = new LibraryBuilder { Threads = threads };
            foreach (var source in MixedRecords().Chunk(9_001))
            {
                builder.Add("mixed", new string('0', 64), source);
            }

            using var to = new MemoryStream();
            Assert.True(builder.TryWrite(to, out _));
            return to.ToArray();
        }

        var one = Built(1);
        Assert.All([2, 5, null], (int? threads) => Assert.True(one.AsSpan().SequenceEqual(Built(threads))));
        var library = SpectraData.Open(one);
        Assert.All(MixedRecords().Select((record, i) => (record, i)), at => Assert.True(MspTests.AreSame(at.record, library[at.i])));
    }

    [Fact]
    public void A_library_with_one_changed_byte_is_refused()
    {
        var pbl = Pbl();
        Gen.Select(Gen.Int[0, pbl.Length - 1], Gen.Int[1, 255]).Sample((at, change) =>
        {
            var changed = (byte[])pbl.Clone();
            changed[at] ^= (byte)change;
            return !SpectralLibrary.TryOpen(changed, out _, out var fault)
                && fault.Code.StartsWith("pbl/", StringComparison.Ordinal);
        });
    }

    // whoever damages a library may also make the digest fit: the reader still must not throw
    [Fact]
    public void A_changed_library_with_a_fitting_digest_is_a_fault_or_a_library()
    {
        var body = Pbl()[..^32];
        Gen.Select(Gen.Int[12, body.Length - 1], Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 0x7F, 0xFF)))
            .Array[1, 4].Sample(changes =>
            {
                var changed = (byte[])body.Clone();
                foreach (var (at, value) in changes)
                {
                    changed[at] = value;
                }

                byte[] pbl = [.. changed, .. System.Security.Cryptography.SHA256.HashData(changed)];
                return SpectralLibrary.TryOpen(pbl, out _, out var fault) != (fault != default);
            });
    }

    [Fact]
    public void A_cut_library_is_refused()
    {
        var pbl = Pbl();
        Gen.Int[0, pbl.Length - 1].Sample(length => !SpectralLibrary.TryOpen(pbl.AsMemory(0, length), out _, out _));
    }

    [Fact]
    public void A_source_that_cannot_be_read_builds_nothing()
    {
        Assert.False(SpectralLibrary.TryBuild([("x", "Name: a\nNum Peaks: 2\n1 1\n"u8.ToArray())], out var pbl, out var fault));
        Assert.Equal((0, "msp/peak-count"), (pbl.Length, fault.Code));
    }

    [Fact]
    public void Spectra_of_one_compound_are_one_hit_with_the_best_of_them()
    {
        var hits = LibrarySearch.Search(Few[2].Spectrum, SpectraData.LibraryOf(Few), Measure.Composite, 10);
        Assert.Equal(["zeta again", "eta"], hits.Select(hit => hit.Record.Name));
        Assert.Equal([1, 2], hits.Select(hit => hit.Rank));
    }

    [Fact]
    public void Ties_are_broken_by_accession_whatever_the_order_of_the_library() =>
        Gen.Shuffle(Few).Sample(shuffled =>
        {
            var hits = LibrarySearch.Search(Few[0].Spectrum, SpectraData.LibraryOf(shuffled), Measure.Composite, 10);
            return hits.Select(hit => hit.Record.Name).SequenceEqual(["eta", "zeta"])
                && hits[0].ScoreMillionths == hits[1].ScoreMillionths;
        });

    [Fact]
    public void No_more_compounds_are_given_than_asked_for() =>
        Assert.Equal("eta", Assert.Single(
            LibrarySearch.Search(Few[0].Spectrum, SpectraData.LibraryOf(Few), Measure.Cosine, 1)).Record.Name);

    // measured .917 and .975; cosine .908 and .967; entropy .892 and .967; Stein and Scott's weights .917 and .975
    [Theory]
    [InlineData(Measure.Composite, 0.91, 0.97)]
    [InlineData(Measure.Cosine, 0.90, 0.96)]
    [InlineData(Measure.Entropy, 0.88, 0.96)]
    [InlineData(Measure.SteinScott, 0.91, 0.97)]
    public void Unknowns_of_another_laboratory_are_found(Measure measure, double first, double inFive)
    {
        var truth = SpectraData.Table("data/spectra/dev-queries.truth.csv").ToDictionary(row => row["qid"]);
        var (present, right, near) = (0, 0, 0);
        foreach (var query in SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp"))
            .Where(query => truth[query.Name]["kind"] == "present"))
        {
            var key = truth[query.Name]["inchikey"][..14];
            var hits = LibrarySearch.Search(query.Spectrum, SpectraData.Library, measure, 5);
            present++;
            right += hits[0].Record.CompoundKey == key ? 1 : 0;
            near += hits.Any(hit => hit.Record.CompoundKey == key) ? 1 : 0;
        }

        Assert.Equal(120, present);
        Assert.True(right >= first * present && near >= inFive * present, $"{right} and {near} of {present}");
    }

    // measured .925 and .992
    [Fact]
    public void With_their_indices_more_of_them_are_found()
    {
        var truth = SpectraData.Table("data/spectra/dev-queries.truth.csv").ToDictionary(row => row["qid"]);
        var ranks = SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp")).Where(query => truth[query.Name]["kind"] == "present")
            .Select(query => LibrarySearch.Search(
                query.Spectrum, SpectraData.Library, new SearchSettings(Measure.Composite, 5) { Index = RetentionIndex.Of(query) })
                .FirstOrDefault(hit => hit.Record.CompoundKey == truth[query.Name]["inchikey"][..14])?.Rank ?? 99).ToList();
        Assert.True(ranks.Count(rank => rank == 1) >= 110 && ranks.Count(rank => rank <= 5) >= 118, string.Join(' ', ranks));
    }

    [Fact]
    public void The_top_score_tells_absent_compounds_from_those_found()
    {
        var truth = SpectraData.Table("data/spectra/dev-queries.truth.csv").ToDictionary(row => row["qid"]);
        var (right, absent) = (new List<int>(), new List<int>());
        foreach (var query in SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp")))
        {
            var best = LibrarySearch.Search(query.Spectrum, SpectraData.Library, Measure.Composite, 1)[0];
            if (truth[query.Name]["kind"] == "absent")
            {
                absent.Add(best.ScoreMillionths);
            }
            else if (best.Record.CompoundKey == truth[query.Name]["inchikey"][..14])
            {
                right.Add(best.ScoreMillionths);
            }
        }

        // measured .952
        Assert.InRange(right.Average(r => absent.Average(a => r > a ? 1.0 : r == a ? 0.5 : 0.0)), 0.94, 1.0);
    }

    [Fact]
    public void Every_path_and_any_number_of_threads_give_the_same_candidates_and_answers()
    {
        Assert.Equal(SumPaths.Best, SumPaths.Supported[^1]);
        foreach (var query in SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp")).Take(40))
        {
            var prepared = PreparedSpectrum.Of(query.Peaks, null);
            var found = SumPaths.Supported.SelectMany(path => new[] { 1, 2, 3 }.Select(threads =>
                string.Join(' ', new Preselection(Mixed.Value, prepared, 100, path).Find(threads)))).Distinct();
            Assert.Single(found);
            var hits = SumPaths.Supported.Select(path => Shown(LibrarySearch.Search(
                query.Spectrum, Mixed.Value, new SearchSettings(Measure.Composite, 20) { Path = path, Threads = path == SumPath.One ? 1 : 2 })));
            Assert.Single(hits.Distinct());
        }
    }

    [Fact]
    public void The_index_loses_no_answer_that_is_worth_having()
    {
        foreach (var query in SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp")))
        {
            var settings = new SearchSettings(Measure.Composite, 5);
            var every = LibrarySearch.Search(query.Spectrum, SpectraData.Library, settings with { Coverage = Coverage.Every });
            var found = LibrarySearch.Search(query.Spectrum, SpectraData.Library, settings);
            Assert.Equal(every[0].Spectrum, found[0].Spectrum);
            Assert.Subset(
                found.Select(hit => hit.Spectrum).ToHashSet(),
                every.Where(hit => hit.ScoreMillionths >= 700_000).Select(hit => hit.Spectrum).ToHashSet());
        }
    }

    [Fact]
    public void The_rank_holds_when_nothing_below_85_was_scanned()
    {
        foreach (var query in SpectraData.Records.Where(record => record.Peaks.Any(peak => peak.Mz < 60)).Where((_, i) => i % 40 == 0))
        {
            Spectrum above = new([.. query.Peaks.Where(peak => peak.Mz >= 85)], ScanFrom: 85);
            if (above.Peaks.Length >= 10)
            {
                Assert.Equal(
                    query.CompoundKey, LibrarySearch.Search(above, SpectraData.Library, Measure.Composite, 1)[0].Record.CompoundKey);
            }
        }
    }

    [Fact]
    public void A_far_index_lowers_a_candidate_and_a_missing_one_a_little()
    {
        LibraryRecord With(string accession, double? index, string? scale) => Few[0] with
        {
            Accession = accession,
            InChIKey = null,
            RetentionIndex = index,
            RetentionIndexScale = scale,
        };
        var library = SpectraData.LibraryOf([With("far", 1500, "Kovats-alkane"), With("near", 1010, "Kovats-alkane"), With("none", null, null), With("other", 695, "FAME-carbon-x100")]);
        var hits = LibrarySearch.Search(
            Few[0].Spectrum, library, new SearchSettings(Measure.Composite, 9) { Index = new(1000, "Kovats-alkane", null) });
        Assert.Equal(["near", "other", "none", "far"], hits.Select(hit => hit.Record.Accession));
        Assert.Equal([25_000, 25_000, 50_000, 200_000], hits.Select(hit => hit.SpectrumMillionths - hit.ScoreMillionths));
        Assert.Equal(
            ["Kovats-alkane, phase not named", "FAME-carbon-x100 turned into Kovats-alkane, phase not named", "the library has no index", "Kovats-alkane, phase not named"],
            hits.Select(hit => hit.Index!.Value.Why));
        Assert.Null(IndexScales.Compare(new(1000, "Kovats-alkane", "DB-5"), new(1000, "Kovats-alkane", "DB-17MS")).Units);
    }

    [Fact]
    public void Lines_of_any_kind_come_back_to_the_last_bit() => Gen.Select(
        Gen.OneOf(
            Gen.Int[1, 900].Select(m => (double)m), Gen.Double[1, 900], Gen.Int[10_000, 9_000_000].Select(m => m / 10_000.0), Gen.Int[1, 90_000].Select(m => m / 20.0)),
        Gen.OneOf(Gen.Int[1, 9990].Select(h => h / 10.0), Gen.Double[1e-3, 1e9], Gen.Int[1, 1_000_000].Select(h => (double)h)))
        .Array[1, 60].Sample(lines =>
        {
            var record = SpectraData.Record("a", "1", null, [.. lines.Select(line => new Peak(line.Item1, line.Item2)).OrderBy(p => p.Mz).ThenBy(p => p.Intensity)]);
            return MspTests.AreSame(record, SpectraData.LibraryOf([record])[0]);
        });

    // above 4 MiB only what holds the file together is checked: damage must still never be more than an error with a name
    [Fact]
    public void A_large_library_that_somebody_changed_gives_answers_or_a_named_error()
    {
        var large = SpectraData.Build(("few", Encoding.UTF8.GetBytes(Msp.Write([.. Few, Few[3] with { Comment = new string('x', 5_000_000) }]))));
        // the long comment is left alone
        Gen.Select(Gen.OneOf(Gen.Int[0, 900], Gen.Int[large.Length - 140_000, large.Length - 1], Gen.Int[0, large.Length - 1]), Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var old = changes.Select(change => large[change.Item1]).ToArray();
            foreach (var (at, value) in changes)
            {
                large[at] = value;
            }

            try
            {
                if (!SpectralLibrary.TryOpen(large, out var library, out var fault))
                {
                    return fault.Code.StartsWith("pbl/", StringComparison.Ordinal);
                }

                foreach (var coverage in Enum.GetValues<Coverage>())
                {
                    LibrarySearch.Search(Few[0].Spectrum, library, new SearchSettings(Measure.Composite, 3) { Coverage = coverage, Candidates = 1 });
                }

                return true;
            }
            catch (InvalidDataException e)
            {
                return e.Message.StartsWith("pbl/", StringComparison.Ordinal);
            }
            finally
            {
                for (var i = changes.Length - 1; i >= 0; i--)
                {
                    large[changes[i].Item1] = old[i];
                }
            }
        }, iter: 3000, threads: 1);
    }

    [Theory]
    [InlineData(8, "pbl/version")]
    [InlineData(12, "pbl/section")]
    [InlineData(16, "pbl/count")]
    [InlineData(20, "pbl/settings")]
    [InlineData(32, "pbl/truncated")]
    [InlineData(40, "pbl/section")]
    [InlineData(48, "pbl/sources")]
    [InlineData(128, "pbl/section")]
    public void A_header_that_does_not_fit_the_file_is_named(int at, string code)
    {
        var pbl = Pbl();
        pbl[at]++;
        if (code == "pbl/count")
        {
            pbl[at] = 0xFF;
        }

        Assert.False(SpectralLibrary.TryOpen(pbl, out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    // several blocks' worth of real spectra, so that threads have something to share
    private static readonly Lazy<SpectralLibrary> Mixed = new(() => SpectraData.LibraryOf(MixedRecords()));

    private static IEnumerable<LibraryRecord> MixedRecords() =>
        Enumerable.Range(0, 17_000 / 100).SelectMany(copy => SpectraData.Records.Where((_, i) => i % 25 == copy % 25)
            .Select((record, i) => record with { Accession = $"{copy}-{i}", InChIKey = null }));

    private static string Shown(IEnumerable<Hit> hits) => string.Join(' ', hits.Select(hit => $"{hit.Spectrum}:{hit.ScoreMillionths}"));

    private static byte[] Pbl() => SpectraData.Build(("few", Encoding.UTF8.GetBytes(Msp.Write(Few))));
}
