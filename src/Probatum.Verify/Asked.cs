using System.Collections.Immutable;

namespace Probatum.Verify;

/// <summary>What the command line asks for.</summary>
internal sealed record Asked(string Dossier, string? Policy = null, ImmutableArray<string> Libraries = default, ImmutableArray<string> Roots = default, bool AsJson = false)
{
    public const string Usage = "usage: probatum-verify DOSSIER [--policy FILE] [--library LIB]… [--roots FILE]… [--json]";

    public const string Help = $"""
        Check a dossier from its own bytes, offline, and recompute what it says. Opens nothing else.

        {Usage}

          DOSSIER        a folder or a .zip
          --policy FILE  a tlog-policy file: which logs and witnesses you trust, and how many; then 'not proven' alone gives exit code 1
          --library LIB  the spectral library, to recompute identifications; files or folders of references for Raman and infrared; may be given several times
          --roots FILE   certificates of time-stamp authorities that you trust; may be given several times
          --json         print the verdict as one line of JSON

        Exit codes: 0 nothing fails, 1 something does, 2 bad usage or input.

        Example:
          probatum-verify dossier.zip
        """;

    /// <summary>Reads it; no reason means that help was asked for.</summary>
    public static bool TryRead(string[] args, out Asked asked, out string why)
    {
        (asked, why) = (new("", Libraries: [], Roots: []), "");
        if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
        {
            return false;
        }

        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    asked = asked with { AsJson = true };
                    break;
                case "--policy" when i + 1 < args.Length:
                    asked = asked with { Policy = args[++i] };
                    break;
                case "--roots" when i + 1 < args.Length:
                    asked = asked with { Roots = asked.Roots.Add(args[++i]) };
                    break;
                case "--library" when i + 1 < args.Length:
                    asked = asked with { Libraries = asked.Libraries.Add(args[++i]) };
                    break;
                case ['-', '-', ..] or { Length: 0 }:
                case not null when asked.Dossier.Length > 0:
                    why = $"'{args[i]}' is not known here";
                    return false;
                default:
                    asked = asked with { Dossier = args[i] };
                    break;
            }
        }

        why = asked.Dossier.Length == 0 ? "which dossier?" : "";
        return why.Length == 0;
    }
}
