using System.CommandLine;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum serve</summary>
internal static class ServeVerb
{
    public static Command Of(Shell shell)
    {
        var urls = Verb.Several("--urls", "where to listen; beyond this machine only https (default http://localhost:7400)", "URL");
        var tls = Verb.Option("--tls", "for https: a PEM or PFX file with certificate and key, or 'self' for a certificate that this workspace makes for itself", "CERT|self");
        var link = Verb.Flag("--new-owner", "print a one-time link for one more owner, as when the only one lost the device");
        var witness = Verb.Option("--witness", "the folder of a witness (witness init) that answers anybody below /witness, as 'witness serve' does on a port of its own", "DIR");
        return Verb.Alone(
            shell, "serve", "Open the workspace in the browser, until SIGTERM or SIGINT. The first start prints a one-time link that creates the owner.",
            "probatum serve --workspace ./probatum-workspace", [urls, tls, link, witness, Verb.Workspace], parse =>
            {
                var listening = shell.Listening ?? throw new BadInputException("this program does not listen on ports");
                var isJson = Verb.Said(parse, Verb.AsJson);
                using var countersigning = parse.GetValue(witness) is { } folder ? WitnessVerbs.Open(shell, folder) : null;
                using var workspace = OpenedCase.OpenWorkspace(parse, shell);
                var answered = listening.Web(
                    workspace, shell,
                    new(
                        parse.GetValue(urls) is { Length: > 0 } said ? said : ["http://localhost:7400"], parse.GetValue(tls), parse.GetValue(link),
                        address => Say("address", address, $"Probatum listens on {address}"),
                        once => Say("link", once, $"to create the owner, open once, within a day: {once}"),
                        digest => Say("certificate", digest, $"its certificate's SHA-256, for who is asked to trust it: {digest}"), countersigning, WitnessVerbs.Fault(shell)),
                    CancellationToken.None).GetAwaiter().GetResult();
                return new($"stopped; {Words.Count(answered, "request")} answered", JsonMap.Of(("answered", answered)));

                void Say(string name, string value, string words)
                {
                    shell.Out.WriteLine(isJson ? CanonicalJson.WriteText(JsonMap.Of((name, value))) : words);
                    shell.Out.Flush();
                }
            });
    }
}
