using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Probatum.Intake;

/// <summary>What a reader says beside the text: what it did, what the file tells of itself, and where each word stands.</summary>
/// <remarks>A derived file: the reader makes it again from the original. Format: docs/format.md, section 7.</remarks>
public sealed record ReadingFile(string Reader, ImmutableArray<string> Notes, ImmutableArray<Told> Told, SourceMap Map)
{
    /// <summary>The media type that records state.</summary>
    public const string Media = "application/json";

    private const int Version = 1;
    private const int Largest = 256 << 20;
    private const int MostRuns = 16_000_000;

    /// <summary>One line of JSON.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("reading", Version);
            json.WriteString("reader", Reader);
            Write(json, "notes", Notes, (writer, note) => writer.WriteStringValue(note));
            Write(json, "told", Told, (writer, told) =>
            {
                writer.WriteStartArray();
                writer.WriteStringValue(told.Name);
                writer.WriteStringValue(told.Value);
                writer.WriteEndArray();
            });
            Write(json, "places", Map.Places, WritePlace);
            Write(json, "runs", Map.Runs, WriteRun);
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>Reads the file; null where it is none that this version knows. Total.</summary>
    public static ReadingFile? TryRead(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Largest)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new() { MaxDepth = 8 });
            var root = json.RootElement;
            if (root.GetProperty("reading").GetInt32() != Version)
            {
                return null;
            }

            ImmutableArray<SourcePlace> places = [.. root.GetProperty("places").EnumerateArray().Select(ReadPlace)];
            ImmutableArray<SourceRun> runs = [.. root.GetProperty("runs").EnumerateArray().Take(MostRuns + 1).Select(ReadRun)];
            var (end, sound) = (0, runs.Length <= MostRuns);
            foreach (var run in runs)
            {
                sound &= run.Start >= end && run.End >= run.Start && run.Place >= 0 && run.Place < places.Length && IsOnPaper(run.Box);
                end = run.End;
            }

            return !sound ? null : new(
                root.GetProperty("reader").GetString() ?? "",
                [.. root.GetProperty("notes").EnumerateArray().Select(note => note.GetString() ?? "")],
                [.. root.GetProperty("told").EnumerateArray().Select(told => new Told(told[0].GetString() ?? "", told[1].GetString() ?? ""))],
                new(places, runs));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static bool IsOnPaper(PageBox? box) => box is not { } one
        || (Math.Abs((long)one.X) <= Furthest && Math.Abs((long)one.Y) <= Furthest && one.Width is >= 0 and <= Furthest && one.Height is >= 0 and <= Furthest);

    /// <summary>The furthest that a box reaches, in tenths of a point: sums stay within a number.</summary>
    internal const int Furthest = 100_000_000;

    private static void Write<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, SourcePlace place)
    {
        json.WriteStartObject();
        Text("part", place.Part);
        Number("page", place.Page);
        Text("node", place.Node);
        Number("paragraph", place.Paragraph);
        Number("line", place.Line);
        json.WriteEndObject();

        void Text(string name, string? value)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        void Number(string name, int? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }
    }

    private static SourcePlace ReadPlace(JsonElement json) => new(Text(json, "part"), Number(json, "page"), Text(json, "node"), Number(json, "paragraph"), Number(json, "line"));

    private static void WriteRun(Utf8JsonWriter json, SourceRun run)
    {
        json.WriteStartArray();
        json.WriteNumberValue(run.Start);
        json.WriteNumberValue(run.End);
        json.WriteNumberValue(run.Place);
        if (run.Box is { } box)
        {
            json.WriteNumberValue(box.X);
            json.WriteNumberValue(box.Y);
            json.WriteNumberValue(box.Width);
            json.WriteNumberValue(box.Height);
        }

        json.WriteEndArray();
    }

    private static SourceRun ReadRun(JsonElement json)
    {
        var n = json.GetArrayLength();
        return new(json[0].GetInt32(), json[1].GetInt32(), json[2].GetInt32(), n > 3 ? new PageBox(json[3].GetInt32(), json[4].GetInt32(), json[5].GetInt32(), json[6].GetInt32()) : null);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
