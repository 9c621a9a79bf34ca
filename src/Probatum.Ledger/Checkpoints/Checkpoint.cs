using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Probatum.Ledger;

/// <summary>A log's statement that its tree has this size and root. Source: c2sp.org/tlog-checkpoint.</summary>
/// <param name="Origin">The log's name, best a URL without scheme; the log's keys have the same name.</param>
/// <param name="Size">How many entries the tree has.</param>
/// <param name="Root">The root hash at that size.</param>
public sealed record Checkpoint(string Origin, long Size, Hash256 Root)
{
    /// <summary>
    /// Extension lines of others, kept as read. We write none: monitors cannot audit them, and type 06 does not sign
    /// them.
    /// </summary>
    public ImmutableArray<string> Extensions { get; private init; } = [];

    /// <summary>Reads the text of a checkpoint in the one way we write it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TryRead(text, out checkpoint, out fault) && checkpoint is { Size: 0 } && checkpoint.Root != Merkle.Empty)
        {
            var rootAt = text.IndexOf('\n', StringComparison.Ordinal) + 3;
            (checkpoint, fault) = (null, new("checkpoint/empty-root", rootAt, "the root of the empty tree is SHA-256 of nothing"));
        }

        return checkpoint is not null;
    }

    /// <summary>As <see cref="TryParse"/>, also with an impossible root at size 0: a witness must find out who signed that.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, out Fault fault)
    {
        checkpoint = null;
        if (text.Split('\n') is not [var origin, var sizeLine, var rootLine, .. var extensions, ""])
        {
            fault = new("checkpoint/lines", 0, "a checkpoint is an origin, a size and a root line");
            return false;
        }

        if (origin.Length == 0)
        {
            fault = new("checkpoint/origin", 0, "the origin is empty");
            return false;
        }

        if (!TreeSize.TryParse(sizeLine, out var size, out fault))
        {
            fault = fault.Within(origin.Length + 1);
            return false;
        }

        var rootAt = origin.Length + sizeLine.Length + 2;
        if (!Hash256.TryFromBase64(rootLine, out var root))
        {
            fault = new("checkpoint/root", rootAt, "the root is not canonical base64 of 32 bytes");
        }
        else if (extensions.Contains(""))
        {
            fault = new("checkpoint/extension", rootAt + rootLine.Length + 1, "an extension line is empty");
        }
        else
        {
            checkpoint = new(origin, size, root) { Extensions = [.. extensions] };
        }

        return checkpoint is not null;
    }

    /// <summary>The text that is signed: three lines, then the extension lines as read.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Origin}\n{Size}\n{Root.ToBase64()}\n{string.Concat(Extensions.Select(line => line + "\n"))}");

    /// <summary>
    /// Signs with every signer in order: type 01 over the text, types 04 and 06 as cosignatures of that time.
    /// </summary>
    /// <remarks>A checkpoint no reader would take is a bug of the caller. Time is POSIX seconds, 0 or more.</remarks>
    public SignedNote Sign(IEnumerable<SignerKey> signers, long posixTime)
    {
        ArgumentNullException.ThrowIfNull(signers);
        var text = ToText();
        if (!TryParse(text, out var read, out var fault) || read != this)
        {
            throw new ArgumentException($"not a checkpoint: {fault.Why}", nameof(signers));
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return SignedNote.Create(text, [.. signers.Select(signer => Cosignature.Sign(signer, posixTime, bytes))]);
    }

    /// <inheritdoc/>
    public bool Equals(Checkpoint? other) =>
        other is not null
        && Origin == other.Origin
        && Size == other.Size
        && Root == other.Root
        && Extensions.SequenceEqual(other.Extensions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Size, Root);
}
