using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Casualties;

namespace Probatum.Export.Reports;

/// <summary>What is told of persons, who stand under codes: signs by who told them, and with which classes of substances they are compatible.</summary>
internal sealed class PersonsPart(ReportPages pages, ImmutableArray<IncidentAssessment> incidents)
{
    private const int MostInMatrix = 40;
    private const int MostSigns = 24;
    private const int Cell = 22;
    private const int Names = 230;
    private const int Head = 90;

    private readonly CaseState _state = pages.State;

    public void Write()
    {
        pages.Section($"Persons");
        var people = _state.Casualties.Casualties.Where(one => pages.IsIn(one.Incident)).ToList();
        if (people.Count == 0)
        {
            pages.Say($"No person is recorded as a casualty.", pages.Leaves.All);
            return;
        }

        var told = _state.Casualties.Told(people).ToList();
        pages.Table(
            $"Persons by role", [$"role", $"persons"],
            people.GroupBy(one => one.Role ?? "").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => pages.Row(
                [group.Key.Length == 0 ? $"withheld or not said" : Phrase.Verbatim(group.Key), (Phrase)$"{group.Count()}"], pages.Leaves.Of(group)) with
            {
                Counts = [new("casualty-recorded", group.Count())],
            }));
        Signs(told);
        Matrix(told);
        foreach (var one in incidents.Where(one => !one.Facts.Casualties.IsEmpty))
        {
            Compatible(one);
        }
    }

    // A person counts once for a sign in each sort of teller, whichever records tell of it.
    private void Signs(List<PersonTold> told)
    {
        var all = told.SelectMany(person => person.Told.SelectMany(record => record.Signs.Select(sign => (Person: person, Sort: Sort(record), Sign: sign.Name)))).ToList();
        if (all.Count == 0)
        {
            pages.Say($"No sign of any person is told, or signs are withheld.", pages.Leaves.Of(told.Select(person => person.Recorded)));
            return;
        }

        var sorts = all.Select(one => one.Sort).Distinct().Order(StringComparer.Ordinal).ToList();
        pages.Table(
            $"Signs as told: number of persons, by sort of teller", [$"sign", .. sorts.Select(sort => sort.Length == 0 ? $"teller not said" : Phrase.Verbatim(sort)), $"persons in all"],
            all.GroupBy(one => one.Sign, StringComparer.OrdinalIgnoreCase).OrderByDescending(group => group.Select(one => one.Person).Distinct().Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => pages.Row(
                    [Phrase.Verbatim(group.Key), .. sorts.Select(sort => (Phrase)$"{group.Where(one => one.Sort == sort).Select(one => one.Person).Distinct().Count()}"), (Phrase)$"{group.Select(one => one.Person).Distinct().Count()}"],
                    group.SelectMany(one => Leaves(one.Person))) with
                {
                    Counts = [new("casualty-recorded", group.Select(one => one.Person).Distinct().Count())],
                }));
    }

    private void Matrix(List<PersonTold> told)
    {
        var shown = told.Where(person => person.Told.Any(record => !record.Signs.IsEmpty)).Take(MostInMatrix).ToList();
        var signs = shown.SelectMany(person => person.Told).SelectMany(record => record.Signs).Select(sign => sign.Name).GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).Take(MostSigns).ToList();
        if (shown.Count < 2 || signs.Count == 0)
        {
            return;
        }

        var (width, height) = (Names + (shown.Count * Cell) + 10, Head + (signs.Count * Cell) + 8);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>Signs by person</title>");
        for (var i = 0; i < shown.Count; i++)
        {
            var code = SvgText.Lines(shown[i].Recorded.Code ?? "withheld", Head - 8, 11, 1)[0];
            svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate({Names + (i * Cell) + 15} {Head - 6}) rotate(-90)\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"11\" fill=\"#1b1b1b\">{SafeText.Escape(code)}</text>");
        }

        for (var row = 0; row < signs.Count; row++)
        {
            var y = Head + (row * Cell);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M0 {y}H{width}\" stroke=\"#ccc\" fill=\"none\"/>").Append(SvgText.At(2, y + 15, "font-size=\"11\" fill=\"#1b1b1b\"", SvgText.Lines(signs[row], Names - 10, 11, 1)[0]));
            for (var i = 0; i < shown.Count; i++)
            {
                if (shown[i].Told.Any(record => record.Signs.Any(sign => sign.Name.Equals(signs[row], StringComparison.OrdinalIgnoreCase))))
                {
                    svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Names + (i * Cell) + 11}\" cy=\"{y + 11}\" r=\"5\" fill=\"#7a4a1d\"/>");
                }
            }
        }

        pages.Figure(
            $"Signs by person, as told: {Phrase.Count(shown.Count, "{0} person", "{0} persons")} of whom a sign is told, {Phrase.Count(signs.Count, "{0} sign", "{0} signs")}. A mark says that somebody tells of it, an empty place that nobody does.",
            $"Persons side by side under their codes, signs below each other.", svg.Append("</svg>\n").ToString(), shown.SelectMany(Leaves));
    }

    private void Compatible(IncidentAssessment one)
    {
        if (pages.Tables.Toxidromes is not { } tables)
        {
            return;
        }

        var held = ToxidromeCompatibility.Of(_state.Casualties.Told(one.Facts.Casualties), tables, _state.Parties.Top);
        var leaves = _state.Casualties.Told(one.Facts.Casualties).SelectMany(Leaves).Concat(pages.Leaves.Rules).ToList();
        pages.Heading($"Compatibility of the signs with classes of substances, {pages.Call(one.Incident.Incident, one.Incident)}");
        pages.Say($"The table holds signs against classes. A class is no substance, compatible is no finding, and the points put classes in order and mean nothing else.", pages.Leaves.Rules);
        pages.Table(
            $"Classes, the best fitting first", [$"rank", $"class", $"points", $"signs that fit", $"signs against"],
            held.Classes.Where(each => !each.Fitting.IsEmpty || !each.Contradicting.IsEmpty).Select(each => pages.Row(
                [(Phrase)$"{each.Rank}", Phrase.Of(each.Class.Words), (Phrase)$"{each.Points}", Told(each.Fitting), Told(each.Contradicting)], leaves)));
        if (held.Family is { } family)
        {
            pages.Say($"The leading classes have in common: {new Quoted(family, PhrasePiece.English)}, unidentified.", leaves);
        }

        if (!held.SetAside.IsEmpty)
        {
            pages.Say($"Set aside, because a treatment given before causes them by itself: {Phrase.List(held.SetAside.Select(word => (Phrase)$"{word.Word} ({word.Code}: {word.Treatment})"), "; ")}.", leaves);
        }

        if (!held.NotUnderstood.IsEmpty)
        {
            pages.Say($"Told in words that name no sign of the tables, and not counted: {Phrase.List(held.NotUnderstood.Select(word => word.Word).Distinct(), "; ")}.", leaves);
        }
    }

    private static Phrase Told(ImmutableArray<SignTold> signs) => signs.IsEmpty
        ? $"none"
        : (Phrase)$"{Phrase.List(signs.Select(sign => (Phrase)$"{new Quoted(sign.Words, PhrasePiece.English)} ({Phrase.Count(sign.People, "{0} person", "{0} persons")})"), "; ")}";

    private string Sort(SignsTold record) => record.Teller is { } teller ? _state.Parties.Parties.GetValueOrDefault(teller)?.Sort ?? "" : "";

    private IEnumerable<long> Leaves(PersonTold person) =>
    [
        .. pages.Leaves.Of(person.Recorded),
        .. _state.Casualties.Examined.Where(one => one.Said.Casualty is not null && one.Said.Casualty == person.Recorded.Casualty).SelectMany(one => pages.Leaves.At(one.Index)),
        .. _state.Casualties.Treated.Where(one => one.Said.Casualty is not null && one.Said.Casualty == person.Recorded.Casualty).SelectMany(one => pages.Leaves.At(one.Index)),
    ];
}
