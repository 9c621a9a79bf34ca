using System.CommandLine;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

/// <summary>probatum sample …</summary>
internal static class SampleVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "sample", "Samples and their custody.",
        [Add(shell), Claimed(shell), .. CustodyVerbs.All(shell), Reading(shell), List(shell), Show(shell), LabelVerb.Of(shell), Page(shell)]);

    private static Command Add(Shell shell)
    {
        var label = Verb.Argument("LABEL", "what the container says");
        var incident = Verb.Option("--incident", "the incident it bears on", "INCIDENT");
        var matrix = Verb.Option("--matrix", "ENV_SOIL, MUN_FRAGMENT, BIO_BLOOD, QC_FIELD_BLANK …", "KEY");
        var quantity = Verb.Option("--quantity", "such as '12.5 g'", "AMOUNT");
        var when = Verb.Option("--when", "when it was collected", "TIME");
        var (where, at, radius) = (Verb.Option("--where", "the place in words", "PLACE"), Verb.Option("--at", "latitude,longitude", "LAT,LON"), Verb.Option("--radius", "uncertainty in metres", "METRES"));
        var collector = Verb.Option("--collector", "the party that collected it", "PARTY");
        var seal = Verb.Option("--seal", "the number of the seal applied", "SEAL");
        var origin = Verb.Option("--origin", string.Join(", ", SampleCollected.Origins), "KEY");
        var witnesses = Verb.Several("--witness", "who saw it", "WHO");
        var note = Verb.Option("--note", "what else is to be said", "TEXT");
        var (control, method) = (Verb.Several("--control-of", "for a blank or control: the samples that it stands beside", "SAMPLE"), Verb.Option("--method", "how it was taken", "TEXT"));
        var file = Verb.Option("--file", "for a digital item: the file itself, whose digest is recorded", "FILE");
        var person = Verb.Option("--from-person", "for a biomedical sample: whose it is, by code", "CODE");
        var photos = PhotoFiles.Option();
        var printed = Verb.Option("--label-id", "the pre-printed label on it: what a scanner reads, or the small print e-…:CHECK", "CODE");
        return Verb.Writing(
            shell, "add", "Record a sample as collected.", "probatum sample add S-09 --matrix ENV_SOIL --when 2031-05-04T10:20Z --collector Team --seal A-117 --origin TEAM_COLLECTED",
            [label, incident, matrix, quantity, when, where, at, radius, collector, seal, origin, witnesses, note, control, method, file, person, photos, printed], (parse, opened) =>
            {
                if (parse.GetValue(matrix) is { } key && !opened.Tables.Matrices.ContainsKey(key))
                {
                    throw new BadInputException($"'{key}' is no matrix of this case's tables: {string.Join(", ", opened.Tables.Matrices.Keys)}");
                }

                if (parse.GetValue(origin) is { } told && !SampleCollected.Origins.Contains(told))
                {
                    throw new BadInputException($"'{told}' is no origin of a sample: {string.Join(", ", SampleCollected.Origins)}");
                }

                var id = parse.GetValue(printed) is { } code ? Printed(code, opened) : opened.NewId();
                var receipts = opened.Record(new SampleCollected(
                    id, opened.FindOr("incident", parse.GetValue(incident)), parse.GetRequiredValue(label), parse.GetValue(matrix), parse.GetValue(quantity),
                    OpenedCase.When(parse.GetValue(when)), IncidentVerbs.Place(parse.GetValue(where), parse.GetValue(at), parse.GetValue(radius)),
                    opened.FindOr("party", parse.GetValue(collector)), parse.GetValue(seal), parse.GetValue(origin) ?? "UNKNOWN", [.. parse.GetValue(witnesses) ?? []], parse.GetValue(note),
                    PhotoFiles.Keep(opened, parse.GetValue(photos)), [.. (parse.GetValue(control) ?? []).Select(name => opened.Find("sample", name))], parse.GetValue(method),
                    parse.GetValue(file) is { } path ? opened.Keep(path, Files.Media(path))!.Sha256 : null,
                    parse.GetValue(person) is { } whose ? opened.Person(whose).Id : null));
                if (Consent(opened.State.Samples.Samples[id], opened) is { } words)
                {
                    opened.Note($"{parse.GetRequiredValue(label)}: {words}");
                }

                return OpenedCase.Recorded(receipts, $"sample {parse.GetRequiredValue(label)}", ("sample", id.Text));
            });
    }

    private static EntityId Printed(string code, OpenedCase opened)
    {
        var label = opened.Scanned(SampleLabel.IsScanned(code) ? code : $"probatum:1:{opened.Id}:{code.Trim()}");
        return opened.State.Entities.Entities.ContainsKey(label.Sample)
            ? throw new BadInputException($"the label {label.Check} is used already, by {opened.Call(label.Sample)}")
            : label.Sample;
    }

    private static Command Claimed(Shell shell)
    {
        var incident = Verb.Required("--incident", "the incident", "INCIDENT");
        var claim = Verb.Option("--claim", "the confirmed claim that tells of it", "CLAIM");
        var words = Verb.Option("--words", "instead of --claim: the one claim whose content holds these words", "TEXT");
        var report = Verb.Option("--report", "with --words: look only in this report", "REPORT");
        var count = new Option<long?>("--count") { Description = "how many are told of", HelpName = "N" };
        var what = Verb.Several("--what", "what they are said to be", "TEXT");
        var biomedical = Verb.Flag("--biomedical", "taken from people");
        var (by, analysed, held) = (Verb.Option("--collected-by", "as told", "PARTY"), Verb.Option("--analysed-by", "as told", "PARTY"), Verb.Required("--held-by", "who says it has them", "PARTY"));
        var (method, technique, word) = (Verb.Option("--method", "the method as told", "TEXT"), Verb.Option("--technique", "the technique's key; EXPRESS_UNSPECIFIED for a rapid method not stated", "KEY"), Verb.Option("--word", "the announcer's own word, such as 'confirmed'", "WORD"));
        var substances = Verb.Several("--substance", "substances told", "NAME");
        return Verb.Writing(
            shell, "claimed", "Record material that a party says it has, with nothing handed over: a statement about evidence, not evidence.",
            "probatum sample claimed --incident I-1 --words 'nine samples' --count 9 --held-by 'The Ministry' --technique EXPRESS_UNSPECIFIED --word confirmed",
            [incident, claim, words, report, count, what, biomedical, by, analysed, held, method, technique, word, substances], (parse, opened) =>
            {
                if (parse.GetValue(count) < 1)
                {
                    throw new BadInputException("--count is a number from 1; leave it out when no number is told");
                }

                if (parse.GetValue(technique) is { } key)
                {
                    opened.Technique(key);
                }

                var id = opened.NewId();
                var on = parse.GetValue(words) is { } text ? ClaimVerbs.Chosen(opened, [], text, parse.GetValue(report))[0] : opened.FindOr("claim", parse.GetValue(claim));
                var receipts = opened.Record(new SamplesClaimed(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), on, parse.GetValue(count), [.. parse.GetValue(what) ?? []], parse.GetValue(biomedical) ? true : null,
                    opened.FindOr("party", parse.GetValue(by)), opened.FindOr("party", parse.GetValue(analysed)), opened.Find("party", parse.GetRequiredValue(held)),
                    parse.GetValue(method), parse.GetValue(technique), parse.GetValue(word), [.. parse.GetValue(substances) ?? []]));
                return OpenedCase.Recorded(receipts, $"claimed material {opened.Call(id)}, held by {parse.GetRequiredValue(held)} as it says", ("item", id.Text));
            });
    }

    private static Command Reading(Shell shell)
    {
        var (sample, technique) = (Verb.Argument("SAMPLE", "the sample that was tested"), Verb.Required("--technique", "the technique's key, such as TUBE_COLOR, PAPER_M8, IMS", "KEY"));
        var record = new RunOptions("", "screening");
        return Verb.Writing(
            shell, "reading", "Record what a device without instrument files showed: its photograph is the raw record. An alarm at the most or a presumption; what a field result lacks is said.",
            "probatum sample reading S-09 --technique TUBE_COLOR --photo tube.jpg --screen-text '5 ppm' --lot 7-81 --by Team --when 2031-05-04T10:30Z", [sample, technique, .. record.Symbols], (parse, opened) =>
            {
                var photos = record.Photos(parse);
                if (photos.Length == 0)
                {
                    throw new BadInputException("say --photo: a reading without an instrument file is recorded with its photograph");
                }

                var run = record.Of(
                    parse, opened, opened.NewId(), opened.Find("sample", parse.GetRequiredValue(sample)), opened.Technique(parse.GetRequiredValue(technique)).Key,
                    opened.Keep(photos[0], Files.Media(photos[0]))!, null);
                var receipts = opened.Record(run);
                foreach (var remark in SampleMeasured.Remarks(run, opened))
                {
                    opened.Note(remark);
                }

                return OpenedCase.Recorded(receipts, $"reading {opened.Call(run.Run)} of {parse.GetRequiredValue(sample)}", ("run", run.Run!.Value.Text));
            });
    }

    private static Command List(Shell shell)
    {
        var incident = Verb.Option("--incident", "only those of this incident", "INCIDENT");
        return Verb.Reading(shell, "list", "List samples with holder, chain assurance and anomalies.", "probatum sample list --json", [incident], (parse, opened) =>
        {
            var of = opened.FindOr("incident", parse.GetValue(incident));
            var samples = opened.State.Samples.All.Where(sample => of is null || sample.Collected.Incident == of).Select(sample => Custody(sample, opened)).ToList();
            return Answer.Of(
                Columns.Of(["sample", "matrix", "origin", "stage", "holder", "seal", "assurance", "consent", "anomalies"], samples.Select(one => new[]
                {
                    one.Sample.Label, one.Sample.Collected.Matrix ?? "-", one.Sample.Parent is { } parent ? $"aliquot of {opened.Call(parent)}" : one.Sample.Collected.Origin ?? "-",
                    one.Sample.Stage, opened.State.Parties.Name(one.Sample.Chain.Custodian), one.Sample.Chain.Seal ?? "-", Word(one.Assurance), Consent(one.Sample, opened)?.Split(':', 2)[0] ?? "-",
                    string.Join(", ", one.Misfits.Select(misfit => Words.Kebab(misfit.What)).Distinct()) is { Length: > 0 } odd ? odd : "none",
                })),
                JsonList.Of(samples.Select(custody => Json(custody, opened))));
        });
    }

    private static Command Show(Shell shell)
    {
        var (name, svg) = (Verb.Argument("SAMPLE", "its label"), Verb.Option("--svg", "draw the chain into this file", "FILE"));
        return Verb.Reading(shell, "show", "Show a sample's whole life: custody, runs, identifications, results.", "probatum sample show S-09 --svg chain.svg", [name, svg], (parse, opened) =>
        {
            var sample = opened.State.Samples.Samples[opened.Find("sample", parse.GetRequiredValue(name))];
            var custody = Custody(sample, opened);
            if (parse.GetValue(svg) is { } path)
            {
                Files.Write(path, System.Text.Encoding.UTF8.GetBytes(CustodyDrawing.Svg(custody, opened.Tables.Anomalies, opened.State.Parties)));
            }

            var measured = SampleMeasured.Of(sample, opened);
            return Answer.Of(
                [
                    $"{sample.Label}: {opened.Tables.Matrices.GetValueOrDefault(sample.Collected.Matrix ?? "", sample.Collected.Matrix ?? "matrix not said")}, {sample.Quantity ?? "quantity not said"}{(opened.State.Samples.Remaining(sample) is { } left && left != sample.Quantity ? $" ({left} left)" : "")}, origin {sample.Collected.Origin ?? "not said"}",
                    $"{sample.Stage}, held by {opened.State.Parties.Name(sample.Chain.Custodian)}, seal {sample.Chain.Seal ?? "none"}, chain assurance {Word(custody.Assurance)}",
                    $"  of the incident {opened.Call(sample.Collected.Incident)}, collected at {sample.Collected.Where?.Words ?? "a place not said"}",
                    .. sample.Collected.Person is { } person ? [$"  from {opened.Call(person)}: {opened.State.Consents.Of(person, Core.Consents.Purpose.Biosample).Why}"] : Array.Empty<string>(),
                    .. Consent(sample, opened) is { } consent ? [$"  ! {consent}"] : Array.Empty<string>(),
                    .. sample.Codes.Select(code => $"  known to {opened.State.Parties.Name(code.Laboratory)} as {code.Code}"),
                    .. sample.Chain.Links.Concat<CustodyLink>(sample.Chain.Stores).OrderBy(link => link.Index).SelectMany(link => LinkLines(link, custody, opened)),
                    .. custody.At(null).SelectMany(misfit => MisfitLines(misfit, opened)),
                    .. sample.Chain.Notes.Where(note => note.Notes is null && note.Answers is null).Select(note => $"  leaf {note.Index}: remark of {opened.State.Parties.Name(note.By)}: {note.Text}{Corrected(note.CorrectedAt)}"),
                    .. measured.Lines(),
                ],
                JsonMap.Of([.. Json(custody, opened).Members.Select(member => (member.Key, (Json?)member.Value)), .. measured.Json()]));
        });
    }

    private static Command Page(Shell shell)
    {
        var (name, output) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--output", "an .html", "FILE"));
        output.Aliases.Add("-o");
        return Verb.Reading(shell, "page", "Write a sample's whole life as one page to read or print, unredacted: custody drawn, every act with its record, runs, results.", "probatum sample page S-09 -o S-09.html", [name, output], (parse, opened) =>
        {
            var (sample, path) = (opened.State.Samples.Samples[opened.Find("sample", parse.GetRequiredValue(name))], parse.GetRequiredValue(output));
            if (!path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            {
                throw new BadInputException($"{path}: a page is written as .html");
            }

            ExportVerbs.Unredacted(opened);
            Files.Write(path, System.Text.Encoding.UTF8.GetBytes(Core.Dossier.SamplePage.Render(
                opened.Id, opened.State, opened.Tables, sample, Export.LabelSheets.CodeSvg(new SampleLabel(opened.Id, sample.Id).Payload, 3))));
            return Answer.Of([$"{sample.Label} in {path}"], JsonMap.Of(("file", path), ("sample", sample.Id.Text)));
        });
    }

    private static JsonMap Json(CustodyReview custody, OpenedCase opened) => Json(custody, custody.Sample, opened);

    private static JsonMap Json(CustodyReview custody, SampleView sample, OpenedCase opened) => JsonMap.Of(
        ("sample", sample.Id.Text), ("label", sample.Label), ("matrix", sample.Collected.Matrix is { } matrix ? matrix : null),
        ("origin", sample.Collected.Origin is { } origin ? origin : null), ("parent", sample.Parent is { } parent ? opened.Call(parent) : null),
        ("holder", sample.Chain.Custodian is { } holder ? opened.State.Parties.Name(holder) : null), ("seal", sample.Chain.Seal is { } seal ? seal : null),
        ("stage", sample.Stage), ("quantity", sample.Quantity is { } quantity ? quantity : null), ("remaining", opened.State.Samples.Remaining(sample) is { } left ? left : null),
        ("codes", JsonList.Of(sample.Codes.Select(code => (Json)JsonMap.Of(("code", code.Code is { } said ? said : null), ("laboratory", opened.State.Parties.Name(code.Laboratory)))))),
        ("assurance", Word(custody.Assurance)), ("person", sample.Collected.Person is { } person ? opened.Call(person) : null), ("blocked", opened.State.Consents.Blocks(sample)),
        ("links", JsonList.Of(sample.Chain.Links.Select(link => (Json)JsonMap.Of([("leaf", link.Index), ("assurance", Word(sample.Chain.Assured(link))), .. Told(link, sample, opened)])))),
        ("storage", JsonList.Of(sample.Chain.Stores.Select(store => (Json)JsonMap.Of([("leaf", store.Index), .. Told(store, sample, opened)])))),
        ("collected", sample.Collected.When?.Words), ("place", sample.Collected.Where?.Said), ("lat", Degrees(sample.Collected.Where?.LatE7)), ("lon", Degrees(sample.Collected.Where?.LonE7)),
        ("radius", sample.Collected.Where?.RadiusM is { } radius ? radius : null), ("collector", sample.Collected.Collector is { } collector ? opened.State.Parties.Name(collector) : null),
        ("incident", sample.Collected.Incident is { } incident ? opened.Call(incident) : null), ("consent", Consent(sample, opened)),
        ("anomalies", JsonList.Of(custody.Misfits.Select(one => (Json)JsonMap.Of(
            ("kind", Words.Kebab(one.What)), ("leaf", one.Link is { } link ? link.Index : null), ("words", opened.Tables.Anomalies.Words(one.What)), ("detail", one.Detail is { } detail ? detail : null),
            ("atMost", Word(opened.Tables.Anomalies.AtMost(one.What))),
            ("answers", JsonList.Of(one.Answers.Select(answer => (Json)JsonMap.Of(
                ("by", opened.State.Parties.Name(answer.By)), ("resolution", answer.Resolution is { } resolution ? resolution : null), ("text", answer.Text is { } text ? text : null), ("leaf", answer.Index))))))))));

    private static IEnumerable<(string Name, Json? Value)> Told(CustodyLink link, SampleView sample, OpenedCase opened) =>
    [
        ("words", LinkWords(link, sample, opened.State.Parties)), ("correctedBy", link.CorrectedAt is { } leaf ? leaf : null),
        ("details", JsonList.Of(Details(link).Select(line => (Json)line))),
    ];

    private static IEnumerable<string> Details(CustodyLink link) =>
        [.. ActDetails.Of(link).Select(one => $"{one.Name}: {one.Words}"), .. link.Photos.Select(photo => $"photograph: {ActDetails.Photographed(photo)}")];

    private static string? Degrees(long? e7) => e7 is { } value ? (value / 10_000_000m).ToString("0.#######", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string Corrected(long? leaf) => ActDetails.Corrected(leaf) is { } words ? $", {words}" : "";

    /// <summary>What is to be said of a sample about whoever it comes from; null where nothing is.</summary>
    public static string? Consent(SampleView sample, OpenedCase opened) =>
        opened.State.Consents.Blocks(sample) is { } why ? $"blocked: {why}; results recorded now do not count"
        : Core.Consents.ConsentsView.Needs(sample) && sample.Collected.Person is null ? "whose it is is not told"
        : null;

    private static CustodyReview Custody(SampleView sample, OpenedCase opened) => CustodyReview.Of(sample, opened.State.Samples, opened.Tables.Anomalies);

    private static IEnumerable<string> LinkLines(CustodyLink link, CustodyReview custody, OpenedCase opened)
    {
        yield return $"  leaf {link.Index}: {LinkWords(link, custody.Sample, opened.State.Parties)}";
        foreach (var line in Details(link))
        {
            yield return $"      {line}";
        }

        foreach (var support in custody.Sample.Chain.Supports.Where(support => support.Record == link.Record))
        {
            yield return $"      + corroborated by {opened.State.Parties.Name(support.By)}: {support.Basis}{Corrected(support.CorrectedAt)}";
        }

        foreach (var line in custody.At(link).SelectMany(misfit => MisfitLines(misfit, opened)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> MisfitLines(Misfit misfit, OpenedCase opened)
    {
        yield return $"      ! {Words.Kebab(misfit.What)}: {opened.Tables.Anomalies.Words(misfit.What)}{(misfit.Detail is { } detail ? $" ({detail})" : "")}";
        foreach (var answer in misfit.Answers)
        {
            yield return $"        {answer.Resolution ?? "said"} by {opened.State.Parties.Name(answer.By)}: {answer.Text}";
        }
    }

    /// <summary>An act on a sample in one line: who, which seals, when, how well attested.</summary>
    public static string LinkWords(CustodyLink link, SampleView sample, Core.Cases.PartiesView parties)
    {
        var words = link switch
        {
            Collection c => $"collected by {parties.Name(c.By)}, seal {c.Applied ?? "none"}",
            HandOver h => $"{parties.Name(h.From)} to {parties.Name(h.To)}, seal {h.Found ?? "not read"}{(h.Applied is null ? "" : $", now {h.Applied}")}, {(h.Assurance == Assurance.Direct ? "signed by both" : h.HasForm ? "from a paper form" : "without a form")}",
            Opening o => $"opened by {parties.Name(o.By)}, seal {o.Found ?? "not read"}, now {o.Applied ?? "none"}",
            Division d => $"divided by {parties.Name(d.By)}, seal {d.Found ?? "not read"}, now {d.Applied ?? "none"}",
            Refusal r => $"hand-over from {parties.Name(r.From)} declined by {parties.Name(r.By)}{(r.Reason is { } why ? $": {why}" : "")}",
            SealReading r => $"seal read by {parties.Name(r.By)}: {r.Found ?? "not said"}{(r.Intact is { } intact ? intact ? ", whole" : ", broken" : "")}",
            Disposal d => $"{d.How?.Replace('-', ' ') ?? "disposed of"} by {parties.Name(d.By)}{(d.To is null ? "" : $", to {parties.Name(d.To)}")}",
            Core.Samples.Storage store => $"kept by {parties.Name(store.By)}{(store.Place?.Said is { } place ? $" at {place}" : "")}{Temperatures(store)}",
            _ => link.GetType().Name,
        };
        return $"{words}, {link.When?.Words ?? "time not given"}, {Word(sample.Chain.Assured(link))}{Corrected(link.CorrectedAt)}";
    }

    private static string Temperatures(Core.Samples.Storage store) => store.Lowest is null && store.Highest is null ? "" : $", {Celsius.Range(store.Lowest, store.Highest)}";

    private static string Word(Assurance assurance) => assurance.ToString().ToLowerInvariant();
}
