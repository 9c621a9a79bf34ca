using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Probatum.Ledger;

/// <summary>A text with signature lines. Source: c2sp.org/signed-note.</summary>
/// <remarks>
/// The text ends in a line feed and may hold empty lines: the last empty line divides it from the signatures. Holding a
/// note says nothing about its signatures; <see cref="TryVerify"/> does.
/// </remarks>
public sealed class SignedNote
{
    /// <summary>The most bytes a note has unless the reader says otherwise: 1 MiB.</summary>
    public const int DefaultLimit = 1 << 20;

    /// <summary>The most signature lines; the specification asks for at least 16.</summary>
    public const int MostSignatures = 100;

    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(code => code != '\n').Select(code => (byte)code)]);

    private readonly byte[] _text;

    private SignedNote(byte[] text, ImmutableArray<NoteSignature> signatures)
    {
        _text = text;
        Signatures = signatures;
    }

    /// <summary>The signed text, with its last line feed.</summary>
    public string Text => Encoding.UTF8.GetString(_text);

    /// <summary>The signed text as bytes, with its last line feed.</summary>
    public ReadOnlyMemory<byte> TextBytes => _text;

    /// <summary>The signature lines in order, one or more.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>Reads a note of at most 1 MiB.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note, out Fault fault) =>
        TryParse(bytes, DefaultLimit, out note, out fault);

    /// <summary>Reads a note of at most <paramref name="limit"/> bytes, in the one way we write it.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, int limit, [NotNullWhen(true)] out SignedNote? note, out Fault fault)
    {
        note = null;
        if (bytes.Length > limit)
        {
            fault = new("note/too-large", limit, $"a note has at most {limit} bytes");
            return false;
        }

        var division = bytes.LastIndexOf("\n\n"u8);
        if (division < 0)
        {
            fault = new("note/no-empty-line", 0, "no empty line divides the text from its signatures");
            return false;
        }

        var text = bytes[..(division + 1)];
        var lines = bytes[(division + 2)..];
        if (!IsText(text, out fault))
        {
            return false;
        }

        if (!TryParseLines(lines, out var signatures, out fault))
        {
            fault = fault.Within(division + 2);
            return false;
        }

        note = new(text.ToArray(), signatures);
        return true;
    }

    /// <summary>
    /// Signs a text with keys of type 01; another type, or a text no reader would take, is a bug of the caller.
    /// </summary>
    public static SignedNote Sign(string text, params ReadOnlySpan<SignerKey> signers)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = ImmutableArray.CreateBuilder<NoteSignature>(signers.Length);
        foreach (var signer in signers)
        {
            if (signer.Verifier.Type != KeyType.Ed25519)
            {
                throw new ArgumentException("only keys of type 01 sign any note", nameof(signers));
            }

            lines.Add(Cosignature.Sign(signer, 0, Encoding.UTF8.GetBytes(text)));
        }

        return Create(text, lines.MoveToImmutable());
    }

    /// <summary>This note with one more line; over 100 lines is a bug of the caller.</summary>
    public SignedNote With(NoteSignature line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Create(Text, Signatures.Add(line));
    }

    /// <summary>The whole note: text, empty line, signature lines.</summary>
    public byte[] ToBytes()
    {
        var lines = string.Concat(Signatures.Select(signature => signature.ToText() + "\n"));
        return [.. _text, (byte)'\n', .. Encoding.UTF8.GetBytes(lines)];
    }

    /// <summary>Which of the known keys signed; see <see cref="TryVerifyLines"/>.</summary>
    public bool TryVerify(IEnumerable<VerifierKey> known, out ImmutableArray<VerifierKey> verified, out Fault fault)
    {
        var answer = TryVerifyLines(known, out var lines, out fault);
        verified = [.. lines.Select(line => line.Key).Distinct()];
        return answer;
    }

    /// <summary>Verifies the lines of all known keys; lines of unknown keys are skipped.</summary>
    /// <remarks>
    /// A line of a known key must verify or the whole note is refused, and at least one must. Keys of type 04 and 06
    /// verify only over a checkpoint. Two known keys of one name and ID are refused: a line could mean either.
    /// </remarks>
    public bool TryVerifyLines(
        IEnumerable<VerifierKey> known, out ImmutableArray<VerifiedSignature> verified, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(known);
        verified = [];
        var keys = new Dictionary<(string Name, uint Id), VerifierKey>();
        foreach (var key in known)
        {
            if (!keys.TryAdd((key.Name, key.Id), key) && keys[(key.Name, key.Id)].Text != key.Text)
            {
                fault = new("note/ambiguous-key", 0, $"two known keys are called {key.Name} with one ID");
                return false;
            }
        }

        var found = ImmutableArray.CreateBuilder<VerifiedSignature>();
        foreach (var line in Signatures)
        {
            if (!keys.TryGetValue((line.Name, line.Id), out var key))
            {
                continue;
            }

            if (!Cosignature.TryVerify(key, line.Signature.Span, _text, out var time, out fault))
            {
                return false;
            }

            found.Add(new(key, time));
        }

        verified = found.ToImmutable();
        fault = verified.IsEmpty ? new("note/no-known-signature", 0, "no known key has signed") : default;
        return fault == default;
    }

    internal static SignedNote Create(string text, ImmutableArray<NoteSignature> signatures)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Encoding.UTF8.GetString(bytes) != text || !IsText(bytes, out _))
        {
            throw new ArgumentException("a note is lines of Unicode without control characters", nameof(text));
        }

        if (signatures.Length is 0 or > MostSignatures)
        {
            throw new ArgumentException($"a note has 1 to {MostSignatures} signatures", nameof(signatures));
        }

        return new(bytes, signatures);
    }

    private static bool IsText(ReadOnlySpan<byte> text, out Fault fault)
    {
        fault = text switch
        {
            not [.., (byte)'\n'] => new("note/no-line-end", text.Length, "a note's text ends in a line feed"),
            _ when text.IndexOfAny(Controls) is >= 0 and var at
                => new("note/control-character", at, "a note has no control character but line feeds"),
            _ when !Utf8.IsValid(text) => new("note/not-utf8", 0, "a note is UTF-8"),
            _ => default,
        };
        return fault == default;
    }

    private static bool TryParseLines(
        ReadOnlySpan<byte> bytes, out ImmutableArray<NoteSignature> signatures, out Fault fault)
    {
        signatures = [];
        if (bytes.IsEmpty)
        {
            fault = new("note/no-signature", 0, "no signature line follows the empty line");
            return false;
        }

        if (!IsText(bytes, out fault))
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<NoteSignature>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes[at..].IndexOf((byte)'\n');
            if (read.Count == MostSignatures)
            {
                fault = new("note/too-many-signatures", at, $"a note has at most {MostSignatures} signatures");
                return false;
            }

            if (!NoteSignature.TryParse(Encoding.UTF8.GetString(bytes.Slice(at, length)), out var line, out fault))
            {
                fault = fault.Within(at);
                return false;
            }

            read.Add(line);
            at += length + 1;
        }

        signatures = read.ToImmutable();
        return true;
    }
}
