using Probatum.Core;
using Probatum.Core.Media;

namespace Probatum.Export.Reports;

/// <summary>Photographs, films and documents with their digests, and remnants.</summary>
internal sealed class DigitalPart(ReportPages pages)
{
    private readonly CaseState _state = pages.State;

    public void Write()
    {
        pages.Section($"Digital evidence and remnants");
        var media = _state.Media.Items.Where(item => pages.IsIn(item.Captured.Incident)).ToList();
        var reports = _state.Claims.Reports.Where(report => pages.IsAbout(report.Id)).ToList();
        var remnants = _state.Sites.Remnants.Where(one => pages.IsIn(one.Incident)).ToList();
        if (media.Count + reports.Count + remnants.Count == 0)
        {
            pages.Say($"No photograph, film, document or remnant is on record.", pages.Leaves.All);
        }

        pages.Table($"Photographs, films and recordings", [$"reference", $"title", $"source", $"format", $"SHA-256", $"metadata", $"what disagrees"], media.Select(item => pages.Row(
            [
                pages.Call(item.Id), pages.Text(item.Captured.Title, item.Captured), pages.Party(item.Captured.Publisher ?? item.Captured.By, item.Captured), pages.Text(item.Captured.File?.Media, item.Captured),
                pages.Text(item.Captured.File?.Sha256, item.Captured), Metadata(item),
                item.Disagreements.Any() ? (Phrase)$"{Phrase.List(item.Disagreements.Select(ReportPages.English), "; ")}" : $"nothing on record",
            ],
            [.. pages.Leaves.Of(item.Captured), .. pages.Leaves.Of(item.Examined), .. pages.Leaves.Of(item.Located)]) with
        {
            IsOdd = item.Disagreements.Any(),
        }));
        pages.Table($"Documents captured", [$"reference", $"title", $"publisher", $"date", $"format", $"SHA-256"], reports.Select(report => pages.Row(
            [
                pages.Call(report.Id), pages.Text(report.Captured.Title, report.Captured), pages.Party(report.Captured.Publisher, report.Captured), pages.Time(report.Captured.Published, report.Captured),
                pages.Text(report.Captured.Original?.Media, report.Captured), pages.Text(report.Captured.Original?.Sha256, report.Captured),
            ],
            [.. pages.Leaves.Of(report.Captured), .. pages.Leaves.Of(report.Aside)])));
        pages.Table($"Remnants", [$"reference", $"sort", $"found by", $"where", $"state of it", $"measurements", $"said to be"], remnants.Select(one => pages.Row(
            [
                pages.Call(one.Remnant, one), pages.Text(one.Sort, one), pages.Party(one.FoundBy ?? one.By, one), pages.Place(one.Where, one), pages.Text(one.Condition, one),
                one.Measurements.IsEmpty ? pages.Gap(one) : (Phrase)$"{Phrase.List(one.Measurements.Select(measured => $"{measured.What} {measured.Value}"), "; ")}",
                one.SaidToBe is { } said ? (Phrase)$"{pages.Party(one.SaidBy, one)} says: “{said}”" : pages.Gap(one),
            ],
            pages.Leaves.Of(one))));
    }

    private static Phrase Metadata(MediaItem item) => item.Captured is { ToldTaken: null, ToldLatE7: null, ToldCamera: null } ? $"none kept, or none told" : (Phrase)$"kept: {Phrase.List(Told(item))}";

    private static IEnumerable<Phrase> Told(MediaItem item)
    {
        if (item.Captured.ToldTaken is { } taken)
        {
            yield return $"taken {taken}, as the file tells";
        }

        if (item.ToldWhere is { } where)
        {
            yield return $"at {where.Words}, as the file tells";
        }

        if (item.Captured.ToldCamera is { } camera)
        {
            yield return $"camera {camera}";
        }
    }
}
