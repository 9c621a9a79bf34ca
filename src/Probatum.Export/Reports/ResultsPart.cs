using System.Globalization;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>What laboratories and field teams found, each in a column of its own.</summary>
internal sealed class ResultsPart(ReportPages pages)
{
    private const int MostColumns = 3;
    private const int MostPlots = 12;

    private readonly CaseState _state = pages.State;
    private readonly Dictionary<EntityId, ResultReported> _reported = pages.State.Laboratory.Results.Where(one => one.Reported.Result is not null).GroupBy(one => one.Reported.Result!.Value).ToDictionary(group => group.Key, group => group.Last().Reported);

    public void Write()
    {
        pages.Section($"Results by laboratory");
        var substances = SubstanceLevels.Of(_state, pages.Tables).Where(one => pages.IsAbout(one.Sample)).ToList();
        if (substances.Count == 0)
        {
            pages.Say($"No result for a substance in a sample is on record.", pages.Leaves.All);
            return;
        }

        pages.Say(
            $"A row is a substance in a sample with its parts; each column is one laboratory or party, and two laboratories stay two results. The level is computed from all of them by the rule tables.",
            [.. pages.Leaves.Rules, .. substances.SelectMany(one => Leaves(pages, one))]);
        var laboratories = substances.SelectMany(one => one.Words).Select(word => word.Laboratory).Distinct().OrderBy(id => id.Text is null ? -1 : _state.Entities.Find(id)?.Index).ToList();
        foreach (var some in laboratories.Chunk(MostColumns))
        {
            pages.Table(
                $"Results side by side", [$"sample", $"substance", .. some.Select(Name), $"together", $"agreement"],
                substances.Where(one => one.Words.Any(word => some.Contains(word.Laboratory))).Select(one => pages.Row(
                    [
                        pages.Call(one.Sample), Phrase.Verbatim(one.Substance), .. some.Select(laboratory => Words(one, laboratory)),
                        one.Level is { } level ? Phrase.Of(level.Words()) : $"found by nobody", Agreement(one),
                    ],
                    Leaves(pages, one)) with
                {
                    IsOdd = one.Disagreement,
                }));
        }

        Plots();
    }

    /// <summary>The sample's leaf, and those of the results and identifications.</summary>
    public static IEnumerable<long> Leaves(ReportPages pages, SubstanceInSample one) =>
        [.. pages.Leaves.Of(one.Sample), .. one.Words.SelectMany(word => pages.Leaves.Of(word.Result)), .. one.Words.Where(word => word.Sample != one.Sample).SelectMany(word => pages.Leaves.Of(word.Sample))];

    private Phrase Name(EntityId laboratory) => laboratory.Text is null ? $"a party not named" : Phrase.Verbatim(_state.Parties.Name(laboratory));

    private Phrase Words(SubstanceInSample one, EntityId laboratory)
    {
        var words = one.Words.Where(word => word.Laboratory == laboratory).Select(word => Word(one, word)).ToList();
        return words.Count == 0 ? $"no result on record" : (Phrase)$"{Phrase.List(words, "; ")}";
    }

    private Phrase Word(SubstanceInSample one, LaboratoryWord word)
    {
        Phrase outcome = word.Outcome switch { "found" => $"found", "not-found" => $"not found", _ => Phrase.Verbatim(word.Outcome) };
        Phrase level = word.Outcome == "found" ? (Phrase)$", {Phrase.Of(word.Level.Words())}" : Phrase.None;
        Phrase where = word.Sample == one.Sample ? Phrase.None : (Phrase)$" (in {pages.Call(word.Sample)})";
        var reported = word.Result is { } id ? _reported.GetValueOrDefault(id) : null;
        Phrase amount = reported?.Amount is { } much ? (Phrase)$"; amount {much}" : Phrase.None;
        Phrase limit = reported?.DetectionLimit is { } least ? (Phrase)$"; detection limit {least}" : Phrase.None;
        Phrase own = word.Word is { } said ? (Phrase)$"; its word: “{said}”" : Phrase.None;
        Phrase blocked = word.Blocked is { } why ? (Phrase)$"; does not count: {new Quoted(why, PhrasePiece.English)}" : Phrase.None;
        Phrase late = word.Late is { } negative ? (Phrase)$"; {new Quoted(negative.Words, PhrasePiece.English)}" : Phrase.None;
        return $"{outcome}{level}{where}{amount}{limit}{own}{blocked}{late}";
    }

    private static Phrase Agreement(SubstanceInSample one) => one.Disagreement
        ? $"the laboratories disagree"
        : Phrase.Of(LaboratoryComparison.Words(LaboratoryComparison.AgreementOf(one.Words.Where(word => word.Blocked is null).Select(word => (word.Laboratory, word.Outcome)))));

    /// <summary>Spectra that the case keeps with an identification: the measured one against the best candidate's.</summary>
    private void Plots()
    {
        var plots = _state.Laboratory.Identifications.Where(one => one.Made.Spectra is not null && pages.IsAbout(one.Made.Run))
            .SelectMany(one => (Identifying.Kept(one.Made, pages.Source.File, pages.Tables, out _) ?? []).Where(answer => !answer.Candidates.IsEmpty).Select(answer => (one.Index, one.Made, Answer: answer))).Take(MostPlots).ToList();
        if (plots.Count == 0)
        {
            return;
        }

        pages.Heading($"Spectra kept with identifications");
        pages.Say($"A library search names candidates that the spectrum does not tell apart. No score is a probability, and nothing is confirmed by it.", plots.SelectMany(plot => pages.Leaves.At(plot.Index)));
        foreach (var (index, made, answer) in plots)
        {
            var minutes = (answer.Component.ApexSeconds / 60).ToString("0.000", CultureInfo.InvariantCulture);
            pages.Figure(
                $"Run {pages.Call(made.Run, made)}, {pages.Call(made.Identification)}, component at {minutes} min ({Phrase.Of(answer.Wording)}).", $"The measured spectrum upwards, the best candidate of the library downwards.",
                SpectrumPlots.Mirror(answer.Component.Spectrum, answer.Candidates[0], $"{pages.Call(made.Run, made)}, component at {minutes} min: {answer.Wording}").Svg(), [.. pages.Leaves.At(index), .. pages.Leaves.Of(made.Run)]);
        }
    }
}
