using System.CommandLine;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Cli.Verbs;

/// <summary>probatum sample …</summary>
internal static class SampleVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "sample", "Samples and their custody.",
        Add(shell), Claimed(shell), Open(shell), Split(shell), Transfer(shell), Receive(shell), Refuse(shell), List(shell), Show(shell));

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
        var origin = Verb.Option("--origin", string.Join(", ", SampleOrigins.All), "KEY");
        var witnesses = Verb.Several("--witness", "who saw it", "WHO");
        var note = Verb.Option("--note", "what else is to be said", "TEXT");
        return Verb.Writing(
            shell, "add", "Record a sample as collected.", "probatum sample add S-09 --matrix ENV_SOIL --when 2031-05-04T10:20Z --collector Team --seal A-117 --origin TEAM_COLLECTED",
            [label, incident, matrix, quantity, when, where, at, radius, collector, seal, origin, witnesses, note], (parse, opened) =>
            {
                if (parse.GetValue(matrix) is { } key && !opened.Tables.Matrices.ContainsKey(key))
                {
                    throw new BadInputException($"'{key}' is no matrix of this case's tables: {string.Join(", ", opened.Tables.Matrices.Keys)}");
                }

                if (parse.GetValue(origin) is { } told && !SampleOrigins.All.Contains(told))
                {
                    throw new BadInputException($"'{told}' is no origin of a sample: {string.Join(", ", SampleOrigins.All)}");
                }

                var id = opened.NewId();
                var receipts = opened.Record(new SampleCollected(
                    id, opened.FindOr("incident", parse.GetValue(incident)), parse.GetRequiredValue(label), parse.GetValue(matrix), parse.GetValue(quantity),
                    OpenedCase.When(parse.GetValue(when)), IncidentVerbs.Place(parse.GetValue(where), parse.GetValue(at), parse.GetValue(radius)),
                    opened.FindOr("party", parse.GetValue(collector)), parse.GetValue(seal), parse.GetValue(origin) ?? "UNKNOWN", [.. parse.GetValue(witnesses) ?? []], parse.GetValue(note)));
                return OpenedCase.Recorded(receipts, $"sample {parse.GetRequiredValue(label)}", ("sample", id.Text));
            });
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

    private static Command Open(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who opened it", "PARTY"), Verb.Option("--when", "when", "TIME"));
        var (found, applied, reason) = (Verb.Option("--seal-found", "the seal read before breaking it", "SEAL"), Verb.Option("--seal-applied", "the new seal", "SEAL"), Verb.Required("--reason", "why", "WHY"));
        return Verb.Writing(
            shell, "open", "Record that a container was opened and closed again.", "probatum sample open S-09 --by Team --seal-found A-117 --seal-applied A-118 --reason 'moisture check'",
            [sample, by, when, found, applied, reason], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new SampleOpened(
                    opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), Now(parse.GetValue(when), shell),
                    parse.GetValue(found), parse.GetValue(applied), parse.GetRequiredValue(reason))),
                $"sample {parse.GetRequiredValue(sample)} opened"));
    }

    private static Command Split(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who divides it", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var (found, applied) = (Verb.Option("--seal-found", "the seal read before breaking it", "SEAL"), Verb.Option("--seal-applied", "the new seal on what remains", "SEAL"));
        var into = Verb.Several("--into", "aliquots as LABEL=QUANTITY=SEAL; quantity and seal may be left out", "ALIQUOT");
        into.Required = true;
        return Verb.Writing(
            shell, "split", "Divide a sample; every aliquot inherits its history.", "probatum sample split S-09 --by Team --seal-found A-117 --seal-applied A-120 --into 'S-09/A=5 g=A-121' 'S-09/B=5 g=A-122'",
            [sample, by, when, found, applied, into], (parse, opened) =>
            {
                var parts = (parse.GetValue(into) ?? []).Select(text => text.Split('=')).Select(part => part.Length <= 3 && part[0].Length > 0
                    ? new Aliquot(opened.NewId(), part[0].Trim(), Part(part, 1), Part(part, 2))
                    : throw new BadInputException($"'{string.Join('=', part)}' is no aliquot such as 'S-09/A=5 g=A-121'")).ToList();
                return OpenedCase.Recorded(
                    opened.Record(new SampleSplit(
                        opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), Now(parse.GetValue(when), shell),
                        parse.GetValue(found), parse.GetValue(applied), [.. parts])),
                    $"sample {parse.GetRequiredValue(sample)} split into {string.Join(", ", parts.Select(part => part.Label))}",
                    ("aliquots", JsonList.Of(parts.Select(part => (Json)part.Sample.Text))));
            });
    }

    private static Command Transfer(Shell shell)
    {
        var sample = Verb.Argument("SAMPLE", "its label");
        var (from, to, when) = (Verb.Required("--from", "the giver", "PARTY"), Verb.Required("--to", "the receiver", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var receiver = Verb.Option("--receiver-key", "the receiver's key as registered (a key of this workspace, or k-…); not for paper", "NAME");
        var paper = Verb.Option("--paper", "the scan of a paper form: recorded as reported by one registrar", "FILE");
        var reported = Verb.Flag("--reported", "told of without any form");
        var half = Verb.Option("--out", "where the giver's half goes", "FILE");
        var (found, applied) = (Verb.Option("--seal-found", "the seal as found", "SEAL"), Verb.Option("--seal-applied", "a new seal, if one was applied", "SEAL"));
        var (where, condition, purpose) = (Verb.Option("--where", "the place in words", "PLACE"), Verb.Option("--condition", "as seen", "TEXT"), Verb.Option("--purpose", "storage, transport, analysis …", "TEXT"));
        return Verb.Writing(
            shell, "transfer", "Hand a sample on: the giver signs and writes a half for the receiver to sign; or type in what paper says.",
            "probatum sample transfer S-09 --from Team --to Laboratory --seal-found A-117 --key team --receiver-key lab --out S-09.half",
            [sample, from, to, when, receiver, paper, reported, half, found, applied, where, condition, purpose], (parse, opened) =>
            {
                var id = opened.Find("sample", parse.GetRequiredValue(sample));
                var (giver, taker) = (opened.Find("party", parse.GetRequiredValue(from)), opened.Find("party", parse.GetRequiredValue(to)));
                var place = parse.GetValue(where) is { } said ? new Where(said) : null;
                if (parse.GetValue(paper) is not null || parse.GetValue(reported))
                {
                    return OpenedCase.Recorded(
                        opened.Record(new CustodyReported(
                            id, giver, taker, OpenedCase.When(parse.GetValue(when)), place, parse.GetValue(found), parse.GetValue(applied), parse.GetValue(condition), parse.GetValue(purpose),
                            parse.GetValue(paper) is { } scan ? opened.Keep(scan, Files.Media(scan)) : null)),
                        $"hand-over of {parse.GetRequiredValue(sample)} recorded as reported");
                }

                if (parse.GetValue(receiver) is not { } key || parse.GetValue(half) is not { } path)
                {
                    throw new BadInputException("a live hand-over needs --receiver-key and --out; for a paper form give --paper, and --reported where there is none");
                }

                var statement = new CustodyTransferred(
                    id, giver, taker, Now(parse.GetValue(when), shell), place, parse.GetValue(found), parse.GetValue(applied), parse.GetValue(condition), parse.GetValue(purpose));
                var name = key.StartsWith("k-", StringComparison.Ordinal) ? new KeyName(key) : new KeyName(opened.SignerKey(key).Verifier.Name);
                opened.Registered(name, key);
                var signed = opened.Half(statement, name, path);
                return new(
                    $"{path}: signed by the giver; the receiver signs with 'probatum sample receive {path} --key NAME' or declines with 'probatum sample refuse {path} --key NAME'",
                    JsonMap.Of(("half", path), ("id", signed.Id.Text)));
            });
    }

    private static Command Receive(Shell shell)
    {
        var half = Verb.Argument("HALF", "the giver's half");
        return Verb.Writing(shell, "receive", "Sign a hand-over as its receiver; with both signatures it is recorded.", "probatum sample receive S-09.half --key lab", [half], (parse, opened) =>
        {
            var (path, signed, moved) = Read(parse.GetRequiredValue(half), opened);
            return OpenedCase.Recorded(opened.RecordHalf(signed, moved.Kind), $"{opened.Call(moved.Sample)}: {opened.State.Parties.Name(moved.From)} to {opened.State.Parties.Name(moved.To)}, signed by both");
        });
    }

    private static Command Refuse(Shell shell)
    {
        var (half, reason) = (Verb.Argument("HALF", "the giver's half"), Verb.Required("--reason", "why", "WHY"));
        var when = Verb.Option("--when", "when; else now", "TIME");
        return Verb.Writing(shell, "refuse", "Decline a hand-over as its receiver; the giver's half is kept as a file.", "probatum sample refuse S-09.half --reason 'seal broken' --key lab", [half, reason, when], (parse, opened) =>
        {
            var (path, signed, moved) = Read(parse.GetRequiredValue(half), opened);
            var kept = opened.Workspace.Blobs.Put(signed.ToBytes(), "application/json");
            return OpenedCase.Recorded(
                opened.Record(new CustodyRefused(moved.Sample, moved.From, moved.To, Now(parse.GetValue(when), shell), parse.GetRequiredValue(reason), kept)),
                $"hand-over of {opened.Call(moved.Sample)} declined");
        });
    }

    private static Command List(Shell shell)
    {
        var incident = Verb.Option("--incident", "only those of this incident", "INCIDENT");
        return Verb.Reading(shell, "list", "List samples with holder, chain assurance and anomalies.", "probatum sample list --json", [incident], (parse, opened) =>
        {
            var of = opened.FindOr("incident", parse.GetValue(incident));
            var samples = opened.State.Samples.All.Where(sample => of is null || sample.Collected.Incident == of).ToList();
            return Answer.Of(
                Columns.Of(["sample", "matrix", "origin", "holder", "seal", "assurance", "anomalies"], samples.Select(sample => new[]
                {
                    sample.Label, sample.Collected.Matrix ?? "-", sample.Parent is { } parent ? $"aliquot of {opened.Call(parent)}" : sample.Collected.Origin ?? "-",
                    opened.State.Parties.Name(sample.Chain.Custodian), sample.Chain.Seal ?? "-", Word(sample.Chain.Assurance(opened.Tables.Anomalies)),
                    string.Join(", ", sample.Chain.Anomalies.Select(one => Words.Kebab(one.What)).Distinct()) is { Length: > 0 } odd ? odd : "none",
                })),
                JsonList.Of(samples.Select(sample => Json(sample, opened))));
        });
    }

    private static Command Show(Shell shell)
    {
        var (name, svg) = (Verb.Argument("SAMPLE", "its label"), Verb.Option("--svg", "draw the chain into this file", "FILE"));
        return Verb.Reading(shell, "show", "Show a sample's whole life: custody, runs, identifications, results.", "probatum sample show S-09 --svg chain.svg", [name, svg], (parse, opened) =>
        {
            var sample = opened.State.Samples.Samples[opened.Find("sample", parse.GetRequiredValue(name))];
            if (parse.GetValue(svg) is { } path)
            {
                Files.Write(path, System.Text.Encoding.UTF8.GetBytes(CustodyDrawing.Svg(sample, opened.Tables.Anomalies, opened.State.Parties)));
            }

            var measured = SampleMeasured.Of(sample, opened);
            return Answer.Of(
                [
                    $"{sample.Label}: {opened.Tables.Matrices.GetValueOrDefault(sample.Collected.Matrix ?? "", sample.Collected.Matrix ?? "matrix not said")}, {sample.Quantity ?? "quantity not said"}, origin {sample.Collected.Origin ?? "not said"}",
                    $"held by {opened.State.Parties.Name(sample.Chain.Custodian)}, seal {sample.Chain.Seal ?? "none"}, chain assurance {Word(sample.Chain.Assurance(opened.Tables.Anomalies))}",
                    .. sample.Chain.Links.Select(link => $"  leaf {link.Index}: {LinkWords(link, opened)}{Odd(sample, link, opened)}"),
                    .. measured.Lines(),
                ],
                JsonMap.Of([.. Json(sample, opened).Members.Select(member => (member.Key, (Json?)member.Value)), .. measured.Json()]));
        });
    }

    private static JsonMap Json(SampleView sample, OpenedCase opened) => JsonMap.Of(
        ("sample", sample.Id.Text), ("label", sample.Label), ("matrix", sample.Collected.Matrix is { } matrix ? matrix : null),
        ("origin", sample.Collected.Origin is { } origin ? origin : null), ("parent", sample.Parent is { } parent ? opened.Call(parent) : null),
        ("holder", sample.Chain.Custodian is { } holder ? opened.State.Parties.Name(holder) : null), ("seal", sample.Chain.Seal is { } seal ? seal : null),
        ("assurance", Word(sample.Chain.Assurance(opened.Tables.Anomalies))),
        ("links", JsonList.Of(sample.Chain.Links.Select(link => (Json)JsonMap.Of(("leaf", link.Index), ("assurance", Word(link.Assurance)), ("words", LinkWords(link, opened)))))),
        ("anomalies", JsonList.Of(sample.Chain.Anomalies.Select(one => (Json)JsonMap.Of(("kind", Words.Kebab(one.What)), ("leaf", one.Link.Index), ("words", opened.Tables.Anomalies.Words(one.What)))))));

    private static string LinkWords(CustodyLink link, OpenedCase opened)
    {
        var parties = opened.State.Parties;
        var words = link switch
        {
            Collection c => $"collected by {parties.Name(c.By)}, seal {c.Applied ?? "none"}",
            HandOver h => $"{parties.Name(h.From)} to {parties.Name(h.To)}, seal {h.Found ?? "not read"}{(h.Applied is null ? "" : $", now {h.Applied}")}, {(h.Assurance == Assurance.Direct ? "signed by both" : h.HasForm ? "from a paper form" : "without a form")}",
            Opening o => $"opened by {parties.Name(o.By)}, seal {o.Found ?? "not read"}, now {o.Applied ?? "none"}",
            Division d => $"divided by {parties.Name(d.By)}, seal {d.Found ?? "not read"}, now {d.Applied ?? "none"}",
            Refusal r => $"hand-over declined by {parties.Name(r.By)}",
            _ => link.GetType().Name,
        };
        return $"{words}, {link.When?.Words ?? "time not given"}, {Word(link.Assurance)}";
    }

    private static string Odd(SampleView sample, CustodyLink link, OpenedCase opened)
    {
        var odd = sample.Chain.Anomalies.Where(one => ReferenceEquals(one.Link, link)).Select(one => opened.Tables.Anomalies.Words(one.What)).ToList();
        return odd.Count == 0 ? "" : $"  ! {string.Join("; ", odd)}";
    }

    private static (string Path, HalfSigned Half, CustodyTransferred Moved) Read(string path, OpenedCase opened)
    {
        if (!HalfSigned.TryRead(Files.Read(path), out var half, out var fault) || !half.TryShow(out var record, out fault))
        {
            throw new BadInputException($"{path}: this is no half of a hand-over: byte {fault.At}: {fault.Why}");
        }

        if (record.Envelope.Case != opened.Id || record.Statement is not CustodyTransferred moved)
        {
            throw new BadInputException($"{path}: this is no hand-over of this case");
        }

        return Core.CaseFile.JudgeHalf(opened.History, half, opened.Author.Name) is { } odd
            ? throw new BadInputException($"{path}: refused ({odd.Code}): {odd.Why}")
            : (path, half, moved);
    }

    private static When Now(string? said, Shell shell) => OpenedCase.When(said) ?? When.At(shell.Clock().ToUniversalTime(), "device");

    private static string? Part(string[] parts, int at) => parts.Length > at && parts[at].Trim() is { Length: > 0 } text ? text : null;

    private static string Word(Assurance assurance) => assurance.ToString().ToLowerInvariant();
}
