using System.Collections.Immutable;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>
/// A record that its first signer signed and that waits for the second: handed over as a file or a QR code, together with
/// its disclosures, so that the receiver sees what it signs.
/// </summary>
public sealed record HalfSigned(SignedNote Note, ImmutableArray<Disclosure> Disclosures)
{
    /// <summary>The largest half that is read, in bytes.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>The record's name; it does not change with the second signature.</summary>
    public RecordId Id => RecordId.Of(Note.TextBytes.Span);

    /// <summary>The half as one line of canonical JSON: <c>{"disclosures":[…],"half":note}</c>.</summary>
    public byte[] ToBytes() =>
    [
        .. CanonicalJson.Write(JsonMap.Of(
            ("disclosures", JsonList.Of(Disclosures.Select(disclosure => (Json)disclosure.Text))),
            ("half", Encoding.UTF8.GetString(Note.ToBytes())))),
        (byte)'\n',
    ];

    /// <summary>What the half says, before the second signature.</summary>
    public bool TryShow(out ReadRecord record, out Fault fault) =>
        RecordText.TryReadText(Note, [.. Disclosures.Select(disclosure => disclosure.Text)], new(), out record, out fault);

    /// <summary>Reads a half; a fault says what in it is not as <see cref="ToBytes"/> writes it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out HalfSigned half, out Fault fault)
    {
        half = null!;
        if (bytes.Length > LargestFile || bytes is not [.., (byte)'\n'])
        {
            fault = new("half/form", bytes.Length, "a half is one line of JSON, at most 1 MiB");
            return false;
        }

        if (!CanonicalJson.TryRead(bytes[..^1], out var json, out fault))
        {
            return false;
        }

        if (json is not JsonMap { Members.Count: 2 } map || map.Text("half") is not { } text || map["disclosures"] is not JsonList)
        {
            fault = new("half/form", 0, "a half has the members 'disclosures' and 'half'");
            return false;
        }

        if (!SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note, out fault))
        {
            return false;
        }

        var disclosures = ImmutableArray.CreateBuilder<Disclosure>();
        foreach (var one in map.Texts("disclosures"))
        {
            if (!Disclosure.TryOpen(one, out var disclosure, out fault))
            {
                return false;
            }

            disclosures.Add(disclosure);
        }

        half = new(note, disclosures.ToImmutable());
        return true;
    }
}
