using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>
/// A record as it goes into the log, with the disclosures that open it, and whom it is about where that is a person: the
/// disclosures are kept under that subject's key, and go with it when the subject is erased.
/// </summary>
public sealed record SealedRecord(RecordId Id, ReadOnlyMemory<byte> Leaf, ImmutableArray<Disclosure> Disclosures, EntityId? Subject = null);

/// <summary>A sealed member that a disclosure opens: the digest that the record has of it, its name and what it says.</summary>
public sealed record DisclosedMember(string Digest, string Name, Json Value);

/// <summary>What a leaf of the log holds, as far as it can be read without knowing any key.</summary>
/// <remarks><c>CorrectionReason</c> is why a correction was made; null for all other records and where it is withheld.</remarks>
public sealed record ReadRecord(
    RecordId Id, string Type, int Major, Envelope Envelope, SignedNote Note, Statement? Statement, int Withheld,
    string? CorrectionReason = null)
{
    /// <summary>The members that the disclosures at hand open, in the order of the disclosures.</summary>
    public ImmutableArray<DisclosedMember> Opened { get; init; } = [];

    /// <summary>The keys under which every signature line was found good already; empty where nobody looked.</summary>
    internal ImmutableArray<VerifierKey> GoodUnder { get; init; } = [];

    /// <summary>Whether each signature line verifies under one of these keys.</summary>
    /// <remarks>A note reader skips a line whose name or key ID it does not know; a record has no such line.</remarks>
    public bool TryVerify(IEnumerable<VerifierKey> keys, out Fault fault)
    {
        if (Note.TryVerifyLines(keys, out var lines, out fault) && lines.Length != Note.Signatures.Length)
        {
            fault = new("record/unknown-signature", 0, "a signature line has the ID of no key that the record names");
        }

        return fault == default;
    }
}

/// <summary>Writes and reads records: a type line, canonical JSON, one Ed25519 signature line for each author.</summary>
/// <remarks>Source: docs/format.md; c2sp.org/signed-note. A leaf is at most 65,535 bytes.</remarks>
public static class RecordText
{
    /// <summary>The most bytes a leaf can hold (c2sp.org/tlog-tiles, entry bundles).</summary>
    public const int LongestLeaf = 65_535;

    /// <summary>The sealed member that says why a record corrects another; every kind may have it, beside <c>corrects</c>.</summary>
    public const string CorrectionReason = "correctionReason";

    private static ReadOnlySpan<byte> Prefix => "probatum/"u8;

    /// <summary>The unsigned text of a statement and the disclosures that open it.</summary>
    public static (string Text, ImmutableArray<Disclosure> Disclosures) Compose(
        Statement statement, Func<ImmutableArray<string>, JsonMap?, Envelope> envelope, Randomness random,
        string? correctionReason = null)
    {
        var body = Body(statement, correctionReason);
        var salts = new byte[body.Sealed.Count * Disclosure.SaltBytes];
        for (var at = 0; at < salts.Length; at += Disclosure.SaltBytes)
        {
            random(salts.AsSpan(at, Disclosure.SaltBytes));
        }

        var disclosures = Seal(body, salts);
        return (Compose(statement, body, disclosures, envelope), disclosures);
    }

    /// <summary>The members of a record.</summary>
    internal static BodyWriter Body(Statement statement, string? correctionReason)
    {
        var body = new BodyWriter();
        statement.Write(body);
        return body.Text(CorrectionReason, correctionReason);
    }

    /// <summary>The members sealed, each under its own of these salts, in the order of their digests.</summary>
    internal static ImmutableArray<Disclosure> Seal(BodyWriter body, ReadOnlySpan<byte> salts)
    {
        var disclosures = new Disclosure[body.Sealed.Count];
        for (var i = 0; i < disclosures.Length; i++)
        {
            disclosures[i] = Disclosure.Seal(body.Sealed[i].Name, body.Sealed[i].Value, salts.Slice(i * Disclosure.SaltBytes, Disclosure.SaltBytes));
        }

        Array.Sort(disclosures, static (a, b) => string.CompareOrdinal(a.Digest, b.Digest));
        return ImmutableCollectionsMarshal.AsImmutableArray(disclosures);
    }

