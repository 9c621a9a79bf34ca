using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Ledger;

namespace Probatum.Verbs;

/// <summary>probatum case …</summary>
internal static class CaseVerbs
{
    public static Command Of(Shell shell) => Verb.Group("case", "Cases: open, list, show, time line, rule tables.", OpenCase(shell), List(shell), Show(shell), Timeline(shell), CaseRulesVerbs.Of(shell));

    private static Command OpenCase(Shell shell)
    {
        var title = Verb.Argument("TITLE", "what people call the case");
        var mandate = Verb.Option("--mandate", "who works on it, and by what right", "TEXT");
        var policy = Verb.Option("--policy", "whose cosignatures every dossier of the case needs: a tlog-policy of witness, group and quorum lines", "FILE");
        var continues = Verb.Option("--continues", "the last checkpoint, or the last dossier, of a case whose log can no longer be signed: this one is its sequel", "FILE");
        return Verb.Alone(
            shell, "open", "Open a case: its own log, and the rule tables it will be judged by, pinned by digest.",
            "probatum case open 'Area 1070' --mandate 'public record only'", [title, mandate, policy, continues, Verb.Workspace, Verb.Key], parse =>
            {
                using var own = shell.Held is null ? OpenedCase.OpenWorkspace(parse, shell) : null;
                var workspace = own ?? shell.Held!.Workspace;
                var called = parse.GetRequiredValue(title).Trim();
                if (called.Length == 0)
                {
                    throw new BadInputException("a case needs a title that people can call it by");
                }

                var known = own is null ? [.. OpenedCase.Index(workspace).Cases().Select(one => (one.Id, (string?)one.Title))] : OpenedCase.All(own).Select(one => (one.Id, one.History.State.Opened?.Title)).ToList();
                if (known.Find(one => string.Equals(one.Title, called, StringComparison.OrdinalIgnoreCase)) is { Title: { } taken } other)
                {
                    throw new BadInputException($"{workspace.Folder} has a case '{taken}' already ({other.Id}); give another title");
                }

                // Before the case gets a log and keys: a policy that can't be used leaves nothing behind.
                var rivals = parse.GetValue(policy) is { } file ? VerifyVerb.Policy(file) : null;
                Compose(parse.GetValue(policy), rivals);
                var before = parse.GetValue(continues) is { } last ? LastCheckpoint(last) : null;
                using var opened = OpenedCase.New(workspace, parse, shell);
                var tables = ReadTables(Shell.TablesFolder);
                foreach (var (name, bytes) in tables)
                {
                    workspace.Blobs.Put(bytes.Span, MediaOf(name));
                }

                var (ed25519, mlDsa) = workspace.LogKeys(opened.Id);
                var agreed = Compose(parse.GetValue(policy), rivals, ed25519.Verifier, mlDsa.Verifier);
                var receipts = opened.Record(new CaseOpened(
                    called, parse.GetValue(mandate), opened.Author.Key.Verifier.Text,
                    [ed25519.Verifier.Text, mlDsa.Verifier.Text], RuleTables.Digests(tables), agreed, before));
                return OpenedCase.Recorded(receipts, $"case {opened.Id}: {called}", ("case", opened.Id.Text));
            });
    }

    // A sequel stands beside what it continues, so a dossier that does not hold is not continued.
    private static string LastCheckpoint(string path)
    {
        ReadOnlyMemory<byte> bytes;
        if (Directory.Exists(path) || path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            using var bag = VerifyVerb.Open(path);
            if (DossierVerifier.Verify(bag.Reader).Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails) is { } unsound)
            {
                throw new BadInputException($"{path}: this dossier does not hold, and is not continued: {unsound.Code}: {unsound.Words}");
            }

            bytes = new DossierSource(bag.Reader).Checkpoint;
        }
        else
        {
            bytes = Files.Read(path);
        }

