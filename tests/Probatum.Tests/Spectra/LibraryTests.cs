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
    public void A_library_with_one_changed_byte_is_refused()
    {
        var pbl = Pbl();
        Gen.Select(Gen.Int[0, pbl.Length - 1], Gen.Int[1, 255]).Sample((at, change) =>
        {
            var changed = (byte[])pbl.Clone();
            changed[at] ^= (byte)change;
            return !SpectralLibrary.TryOpen(changed, out _, out var fault) && fault.Code.StartsWith("pbl/", StringComparison.Ordinal);
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

    // measured .908 and .975; cosine and entropy .892 and .967
    [Theory]
    [InlineData(Measure.Composite, 0.90, 0.97)]
    [InlineData(Measure.Cosine, 0.88, 0.96)]
    [InlineData(Measure.Entropy, 0.88, 0.96)]
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

    private static byte[] Pbl() => SpectraData.Build(("few", Encoding.UTF8.GetBytes(Msp.Write(Few))));
}