    /// <summary>The unsigned text of a statement of which the members are sealed.</summary>
    internal static string Compose(Statement statement, BodyWriter body, ImmutableArray<Disclosure> disclosures, Func<ImmutableArray<string>, JsonMap?, Envelope> envelope) =>
        $"{statement.Kind.Line}\n{CanonicalJson.WriteText(envelope([.. disclosures.Select(disclosure => disclosure.Digest)], body.Open).ToJson())}\n";

    /// <summary>Signs a text by every author, in the order of its <c>by</c>.</summary>
    /// <exception cref="ArgumentException">The signed record is longer than <see cref="LongestLeaf"/>.</exception>
    public static SealedRecord Sign(string text, ImmutableArray<Disclosure> disclosures, params ReadOnlySpan<SignerKey> authors)
    {
        var leaf = SignedNote.Sign(text, authors).ToBytes();
        return leaf.Length <= LongestLeaf
            ? new(RecordId.Of(Encoding.UTF8.GetBytes(text)), leaf, disclosures)
            : throw new ArgumentException($"a record of {leaf.Length} bytes does not fit into a leaf of {LongestLeaf}; put long content into a file");
    }

    /// <summary>
    /// Reads a leaf with the disclosures at hand. A fault means that the bytes are no record at all; a type that is not
    /// known reads as a null statement.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, out ReadRecord record, out Fault fault) =>
        TryRead(leaf, disclosures, new(), out record, out fault);

    /// <summary>The same, with the texts that were read before.</summary>
    internal static bool TryRead(
        ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, TextPool texts, out ReadRecord record, out Fault fault)
    {
        record = null!;
        return SignedNote.TryParse(leaf.Span, LongestLeaf, out var note, out fault)
            && TryReadText(note, disclosures, texts, out record, out fault)
            && TrySignatureLines(note, record.Envelope, out fault);
    }

    /// <summary>Reads a note's text as a record, whoever has signed it so far.</summary>
    internal static bool TryReadText(SignedNote note, IReadOnlyList<string> disclosures, TextPool texts, out ReadRecord record, out Fault fault)
    {
        record = null!;
        if (!TryHead(note, texts, out var type, out var major, out var envelope, out fault)
            || !TryOpen(envelope, disclosures, texts, out var opened, out var members, out fault))
        {
            return false;
        }

        var withheld = envelope.Sealed.Length - members.Members.Count;
        Statement? statement = null;
        string? reason = null;
        if (RecordKinds.Find(type, major) is { } kind)
        {
            type = kind.Name;
            var body = new BodyReader(members, envelope.Open ?? JsonMap.Empty, withheld);
            reason = envelope.Corrects is null ? null : body.Need(CorrectionReason).Text(CorrectionReason);
            statement = kind.Read(body);
            body.Close();
            fault = body.Fault == default ? Unlike(statement, reason, members, envelope.Open) : body.Fault;
        }

        record = new(RecordId.Of(note.TextBytes.Span), type, major, envelope, note, statement, withheld, reason) { Opened = opened };
        return fault == default;
    }

    /// <summary>
    /// A member that the reader would write otherwise holds something that it overlooked: a part of a value that the kind
    /// does not know, an empty list, a member in the clear of another type.
    /// </summary>
    private static Fault Unlike(Statement statement, string? reason, JsonMap members, JsonMap? open)
    {
        var again = new BodyWriter();
        statement.Write(again);
        again.Text(CorrectionReason, reason);
        var odd = members.Members.Where(member => !again.IsSealed(member.Key, member.Value)).Select(member => member.Key).FirstOrDefault()
            ?? (Equals(again.Open, open) ? null : "open");
        return odd is null ? default : new("body/form", 0, $"the member '{odd}' is not of the form that this kind of record has");
    }

