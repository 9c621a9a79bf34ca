using System.CommandLine;
using System.Globalization;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum incident …</summary>
internal static class IncidentVerbs
{
    public static Command Of(Shell shell) => Verb.Group("incident", "Incidents: the events under investigation, whatever is claimed of them.", Open(shell), List(shell));

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
