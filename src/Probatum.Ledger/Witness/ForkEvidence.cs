using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Probatum.Ledger;

/// <summary>What two checkpoints of one log say about it.</summary>
public enum ForkVerdict
{
    /// <summary>One tree, stated twice: nothing is wrong.</summary>
    SameTree,

    /// <summary>
    /// The sizes differ: the log signed both, and owes a proof that the larger tree begins with the smaller one. That it has
    /// not shown one proves nothing yet.
    /// </summary>
    NotConnected,

    /// <summary>Two roots at one size, both signed by the log: it showed two histories. No explanation undoes that.</summary>
    Fork,
}

/// <summary>Two checkpoints of one log as its keys signed them, that do not go together or were not shown to.</summary>
/// <remarks>
/// On disk these are two signed notes, so that anybody's note tool checks either by itself. Which lines count is judged with
/// keys that the reader got elsewhere.
/// </remarks>
public sealed record ForkEvidence
{
    /// <summary>The two in the order of their sizes, and of their texts where the sizes are equal.</summary>
    public ForkEvidence(SignedNote one, SignedNote other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var inOrder = (SizeOf(one), one.Text).CompareTo((SizeOf(other), other.Text)) <= 0;
        (First, Second) = inOrder ? (one, other) : (other, one);
    }

    /// <summary>The smaller one.</summary>
    public SignedNote First { get; }

    /// <summary>The larger one.</summary>
    public SignedNote Second { get; }

    /// <summary>The same pair of texts has the same id: hex of SHA-256 over both.</summary>
    public string Id => Hash256.Sha256([.. First.TextBytes.Span, .. "\n"u8, .. Second.TextBytes.Span]).ToHex();

    /// <summary>What the two prove of the log of these keys; a fault where they are not two checkpoints that it signed.</summary>
    public bool TryJudge(IEnumerable<VerifierKey> logKeys, out ForkVerdict verdict, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(logKeys);
        var keys = logKeys.ToImmutableArray();
        verdict = ForkVerdict.SameTree;
        if (!TryOpen(First, keys, out var first, out fault) || !TryOpen(Second, keys, out var second, out fault))
        {
            return false;
        }

        if (first.Origin != second.Origin)
        {
            fault = new("evidence/origins", 0, $"these are two logs: {first.Origin} and {second.Origin}");
            return false;
        }

        verdict = first.Size != second.Size ? ForkVerdict.NotConnected
            : first.Root != second.Root ? ForkVerdict.Fork : ForkVerdict.SameTree;
        return true;
    }

    private static bool TryOpen(
        SignedNote note, ImmutableArray<VerifierKey> keys, [NotNullWhen(true)] out Checkpoint? checkpoint, out Fault fault)
    {
        if (!Checkpoint.TryParse(note.Text, out checkpoint, out fault))
        {
            return false;
        }

        var origin = checkpoint.Origin;
        return note.TryVerifyLines(keys.Where(key => key.Name == origin), out _, out fault);
    }

    private static long SizeOf(SignedNote note) => Checkpoint.TryRead(note.Text, out var read, out _) ? read.Size : -1;
}