        return TlogProof.CheckpointIn(bytes.Span) is { } note && System.Text.Encoding.UTF8.GetString(note.ToBytes()) is var text && new CaseOpened(null, null, null, [], JsonMap.Empty, null, text).Before is not null ? text
            : throw new BadInputException($"{path}: this is neither a dossier nor a signed checkpoint of a log");
    }

    private static string? Compose(string? path, TrustPolicy? agreed, params VerifierKey[] logKeys) => agreed is null ? null
        : CasePolicy.TryCompose(agreed, logKeys, out var text, out var fault) ? text
        : throw new BadInputException($"{path}: {fault.Why}");

    private static Command List(Shell shell) => Verb.Alone(shell, "list", "List the cases of the workspace.", "probatum case list", [Verb.Workspace], parse =>
    {
        using var workspace = OpenedCase.OpenWorkspace(parse, shell);
        var cases = OpenedCase.Index(workspace).Cases();
        return Answer.Of(
            Columns.Of(["case", "records", "title"], cases.Select(one => new[] { one.Id.Text, $"{one.Size}", one.Title })),
            JsonList.Of(cases.Select(one => (Json)JsonMap.Of(("case", one.Id.Text), ("title", one.Title), ("size", one.Size)))));
    });

    private static Command Show(Shell shell) => Verb.Reading(shell, "show", "Show what is on record, counted, and what does not fit.", "probatum case show", [], (parse, opened) =>
    {
        var state = opened.State;
        var counts = state.Entities.Entities.Values.GroupBy(one => one.Sort).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, Count: (long)group.Count())).ToList();
        var open = state.Claims.Claims.Count(claim => claim.IsOpen);
        var odd = state.Samples.All.Select(sample => CustodyReview.Of(sample, state.Samples, opened.Tables.Anomalies).Misfits).Where(misfits => !misfits.IsEmpty).ToList();
        var anomalies = odd.Sum(misfits => (long)misfits.Length);
        var identities = IdentitiesView.Of(state);
        var openings = identities.Sum(one => (long)one.Opened.Length);
        var (remarks, conflicts, left) = (opened.History.Remarks, Conflicts.Of(state), ImportsView.LeftOver(state).ToList());
        return Answer.Of(
            [
                $"{state.Opened?.Title} ({opened.Id})", $"mandate: {state.Opened?.Mandate ?? "not said"}",
                .. state.Opened?.BeforeInWords is { } before ? [before] : Array.Empty<string>(),
                $"{Words.Leaves(opened.History.Size)} under the checkpoint; {state.NotUnderstood.Count()} not understood",
                .. opened.CopyOf is null ? Array.Empty<string>() : [$"a copy: the log is kept by {opened.Seen!.Origin}; {Words.Leaves(opened.Seen.Size)} of it are known here, {Words.Count(opened.History.Size - opened.Seen.Size, "record")} came here"],
                .. counts.Select(one => $"  {one.Count,5} {one.Key}"),
                .. open == 0 ? Array.Empty<string>() : [$"  {Words.Count(open, "claim")} reviewed by nobody, counting for nothing ('probatum claim next')"],
                .. odd.Count == 0 ? Array.Empty<string>() : [$"  {(anomalies == 1 ? "1 anomaly" : $"{anomalies} anomalies")} of {Words.Count(odd.Count, "sample")} ('probatum sample list' names them, 'probatum sample show' tells of each)"],
                .. identities.IsEmpty ? Array.Empty<string>() : [$"  who {Words.Count(identities.Length, "person")} is, kept apart; opened {IdentityVerbs.Times(openings)} ('probatum casualty identity list')"],
                .. remarks.Select(remark => $"  leaf {remark.Index}: {remark.Why}{(remark.Void ? " (counts for nothing)" : "")}"),
                .. conflicts.Select(conflict => $"  conflict: {conflict.Words}"),
                .. left.Select(one => $"  {ImportVerb.LeftOver(one.Entry, one.Of)}"),
            ],
            JsonMap.Of(
                ("case", opened.Id.Text), ("title", state.Opened?.Title ?? ""), ("size", opened.History.Size),
                ("continues", state.Opened?.Before is { } log ? JsonMap.Of(("origin", log.Origin), ("size", log.Size), ("root", log.Root.ToBase64())) : null),
                ("copyOf", opened.CopyOf is null ? null : JsonMap.Of(("origin", opened.Seen!.Origin), ("size", opened.Seen.Size))),
                ("counts", JsonMap.Of(counts.Select(one => (one.Key, (Json?)one.Count)))),
                ("unreviewedClaims", (long)open), ("anomalies", anomalies), ("identities", (long)identities.Length), ("identitiesOpened", openings),
                ("remarks", JsonList.Of(remarks.Select(remark => (Json)JsonMap.Of(("index", remark.Index), ("code", remark.Code), ("why", remark.Why), ("void", new JsonTruth(remark.Void)))))),
                ("conflicts", JsonList.Of(conflicts.Select(Json))),
                ("ofWithdrawn", JsonList.Of(left.Select(one => (Json)JsonMap.Of(("leaf", one.Entry.Index), ("of", one.Of.Id.Text), ("words", ImportVerb.LeftOver(one.Entry, one.Of))))))));
    });

    /// <summary>A conflict for programs.</summary>
    internal static Json Json(Conflict conflict) => JsonMap.Of(
        ("fact", conflict.Fact), ("leaves", JsonList.Of(conflict.Records.Select(entry => (Json)entry.Index))), ("words", conflict.Words));

    /// <summary>Events of the time line for programs.</summary>
    internal static JsonList Json(ImmutableArray<TimedEvent> events) =>
        JsonList.Of(events.Select(one => (Json)JsonMap.Of(
            ("leaf", one.Index), ("sort", one.Sort), ("who", one.Who), ("words", one.Words), ("said", one.When.Words),
            ("from", one.When.From is { } from ? from : null), ("to", one.When.To is { } to ? to : null))));

    private static Command Timeline(Shell shell)
    {
        var svg = Verb.Option("--svg", "draw it into this file", "FILE");
        return Verb.Reading(shell, "timeline", "Show everything that has a time, in order, each with whoever gave that time.", "probatum case timeline --svg timeline.svg", [svg], (parse, opened) =>
        {
            var events = TimeLine.Of(opened.State);
            if (parse.GetValue(svg) is { } path)
            {
                Files.Write(path, System.Text.Encoding.UTF8.GetBytes(TimeLineDrawing.Svg(events)));
            }

            return Answer.Of(
                Columns.Of(["when", "what", "who", ""], events.Select(one => new[] { one.When.Words, one.Sort, one.Who, one.Words })),
                Json(events));
        });
    }

    /// <summary>What sort of file a table is.</summary>
    internal static string MediaOf(string table) => table.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv" : "application/json";

    /// <summary>The rule tables of a folder such as the one that comes with the program, by name; withholding policies are no rules of judgement.</summary>
    internal static Dictionary<string, ReadOnlyMemory<byte>> ReadTables(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(file => RuleTables.IsOne(file.Name))
            .ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file.Path), StringComparer.Ordinal);
}
