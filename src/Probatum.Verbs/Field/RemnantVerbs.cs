using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Core.Sites;

namespace Probatum.Verbs;

/// <summary>probatum remnant …</summary>
internal static class RemnantVerbs
{
    public static Command Of(Shell shell) => Verb.Group("remnant", "Remnants of munitions and devices: measured, photographed, markings as read. Nothing is inferred from them here.", Add(shell), List(shell), Show(shell));

    private static Command Add(Shell shell)
    {
        var label = Verb.Argument("LABEL", "a short name, unique in the case");
        var (incident, site, sample, sort) = (Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--site", "the site", "SITE"), Verb.Option("--sample", "the sample, where it was taken as one", "SAMPLE"), Verb.Option("--sort", "what it looks like, in neutral words: tube, tail fin, cylinder", "TEXT"));
        var (when, where, at, radius) = (Verb.Option("--when", "when it was recorded", "TIME"), Verb.Option("--where", "the place in words", "PLACE"), Verb.Option("--at", "latitude,longitude", "LAT,LON"), Verb.Option("--radius", "uncertainty in metres", "METRES"));
        var (by, found) = (Verb.Option("--by", "who recorded it", "PARTY"), Verb.Option("--found-by", "who found it", "PARTY"));
        var (inPlace, moved) = (Verb.Flag("--in-place", "it lay where it came down"), Verb.Flag("--moved", "it had been moved before"));
        var measures = Verb.Several("--measure", "what=value, or what=value@how: 'length=412 mm@steel rule'", "MEASURE");
        var (material, condition, markings) = (Verb.Option("--material", "as seen or measured", "TEXT"), Verb.Option("--condition", "as seen", "TEXT"), Verb.Several("--marking", "a marking as read, letter by letter", "TEXT"));
        var (said, saidBy, note) = (Verb.Option("--said-to-be", "what somebody says it is", "TEXT"), Verb.Option("--said-by", "who says so", "PARTY"), Verb.Option("--note", "what else is to be said", "TEXT"));
        var photos = PhotoFiles.Option();
        return Verb.Writing(
            shell, "add", "Record a remnant as it lay or was handed over.", "probatum remnant add X-1 --site Z-1 --sort 'bent tube' --measure 'length=412 mm@steel rule' --marking 'LOT 7-81' --photo x1.jpg --in-place",
            [label, incident, site, sample, sort, when, where, at, radius, by, found, inPlace, moved, measures, material, markings, condition, said, saidBy, note, photos], (parse, opened) =>
            {
                if (parse.GetValue(inPlace) && parse.GetValue(moved))
                {
                    throw new BadInputException("--in-place and --moved can't both be");
                }

                var id = opened.NewId();
                return OpenedCase.Recorded(
                    opened.Record(new RemnantRecorded(
                        id, parse.GetRequiredValue(label), opened.FindOr("incident", parse.GetValue(incident)), opened.FindOr("site", parse.GetValue(site)), opened.FindOr("sample", parse.GetValue(sample)), parse.GetValue(sort),
                        OpenedCase.When(parse.GetValue(when)), IncidentVerbs.Place(parse.GetValue(where), parse.GetValue(at), parse.GetValue(radius)), opened.FindOr("party", parse.GetValue(by)),
                        opened.FindOr("party", parse.GetValue(found)), parse.GetValue(inPlace) ? true : parse.GetValue(moved) ? false : null, [.. (parse.GetValue(measures) ?? []).Select(Measured)],
                        parse.GetValue(material), [.. parse.GetValue(markings) ?? []], parse.GetValue(condition), PhotoFiles.Keep(opened, parse.GetValue(photos)), parse.GetValue(said),
                        opened.FindOr("party", parse.GetValue(saidBy)), parse.GetValue(note))),
                    $"remnant {parse.GetRequiredValue(label)}", ("remnant", id.Text));
            });
    }

    private static Measurement Measured(string text) =>
        text.Split('=', 2) is [var what, var rest] && rest.Split('@', 2) is var parts && what.Trim().Length > 0 && parts[0].Trim().Length > 0
            ? new(what.Trim(), parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : null)
            : throw new BadInputException($"'{text}' is no measurement such as 'length=412 mm@steel rule'");

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the remnants.", "probatum remnant list", [], (parse, opened) => Answer.Of(
        Columns.Of(["remnant", "incident", "site", "sample", "in place", "photos", "measured", "what"], opened.State.Sites.Remnants.Select(one => new[]
        {
            one.Label ?? "-", one.Incident is { } incident ? opened.Call(incident) : "-", one.Site is { } site ? opened.Call(site) : "-", one.Sample is { } sample ? opened.Call(sample) : "-",
            one.InPlace switch { true => "yes", false => "moved", _ => "not said" }, $"{one.Photos.Length}", $"{one.Measurements.Length}", one.Sort ?? "-",
        })),
        JsonList.Of(opened.State.Sites.Remnants.Select(one => (Json)Json(one, opened)))));

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("REMNANT", "its label");
        return Verb.Reading(shell, "show", "Show a remnant: measurements, markings, photographs, and what somebody says it is.", "probatum remnant show X-1", [name], (parse, opened) =>
        {
            var id = opened.Find("remnant", parse.GetRequiredValue(name));
            var one = opened.State.Sites.Remnants[opened.State.Sites.RemnantPositions[id]];
            return Answer.Of(
                [
                    $"{one.Label}: {one.Sort ?? "a remnant"}, {one.InPlace switch { true => "lay where it came down", false => "had been moved", _ => "whether it was moved is not said" }}; material {one.Material ?? "not said"}; condition {one.Condition ?? "not said"}",
                    $"recorded {one.When?.Words ?? "at a time not given"} by {opened.State.Parties.Name(one.By)}, found by {opened.State.Parties.Name(one.FoundBy)}; site {(one.Site is { } site ? opened.Call(site) : "not said")}{(one.Sample is { } sample ? $"; sample {opened.Call(sample)}" : "")}",
                    .. one.Measurements.Select(measure => $"  {measure.What}: {measure.Value} ({measure.How ?? "how is not said"})"),
                    .. one.Markings.Select(marking => $"  marking as read: {marking}"),
                    .. one.Photos.Select(photo => $"  photograph {photo.File.Sha256[..12]}…{(photo.Taken is { } taken ? $", taken {taken} as its file tells" : "")}"),
                    .. one.SaidToBe is { } said ? [$"  said to be {said}, by {opened.State.Parties.Name(one.SaidBy)}"] : Array.Empty<string>(),
                ],
                Json(one, opened));
        });
    }

    private static JsonMap Json(RemnantRecorded one, OpenedCase opened) => JsonMap.Of(
        ("remnant", one.Remnant?.Text ?? ""), ("label", one.Label ?? ""), ("sort", one.Sort is { } sort ? sort : null), ("incident", one.Incident is { } incident ? opened.Call(incident) : null),
        ("site", one.Site is { } site ? opened.Call(site) : null), ("sample", one.Sample is { } sample ? opened.Call(sample) : null), ("inPlace", one.InPlace is { } there ? new JsonTruth(there) : null),
        ("when", one.When?.Words is { } when ? when : null), ("material", one.Material is { } material ? material : null), ("condition", one.Condition is { } condition ? condition : null),
        ("measurements", JsonList.Of(one.Measurements.Select(measure => (Json)JsonMap.Of(("what", measure.What), ("value", measure.Value), ("how", measure.How is { } how ? how : null))))),
        ("markings", JsonList.Of(one.Markings.Select(marking => (Json)marking))), ("photos", JsonList.Of(one.Photos.Select(photo => (Json)photo.File.Sha256))),
        ("saidToBe", one.SaidToBe is { } said ? said : null), ("saidBy", one.SaidBy is { } by ? opened.State.Parties.Name(by) : null));
}
