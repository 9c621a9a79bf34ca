using System.IO.Compression;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class DamagedFileTests
{
    // what a reader may allocate: a small multiple of the file and a little for tables
    private const long Fixed = 4L << 20;
    private const long PerByte = 60;

    public static TheoryData<string> Samples =>
    [
        "data/runs/andi-ms/EXTREL/CENTSIDH.CDF", "data/runs/andi-ms/FINNIGAN/LIBRARY.CDF", "data/runs/andi-ms/HP/CENTSIDH.CDF",
        "data/runs/andi-ms/KRATOS/CENTSCNL.CDF", "data/runs/andi-ms/TEST/QD.CDF", "data/runs/andi-chrom/PCB.CDF",
        "data/runs/mzml/tiny.pwiz.1.1.mzML", "data/runs/mzml/pyms-example.mzML.gz",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_cut_file_is_never_taken_for_a_whole_one(string name)
    {
        var whole = SpectraData.Bytes(name);
        var run = SpectraData.Run(name);
        Gen.OneOf(Gen.Int[0, whole.Length - 1], Gen.Int[0, Math.Min(2000, whole.Length - 1)])
            .Sample(length => TryReadBounded(whole.AsMemory(0, length)) is not { } cut || AreSame(run, cut), iter: 150);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_file_with_changed_bytes_is_a_fault_or_a_sound_run(string name)
    {
        var whole = SpectraData.Bytes(name);
        // half of all changes hit the header, where they hurt most
        var change = Gen.Select(
            Gen.OneOf(Gen.Int[0, whole.Length - 1], Gen.Int[0, Math.Min(3000, whole.Length - 1)]),
            Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 0x7F, 0x80, 0xFF)));
        change.Array[1, 6].Sample(
            changes =>
            {
                var changed = (byte[])whole.Clone();
                foreach (var (at, value) in changes)
                {
                    changed[at] = value;
                }

                return TryReadBounded(changed) is not { } run || IsSound(run);
            },
            iter: 150);
    }

    // what a damaged file still gives as a run must not break what comes after reading
    [Theory]
    [InlineData("data/runs/andi-ms/HP/CENTSCNH.CDF")]
    [InlineData("data/runs/andi-ms/FISONS_A/CENTSCNL.CDF")]
    [InlineData("data/runs/andi-ms/TEST/QD.CDF")]
    public void A_damaged_run_is_refused_or_taken_apart(string name)
    {
        var whole = SpectraData.Bytes(name);
        Gen.Select(Gen.Int[3000, whole.Length - 1], Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 0x7F, 0x80, 0xFF)))
            .Array[1, 200].Sample(
                changes =>
                {
                    var changed = (byte[])whole.Clone();
                    foreach (var (at, value) in changes)
                    {
                        changed[at] = value;
                    }

                    return TryReadBounded(changed) is not { } run
                        || !Deconvolution.Supports(run, out _)
                        || Deconvolution.Find(run, CancellationToken.None).All(c =>
                            double.IsFinite(c.ApexSeconds) && double.IsFinite(c.Height) && c.Height > 0.0
                            && c.Spectrum.Peaks.All(p => p.Mz > 0.0 && p.Intensity > 0.0 && double.IsFinite(p.Intensity)));
                },
                iter: 30);
    }

    [Fact]
    public void Any_bytes_behind_a_signature_are_a_fault_or_a_sound_run() =>
        Gen.Select(
            Gen.OneOf("CDF\u0001", "CDF\u0002", "<mzML>", "<mzML version=\"1.1.0\"><run>", "\u001f\u008b\u0008"),
            Gen.Byte.Array[0, 300])
            .Sample((start, rest) =>
                TryReadBounded((byte[])[.. Encoding.Latin1.GetBytes(start), .. rest]) is not { } run || IsSound(run));

    [Fact]
    public void A_packed_file_unpacks_to_its_limit_and_no_further()
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
        {
            gzip.Write(new byte[64 << 20]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(InstrumentFormats.TryRead(to.ToArray(), 1 << 20, out _, out var fault));
        Assert.Equal("gzip/too-large", fault.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_packed_array_unpacks_to_its_declared_length_and_no_further()
    {
        using var to = new MemoryStream();
        using (var zlib = new ZLibStream(to, CompressionLevel.Fastest))
        {
            zlib.Write(new byte[64 << 20]);
        }

        var xml = MzMl(Convert.ToBase64String(to.ToArray()), "MS:1000574");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("mzml/too-large", SpectraData.Told(xml));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("AAAAAAAAAAA=", "MS:1000576", "mzml/array-length")]
    [InlineData("no base64!", "MS:1000576", "mzml/base64")]
    [InlineData("AAAA", "MS:1002312", "mzml/numpress")]
    [InlineData("AAAA", "MS:1003090", "mzml/compression")]
    [InlineData("", "MS:1000576", "mzml/array-length")]
    [InlineData("AAAA", "MS:1000574", "mzml/damaged")]
    public void A_binary_array_that_is_not_as_declared_is_refused(string text, string compression, string code) =>
        Assert.Equal(code, SpectraData.Told(MzMl(text, compression)));

    [Fact]
    public void Dimensions_whose_product_overflows_are_refused()
    {
        uint[] words =
        [
            0x43444601, 0, 10, 3, 1, 0x61000000, uint.MaxValue, 1, 0x62000000, uint.MaxValue, 1, 0x63000000, uint.MaxValue,
            0, 0, 11, 1, 1, 0x76000000, 3, 0, 1, 2, 0, 0, 6, 0, 4,
        ];
        var file = words.SelectMany(word => BitConverter.GetBytes(word).Reverse()).ToArray();
        Assert.Equal("netcdf/truncated", SpectraData.Told(file));
    }

    [Fact]
    public void Entities_are_not_expanded() => Assert.Equal("mzml/xml", SpectraData.Told(Encoding.UTF8.GetBytes(
        "<?xml version=\"1.0\"?><!DOCTYPE mzML [<!ENTITY a \"b\">]><mzML version=\"1.1.0\">&a;</mzML>")));

    internal static bool AreSame(InstrumentRun a, InstrumentRun b) =>
        a.Kind == b.Kind && a.Scans.SequenceEqual(b.Scans) && a.Masses.SequenceEqual(b.Masses)
        && a.Intensities.SequenceEqual(b.Intensities);

    private static byte[] MzMl(string base64, string compression) => Encoding.UTF8.GetBytes($"""
        <mzML version="1.1.0"><run><spectrumList count="1"><spectrum index="0" id="s" defaultArrayLength="10">
        <binaryDataArrayList count="1"><binaryDataArray encodedLength="0"><cvParam accession="MS:1000523"/>
        <cvParam accession="{compression}"/><cvParam accession="MS:1000514"/><binary>{base64}</binary>
        </binaryDataArray></binaryDataArrayList></spectrum></spectrumList></run></mzML>
        """);

    private static InstrumentRun? TryReadBounded(ReadOnlyMemory<byte> file)
    {
        const long limit = 8 << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = InstrumentFormats.TryRead(file, limit, out var run, out var fault);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var size = file.Span is [0x1F, 0x8B, ..] ? limit : file.Length;
        Assert.True(allocated <= Fixed + (PerByte * size), $"{allocated} bytes for a file of {file.Length}");
        Assert.True(read || (fault.Code.Contains('/') && fault.Why.Length > 0));
        return read ? run : null;
    }

    internal static bool IsSound(InstrumentRun run)
    {
        foreach (var (seconds, first, count) in run.Scans)
        {
            if (first < 0 || count < 0 || first + count > run.Masses.Length || seconds is not (null or (>= 0 and < 1e13)))
            {
                return false;
            }

            for (var i = first; i < first + count; i++)
            {
                if (!(run.Masses[i] > 0.0) || !(run.Intensities[i] > 0.0f) || !float.IsFinite(run.Intensities[i])
                    || (i > first && run.Masses[i] < run.Masses[i - 1]))
                {
                    return false;
                }
            }
        }

        return run.Masses.Length == run.Intensities.Length;
    }
}
