using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Probatum.Text;

/// <summary>Writes a report's claims as one line of JSON, the form in which annotated reports are exchanged.</summary>
/// <remarks>Empty values are left out, so a claim without a certainty has no such field. No line break at the
/// end.</remarks>
public static class ClaimsJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line: <c>{"id", "text", "claims": […]}</c>, spans as <c>[[start, end], …]</c> in code
    /// points.</summary>
    /// <remarks>A surrogate without its partner, which JSON in UTF-8 cannot hold, is written as U+FFFD.</remarks>
    public static string WriteLine(string id, string text, ImmutableArray<ProposedClaim> claims) => Write(json =>
    {
        json.WriteString("id", WellFormed(id));
        json.WriteString("text", WellFormed(text));
        WriteClaims(json, claims);
    });

    /// <summary>The same with the language of the text, how many of a thousand letters are in it, and the note on what was
    /// passed over.</summary>
    public static string WriteLine(string id, string text, ReadClaims read) => Write(json =>
    {
        json.WriteString("id", WellFormed(id));
        json.WriteString("text", WellFormed(text));
        json.WriteString("language", read.Language.Main.Code);
        json.WriteNumber("language_share", read.Language.ShareInThousand);
        WriteIfAny(json, "note", read.Language.Note);
        WriteClaims(json, read.Claims);
    });

    /// <summary>The line for a report that could not be read: <c>{"id", "claims": [], "error"}</c>.</summary>
    public static string WriteError(string id, string error) => Write(json =>
    {
        json.WriteString("id", WellFormed(id));
        json.WriteStartArray("claims");
        json.WriteEndArray();
        json.WriteString("error", WellFormed(error));
    });

    private static void WriteClaims(Utf8JsonWriter json, ImmutableArray<ProposedClaim> claims)
    {
        json.WriteStartArray("claims");
        foreach (var claim in claims)
        {
            WriteClaim(json, claim);
        }

        json.WriteEndArray();
    }

    private static void WriteClaim(Utf8JsonWriter json, ProposedClaim claim)
    {
        json.WriteStartObject();
        json.WriteString("id", claim.Id);
        WriteSpans(json, "source", claim.Source);
        WriteSpans(json, "cue", claim.Cue);
        WriteSpans(json, "content", claim.Content);
        json.WriteString("kind", claim.Kind);
        json.WriteString("stance", claim.Stance);
        json.WriteString("topic", claim.Topic);
        WriteIfAny(json, "certainty", claim.Certainty);
        json.WriteStartArray("chain");
        foreach (var item in claim.Chain)
        {
            json.WriteStartObject();
            json.WriteString("name", WellFormed(item.Name));
            WriteIfAny(json, "role", item.Role);
            WriteIfAny(json, "org", item.Org);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteIfAny(json, "speaker", claim.Speaker);
        json.WriteStartObject("event");
        foreach (var field in claim.Event.GroupBy(slot => slot.Field, slot => slot.Value))
        {
            json.WriteStartArray(field.Key);
            foreach (var value in field)
            {
                json.WriteStringValue(WellFormed(value));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteString("rule", claim.Rule);
        if (claim.InThousand is { } inThousand)
        {
            json.WriteNumber("confidence", inThousand);
        }

        json.WriteBoolean("cue_presupposes", claim.CuePresupposes);
        if (!claim.Answers.IsEmpty)
        {
            WriteTexts(json, "answers", claim.Answers.Select(answer => answer.Claim));
            WriteTexts(json, "answers_why", claim.Answers.Select(answer => answer.Reason));
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteSpans(Utf8JsonWriter json, string role, ImmutableArray<Span> spans)
    {
        json.WriteStartArray(role);
        foreach (var span in spans)
        {
            json.WriteStartArray();
            json.WriteNumberValue(span.Start);
            json.WriteNumberValue(span.End);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, WellFormed(value));
        }
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Write(Action<Utf8JsonWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
