using System.Globalization;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Dossier;

/// <summary>One sample's whole life on a page of its own: readable without script, network or this program, and made to be printed.</summary>
public static class SamplePage
{
    // The last column has what is long and has no spaces: record ids and digests.
    private const string Narrow = "td,th{min-width:0}td:last-child{overflow-wrap:anywhere;min-width:8rem}@media print{table{overflow-wrap:break-word}}";

    /// <summary>The page.</summary>
    /// <param name="id">The case.</param>
    /// <param name="state">What is on record.</param>
    /// <param name="tables">The case's rules.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="code">The QR code of its label, as SVG of our own.</param>
    public static string Render(CaseId id, CaseState state, RuleTables tables, SampleView sample, string code)
    {
        var (page, parties) = (new PageWriter(), state.Parties);
        var review = CustodyReview.Of(sample, state.Samples, tables.Anomalies);
        var records = state.Entries.ToDictionary(entry => entry.Index, entry => entry.Id.Text);
        var matrix = sample.Collected.Matrix is { } key ? tables.Matrices.GetValueOrDefault(key, key) : "not said";
        string Name(EntityId? party) => party is null ? "not said" : parties.Name(party);
        string Leaf(long index) => index.ToString(CultureInfo.InvariantCulture);
        string Record(long index) => records.GetValueOrDefault(index, "not on record");

        page.Tags("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Tags("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        page.Tags("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">").Element("title", $"Sample {sample.Label}").Tags($"<style>{ReaderPage.Style}{Narrow}</style></head><body>\n");
        page.Heading(1, $"Sample {sample.Label}");
        page.Paragraph($"{state.Opened?.Title ?? "Untitled"}, case {id}, as of {Leaf(state.Entries.Count)} records. Nothing on this page is withheld.");
        page.Tags("<div class=\"wide\">").Tags(code).Tags("</div>\n").Paragraph($"Check {SampleLabel.CheckOf(sample.Id)}, id {sample.Id}");
        page.Table(["what", "as recorded"],
        [
            new("matrix", matrix), new("origin", sample.Parent is { } parent ? $"aliquot of {state.Entities.Call(parent)}" : sample.Collected.Origin ?? "not said"),
            new("incident", sample.Collected.Incident is { } incident ? state.Entities.Call(incident) : "not said"),
            new("quantity", $"{sample.Quantity ?? "not said"}{(state.Samples.Remaining(sample) is { } left && left != sample.Quantity ? $", {left} left" : "")}"),
            new("stands at", sample.Stage), new("held by", Name(sample.Chain.Custodian)), new("seal", sample.Chain.Seal ?? "none"), new("chain assurance, the weakest link", Word(review.Assurance)),
            .. sample.Codes.Select(one => new Row("code for a laboratory", $"{one.Code}, {Name(one.Laboratory)}")),
        ]);

        page.Heading(2, "Collection");
        page.Table(["what", "as recorded"],
        [
            new("when", sample.Collected.When?.Words ?? "not said"), new("where", sample.Collected.Where?.Words ?? "not said"), new("by", Name(sample.Collected.Collector)),
            new("how", sample.Collected.Method ?? "not said"), new("witnesses", sample.Collected.Witnesses is { IsDefaultOrEmpty: false } seen ? string.Join("; ", seen) : "none named"), new("note", sample.Collected.Note ?? "none"),
        ]);

        page.Heading(2, "Custody").Wide(CustodyDrawing.Svg(review, tables.Anomalies, parties));
        page.Table(
            ["act", "who", "when", "seal", "assurance", "leaf", "record"], sample.Chain.Links,
            link => new Row(CustodyDrawing.Head(link, false) + (ActDetails.Corrected(link.CorrectedAt) is { } corrected ? $", {corrected}" : ""), string.Join(" ", CustodyDrawing.Who(link, parties)), link.When?.Words ?? "not said", CustodyDrawing.Seal(link, "not said") ?? "-", Word(sample.Chain.Assured(link)), Leaf(link.Index), link.Record?.Text ?? Record(link.Index))
            {
                Class = review.At(link).Any() ? "odd" : null,
            },
            "acts");
        List<CustodyLink> told = [.. sample.Chain.Links.Concat<CustodyLink>(sample.Chain.Stores).OrderBy(link => link.Index)];
        var detailed = told.Where(link => ActDetails.Of(link).Any()).ToList();
        if (detailed.Count > 0)
        {
            page.Heading(3, "What else is told of each act").Table(["leaf", "act", "as recorded"], detailed, link => new Row(
                Leaf(link.Index), CustodyDrawing.Head(link, false), string.Join("; ", ActDetails.Of(link).Select(one => $"{one.Name}: {one.Words}"))), "acts");
        }

        var photos = told.SelectMany(link => link.Photos.Select(photo => (Link: link, Photo: photo))).ToList();
        if (photos.Count > 0)
        {
            page.Heading(3, "Photographs").Table(["leaf", "act", "photograph"], photos, one => new Row(Leaf(one.Link.Index), CustodyDrawing.Head(one.Link, false), ActDetails.Photographed(one.Photo)), "photographs");
        }

        if (!sample.Chain.Supports.IsEmpty)
        {
            page.Table(["corroborated by", "on what ground", "record corroborated", "leaf", "record"], sample.Chain.Supports.Select(one => new Row(Name(one.By), Corrected(one.Basis, one.CorrectedAt), one.Record.Text, Leaf(one.Index), Record(one.Index))));
        }

        page.Heading(2, "What does not fit");
        if (review.Misfits.IsEmpty)
        {
            page.Paragraph("Nothing on record.");
        }
        else
        {
            page.Table(["what", "detail", "answers", "leaf", "record"], review.Misfits, one => new Row(
                tables.Anomalies.Words(one.What), one.Detail ?? "-",
                one.Answers.IsEmpty ? "none" : string.Join("; ", one.Answers.Select(answer => $"{answer.Resolution ?? "said"} by {Name(answer.By)} (leaf {Leaf(answer.Index)}): {answer.Text}")),
                one.Link is { } link ? Leaf(link.Index) : "-", one.Link is { } at ? Record(at.Index) : "the whole chain"), "anomalies");
        }

        var remarks = sample.Chain.Notes.Where(note => note.Notes is null && note.Answers is null).ToList();
        if (remarks.Count > 0)
        {
            page.Table(["remark", "by", "leaf", "record"], remarks.Select(note => new Row(Corrected(note.Text, note.CorrectedAt), Name(note.By), Leaf(note.Index), Record(note.Index))));
        }

        if (!sample.Aliquots.IsEmpty)
        {
            page.Heading(2, "Parts").Table(["part", "quantity", "seal", "stands at", "held by", "id"], sample.Aliquots.Select(part => state.Samples.Samples[part]).Select(part => new Row(
                part.Label, part.Quantity ?? "not said", part.Chain.Seal ?? "none", part.Stage, Name(part.Chain.Custodian), part.Id.Text)));
        }

        if (!sample.Chain.Stores.IsEmpty)
        {
            page.Heading(2, "Storage").Table(["kept by", "when", "where", "lowest", "highest", "limits to be kept", "leaf", "record"], sample.Chain.Stores.Select(store => new Row(
                Name(store.By), Corrected(store.When?.Words, store.CorrectedAt), store.Place?.Words ?? "not said", Celsius.Words(store.Lowest), Celsius.Words(store.Highest), store.LimitLow is null && store.LimitHigh is null ? "not said" : Celsius.Range(store.LimitLow, store.LimitHigh), Leaf(store.Index), Record(store.Index))));
        }

        Measured(page, state, tables, sample, Name, Leaf, Record);
        return page.Tags("</body></html>\n").Written().Html;
    }

    private static void Measured(PageWriter page, CaseState state, RuleTables tables, SampleView sample, Func<EntityId?, string> name, Func<long, string> leaf, Func<long, string> record)
    {
        var runs = state.Laboratory.Runs.Values.Where(run => run.Sample == sample.Id).OrderBy(run => state.Entities.Find(run.Run)?.Index).ToList();
        if (runs.Count > 0)
        {
            page.Heading(2, "Runs and identifications").Paragraph("An answer of a library search names candidates that its spectrum does not tell apart. No score is a probability, and nothing here is confirmed by it.");
            page.Table(["run", "technique", "purpose", "by", "when", "leaf", "record"], runs.Select(run => (Run: run, At: state.Entities.Find(run.Run)?.Index ?? -1)).Select(one => new Row(
                state.Entities.Call(one.Run.Run), one.Run.Technique is { } key ? tables.Techniques.GetValueOrDefault(key)?.Words ?? key : "not said", one.Run.Purpose ?? "not said", name(one.Run.By), one.Run.When?.Words ?? "not said", leaf(one.At), record(one.At))));
            var made = state.Laboratory.Identifications.Where(one => runs.Exists(run => run.Run == one.Made.Run))
                .SelectMany(one => one.Made.Components.Select(component => (one.Index, one.Made.Run, Component: component))).ToList();
            page.Table(
                ["run", "wording", "candidates, best first", "leaf", "record"], made,
                one => new Row(state.Entities.Call(one.Run), one.Component.Wording, one.Component.Candidates.IsEmpty ? "none" : string.Join("; or ", one.Component.Candidates.Select(candidate => candidate.Name)), leaf(one.Index), record(one.Index)), "components");
        }

        page.Heading(2, "Results by laboratory");
        var results = state.Laboratory.Results.Where(one => one.Reported.Sample == sample.Id).OrderBy(one => name(one.Reported.Laboratory), StringComparer.Ordinal).ThenBy(one => one.Index).ToList();
        if (results.Count == 0)
        {
            page.Paragraph("None on record of this sample; results of its parts stand with them.");
            return;
        }

        var wrong = JobReview.Wrong(state);
        page.Table(["result", "laboratory", "substance as reported", "outcome", "level by itself", "techniques", "its word", "signed by it", "leaf", "record"], results.Select(one => new Row(
            state.Entities.Call(one.Reported.Result), name(one.Reported.Laboratory), one.Reported.Substance ?? "not said", one.Reported.Outcome ?? "not said",
            one.Reported.Outcome == "found" ? ResultLevel.Of(one.Reported, one.Signed, state, tables, one.Reported.Result is { } id ? wrong.GetValueOrDefault(id) : null).Level.Words() : "-",
            string.Join(", ", one.Reported.Techniques), $"{one.Reported.Word ?? "-"}{(LateNegative.Of(state, tables, one.Reported) is { } late ? $"; {late.Words}" : "")}",
            one.Signed ? "yes" : "no", leaf(one.Index), record(one.Index))));
        page.Table(["result", "job", "code", "analysed", "reported", "amount", "detection limit", "report", "criteria"], results.Select(one => one.Reported).Select(one => new Row(
            state.Entities.Call(one.Result), one.Job is { } job ? state.Entities.Call(job) : "none", one.Code ?? "none", one.Analysed?.Words ?? "not said", one.When?.Words ?? "not said", one.Amount ?? "not said",
            one.DetectionLimit ?? "not said", one.ReportFile is null ? "none" : "kept", Criteria(CriteriaReview.Of(one, state, tables)))));
    }

    /// <summary>How each criterion came out, by outcome.</summary>
    private static string Criteria(CriteriaReview review) => string.Join("; ", review.Criteria.GroupBy(one => one.Outcome).Select(group => $"{group.Key.Replace('-', ' ')}: {string.Join(", ", group.Select(one => one.Name))}"))
        is { Length: > 0 } words ? $"{review.Profile?.Id ?? "no profile"}; {words}" : "none";

    private static string Corrected(string? words, long? leaf) => (words ?? "not said") + (ActDetails.Corrected(leaf) is { } corrected ? $", {corrected}" : "");

    private static string Word(Assurance assurance) => assurance.ToString().ToLowerInvariant();
}
