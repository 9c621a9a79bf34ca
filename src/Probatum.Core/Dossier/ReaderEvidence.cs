using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Assessment;
using Probatum.Core.Casualties;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Dossier;

/// <summary>The part of the page that shows what was taken, measured and observed: samples, laboratories' results, runs, casualties.</summary>
internal sealed class ReaderEvidence(DossierContent content, PageWriter page, Mentions mentions, Missing missing)
{
    private readonly CaseState _state = content.History.State;
    private readonly RuleTables _tables = content.Tables;
    private readonly bool _consentsWithheld = content.History.State.Consents.IsWithheld;

    public void Write()
    {
        Samples();
        Results();
        Runs();
        Casualties();
    }

    private void Samples()
    {
        if (!_state.Samples.All.Any())
        {
            return;
        }

        page.Heading(2, "Samples and their custody");
        foreach (var sample in _state.Samples.All.Take(PageWriter.MostBlocks))
        {
            var gap = missing.Of(sample.Collected);
            var matrix = sample.Collected.Matrix is { } key ? _tables.Matrices.GetValueOrDefault(key, key) : $"matrix {gap}";
            Markup origin = sample.Parent is { } parent ? "aliquot of " + mentions.To(parent) : $"origin {sample.Collected.Origin ?? gap}";
            page.Heading(4, sample.Label, mentions.Anchor(sample.Id));
            page.Paragraph($"{matrix}, quantity {sample.Quantity ?? gap}, " + origin);
            page.Wide(CustodyDrawing.Svg(CustodyReview.Of(sample, _state.Samples, _tables.Anomalies), _tables.Anomalies, _state.Parties, missing.At));
        }

        page.Rest(_state.Samples.InOrder.Count, PageWriter.MostBlocks, "samples");
    }

    private void Results()
    {
        var substances = SubstanceLevels.Of(_state, _tables);
        var parts = _state.Laboratory.Results.Count(result => result.Reported is { Sample: null } or { Laboratory: null } or { Substance: null } or { Outcome: null });
        if (substances.IsEmpty && parts == 0)
        {
            return;
        }

        var laboratories = substances.SelectMany(one => one.Words).Select(word => word.Laboratory).Distinct().ToImmutableArray();
        page.Heading(2, "Results, side by side");
        page.Paragraph("A row is a substance in a sample with its aliquots; each column is one laboratory or party. The level of a row is computed from all of them; two laboratories stay two results.");
        page.Table(
            ["substance", "sample", "computed level", .. laboratories.Select(laboratory => Name(laboratory))],
            substances,
            one => new Row([
                one.Substance, mentions.To(one.Sample), Level(one), .. laboratories.Select(laboratory => Words(one, laboratory)),
            ])
            {
                Class = one.Disagreement ? "odd" : null,
            },
            "substances in samples");
        if (parts > 0)
        {
            page.Paragraph($"{parts.ToString(CultureInfo.InvariantCulture)} more on record, with the sample, the laboratory, the substance or the outcome withheld.");
        }
    }

    private Markup Words(SubstanceInSample one, EntityId laboratory)
    {
        var words = one.Words.Where(word => word.Laboratory == laboratory).Select(word => Word(one, word)).ToList();
        return words.Count == 0 ? "no result on record" : string.Join("; ", words);
    }

    private static Markup Level(SubstanceInSample one) => one.Disagreement
        ? new Markup("<strong>laboratories disagree</strong>, ") + (one.Level?.Words() ?? "found by nobody")
        : one.Level?.Words() ?? "found by nobody";

    private string Word(SubstanceInSample one, LaboratoryWord word)
    {
        var on = word.Sample == one.Sample ? "" : $" (in {_state.Entities.Call(word.Sample)})";
        var level = word.Outcome == "found" ? $", {word.Level.Words()}: {word.Why}" : "";
        return $"{word.Outcome}{on}{level}{(word.Word is null ? "" : $"; its word: “{word.Word}”")}{(word.Blocked is { } blocked ? $"; does not count: {blocked}" : "")}{(word.Late is { } late ? $"; {late.Words}" : "")}";
    }

    private void Runs()
    {
        // The view keeps runs by id; the page has them as they came.
        var runs = _state.Laboratory.Runs.OrderBy(run => _state.Entities.Find(run.Key)?.Index).ThenBy(run => run.Key.Text, StringComparer.Ordinal).ToList();
        if (runs.Count == 0 && _state.Laboratory.Identifications.IsEmpty)
        {
            return;
        }

        page.Heading(2, "Instrument runs and what was identified in them");
        page.Paragraph("An answer of a library search names candidates that its spectrum does not tell apart. No score is a probability, and nothing here is confirmed by it.");
        page.Table(
            ["run", "sample", "technique", "purpose", "instrument", "by", "when", "on the device's screen"],
            runs, run => Run(run.Key, run.Value), "runs");
        foreach (var (_, made) in _state.Laboratory.Identifications.Take(PageWriter.MostBlocks))
        {
            Identification(made);
        }

        page.Rest(_state.Laboratory.Identifications.Count, PageWriter.MostBlocks, "identifications");
    }