    private static bool TryHead(SignedNote note, TextPool texts, out string type, out int major, out Envelope envelope, out Fault fault)
    {
        (type, major, envelope) = ("", 0, null!);
        var text = note.TextBytes.Span;
        var line = text[..text.IndexOf((byte)'\n')];
        var json = text[(line.Length + 1)..];
        var at = line.LastIndexOf((byte)'@');
        if (json.IndexOf((byte)'\n') != json.Length - 1 || json.IsEmpty || !line.StartsWith(Prefix) || at <= Prefix.Length
            || !TryMajor(line[(at + 1)..], out major) || line[Prefix.Length..at].ContainsAnyExcept(TypeLetters))
        {
            fault = new("record/form", 0, "a record is a line 'probatum/<type>@<major>' and a line of canonical JSON");
            return false;
        }

        type = texts.Of(line[Prefix.Length..at]);
        if (!CanonicalJson.TryRead(json[..^1], texts, out var value, out fault))
        {
            return false;
        }

        if (value is not JsonMap map)
        {
            fault = new("record/form", 0, "a record's JSON is a map");
            return false;
        }

        return Envelope.TryRead(map, out envelope, out fault);
    }

    private static bool TryMajor(ReadOnlySpan<byte> digits, out int major) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out major) && (digits.Length == 1 || digits[0] != '0');

    private static readonly System.Buffers.SearchValues<byte> TypeLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz-"u8);

    /// <summary>One line for each name in <c>by</c>, in that order, none else: a note reader alone would skip unknown ones.</summary>
    private static bool TrySignatureLines(SignedNote note, Envelope envelope, out Fault fault)
    {
        var inOrder = note.Signatures.Select(line => line.Name).SequenceEqual(envelope.By.Select(key => key.Text));
        fault = inOrder ? default : new("record/signature-lines", 0, "the signature lines are not those of 'by', in that order");
        return inOrder;
    }

    private static bool TryOpen(Envelope envelope, IReadOnlyList<string> disclosures, TextPool texts, out ImmutableArray<DisclosedMember> all, out JsonMap members, out Fault fault)
    {
        (all, members, fault) = ([], JsonMap.Empty, default);
        var read = new string[disclosures.Count];
        var opened = new List<KeyValuePair<string, Json>>(disclosures.Count);
        foreach (var text in disclosures)
        {
            if (!Disclosure.TryParse(text, texts, out var name, out var value, out fault))
            {
                break;
            }

            read[opened.Count] = text;
            opened.Add(new(name, value));
        }

        // What is wrong with a disclosure that can be read comes before one behind it that can't.
        var digests = Digests.OfTexts(read.AsSpan(0, opened.Count));
        if (Misfit(envelope, opened, digests) is { } odd)
        {
            fault = odd;
        }

        if (fault != default)
        {
            return false;
        }

        all = [.. digests.Select((digest, i) => new DisclosedMember(digest, opened[i].Key, opened[i].Value))];
        opened.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        members = JsonMap.OfSorted([.. opened]);
        return true;
    }

    /// <summary>The first disclosure that the record does not seal, or that says anew what another says.</summary>
    private static Fault? Misfit(Envelope envelope, List<KeyValuePair<string, Json>> opened, string[] digests)
    {
        var used = new bool[envelope.Sealed.Length];
        for (var i = 0; i < digests.Length; i++)
        {
            var at = envelope.Sealed.BinarySearch(digests[i], StringComparer.Ordinal);
            if (at < 0 || used[at])
            {
                return new("disclosure/foreign", 0, $"the disclosure of '{opened[i].Key}' matches no digest of the record, or matches one twice");
            }

            used[at] = true;
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (opened[earlier].Key == opened[i].Key)
                {
                    return new("disclosure/twice", 0, $"the member '{opened[i].Key}' is disclosed twice with two digests");
                }
            }
        }

        return null;
    }
}
