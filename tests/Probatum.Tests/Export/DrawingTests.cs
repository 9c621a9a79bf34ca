using System.Security.Cryptography;
using CsCheck;
using Probatum.Export;
using Probatum.Export.Raster;

namespace Probatum.Tests.Export;

/// <summary>Pictures as points: the same everywhere, areas as large as they should be, letters without any font of the machine's.</summary>
public sealed class DrawingTests
{
    private static readonly Gen<(double X, double Y)> AnyPlace = Gen.Select(Gen.Double[-20, 80], Gen.Double[-20, 60]);

    [Fact]
    public void The_points_are_these_on_every_machine()
    {
        var drawing = new Drawing(120, 60, "vector");
        drawing.Add(new PlotLine([(5, 50), (20.3, 12.7), (33, 44), (60, 8.25)], "#0072B2", 1.3));
        drawing.Add(new PlotFigure([(80, 20), (75, 11), (85, 11)], "#fff", "#D55E00", 1.2));
        drawing.Add(new PlotDot(100, 30, 3.5, "#767676"));
        drawing.Add(new PlotWords(60, 56, "middle", "#1a1a1a", "β-Äx, 1.25 Жł", 12));
        drawing.Add(new PlotWords(112, 30, "middle", "#1a1a1a", "up", 12, Turned: true));
        var pixels = Pixels.Read(drawing.Png());
        Assert.Equal((240, 120), (pixels.Width, pixels.Height));
        var digest = Convert.ToHexStringLower(SHA256.HashData(pixels.Bytes));
        Assert.True(digest == "ac92d623568e5d26d566131227e0cfadb25616d1355def915c6fd2e41ba16109", digest);
        Assert.Equal(drawing.Png(), drawing.Png());
    }

    [Fact]
    public void An_area_covers_as_much_as_it_is_large()
    {
        Assert.Equal(10.25 * 7.5, Ink(new Outline(1).Figure([(3.25, 4.25), (13.5, 4.25), (13.5, 11.75), (3.25, 11.75)])), 0.1);
        Assert.Equal(Math.PI * 100, Ink(new Outline(1).Circle(20, 20, 10)), Math.PI * 100 * 0.03);
        Assert.Equal(20 * 2, Ink(new Outline(1).Stroke([(5, 10), (25, 10)], 2, closed: false)), 2);
        Assert.Equal(40 * Math.Sqrt(2), Ink(new Outline(1).Stroke([(5, 5), (25, 25)], 2, closed: false)), 0.5);
        // twice over the same place is no darker, and no hole
        Assert.Equal(20 * 2, Ink(new Outline(1).Stroke([(5, 10), (25, 10), (5, 10)], 2, closed: false)), 3.2);
        Assert.Equal(100, Ink(new Outline(1).Figure([(5, 5), (15, 5), (15, 15), (5, 15)]).Figure([(5, 5), (15, 5), (15, 15), (5, 15)])), 2);
    }

