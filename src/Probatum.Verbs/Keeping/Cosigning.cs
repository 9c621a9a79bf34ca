using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Verbs;

/// <summary>Collects what witnesses sign of a case's log, by network or by file.</summary>
internal static class Cosigning
{
    /// <summary>Further keys of witnesses, besides those that the case's policy names.</summary>
    public static Option<string[]> Keys => Verb.Several("--vkey", "the key of a witness that the case's policy does not name", "VKEY");

    /// <summary>Asks witnesses and keeps what they sign; what each came to.</summary>
    public static ImmutableArray<(string From, WitnessReply Reply)> Ask(OpenedCase opened, IEnumerable<string> urls, IEnumerable<string> vkeys)
    {
        using var client = new WitnessClient(opened.Log, Known(opened, vkeys));
        return Kept(opened, [.. urls.Select(url => (url, client.Ask(url, CancellationToken.None).GetAwaiter().GetResult()))]);
    }

    /// <summary>Takes answers that came as files.</summary>
    public static ImmutableArray<(string From, WitnessReply Reply)> Take(OpenedCase opened, IEnumerable<string> files, IEnumerable<string> vkeys)
    {
        using var client = new WitnessClient(opened.Log, Known(opened, vkeys));
        return Kept(opened, [.. files.Select(file => (file, client.Take(Files.Read(file))))]);
    }

    /// <summary>The case's own policy, or null.</summary>
    public static TrustPolicy? Policy(OpenedCase opened) =>
        opened.State.Opened is { } first && CasePolicy.TryRead(first, out var policy, out _) ? policy : null;

    /// <summary>A line for each answer.</summary>
    public static IEnumerable<string> Words(ImmutableArray<(string From, WitnessReply Reply)> replies, long size) => replies.Select(one =>
        one.Reply.Wanting is { } why ? $"WANTING {one.From}: {why}" : $"{one.From}: {string.Join(", ", one.Reply.Lines.Select(line => line.Name).Distinct())} signed the checkpoint of {size}");

    /// <summary>A line for what the case's policy lacks, or none.</summary>
    public static IEnumerable<string> Lacks(OpenedCase opened) => Wanting(opened) is { } wanting ? [$"the quorum of the case is not met: {wanting}"] : [];

    /// <summary>What the case's policy lacks for the present checkpoint, or null.</summary>
    public static string? Wanting(OpenedCase opened) =>
        Policy(opened) is { } policy && policy.TryJudge(opened.Cosignatures.Of(opened.Log), out var witnessed, out _) && !witnessed.QuorumIsMet ? witnessed.Wanting : null;

    /// <summary>The same for programs.</summary>
    public static Json Json(ImmutableArray<(string From, WitnessReply Reply)> replies) => JsonList.Of(replies.Select(one => (Json)JsonMap.Of(
        ("from", one.From), ("wanting", one.Reply.Wanting is { } why ? why : null), ("signed", JsonList.Of(one.Reply.Lines.Select(line => (Json)line.Name))))));

    private static ImmutableArray<(string From, WitnessReply Reply)> Kept(OpenedCase opened, ImmutableArray<(string From, WitnessReply Reply)> replies)
    {
        var lines = replies.SelectMany(one => one.Reply.Lines).ToList();
        if (lines.Count > 0)
        {
            opened.Cosignatures.Add(opened.Log, lines);
        }

        return replies;
    }

    private static IEnumerable<VerifierKey> Known(OpenedCase opened, IEnumerable<string> vkeys)
    {
        var more = vkeys.Select(vkey => VerifierKey.TryParse(vkey, out var key, out var fault) ? key : throw new BadInputException($"'{vkey}' is no key: {fault.Why}"));
        return (Policy(opened)?.Witnesses.Select(witness => witness.Key) ?? []).Concat(more).DistinctBy(key => key.Text);
    }
}