    private Row Run(EntityId id, InstrumentRunRecorded run)
    {
        var gap = missing.Of(run);
        return new(
            _state.Entities.Call(id), run.Sample is null ? gap : mentions.To(run.Sample),
            run.Technique is { } key ? _tables.Techniques.GetValueOrDefault(key)?.Words ?? key : gap, run.Purpose ?? gap, run.Instrument ?? gap,
            run.By is { } by ? Name(by) : gap, run.When?.Words ?? gap, run.ScreenText ?? gap);
    }

    private void Identification(IdentificationMade made)
    {
        var gap = missing.Of(made);
        var sample = made.Run is { } id ? _state.Laboratory.Runs.GetValueOrDefault(id)?.Sample : null;
        var title = $"{_state.Entities.Call(made.Identification)}: in the run {(made.Run is null ? gap : _state.Entities.Call(made.Run))}"
            + $"{(sample is null ? "" : $" of {_state.Entities.Call(sample)}")}, {made.Components.Length.ToString(CultureInfo.InvariantCulture)} components, "
            + $"method {made.Method ?? gap}, profile {made.Profile ?? gap}";
        page.Folded(title, folded => folded.Table(
            ["at", "wording", "candidates, best first (score)", "notes"],
            made.Components.Select(component => new Row(
                component.ApexMs is { } apex ? Decimals(apex, 1000, "0.0") + " s" : $"spectrum {component.Spectrum?.ToString(CultureInfo.InvariantCulture)}", component.Wording,
                component.Candidates.IsEmpty ? "none" : string.Join("; ", component.Candidates.Select(one => $"{one.Name} ({Decimals(one.Score, 1_000_000, "0.000")})")),
                string.Join(" ", component.Notes)))));
    }

    private void Casualties()
    {
        if (_state.Casualties.Casualties.IsEmpty)
        {
            return;
        }

        page.Heading(2, "Casualties");
        page.Paragraph("Persons stand under their codes. Signs are as told, each with its onset and who observed it; treatment stands before them, because antidotes change signs.");
        page.Table(
            ["code", "incident", "when exposed", "treatment before", "signs (onset; observer)", "outcome", "told by", "consent"],
            _state.Casualties.Casualties, Casualty, "casualties");
    }

    private Row Casualty(CasualtyRecorded one)
    {
        var gap = missing.Of(one);
        var told = _state.Casualties.Told([one]).Single().Told;
        var signs = told.SelectMany(record => record.Signs.Concat(record.Others).Select(sign => (Markup)$"{sign.Words} ({sign.Onset ?? record.When?.Words ?? "onset not said"}; {sign.Observer ?? record.Observer ?? "observer not said"})")).ToList();
        return new([
            one.Code ?? "withheld", one.Incident is { } incident ? _state.Entities.Call(incident) : gap, one.Exposed?.Words ?? gap, one.TreatedBefore ?? gap,
            signs.Count == 0 ? gap : Markup.Join(", ", signs), Outcome(one, gap), one.ToldBy is { } by ? Name(by) : gap, Consent(one, gap),
        ])
        {
            Anchor = mentions.Anchor(one.Casualty),
        };
    }

    private string Outcome(CasualtyRecorded one, string gap)
    {
        var hidden = _state.Casualties.Outcomes.Exists(later => later.Said.Casualty is null || later.Said.Casualty == one.Casualty && later.Said.Outcome is null);
        return _state.Casualties.OutcomeOf(one) is not { } told ? hidden ? "withheld or not said" : gap
            : $"{told.Outcome}{(told.When is { } when ? $", {when.Words}" : "")}{(told.By is { } by && by != one.ToldBy ? $", as {Name(by)} tells" : "")}{(hidden ? "; what later records tell may be withheld" : "")}";
    }

    private string Consent(CasualtyRecorded one, string gap) => _consentsWithheld ? "withheld or not said"
        : one.Casualty is { } id && string.Join("; ", _state.Consents.Of(id).Select(each => $"{each.Purpose}: {each.Held.Why}")) is { Length: > 0 } words ? words
        : one.Consent is { } told ? $"as told: {told}" : gap;

    private string Name(EntityId id) => id.Text is null ? "a party not named" : _state.Parties.Name(id);

    private static string Decimals(long value, int unit, string format) => (value / (decimal)unit).ToString(format, CultureInfo.InvariantCulture);
}
