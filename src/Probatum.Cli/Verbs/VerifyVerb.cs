using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Cli.Verbs;

/// <summary>probatum verify</summary>
internal static class VerifyVerb
{
    public static Command Of(Shell shell)
    {
        var dossier = Verb.Argument("DOSSIER", "a folder or a .zip");
        var library = Verb.Option("--library", "the spectral library, to recompute identifications", "LIB");
        var roots = Verb.Several("--roots", "certificates (PEM or DER) of time-stamp authorities that you trust, or of those who vouch for them", "FILE");
        var policy = Verb.Option("--policy", "a tlog-policy file: which logs and witnesses you trust, and how many; then 'not proven' alone gives exit code 1", "FILE");
        return Verb.Alone(
            shell, "verify", "Check a dossier from its own bytes, offline, and recompute what it says. Opens nothing else. Exit code 0 when nothing fails, 1 when something does.",
            "probatum verify dossier.zip", [dossier, library, policy, roots], parse =>
            {
                var path = parse.GetRequiredValue(dossier);
                var spectra = parse.GetValue(library) is { } lib ? LibraryVerbs.Open(lib) : null;
                var trusted = parse.GetValue(policy) is { } file ? Trusted(file) : null;
                var verdict = Verdict(shell, path, spectra, trusted, Roots(parse.GetValue(roots)!) is { Length: > 0 } given ? new(shell.Clock(), given) : null);
                var wanting = !verdict.Holds || (trusted is not null && verdict.Checks.Any(check => check.Outcome == Outcome.NotProven));
                var counts = verdict.Checks.GroupBy(check => check.Outcome).ToDictionary(group => group.Key, group => group.Count());
                return Answer.Of(
                    [
                        .. verdict.Checks.OrderBy(check => check.Outcome).Select(check => $"{Core.Dossier.Verdict.Word(check.Outcome),-10}  {check.Code,-16}  {check.Words}"),
                        $"{(verdict.Holds ? "HOLDS" : "FAILS")}: {path}: {counts.GetValueOrDefault(Outcome.Holds)} hold, {counts.GetValueOrDefault(Outcome.NotProven)} not proven, {counts.GetValueOrDefault(Outcome.Fails)} fail{(wanting && verdict.Holds ? "; exit code 1, because with --policy what is not proven is wanting" : "")}",
                    ],
                    verdict.ToJson(), wanting ? 1 : 0);
            });
    }

    private static ImmutableArray<System.Security.Cryptography.X509Certificates.X509Certificate2> Roots(IEnumerable<string> files) =>
        [.. files.SelectMany(file => ReadersTime.TryReadRoots(Files.Read(file), out var read, out var fault) ? read : throw new BadInputException($"{file}: {fault.Why}"))];

    /// <summary>Opens a dossier for reading and for nothing else.</summary>
    internal static OpenedBag Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new(new FolderBag(path), null);
        }

        if (!File.Exists(path))
        {
            throw new BadInputException($"{path}: there is no such file or folder");
        }

        var zip = new ZipBag(path);
        return new(zip, zip);
    }

    private static Verdict Verdict(Shell shell, string path, Spectra.SpectralLibrary? library, TrustPolicy? policy, ReadersTime? time)
    {
        try
        {
            using var bag = Open(path);
            using var progress = new ProgressLine(shell, "verifying");
            return DossierVerifier.Verify(bag.Reader, library, progress, CaseVerbs.ReadTables().ToDictionary(table => table.Key, table => Digests.Hex(table.Value.Span)), policy, time);
        }
        catch (InvalidDataException e)
        {
            return new([new("zip", Outcome.Fails, e.Message)], null);
        }
    }

    /// <summary>A policy file.</summary>
    internal static TrustPolicy Policy(string path) => TrustPolicy.TryParse(Files.Read(path), out var policy, out var fault)
        ? policy
        : throw new BadInputException($"{path}: {fault.Why}");

    private static TrustPolicy Trusted(string path) => Policy(path) is { Logs.Length: > 0 } policy
        ? policy
        : throw new BadInputException($"{path}: it names no log, so it trusts none; add a line 'log VKEY' with a key that you got elsewhere than in the dossier");

    /// <summary>A bag and what must be closed after reading it.</summary>
    internal sealed record OpenedBag(IBagReader Reader, IDisposable? ToClose) : IDisposable
    {
        public void Dispose() => ToClose?.Dispose();
    }
}
