using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Probatum.Ledger;

/// <summary>The latest checkpoint of a log that a witness signed: all it must never forget.</summary>
/// <param name="Checkpoint">What it signed.</param>
/// <param name="Note">The log's lines that it knew, then its own.</param>
/// <param name="Time">The POSIX seconds that it signed.</param>
public sealed record WitnessState(Checkpoint Checkpoint, SignedNote Note, long Time)
{
    /// <summary>Reads what was stored; a fault where this witness did not sign it.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, IEnumerable<VerifierKey> witness, [NotNullWhen(true)] out WitnessState? state, out Fault fault)
    {
        state = null;
        if (SignedNote.TryParse(bytes, out var note, out fault)
            && Checkpoint.TryParse(note.Text, out var checkpoint, out fault)
            && note.TryVerifyLines(witness, out var lines, out fault))
        {
            state = new(checkpoint, note, lines.Max(line => line.Time ?? 0));
        }

        return state is not null;
    }
}

/// <summary>What a witness answers to a request, as a number of HTTP and a text.</summary>
/// <param name="Status">200, 400, 403, 404, 409, 422 or 503.</param>
/// <param name="Body">The text, which ends in a line feed.</param>
/// <param name="Evidence">Two checkpoints that do not go together, where the request showed such; to be kept.</param>
/// <remarks>Source: c2sp.org/tlog-witness, "add-checkpoint".</remarks>
public abstract record WitnessAnswer(int Status, string Body, ForkEvidence? Evidence = null);

/// <summary>It signs. The state must be on the disk before anybody sees the lines.</summary>
public sealed record WitnessCosigned(ImmutableArray<NoteSignature> Lines, WitnessState State)
    : WitnessAnswer(200, string.Concat(Lines.Select(line => line.ToText() + "\n")));

/// <summary>The request starts at another size than the latest that was signed; the body is that size.</summary>
public sealed record WitnessElsewhere(long StoredSize, ForkEvidence? Found)
    : WitnessAnswer(409, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{StoredSize}\n"), Found)
{
    /// <summary>The media type that the size is sent as.</summary>
    public const string Media = "text/x.tlog.size";
}

/// <summary>It does not sign: 400 unreadable, 404 unknown log, 403 not signed by it, 422 not shown to extend, 503 own clock.</summary>
public sealed record WitnessRefused(int Code, string Why, ForkEvidence? Found = null) : WitnessAnswer(Code, Why + "\n", Found);
