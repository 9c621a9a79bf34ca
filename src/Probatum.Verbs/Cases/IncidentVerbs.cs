using System.CommandLine;
using System.Globalization;
using Probatum.Core.Assessment;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum incident …</summary>
internal static class IncidentVerbs
{
    public static Command Of(Shell shell) => Verb.Group("incident", "Incidents: the events under investigation, whatever is claimed of them.", Open(shell), List(shell), Narrative(shell));

    private static Command Open(Shell shell)
    {
        var label = Verb.Argument("LABEL", "a short name, unique in the case");
        var title = Verb.Option("--title", "one line in neutral words", "TEXT");
        var when = Verb.Option("--when", "a day, an instant, an interval with '/', or 'unknown: why'", "TIME");
        var where = Verb.Option("--where", "the place in words", "PLACE");
        var at = Verb.Option("--at", "the place as latitude,longitude in degrees", "LAT,LON");
        var radius = Verb.Option("--radius", "how uncertain the place is, in metres", "METRES");
        return Verb.Writing(
            shell, "open", "Open an incident.", "probatum incident open I-1 --title 'Alleged use, south-west district' --when 2016-10-30",
            [label, title, when, where, at, radius], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new IncidentOpened(
                    id, parse.GetRequiredValue(label), parse.GetValue(title), OpenedCase.When(parse.GetValue(when)),
                    Place(parse.GetValue(where), parse.GetValue(at), parse.GetValue(radius))));
                return OpenedCase.Recorded(receipts, $"incident {parse.GetRequiredValue(label)}", ("incident", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the incidents with what is alleged of each.", "probatum incident list", [], (parse, opened) =>
    {
        var view = opened.State.Incidents;
        return Answer.Of(
            Columns.Of(["incident", "when", "where", "alleged", "claimed material", "title"], view.Incidents.Select(one => new[]
            {
                opened.Call(one.Incident), one.When?.Words ?? "-", one.Where?.Said ?? "-", $"{view.Allegations.Count(other => other.Incident == one.Incident)}",
                $"{view.Claimed.Count(other => other.Incident == one.Incident)}", one.Title ?? "-",
            })),
            JsonList.Of(view.Incidents.Select(one => (Json)JsonMap.Of(
                ("incident", one.Incident is { } id ? id.Text : null), ("label", one.Label ?? ""), ("title", one.Title ?? ""), ("when", one.When?.Words is { } when ? when : null)))));
    });

    private static Command Narrative(Shell shell)
    {
        var name = Verb.Argument("INCIDENT", "the incident");
        return Verb.Reading(
            shell, "narrative", "Tell, element by element, who says what of an incident: who agrees, who tells it otherwise, what can't both hold. A view, and nobody's account. Exit code 1 where something contradicts.",
            "probatum incident narrative I-1", [name], (parse, opened) =>
            {
                var id = opened.Find("incident", parse.GetRequiredValue(name));
                var facts = IncidentFacts.Of(new(opened.Counting(), opened.Tables, opened.History.Remarks), opened.State.Incidents.Incidents.Last(one => one.Incident == id));
                var told = Core.Assessment.Narrative.Of(facts);
                return Answer.Of(
                    told.Elements.IsEmpty ? ["nothing that is told of it names a time, a place or anything else of the event"]
                        : told.Elements.SelectMany(element => element.Versions.Select(version =>
                            $"  “{version.Words}”: {string.Join("; ", version.Tellers.GroupBy(one => one.Name).Select(by => $"{by.Key}{(by.First().Denies ? ", who denies it" : "")} ({string.Join(", ", by.Select(one => opened.Call(one.Source)).Distinct())})"))}")
                            .Prepend($"{element.Element}: {(element.Contradicts ? "CONTRADICTED" : element.Differs ? "told differently" : element.Agrees ? "told the same by independent tellers" : "told once")}")),
                    JsonMap.Of(("incident", opened.Call(id)), ("elements", JsonList.Of(told.Elements.Select(element => (Json)Json(element, opened))))),
                    told.Elements.Any(element => element.Contradicts) ? 1 : 0);
            });
    }

    private static JsonMap Json(NarrativeElement element, OpenedCase opened) => JsonMap.Of(
        ("element", element.Element), ("differs", new JsonTruth(element.Differs)), ("contradicts", new JsonTruth(element.Contradicts)), ("agrees", new JsonTruth(element.Agrees)),
        ("versions", JsonList.Of(element.Versions.Select(version => (Json)JsonMap.Of(
            ("words", version.Words), ("independent", (long)version.Independent),
            ("tellers", JsonList.Of(version.Tellers.Select(one => (Json)JsonMap.Of(("name", one.Name), ("source", opened.Call(one.Source)), ("denies", new JsonTruth(one.Denies)))))))))));

    /// <summary>A place of words and degrees; null when neither is given.</summary>
    internal static Where? Place(string? said, string? at, string? radius)
    {
        if (at is null)
        {
            return said is null ? null : new(said);
        }

        var parts = at.Split(',');
        if (parts.Length != 2 || !TryDegrees(parts[0], 90, out var lat) || !TryDegrees(parts[1], 180, out var lon))
        {
            throw new BadInputException($"'{at}' is no place such as 36.17,37.08 (latitude,longitude in degrees)");
        }

        return new(said, lat, lon, radius is null ? null : long.TryParse(radius, NumberStyles.None, CultureInfo.InvariantCulture, out var metres)
            ? metres
            : throw new BadInputException($"'{radius}' is no number of metres"));
    }

    private static bool TryDegrees(string text, int most, out long e7)
    {
        var good = decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most;
        e7 = good ? (long)Math.Round(degrees * 10_000_000) : 0;
        return good;
    }
}