    [Fact]
    public void Any_figure_lies_within_its_canvas_and_turns_no_darker_the_other_way_round()
    {
        AnyPlace.Array[3, 9].Sample(corners =>
        {
            var there = Filled(new Outline(1).Figure(corners));
            var back = Filled(new Outline(1).Figure([.. corners.Reverse()]));
            Assert.Equal(there, back);
        });
        // a whole point to the right is the same picture, a whole point to the right
        AnyPlace.Array[2, 6].Sample(points =>
        {
            var one = Filled(new Outline(1).Stroke(points, 1.7, closed: false));
            var other = Filled(new Outline(1).Stroke([.. points.Select(p => (p.X + 1, p.Y))], 1.7, closed: false));
            for (var y = 0; y < 40; y++)
            {
                for (var i = 0; i < 59 * 3; i++)
                {
                    Assert.InRange(one[(y * 180) + i] - other[(y * 180) + i + 3], -1, 1);
                }
            }
        });
        Assert.Equal(0.0, Ink(new Outline(1).Stroke([(0, 4e-43), (-3.7e-27, 0), (0, 0)], 1.7, closed: false)));
        Assert.Equal(0.0, Ink(new Outline(1).Figure([(double.NaN, 0), (double.PositiveInfinity, 0), (1e300, 0)])));
    }

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).SelectMany(size => Gen.Byte.Array[size.Item1 * size.Item2 * 3].Select(bytes => (size.Item1, size.Item2, bytes)))
            .Sample(one => Assert.Equal(one.bytes, Pixels.Read(Png.Write(one.Item1, one.Item2, one.bytes)).Bytes), iter: 200);
    }

    [Fact]
    public void Another_program_reads_it()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python), "no python3");
        using var folder = new Folder();
        var path = Path.Combine(folder.Path, "one.png");
        var drawing = new Drawing(80, 40, "");
        drawing.Add(new PlotWords(40, 25, "middle", "#0072B2", "m/z 91", 12));
        File.WriteAllBytes(path, drawing.Png());
        const string Program = """
            import sys, struct, zlib, hashlib
            b = open(sys.argv[1], 'rb').read(); at = 8; data = b''
            while at < len(b):
                n, kind = struct.unpack('>I4s', b[at:at+8]); body = b[at+8:at+8+n]
                assert zlib.crc32(kind + body) == struct.unpack('>I', b[at+8+n:at+12+n])[0]
                if kind == b'IHDR': w, h = struct.unpack('>II', body[:8])
                if kind == b'IDAT': data += body
                at += 12 + n
            rows = zlib.decompress(data); out = bytearray(); above = bytes(3 * w)
            for y in range(h):
                line = rows[y*(3*w+1):(y+1)*(3*w+1)]; assert line[0] == 2
                above = bytes((a + c) & 255 for a, c in zip(line[1:], above)); out += above
            print(w, h, hashlib.sha256(out).hexdigest())
            """;
        var start = new System.Diagnostics.ProcessStartInfo(Python, ["-c", Program, path]) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal($"160 80 {Convert.ToHexStringLower(SHA256.HashData(Pixels.Read(drawing.Png()).Bytes))}", said);
    }

    [Fact]
    public void Letters_have_outlines_and_what_has_none_is_a_box()
    {
        foreach (var letter in "AQgz09(),.-+'%/ÅÄßéñłőαβγδΩωЖяії′→".EnumerateRunes().Where(rune => rune.Value is not '→' and not '′'))
        {
            Assert.True(InkOf(letter.ToString()) > 1, letter.ToString());
            Assert.NotEqual(InkOf("\uFFEE"), InkOf(letter.ToString()));
        }

        Assert.Equal(InkOf("字"), InkOf("م"));
        Assert.True(InkOf("字") > 10);
        Assert.Equal(0, InkOf(" "));
        // an accent is on its letter, and what can't be seen is spelt out
        Assert.True(InkOf("É") > InkOf("E") * 1.05);
        Assert.Equal(InkOf("[U+202E]"), InkOf("\u202E"));
        // turned, it is as much
        Assert.Equal(InkOf("retention"), InkOf("retention", turned: true), 0.05 * InkOf("retention"));
    }

    [Fact]
    public void Anchors_put_words_before_within_and_behind_their_place()
    {
        var (start, middle, end) = (Reach("start"), Reach("middle"), Reach("end"));
        Assert.InRange(start.Left, 200, 204);
        Assert.InRange(end.Right, 196, 200);
        Assert.InRange((middle.Left + middle.Right) / 2.0, 198, 202);
        Assert.InRange(start.Right - start.Left - (end.Right - end.Left), -1, 1);
    }

    [Fact]
    public void Any_text_at_all_is_drawn()
    {
        Gen.String.Sample(text =>
        {
            var drawing = new Drawing(100, 20, text);
            drawing.Add(new PlotWords(2, 15, "start", "#000", text, 12));
            _ = Pixels.Read(drawing.Png());
            System.Xml.Linq.XDocument.Parse(drawing.Svg());
        }, iter: 300);
    }

    private static (int Left, int Right) Reach(string anchor)
    {
        var drawing = new Drawing(200, 20, "");
        drawing.Add(new PlotWords(100, 15, anchor, "#000", "HHHH", 12));
        var pixels = Pixels.Read(drawing.Png());
        var dark = Enumerable.Range(0, pixels.Bytes.Length / 3).Where(i => pixels.Bytes[i * 3] < 128).Select(i => i % pixels.Width).ToList();
        return (dark.Min(), dark.Max());
    }

    private static double InkOf(string text, bool turned = false)
    {
        var drawing = new Drawing(120, 120, "");
        drawing.Add(new PlotWords(60, 60, "middle", "#000", text, 12, turned));
        return Math.Round(Pixels.Read(drawing.Png()).Ink(), 3);
    }

    private static byte[] Filled(Outline outline)
    {
        var canvas = new Canvas(60, 40);
        canvas.Fill(outline, "#000");
        return canvas.Pixels;
    }

    private static double Ink(Outline outline) => Filled(outline).Sum(b => 255.0 - b) / (255.0 * 3);
}
