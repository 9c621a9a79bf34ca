using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Probatum.Core.Media;

namespace Probatum.Intake;

/// <summary>A picture out of a film: at which millisecond, its perceptual digest, and the picture as JPEG.</summary>
public sealed record SeenFrame(long AtMs, string Hash, byte[] Picture);

/// <summary>
/// What ffmpeg sees in a photograph or film: size, length, streams, and the pictures in which scenes begin. It runs in a process of its own, and
/// reads this one file and no other: formats that name further files are not taken.
/// </summary>
/// <param name="Tool">Program and version, which decide which pictures are chosen.</param>
/// <param name="Width">Points in a line; null where it has no picture.</param>
/// <param name="Height">Lines.</param>
/// <param name="DurationMs">Null for a still picture.</param>
/// <param name="Streams">Such as "video h264", "audio aac".</param>
/// <param name="Frames">At most <see cref="MostFrames"/>.</param>
public sealed record MediaReading(string Tool, long? Width, long? Height, long? DurationMs, ImmutableArray<string> Streams, ImmutableArray<SeenFrame> Frames)
{
    /// <summary>The most pictures that are taken out of a film.</summary>
    public const int MostFrames = 64;

    private const int MostStreams = 32;
    private const string Formats =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,mp3,wav,aac,flac,amr,gif,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,h264,hevc";

    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(15);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Which.</param>
    /// <param name="fault">Why nothing can be said of it.</param>
    public static MediaReading? Read(string path, out IntakeFault fault)
    {
        if (OtherProgram.Find("ffmpeg") is not { } ffmpeg || OtherProgram.Find("ffprobe") is not { } ffprobe)
        {
            fault = new("media/no-ffmpeg", "", "to look into pictures and films, install ffmpeg");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("probatum-media-").FullName;
        try
        {
            fault = default;
            var file = "file:" + Path.GetFullPath(path);
            string[] only = ["-v", "error", "-protocol_whitelist", "file", "-format_whitelist", Formats];
            var version = Encoding.UTF8.GetString(OtherProgram.Run(ffmpeg, ["-version"], LongestLook)).Split(' ') is [_, _, var number, ..] ? number : "unknown";
            using var told = JsonDocument.Parse(OtherProgram.Run(ffprobe, [.. only, "-print_format", "json", "-show_format", "-show_streams", file], LongestLook));
            var streams = told.RootElement.TryGetProperty("streams", out var listed) ? listed.EnumerateArray().Take(MostStreams).ToArray() : [];
            var video = Array.Find(streams, stream => Text(stream, "codec_type") == "video");
            var frames = video.ValueKind == JsonValueKind.Undefined ? [] : Scenes(ffmpeg, only, file, folder);
            return new(
                $"ffmpeg/{version}", Number(video, "width"), Number(video, "height"), Duration(told.RootElement),
                [.. streams.Select(stream => $"{Text(stream, "codec_type") ?? "unknown"} {Text(stream, "codec_name") ?? "unknown"}")], frames);
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException)
        {
            fault = new("media/unreadable", "", $"ffmpeg can't read it: {e.Message.Replace(Path.GetFullPath(path), Path.GetFileName(path), StringComparison.Ordinal)}");
            return null;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static ImmutableArray<SeenFrame> Scenes(string ffmpeg, string[] only, string file, string folder)
    {
        // One look gives both: the picture for people and the small grey one for its digest.
        const string Filter = @"[0:v:0]select='eq(n\,0)+gt(scene\,0.3)',metadata=print:file=times.txt,split[a][b];[a]scale=9:8:flags=area,format=gray[g];[b]scale='min(960\,iw)':-2[p]";
        var most = MostFrames.ToString(CultureInfo.InvariantCulture);
        var (times, grey) = (Path.Combine(folder, "times.txt"), Path.Combine(folder, "grey"));
        OtherProgram.Run(
            ffmpeg,
            [
                "-nostdin", .. only, "-i", file, "-filter_complex", Filter.Replace("times.txt", times.Replace(@"\", "/", StringComparison.Ordinal).Replace(":", @"\:", StringComparison.Ordinal), StringComparison.Ordinal),
                "-map", "[g]", "-fps_mode", "passthrough", "-frames:v", most, "-f", "rawvideo", grey,
                "-map", "[p]", "-fps_mode", "passthrough", "-frames:v", most, "-q:v", "4", "-bitexact", "-map_metadata", "-1", Path.Combine(folder, "frame-%04d.jpg"),
            ],
            LongestLook);
        var points = File.ReadAllBytes(grey);
        var at = File.ReadLines(times).Where(line => line.StartsWith("frame:", StringComparison.Ordinal)).Select(Milliseconds).ToArray();
        var pictures = Directory.GetFiles(folder, "frame-*.jpg").Order(StringComparer.Ordinal).ToArray();
        const int Small = PictureHash.Width * PictureHash.Height;
        return
        [
            .. Enumerable.Range(0, Math.Min(Math.Min(points.Length / Small, at.Length), pictures.Length))
                .Select(i => new SeenFrame(at[i], PictureHash.Text(PictureHash.Of(points.AsSpan(i * Small, Small))), File.ReadAllBytes(pictures[i]))),
        ];
    }

    private static long Milliseconds(string line) =>
        line.Split("pts_time:") is [_, var seconds] && decimal.TryParse(seconds.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at) && at < 1_000_000_000
            ? (long)(at * 1000)
            : 0;

    private static long? Duration(JsonElement told) =>
        told.TryGetProperty("format", out var format) && Text(format, "format_name")?.Contains("_pipe", StringComparison.Ordinal) == false && Text(format, "format_name") != "image2"
        && decimal.TryParse(Text(format, "duration"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1_000_000_000
            ? (long)(seconds * 1000)
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) && number is > 0 and < 1_000_000 ? number : null;
}
