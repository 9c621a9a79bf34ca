using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Bags;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>probatum verify</summary>
internal static class VerifyVerb
{
    public static Command Of(Shell shell)
    {
        var dossier = Verb.Argument("DOSSIER", "a folder or a .zip");
        var library = Verb.Several("--library", "the spectral library, and files or folders of references for Raman and infrared, to recompute identifications", "LIB");
        var roots = Verb.Several("--roots", "certificates (PEM or DER) of time-stamp authorities that you trust, or of those who vouch for them", "FILE");
        var policy = Verb.Option("--policy", "a tlog-policy file: which logs and witnesses you trust, and how many; then 'not proven' alone gives exit code 1", "FILE");
        return Verb.Alone(
            shell, "verify", "Check a dossier from its own bytes, offline, and recompute what it says. Opens nothing else. Exit code 0 when nothing fails, 1 when something does.",
            "probatum verify dossier.zip", [dossier, library, policy, roots], parse =>
            {
                var path = parse.GetRequiredValue(dossier);
                var (spectra, references) = Libraries(parse.GetValue(library)!);
                var trusted = parse.GetValue(policy) is { } file ? Trusted(file) : null;
                if (!Directory.Exists(path) && !File.Exists(path))
                {
                    throw new BadInputException($"{path}: there is no such file or folder");
                }

                using var progress = new ProgressLine(shell, "verifying");
                var verdict = BagFiles.Verify(
                    path, spectra, progress, CaseVerbs.ReadTables(Shell.TablesFolder).ToDictionary(table => table.Key, table => Digests.Hex(table.Value.Span)), trusted,
                    Roots(parse.GetValue(roots)!) is { Length: > 0 } given ? new(shell.Clock(), given) : null, references);
                return Answer.Of(VerdictText.Lines(verdict, path, trusted is not null), verdict.ToJson(), VerdictText.Code(verdict, trusted is not null));
            });
    }

    private static (SpectralLibrary? Library, OpticalLibrary? References) Libraries(string[] paths)
    {
        try
        {
            return LibraryFiles.OpenAll(paths, LibraryVerbs.OpenWhole);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static ImmutableArray<System.Security.Cryptography.X509Certificates.X509Certificate2> Roots(IEnumerable<string> files) =>
        [.. files.SelectMany(file => ReadersTime.TryReadRoots(Files.Read(file), out var read, out var fault) ? read : throw new BadInputException($"{file}: {fault.Why}"))];

    /// <summary>Opens a dossier for reading and for nothing else.</summary>
    internal static OpenedDossier Open(string path) => Directory.Exists(path) || File.Exists(path)
        ? BagFiles.Open(path)
        : throw new BadInputException($"{path}: there is no such file or folder");

    /// <summary>A policy file.</summary>
    internal static TrustPolicy Policy(string path) => TrustPolicy.TryParse(Files.Read(path), out var policy, out var fault)
        ? policy
        : throw new BadInputException($"{path}: {fault.Why}");

    private static TrustPolicy Trusted(string path) => ReadersPolicy.TryRead(Files.Read(path), out var policy, out var fault)
        ? policy
        : throw new BadInputException($"{path}: {fault.Why}");
}
