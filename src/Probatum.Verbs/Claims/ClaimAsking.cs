using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Probatum.Core;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>probatum claim ask: a language model proposes claims of one report, where the owner allowed it for the case.</summary>
internal static class ClaimAsking
{
    private const int MostSeconds = 600;
    private const int LongestModel = 200;

    public static Command Of(Shell shell)
    {
        var report = new Argument<string?>("REPORT") { Description = "a report such as R1; its text is sent", Arity = ArgumentArity.ZeroOrOne };
        var endpoint = Verb.Required("--endpoint", "where the model answers, with OpenAI's interface: https, or http on this machine", "URL");
        var model = Verb.Option("--model", "the model's name there", "NAME");
        var key = Verb.Option("--key-from", "the environment variable that holds the key for the endpoint", "VARIABLE");
        var timeout = new Option<int>("--timeout") { Description = "how long the exchange may take (120)", HelpName = "SECONDS", DefaultValueFactory = _ => 120 };
        var yes = Verb.Flag("--yes", "send the text to another machine");
        var allow = Verb.Flag("--allow", "instead of REPORT: the owner allows texts of this case to go to that host from now on");
        var forbid = Verb.Flag("--forbid", "instead of REPORT: the owner ends that");
        var reason = Verb.Option("--reason", "with --allow or --forbid: why", "WHY");
        return Verb.Writing(
            shell, "ask", "Ask a language model which claims a report holds. Off until the owner allows it for the case and host. The report's whole text goes there; what comes back is proposed where its words stand in the report, letter for letter.",
            "probatum claim ask R1 --endpoint http://localhost:11434/v1 --model NAME", [report, endpoint, model, key, timeout, yes, allow, forbid, reason], (parse, opened) =>
            {
                var said = parse.GetRequiredValue(endpoint);
                var at = ModelEndpoint.TryRead(said, out var read, out var fault) ? read : throw new BadInputException($"--endpoint {said}: {fault}");
                if (parse.GetValue(allow) || parse.GetValue(forbid))
                {
                    return parse.GetValue(allow) && parse.GetValue(forbid) || parse.GetValue(report) is not null
                        ? throw new BadInputException("--allow or --forbid stands alone, with --endpoint and --reason")
                        : Allow(opened, at, parse.GetValue(allow), parse.GetValue(reason) ?? throw new BadInputException("say why with --reason"));
                }

                var name = parse.GetValue(model) ?? throw new BadInputException("say which model with --model");
                var seconds = parse.GetValue(timeout);
                return name.Length is 0 or > LongestModel || name.Any(char.IsControl) ? throw new BadInputException($"--model: a name has 1 to {LongestModel} characters")
                    : seconds is < 1 or > MostSeconds ? throw new BadInputException($"--timeout: 1 to {MostSeconds} seconds")
                    : Ask(opened, shell, opened.Find("report", parse.GetValue(report) ?? throw new BadInputException("say which report")), at, name, Key(parse.GetValue(key)), TimeSpan.FromSeconds(seconds), parse.GetValue(yes));
            });
    }

    private static Answer Allow(OpenedCase opened, ModelEndpoint at, bool isAllowed, string reason) => opened.State.Claims.ModelHosts.Contains(at.Host) == isAllowed
        ? throw new BadInputException($"{at.Host} is {(isAllowed ? "allowed" : "not allowed")} already")
        : OpenedCase.Recorded(
            opened.Record([new ModelAllowed(at.Host, isAllowed, reason)]),
            isAllowed ? $"allowed: texts of this case may go to {at.Host}, one report at a time, by 'claim ask'" : $"ended: no text of this case goes to {at.Host}", ("host", at.Host));

