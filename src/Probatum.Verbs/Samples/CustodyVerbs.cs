using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

/// <summary>The verbs of <c>probatum sample</c> that record an act on a sample, or say something to one.</summary>
internal static class CustodyVerbs
{
    public static IEnumerable<Command> All(Shell shell) =>
        [Open(shell), Split(shell), Transfer(shell), Receive(shell), Refuse(shell), Check(shell), Store(shell), Use(shell), End(shell), Code(shell), Support(shell), Remark(shell)];

    private static Command Open(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who opened it", "PARTY"), Verb.Option("--when", "when", "TIME"));
        var (found, applied, reason) = (Verb.Option("--seal-found", "the seal read before breaking it", "SEAL"), Verb.Option("--seal-applied", "the new seal", "SEAL"), Verb.Required("--reason", "why", "WHY"));
        var (witnesses, photos) = (Verb.Several("--witness", "who saw it", "WHO"), PhotoFiles.Option());
        return Verb.Writing(
            shell, "open", "Record that a container was opened and closed again.", "probatum sample open S-09 --by Team --seal-found A-117 --seal-applied A-118 --reason 'moisture check'",
            [sample, by, when, found, applied, reason, witnesses, photos], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new SampleOpened(
                    opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), Now(parse.GetValue(when), shell),
                    parse.GetValue(found), parse.GetValue(applied), parse.GetRequiredValue(reason), [.. parse.GetValue(witnesses) ?? []], PhotoFiles.Keep(opened, parse.GetValue(photos)))),
                $"sample {parse.GetRequiredValue(sample)} opened"));
    }

    private static Command Split(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who divides it", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var (found, applied) = (Verb.Option("--seal-found", "the seal read before breaking it", "SEAL"), Verb.Option("--seal-applied", "the new seal on what remains", "SEAL"));
        var into = Verb.Several("--into", "aliquots as LABEL=QUANTITY=SEAL; quantity and seal may be left out", "ALIQUOT");
        into.Required = true;
        var (witnesses, photos) = (Verb.Several("--witness", "who saw it", "WHO"), PhotoFiles.Option());
        return Verb.Writing(
            shell, "split", "Divide a sample; every aliquot inherits its history.", "probatum sample split S-09 --by Team --seal-found A-117 --seal-applied A-120 --into 'S-09/A=5 g=A-121' 'S-09/B=5 g=A-122'",
            [sample, by, when, found, applied, into, witnesses, photos], (parse, opened) =>
            {
                var parts = (parse.GetValue(into) ?? []).Select(text => text.Split('=')).Select(part => part.Length <= 3 && part[0].Length > 0
                    ? new Aliquot(opened.NewId(), part[0].Trim(), Part(part, 1), Part(part, 2))
                    : throw new BadInputException($"'{string.Join('=', part)}' is no aliquot such as 'S-09/A=5 g=A-121'")).ToList();
                return OpenedCase.Recorded(
                    opened.Record(new SampleSplit(
                        opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), Now(parse.GetValue(when), shell),
                        parse.GetValue(found), parse.GetValue(applied), [.. parts], [.. parse.GetValue(witnesses) ?? []], PhotoFiles.Keep(opened, parse.GetValue(photos)))),
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
        var label = Verb.Option("--label", "what was read on the container: its label, or the code for the laboratory", "TEXT");
        var form = new HandOverOptions();
        return Verb.Writing(
            shell, "transfer", "Hand a sample on: the giver signs and writes a half for the receiver to sign; or type in what paper says.",
            "probatum sample transfer S-09 --from Team --to Laboratory --seal-found A-117 --key team --receiver-key lab --out S-09.half",
            [sample, from, to, when, receiver, paper, reported, half, found, applied, where, condition, purpose, label, .. form.Symbols], (parse, opened) =>
            {
                var id = opened.Find("sample", parse.GetRequiredValue(sample));
                var (giver, taker) = (opened.Find("party", parse.GetRequiredValue(from)), opened.Find("party", parse.GetRequiredValue(to)));
                var place = parse.GetValue(where) is { } said ? new Where(said) : null;
                if (parse.GetValue(paper) is not null || parse.GetValue(reported))
                {
                    return OpenedCase.Recorded(
                        opened.Record(new CustodyReported(
                            id, giver, taker, OpenedCase.When(parse.GetValue(when)), place, parse.GetValue(found), parse.GetValue(applied), parse.GetValue(condition), parse.GetValue(purpose),
                            parse.GetValue(paper) is { } scan ? opened.Keep(scan, Files.Media(scan)) : null, parse.GetValue(label), form.Read(parse, opened))),
                        $"hand-over of {parse.GetRequiredValue(sample)} recorded as reported");
                }

                if (parse.GetValue(receiver) is not { } key || parse.GetValue(half) is not { } path)
                {
                    throw new BadInputException("a live hand-over needs --receiver-key and --out; for a paper form give --paper, and --reported where there is none");
                }

                var statement = new CustodyTransferred(
                    id, giver, taker, Now(parse.GetValue(when), shell), place, parse.GetValue(found), parse.GetValue(applied), parse.GetValue(condition), parse.GetValue(purpose), parse.GetValue(label), form.Read(parse, opened));
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

    private static Command Check(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who looked", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var (seal, broken, condition) = (Verb.Required("--seal-found", "the number read", "SEAL"), Verb.Flag("--broken", "the seal is not whole"), Verb.Option("--condition", "as seen", "TEXT"));
        var (witnesses, photos) = (Verb.Several("--witness", "who saw it", "WHO"), PhotoFiles.Option());
        return Verb.Writing(
            shell, "check", "Read a seal and leave it: seals are confirmed before they are broken.", "probatum sample check S-09 --by Laboratory --seal-found A-117 --photo seal.jpg",
            [sample, by, when, seal, broken, condition, witnesses, photos], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new SealChecked(
                    opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), Now(parse.GetValue(when), shell), parse.GetRequiredValue(seal),
                    !parse.GetValue(broken), parse.GetValue(condition), [.. parse.GetValue(witnesses) ?? []], PhotoFiles.Keep(opened, parse.GetValue(photos)))),
                $"seal of {parse.GetRequiredValue(sample)} read"));
    }

    private static Command Store(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who kept it", "PARTY"), Verb.Required("--when", "from when to when, with a slash between", "TIME"));
        var (where, lowest, highest) = (Verb.Option("--where", "the place in words", "PLACE"), Verb.Option("--lowest", "the lowest temperature measured, in °C", "NUMBER"), Verb.Option("--highest", "the highest", "NUMBER"));
        var (limits, log, note) = (Verb.Option("--limits", "the range that was to be kept, such as 2,8", "LOW,HIGH"), Verb.Option("--log", "the logger's file", "FILE"), Verb.Option("--note", "what else is to be said", "TEXT"));
        return Verb.Writing(
            shell, "store", "Record where a sample was kept for a time, and how cold.", "probatum sample store S-09 --by Laboratory --when 2031-05-05T08:00Z/2031-05-19T08:00Z --where 'refrigerator 2' --lowest 3.1 --highest 7.4 --limits 2,8",
            [sample, by, when, where, lowest, highest, limits, log, note], (parse, opened) =>
            {
                var range = parse.GetValue(limits)?.Split(',');
                return range is not (null or { Length: 2 }) ? throw new BadInputException("--limits are two numbers such as 2,8") : OpenedCase.Recorded(
                    opened.Record(new SampleStored(
                        opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), parse.GetValue(where) is { } said ? new Where(said) : null,
                        OpenedCase.When(parse.GetRequiredValue(when)), HandOverOptions.Thousandths("--lowest", parse.GetValue(lowest)), HandOverOptions.Thousandths("--highest", parse.GetValue(highest)),
                        HandOverOptions.Thousandths("--limits", range?[0]), HandOverOptions.Thousandths("--limits", range?[1]),
                        parse.GetValue(log) is { } path ? opened.Keep(path, Files.Media(path)) : null, parse.GetValue(note))),
                    $"storage of {parse.GetRequiredValue(sample)} recorded");
            });
    }

    private static Command Use(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who used it", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var (quantity, reason) = (Verb.Required("--quantity", "how much, such as '0.5 g'", "AMOUNT"), Verb.Option("--reason", "what for", "WHY"));
        var (found, applied) = (Verb.Option("--seal-found", "the seal read before breaking it", "SEAL"), Verb.Option("--seal-applied", "the new seal on what remains", "SEAL"));
        return Verb.Writing(
            shell, "use", "Record that a part of a sample was used.", "probatum sample use S-09/A --by Laboratory --quantity '0.5 g' --reason 'extraction' --seal-found A-121 --seal-applied A-130",
            [sample, by, when, quantity, reason, found, applied], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new SampleDisposed(
                    opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), "used", Now(parse.GetValue(when), shell), parse.GetRequiredValue(quantity), null,
                    parse.GetValue(found), parse.GetValue(applied), [], parse.GetValue(reason), null)),
                $"{parse.GetRequiredValue(quantity)} of {parse.GetRequiredValue(sample)} used"));
    }

    private static Command End(Shell shell)
    {
        var (sample, by, when) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--by", "who did it", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var how = Verb.Required("--how", "used-up, returned, retained or destroyed", "HOW");
        how.AcceptOnlyFromAmong([.. SampleDisposed.Ways.Where(way => way != "used")]);
        var (to, quantity, reason) = (Verb.Option("--to", "to whom it was returned", "PARTY"), Verb.Option("--quantity", "how much there was", "AMOUNT"), Verb.Option("--reason", "why", "WHY"));
        var (found, witnesses, paper) = (Verb.Option("--seal-found", "the seal as found", "SEAL"), Verb.Several("--witness", "who saw it", "WHO"), Verb.Option("--paper", "the certificate or receipt", "FILE"));
        return Verb.Writing(
            shell, "end", "Record what became of the rest of a sample.", "probatum sample end S-09/B --how destroyed --by Laboratory --reason 'end of retention' --witness 'the requester's observer' --paper certificate.pdf",
            [sample, by, when, how, to, quantity, reason, found, witnesses, paper], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new SampleDisposed(
                    opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(by)), parse.GetRequiredValue(how), Now(parse.GetValue(when), shell), parse.GetValue(quantity),
                    opened.FindOr("party", parse.GetValue(to)), parse.GetValue(found), null, [.. parse.GetValue(witnesses) ?? []], parse.GetValue(reason),
                    parse.GetValue(paper) is { } path ? opened.Keep(path, Files.Media(path)) : null)),
                $"{parse.GetRequiredValue(sample)}: {parse.GetRequiredValue(how).Replace('-', ' ')}"));
    }

    private static Command Code(Shell shell)
    {
        var (sample, laboratory) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--laboratory", "who gets it under the code", "PARTY"));
        var (code, by) = (Verb.Option("--code", "the code; else one by chance", "TEXT"), Verb.Option("--by", "who gives it", "PARTY"));
        return Verb.Writing(
            shell, "code", "Give a sample the code under which a laboratory gets it. Only whoever holds this record knows what the code stands for.", "probatum sample code S-09/A --laboratory 'Laboratory DL 02'",
            [sample, laboratory, code, by], (parse, opened) =>
            {
                var given = parse.GetValue(code) ?? ByChance(shell.Random);
                return OpenedCase.Recorded(
                    opened.Record(new BlindCodeGiven(opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(laboratory)), given, opened.FindOr("party", parse.GetValue(by)))),
                    $"{parse.GetRequiredValue(sample)} goes to {parse.GetRequiredValue(laboratory)} as {given}", ("code", given));
            });
    }

    private static Command Support(Shell shell)
    {
        var (sample, record) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--record", "the act: its leaf as 'sample show' prints it, or r-…", "RECORD"));
        var (by, basis) = (Verb.Required("--by", "who corroborates it", "PARTY"), Verb.Required("--basis", "what it was held against: documents, files, accounts", "TEXT"));
        var items = Verb.Several("--item", "the items of the case that it rests on", "ITEM");
        return Verb.Writing(
            shell, "support", "Corroborate one act that is only told of, as a party that was no part of it.", "probatum sample support S-09 --record 41 --by Team --basis 'the duty log and two accounts agree' --item R3",
            [sample, record, by, basis, items], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new CustodySupported(
                    opened.Find("sample", parse.GetRequiredValue(sample)), Act(opened, parse.GetRequiredValue(record)), opened.Find("party", parse.GetRequiredValue(by)), parse.GetRequiredValue(basis),
                    [.. (parse.GetValue(items) ?? []).Select(item => opened.Any(item).Id)])),
                $"act of leaf {parse.GetRequiredValue(record)} on {parse.GetRequiredValue(sample)} corroborated by {parse.GetRequiredValue(by)}"));
    }

    private static Command Remark(Shell shell)
    {
        var (sample, text) = (Verb.Argument("SAMPLE", "its label"), Verb.Required("--text", "the words", "TEXT"));
        var (record, by, when) = (Verb.Option("--record", "the act it is about: its leaf, or r-…", "RECORD"), Verb.Option("--by", "who says so", "PARTY"), Verb.Option("--when", "when; else now", "TIME"));
        var (notes, answers) = (Verb.Option("--notes", "the kind of anomaly that is noticed, such as collector-unavailable", "KIND"), Verb.Option("--answers", "the kind of anomaly that is answered", "KIND"));
        var resolution = Verb.Option("--resolution", "with --answers: explained, disputed or open", "WORD");
        resolution.AcceptOnlyFromAmong([.. CustodyRemarked.Resolutions]);
        var papers = Verb.Several("--paper", "files that belong to it", "FILE");
        return Verb.Writing(
            shell, "remark", "Say something to a sample's custody: a remark, an anomaly noticed, or an answer to one. It takes nothing away.",
            "probatum sample remark S-09 --record 41 --answers seal-mismatch --resolution explained --by Team --text 'the form has a slip of the pen; see the photograph'",
            [sample, text, record, by, when, notes, answers, resolution, papers], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new CustodyRemarked(
                    opened.Find("sample", parse.GetRequiredValue(sample)), parse.GetValue(record) is { } act ? Act(opened, act) : null, opened.FindOr("party", parse.GetValue(by)), Now(parse.GetValue(when), shell),
                    parse.GetValue(notes), parse.GetValue(answers), parse.GetValue(resolution), parse.GetRequiredValue(text), [.. (parse.GetValue(papers) ?? []).Select(path => opened.Keep(path, Files.Media(path))!)])),
                $"remark on {parse.GetRequiredValue(sample)} recorded"));
    }

    private static string Act(OpenedCase opened, string name) => RecordId.IsWellFormed(name) ? name
        : opened.State.At(opened.Leaf(name))?.Id.Text ?? throw new BadInputException($"leaf {name} is no record that counts");

    // No letter or digit that is read for another.
    private static string ByChance(Randomness random)
    {
        const string Signs = "ACDEFHJKLMNPRTUVWXY34679";
        Span<byte> bytes = stackalloc byte[8];
        random(bytes);
        return string.Concat(bytes.ToArray().Select(one => Signs[one % Signs.Length]));
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
}
