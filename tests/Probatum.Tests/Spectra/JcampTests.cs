using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class JcampTests
{
    private const string Head = "##TITLE=t\n##JCAMP-DX=4.24\n##DATA TYPE=INFRARED SPECTRUM\n##XUNITS=1/CM\n##YUNITS=ABSORBANCE\n";

    public static TheoryData<string> Encodings => ["AFFN", "PAC", "SQZ", "DIF", "DIFDUP"];

    [Fact]
    public void The_four_encodings_of_one_spectrum_are_equal()
    {
        var traces = new[] { "difdup", "fix", "packed", "squeezed" }
            .Select(encoding => SpectraData.File($"data/runs/jcamp/compression/jcamp-{encoding}.dx.gz").Traces.Single()).ToList();
        Assert.All(traces, trace => Assert.Equal(16384, trace.Y.Length));
        Assert.All(traces, trace => Assert.Equal(traces[0].Y.AsEnumerable(), trace.Y));
        Assert.All(traces, trace => Assert.Equal(traces[0].X.AsEnumerable(), trace.X));
        Assert.Equal(408687150, traces[0].Y.Max());
        Assert.Equal(-156586, traces[0].Y.Min());
    }

    [Fact]
    public void The_official_set_holds_one_spectrum_in_three_encodings_and_another_in_two()
    {
        var one = SpectraData.File("data/runs/jcamp/official/BRUKAFFN.DX.gz").Traces.Single();
        Assert.All(["BRUKPAC.DX", "BRUKSQZ.DX"], name => Assert.Equal(one.Y.AsEnumerable(), SpectraData.File("data/runs/jcamp/official/" + name).Traces.Single().Y));
        // this one is in whole numbers what the NTUPLES file has with a factor
        var other = SpectraData.File("data/runs/jcamp/official/BRUKDIF.DX").Traces.Single();
        var pages = SpectraData.File("data/runs/jcamp/official/TESTNTUP.DX").Traces;
        Assert.True(other.Y.Zip(pages[0].Y).All(pair => Math.Abs(pair.First - pair.Second) <= 1.0 + (1e-9 * Math.Abs(pair.First))));
        Assert.Equal((24038.5, 0.0), (pages[1].X[0], pages[1].X[^1]));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Any_whole_numbers_are_read_back_in_every_encoding(string encoding) =>
        Gen.OneOf(Gen.Int[-9, 9], Gen.Int[-1_000_000, 1_000_000], Gen.Const(7)).Array[2, 200].Sample(values =>
        {
            var trace = SpectraData.FileOf(Encode(values, encoding)).Traces.Single();
            return trace.Y.SequenceEqual(values.Select(v => v * 0.5)) && trace.X[0] == 4000 && trace.X[^1] == 400;
        });

    // a line that is lost, doubled or changed is told by the checks of the format, whatever the encoding
    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_lost_line_is_never_read_over(string encoding) =>
        Gen.Select(Gen.Int[-1000, 1000].Array[60, 200], Gen.Int[0, 1000]).Sample((values, which) =>
        {
            var lines = Encoding.UTF8.GetString(Encode(values, encoding)).Split('\n').ToList();
            var first = lines.FindIndex(line => line.StartsWith("##XYDATA", StringComparison.Ordinal)) + 1;
            // the last line of the difference form is a check only: without it nothing is lost
            var last = lines.IndexOf("##END=") - (encoding.StartsWith("DIF", StringComparison.Ordinal) ? 1 : 0);
            lines.RemoveAt(first + (which % (last - first)));
            return !InstrumentFormats.TryOpen(Encoding.UTF8.GetBytes(string.Join('\n', lines)), out _, out var fault)
                && fault.Code.StartsWith("jcamp/", StringComparison.Ordinal) && fault.At > 0;
        });

    [Theory]
    [InlineData("(X++(Y..Y))\n10 1 2 ? 4\n", "10 11 13|1 2 4", 1)]
    [InlineData("(X++(Y..Y))\n10E+0 1 2 3 4\n", "10 11 12 13|1 2 3 4", 0)]
    [InlineData("(X++(Y..Y))\n10 1.5E1 2E-1 3e0 4E+00\n", "10 11 12 13|15 0.2 3 4", 0)]
    [InlineData("(X++(Y..Y))\n10A5E3f2I\n", "10 11 12 13|15 53 -62 9", 0)]
    [InlineData("(X++(Y..Y))\n10AUJ\n13C\n", null, 0)]
    [InlineData("(X++(Y..Y))\n10AUJ\n13B\n", "10 11 12 13|1 1 1 2", 0)]
    [InlineData("(X++(Y..Y)) \r10+1-2\r12+3-4\r", "10 11 12 13|1 -2 3 -4", 0)]
    [InlineData("(X++(Y..Y))\n10 1 2 3 4 $$ note 5 6\n", "10 11 12 13|1 2 3 4", 0)]
    [InlineData("(XY..XY)\n10,1; 11,2 12,3\n13 4\n", "10 11 12 13|1 2 3 4", 0)]
    [InlineData("(XYW..XYW)\n10,1,.5 11,2,.5\n12,3,.5 13,4,.5\n", "10 11 12 13|1 2 3 4", 0)]
    public void Every_way_of_writing_a_table_is_read(string table, string? points, int missing)
    {
        var text = Encoding.UTF8.GetBytes($"{Head}##FIRSTX=10\n##LASTX=13\n##NPOINTS=4\n##XYDATA={table}##END=\n");
        if (points is null)
        {
            Assert.Equal("jcamp/y-check", SpectraData.ToldAll(text));
            return;
        }

        var trace = SpectraData.FileOf(text).Traces.Single();
        Assert.Equal(points, $"{Joined(trace.X)}|{Joined(trace.Y)}");
        Assert.Equal(missing, trace.MissingPoints);
    }

    [Theory]
    [InlineData("##FIRSTX=10\n##LASTX=13\n##NPOINTS=5\n##XYDATA=(X++(Y..Y))\n10 1 2 3 4\n##END=", "jcamp/points")]
    [InlineData("##FIRSTX=10\n##LASTX=13\n##NPOINTS=3\n##XYDATA=(X++(Y..Y))\n10 1 2 3 4\n##END=", "jcamp/points")]
    [InlineData("##FIRSTX=10\n##LASTX=30\n##NPOINTS=4\n##XYDATA=(X++(Y..Y))\n10 1 2\n12 3 4\n##END=", "jcamp/x-check")]
    [InlineData("##NPOINTS=4\n##XYDATA=(X++(Y..Y))\n10 1 2 3 4\n##END=", "jcamp/x-axis")]
    [InlineData("##FIRSTX=10,5\n##LASTX=13\n##NPOINTS=4\n##XYDATA=(X++(Y..Y))\n10 1 2 3 4\n##END=", "jcamp/number")]
    [InlineData("##NPOINTS=2\n##XYDATA=(XY..XY)\n0,5 1 0,6 2\n##END=", "jcamp/points")]
    [InlineData("##NPOINTS=2\n##XYDATA=(XY..XY)\n1 2 3\n##END=", "jcamp/pairs")]
    [InlineData("##FIRSTX=1\n##LASTX=2\n##XYDATA=(X++(Y..Y))\n1A Z999999999\n##END=", "jcamp/number")]
    [InlineData("##FIRSTX=1\n##LASTX=2\n##XYDATA=(X++(Y..Y))\n1 J1\n##END=", "jcamp/number")]
    [InlineData("##XYDATA=(QQ..QQ)\n1 2\n##END=", "jcamp/form")]
    [InlineData("##END=", "jcamp/no-data")]
    [InlineData("##NPOINTS=1\n##XYDATA=(XY..XY)\n1 2", "jcamp/truncated")]
    [InlineData("##NPOINTS=1\n##XYDATA=(XY..XY)\n1 2\n##RETENTION_TIME=3\n", "jcamp/truncated")]
    [InlineData("##BLOCKS=2\n##TITLE=a\n##NPOINTS=1\n##XYDATA=(XY..XY)\n1 2\n##END=\n", "jcamp/truncated")]
    public void A_file_that_contradicts_itself_is_refused_with_its_line(string rest, string code)
    {
        Assert.False(InstrumentFormats.TryOpen(Encoding.UTF8.GetBytes(Head + rest), out _, out var fault));
        Assert.Equal(code, fault.Code);
        Assert.True(fault.At > 0);
    }

    [Theory]
    [InlineData("MICROMETERS", "TRANSMITTANCE", AxisUnit.Micrometre, AxisUnit.Transmittance)]
    [InlineData("1/CM", "% TRANSMITTANCE", AxisUnit.Wavenumber, AxisUnit.PercentTransmittance)]
    [InlineData("cm-1", "Absorbance", AxisUnit.Wavenumber, AxisUnit.Absorbance)]
    [InlineData("FURLONGS", "ELLS", AxisUnit.Other, AxisUnit.Other)]
    [InlineData("", "", AxisUnit.Unstated, AxisUnit.Unstated)]
    public void Units_are_kept_as_stated_and_never_mixed(string x, string y, AxisUnit xUnit, AxisUnit yUnit)
    {
        var trace = SpectraData.FileOf(Encoding.UTF8.GetBytes(
            $"##TITLE=\n##DATATYPE=INFRARED SPECTRUM\n##XUNITS={x}\n##YUNITS={y}\n##NPOINTS=2\n##XYDATA=(XY..XY)\n2.5 .5\n5 .6\n##END=\n")).Traces.Single();
        Assert.Equal((xUnit, yUnit), (trace.XAxis.Unit, trace.YAxis.Unit));
        Assert.Equal((x.Length == 0 ? null : x, y.Length == 0 ? null : y), (trace.XAxis.Stated, trace.YAxis.Stated));
        Assert.Null(trace.Title);
        if (xUnit == AxisUnit.Micrometre)
        {
            Assert.Equal([4000.0, 2000.0], trace.Wavenumbers()!.Value.AsEnumerable());
        }
    }

    [Fact]
    public void Pages_of_a_mass_spectrum_are_scans_with_their_times_unit()
    {
        var minutes = Encoding.UTF8.GetString(SpectraData.Bytes("data/runs/jcamp/official/ISAS_MS3.DX")).Replace("SECONDS", "MINUTES", StringComparison.Ordinal);
        var run = SpectraData.FileOf(Encoding.UTF8.GetBytes(minutes)).Run!;
        Assert.Equal([272.0 * 60, 301.0 * 60, 333.0 * 60], run.Scans.Select(s => s.Seconds!.Value));
        Assert.Equal(("MINUTES", Polarity.Positive), (run.Acquisition.TimeUnit, run.Acquisition.Polarity));
    }

    [Fact]
    public void A_file_of_scans_that_does_not_say_where_it_ends_is_told()
    {
        var whole = SpectraData.File("data/runs/gcms/jcamp-gcms.jdx.gz");
        Assert.Contains("probatum.no_end", whole.Metadata.Keys);
    }

    private static string Joined(IEnumerable<double> values) => string.Join(' ', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));

    // a writer of the five encodings, ten ordinates to a line; what we test against is the standard's description of them
    private static byte[] Encode(int[] values, string encoding)
    {
        var text = new StringBuilder($"{Head}##FIRSTX=4000\n##LASTX=400\n##NPOINTS={values.Length}\n##XFACTOR=1\n##YFACTOR=0.5\n##XYDATA=(X++(Y..Y))\n");
        var step = -3600.0 / (values.Length - 1);
        var isDifference = encoding.StartsWith("DIF", StringComparison.Ordinal);
        for (var at = 0; at < values.Length; at += 10)
        {
            // a line in difference form begins with the last ordinate of the line before
            var from = isDifference && at > 0 ? at - 1 : at;
            text.Append(CultureInfo.InvariantCulture, $"{4000 + (from * step):0.####}");
            var previous = "";
            for (var i = from; i < Math.Min(at + 10, values.Length); i++)
            {
                var token = isDifference && i > from ? Digits(values[i] - values[i - 1], "%JKLMNOPQR", "jklmnopqr")
                    : encoding == "AFFN" ? FormattableString.Invariant($" {values[i]}")
                    : encoding == "PAC" ? FormattableString.Invariant($"{values[i]:+0;-0}")
                    : Digits(values[i], "@ABCDEFGHI", "abcdefghi");
                text.Append(encoding == "DIFDUP" && i > from + 1 && token == previous ? "T" : token);
                // a repetition takes the run no further than two here: the next equal token is written out
                previous = text[^1] == 'T' ? "" : token;
            }

            text.Append('\n');
        }

        if (isDifference)
        {
            text.Append(CultureInfo.InvariantCulture, $"400{Digits(values[^1], "@ABCDEFGHI", "abcdefghi")}\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("##END=\n").ToString());
    }

    private static string Digits(int value, string plus, string minus)
    {
        var digits = Math.Abs((long)value).ToString(CultureInfo.InvariantCulture);
        return (value >= 0 ? plus[digits[0] - '0'] : minus[digits[0] - '1']) + digits[1..];
    }
}