    private static Answer Ask(OpenedCase opened, Shell shell, EntityId id, ModelEndpoint at, string model, string? key, TimeSpan patience, bool yes)
    {
        var captured = opened.State.Claims.Report(id)!.Captured;
        var text = captured.Text is { } blob && opened.Workspace.Blobs.Read(blob.Sha256) is { } kept ? Encoding.UTF8.GetString(kept.Span) : throw new BadInputException($"{opened.Call(id)} has no text here");
        if (text.Length > ModelPrompt.Longest)
        {
            throw new BadInputException($"{opened.Call(id)} has {text.Length} characters; at most {ModelPrompt.Longest} are sent");
        }

        var options = new ChatOptions { ModelId = model, Temperature = 0 };
        var prompt = ModelPrompt.For(text);
        var body = ChatEndpoint.Body(prompt, options);
        var asked = new ModelAsked(id, at.Host, model, ModelPrompt.Version, Blob.Of(body, "application/json"), null, 0, 0, [], null);

        // What can't go on record is not sent.
        opened.Registered(opened.Author.Name);
        if (Rules.Judge(opened.State, new(opened.Author.Name, opened.History.Keys.Keys[opened.Author.Name].Role, null), asked) is { } refused)
        {
            throw new BadInputException($"{OpenedCase.Refusal(refused, ModelAsked.Row)}{(refused.Code == "model/not-allowed" ? $"; the owner allows it with 'probatum claim ask --allow --endpoint URL --reason WHY' ({at.Host})" : "")}");
        }

        var characters = text.Length.ToString(CultureInfo.InvariantCulture);
        shell.Error.WriteLine($"probatum: {SafeText.Line(at.IsLocal
            ? $"the text of {opened.Call(id)}, {characters} characters, goes to the language model '{model}' at {at.Host}, on this machine"
            : $"warning: the text of {opened.Call(id)}, {characters} characters, goes to the language model '{model}' at {at.Host}. Every name in it leaves this machine, and whoever runs that host can keep it")}");
        if (!at.IsLocal && !yes)
        {
            throw new BadInputException("nothing was sent; say --yes if that is meant");
        }

        try
        {
            using var endpoint = new ChatEndpoint(at, key, patience);
            var response = endpoint.GetResponseAsync(prompt, options, CancellationToken.None).GetAwaiter().GetResult();
            return Recorded(opened, shell, asked, body, (byte[])response.RawRepresentation!, response.Text, text, null);
        }
        catch (ModelFaultException e)
        {
            return e.IsSent ? Recorded(opened, shell, asked, body, e.Answer, null, text, e.Message) : throw new BadInputException($"{e.Message}; nothing was sent");
        }
    }

    // The text left: that goes on record whatever came back.
    private static Answer Recorded(OpenedCase opened, Shell shell, ModelAsked asked, byte[] body, byte[]? answer, string? words, string text, string? fault)
    {
        var (id, captured) = (asked.Report!.Value, opened.State.Claims.Report(asked.Report)!.Captured);
        var known = opened.State.Claims.Claims.Where(claim => claim.Said.Report == id).SelectMany(claim => new[] { claim.Said, claim.Proposed }).OfType<ClaimProposed>();
        var publisher = captured.Publisher is { } party ? opened.State.Parties.Name(party) : null;
        AnswerReading? reading = null;
        if (words is not null)
        {
            new AnsweredClaims(id, text, AnsweredClaims.Engine(asked.Model!, asked.Host!), publisher, known, shell.Random).TryRead(words, out reading, out var unread);
            fault = reading is null ? unread : null;
        }

        opened.Workspace.Blobs.Put(body, "application/json");
        var reasons = reading?.Dropped.Select(one => $"{one.Value.ToString(CultureInfo.InvariantCulture)} {one.Key}").ToList() ?? [];
        var receipts = opened.Record([
            asked with
            {
                Answer = answer is { Length: > 0 } ? opened.Workspace.Blobs.Put(answer, "application/octet-stream") : null,
                Accepted = reading?.Accepted.Length ?? 0, Dropped = reading?.DroppedCount ?? 0, Reasons = [.. reasons], Fault = fault,
            },
            .. reading?.Accepted ?? [],
        ]);
        if (fault is not null)
        {
            opened.Note($"{opened.Call(id)}: {fault}; that its text was sent is on record");
        }

        var claims = reading?.Accepted.Select(claim => claim.Claim!.Value).ToList() ?? [];
        var done = OpenedCase.Recorded(
            receipts, $"{opened.Call(id)}: {Words.Count(claims.Count, "claim")} proposed{(claims.Count > 0 ? $" ({string.Join(", ", claims.Select(claim => opened.Call(claim)))})" : "")}, {reading?.DroppedCount ?? 0} dropped{(reasons.Count > 0 ? $": {string.Join(", ", reasons)}" : "")}",
            ("claims", JsonList.Of(claims.Select(claim => (Json)claim.Text))), ("dropped", (long)(reading?.DroppedCount ?? 0)), ("reasons", JsonList.Of(reasons.Select(one => (Json)one))), ("fault", fault));
        return done with { Code = fault is null ? 0 : 1 };
    }

    private static string? Key(string? variable) => variable is null ? null
        : Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } key && key.All(c => c is > ' ' and < '\x7f') ? key
        : throw new BadInputException($"the environment variable {variable} holds no key");
}
