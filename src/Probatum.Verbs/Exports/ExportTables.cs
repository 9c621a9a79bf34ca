using System.Collections.Immutable;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>A table that may be exported: its columns never change their names, new ones come at the end.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Verb">The listing whose <c>--json</c> it is; empty where the rows come from the case itself.</param>
/// <param name="Columns">Members of a row, in order.</param>
/// <param name="Rows">The rows in what the listing answers; null where its elements are the rows.</param>
/// <param name="OfCase">The rows of a case, where there is no listing.</param>
internal sealed record ExportTable(
    string Name, string[] Verb, string[] Columns, Func<Json, IEnumerable<JsonMap>>? Rows = null, Func<OpenedCase, IEnumerable<JsonMap>>? OfCase = null)
{
    /// <summary>Every table.</summary>
    public static ImmutableArray<ExportTable> All { get; } =
    [
        new("reports", ["report", "list"], ["report", "handle", "title", "language", "published", "sha256", "address", "container", "setAside", "note"]),
        new("claims", ["claim", "list"], ["claim", "handle", "report", "state", "standing", "attribution", "speaker", "party", "stance", "kind", "topic", "certainty", "cue", "content", "event", "answers", "answeredBy", "confidence", "rule", "credibility"]),
        new("allegations", ["allegation", "list"], ["allegation", "incident", "by", "stance", "claims", "countNoMore"]),
        new("parties", ["party", "list"], ["party", "handle", "name", "sort", "reliability", "belongsTo"]),
        new("incidents", ["incident", "list"], ["incident", "label", "title", "when"]),
        new("samples", ["sample", "list"], ["sample", "label", "matrix", "origin", "parent", "holder", "seal", "stage", "quantity", "remaining", "codes", "assurance", "person", "blocked", "collected", "place", "lat", "lon", "radius", "collector", "incident", "consent", "anomalies"], all => Each(all, ("codes", code => Text(code, "code", "laboratory")), ("anomalies", one => Text(one, "kind")))),
        new("custody", ["sample", "list"], ["sample", "label", "leaf", "assurance", "words", "correctedBy", "details"], all => Below(all, "links").Concat(Below(all, "storage"))),
        new("anomalies", ["sample", "list"], ["sample", "label", "kind", "leaf", "words", "detail", "atMost", "answers"], all => Below(all, "anomalies")),
        new("results", [], ["result", "sample", "laboratory", "substance", "outcome", "level", "techniques", "amount", "detectionLimit", "analysed", "reported", "profile", "criteriaFailed", "criteriaNotReported", "word", "job", "code", "signed", "uninformative", "blocked", "toldBy", "document"], OfCase: Results),
        new("substances", ["result", "list"], ["sample", "substance", "level", "disagreement", "words"]),
        new("jobs", ["laboratory", "job", "list"], ["job", "laboratory", "due", "profile", "late", "asked", "samples", "outstanding", "results", "controls"], all => Each(all, ("results", one => Text(one, "result")), ("controls", one => Text(one, "sample", "verdict")))),
        new("controls", ["laboratory", "controls"], ["sample", "sort", "laboratory", "verdict", "why"]),
        new("runs", [], ["run", "sample", "technique", "instrument", "by", "when", "purpose", "raw", "screenText"], OfCase: Runs),
        new("casualties", ["casualty", "list"], ["code", "incident", "signs", "ageBand", "sex", "role", "exposed", "exposedAt", "treatedBefore", "outcome", "toldBy", "triage", "consent"]),
        new("consents", ["consent", "list"], ["person", "purpose", "holds", "why"]),
        new("requests", ["request", "list"], ["request", "label", "route", "incident", "from", "to", "when", "steps", "supplements", "notes", "extensions", "replies"]),
        new("deadlines", ["request", "deadlines"], ["request", "deadline", "duty", "direction", "due", "done", "state", "citation", "verified"]),
        new("notes", ["note", "list"], ["note", "number", "when", "from", "to", "subject", "request", "answers", "answered", "text", "sha256"], all => all is JsonMap map ? map.List("notes").OfType<JsonMap>() : []),
        new("handovers", ["note", "list"], ["handover", "when", "from", "to", "receipt", "items", "samples", "files", "reservation"], all => all is JsonMap map ? map.List("handovers").OfType<JsonMap>() : []),
        new("interviews", ["interview", "list"], ["interview", "person", "code", "role", "sort", "when", "by", "language", "recording", "alone", "earlier", "statement"]),
        new("media", ["media", "list"], ["item", "label", "title", "sha256", "incident", "claimedBy", "claimed", "told", "camera", "derived", "disagreements", "chain", "frames"]),
        new("sites", ["site", "list"], ["site", "label", "title", "sort", "where", "at", "told"]),
        new("remnants", ["remnant", "list"], ["remnant", "label", "sort", "incident", "site", "sample", "inPlace", "when", "material", "condition", "measurements", "markings", "photos", "saidToBe", "saidBy"]),
        new("findings", ["finding", "list"], ["finding", "route", "state", "wording"]),
        new("records", [], ["leaf", "record", "type", "by", "made", "corrects", "withheld"], OfCase: Records),
    ];

    private static IEnumerable<JsonMap> Below(Json all, string list) => all is not JsonList samples ? [] : samples.Items.OfType<JsonMap>().SelectMany(sample =>
        sample.List(list).OfType<JsonMap>().Select(one => JsonMap.Of([("sample", sample["sample"]), ("label", sample["label"]), .. one.Members.Select(member => (member.Key, (Json?)member.Value))])));

    /// <summary>The rows, with these lists of theirs as texts.</summary>
    private static IEnumerable<JsonMap> Each(Json all, params (string Name, Func<JsonMap, string> Text)[] lists) => all is not JsonList rows ? [] : rows.Items.OfType<JsonMap>().Select(row =>
        JsonMap.Of(row.Members.Select(member => (member.Key, lists.FirstOrDefault(list => list.Name == member.Key).Text is { } text ? JsonList.Of(row.List(member.Key).OfType<JsonMap>().Select(one => (Json)text(one))) : (Json?)member.Value))));

    private static string Text(JsonMap one, params string[] members) => string.Join(", ", members.Select(one.Text).OfType<string>());

    private static IEnumerable<JsonMap> Results(OpenedCase opened)
    {
        var (state, tables, wrong, disputes) = (opened.State, opened.Tables, JobReview.Wrong(opened.State), new Disputes(opened.State));
        return state.Laboratory.Results.Select(result =>
        {
            var (one, criteria) = (result.Reported, CriteriaReview.Of(result.Reported, state, tables));
            return JsonMap.Of(
                ("result", opened.Call(one.Result)), ("sample", one.Sample is { } sample ? opened.Call(sample) : null), ("laboratory", state.Parties.Name(one.Laboratory)), ("substance", one.Substance), ("outcome", one.Outcome),
                ("level", one.Outcome != "found" ? null : ResultLevel.Of(one, result.Signed, state, tables, one.Result is { } id ? wrong.GetValueOrDefault(id) : null, disputes).Level.ToString()), ("techniques", JsonList.Of(one.Techniques.Select(technique => (Json)technique))),
                ("amount", one.Amount), ("detectionLimit", one.DetectionLimit), ("analysed", one.Analysed?.Words), ("reported", one.When?.Words), ("profile", criteria.Profile?.Id ?? one.Profile),
                ("criteriaFailed", JsonList.Of(criteria.Failed.Select(criterion => (Json)criterion.Name))), ("criteriaNotReported", JsonList.Of(criteria.Missing.Select(criterion => (Json)criterion.Name))),
                ("word", one.Word), ("job", one.Job is { } job ? opened.Call(job) : null), ("code", one.Code), ("signed", new JsonTruth(result.Signed)), ("uninformative", LateNegative.Of(state, tables, one)?.Words),
                ("blocked", state.Consents.Blocks(one.Sample, state.Samples, result.Index)), ("toldBy", one.ToldBy is { } teller ? state.Parties.Name(teller) : null), ("document", one.Document));
        });
    }

    private static IEnumerable<JsonMap> Runs(OpenedCase opened) => opened.State.Laboratory.Runs.Values
        .OrderBy(run => opened.State.Entities.Find(run.Run)?.Index).ThenBy(run => run.Run?.Text, StringComparer.Ordinal).Select(run => JsonMap.Of(
            ("run", opened.Call(run.Run)), ("sample", run.Sample is { } sample ? opened.Call(sample) : null), ("technique", run.Technique), ("instrument", run.Instrument),
            ("by", run.By is { } by ? opened.State.Parties.Name(by) : null), ("when", run.When?.Words), ("purpose", run.Purpose), ("raw", run.Raw?.Sha256), ("screenText", run.ScreenText)));

    private static IEnumerable<JsonMap> Records(OpenedCase opened) => opened.State.Entries.Select(entry => JsonMap.Of(
        ("leaf", entry.Index), ("record", entry.Id.Text), ("type", entry.Type), ("by", JsonList.Of(entry.Envelope.By.Select(key => (Json)key.Text))), ("made", entry.Envelope.Made.At),
        ("corrects", entry.Envelope.Corrects?.Text), ("withheld", (long)entry.Withheld)));
}
