using System.CommandLine;
using Probatum.Core.Dossier;

namespace Probatum.Verbs;

/// <summary>probatum compare</summary>
internal static class CompareVerb
{
    public static Command Of(Shell shell)
    {
        var (first, second) = (Verb.Argument("A", "a dossier: a folder or a .zip"), Verb.Argument("B", "another one of the same case"));
        var evidence = Verb.Option("--evidence", "where to write both signed checkpoints when they tell two histories", "DIR");
        return Verb.Alone(
            shell, "compare", "Compare two dossiers of one case: which is older, whether both tell one history, what each opens that the other withholds. Exit code 1 when they tell two histories.",
            "probatum compare dossier-2030 dossier-2031.zip", [first, second, evidence], parse =>
            {
                var (a, b) = (parse.GetRequiredValue(first), parse.GetRequiredValue(second));
                using var one = VerifyVerb.Open(a);
                using var other = VerifyVerb.Open(b);
                if (!DossierComparison.TryOf(one.Reader, other.Reader, out var comparison, out var fault))
                {
                    throw new BadInputException($"{a} and {b}: {fault.Why}");
                }

                var isFork = comparison.Lineage == Lineage.Fork;
                if (isFork && parse.GetValue(evidence) is { } folder)
                {
                    Files.WriteNew(Path.Combine(folder, "checkpoint-1"), comparison.First.SignedCheckpoint.Span);
                    Files.WriteNew(Path.Combine(folder, "checkpoint-2"), comparison.Second.SignedCheckpoint.Span);
                }

                return Answer.Of(comparison.Lines(a, b), comparison.ToJson(), isFork ? 1 : 0);
            });
    }
}
