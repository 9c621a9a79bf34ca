using System.Security.Cryptography;
using System.Text;

namespace Probatum.Ledger;

/// <summary>One way to the file's key: for whom, and the key wrapped for them.</summary>
internal sealed record AgeStanza(string Type, string[] Arguments, byte[] Body);

/// <summary>The text before the payload: stanzas, and a digest over them under the file's key.</summary>
/// <remarks>Total, and strict: what it reads is, byte for byte, what writing it again would give. Source: C2SP age.md, "Header".</remarks>
internal sealed record AgeHeader(IReadOnlyList<AgeStanza> Stanzas, byte[] Mac, ReadOnlyMemory<byte> Signed, int Length)
{
    private const int Longest = 64 * 1024;
    private const int Columns = 64;
    private const int MacLength = 32;
    private const string Version = "age-encryption.org/v1";
    private const string Opening = "-> ";
    private const string Closing = "---";

    /// <summary>The header over these stanzas, as it stands before the payload.</summary>
    public static byte[] Write(IEnumerable<AgeStanza> stanzas, ReadOnlySpan<byte> fileKey)
    {
        var text = new StringBuilder(Version).Append('\n');
        foreach (var stanza in stanzas)
        {
            text.Append(Opening).AppendJoin(' ', stanza.Arguments.Prepend(stanza.Type)).Append('\n');
            var body = Unpadded(stanza.Body);
            for (var at = 0; at <= body.Length; at += Columns)
            {
                text.Append(body.AsSpan(at, Math.Min(Columns, body.Length - at))).Append('\n');
            }
        }

        var head = Encoding.ASCII.GetBytes(text.Append(Closing).ToString());
        return [.. head, .. Encoding.ASCII.GetBytes($" {Unpadded(MacOf(head, fileKey))}\n")];
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out AgeHeader header, out Fault fault)
    {
        header = null!;
        var (at, stanzas) = (0, new List<AgeStanza>());
        if (!TryLine(file.Span, ref at, out var line) || line != Version)
        {
            fault = new("age/version", 0, "the first line of an age file is age-encryption.org/v1");
            return false;
        }

        while (true)
        {
            var start = at;
            if (!TryLine(file.Span, ref at, out line))
            {
                fault = new("age/header-cut", at, "the header is cut, has a line that is too long, or is longer than 64 KiB");
                return false;
            }

            if (line.StartsWith(Closing, StringComparison.Ordinal))
            {
                if (stanzas.Count == 0 || line.Length < Closing.Length + 1 || line[Closing.Length] != ' ' || !TryUnpadded(line[(Closing.Length + 1)..], out var mac) || mac.Length != MacLength)
                {
                    fault = new("age/header-end", start, "behind at least one stanza, the header ends with --- and 43 letters of base64");
                    return false;
                }

                (header, fault) = (new(stanzas, mac, file[..(start + Closing.Length)], at), default);
                return true;
            }

            if (!line.StartsWith(Opening, StringComparison.Ordinal) || line[Opening.Length..].Split(' ') is not [var type, .. var arguments] || arguments.Prepend(type).Any(one => !IsVisible(one)))
            {
                fault = new("age/stanza", start, "a stanza begins with -> and words of visible letters, one space between two of them");
                return false;
            }

            var body = new StringBuilder();
            do
            {
                start = at;
                if (!TryLine(file.Span, ref at, out line) || line.Length > Columns)
                {
                    fault = new("age/stanza-body", start, "the lines of a stanza have 64 letters, and the last one fewer");
                    return false;
                }

                body.Append(line);
            }
            while (line.Length == Columns);

            if (!TryUnpadded(body.ToString(), out var bytes))
            {
                fault = new("age/stanza-base64", start, "a stanza's lines are base64 without padding, in its one spelling");
                return false;
            }

            stanzas.Add(new(type, arguments, bytes));
        }
    }

    /// <summary>Whether these stanzas were written by somebody who has the file's key.</summary>
    public bool IsMadeUnder(ReadOnlySpan<byte> fileKey) => CryptographicOperations.FixedTimeEquals(Mac, MacOf(Signed.Span, fileKey));

    /// <summary>Base64 without padding.</summary>
    public static string Unpadded(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Reads base64 without padding, in its one spelling.</summary>
    public static bool TryUnpadded(string text, out byte[] bytes)
    {
        bytes = [];
        return !text.Contains('=', StringComparison.Ordinal) && text.Length % 4 != 1 && Base64Strict.TryDecode(text.PadRight((text.Length + 3) / 4 * 4, '='), out bytes);
    }

    private static byte[] MacOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> fileKey)
    {
        Span<byte> key = stackalloc byte[MacLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, [], "header"u8);
        return HMACSHA256.HashData(key, head);
    }

    private static bool IsVisible(string word) => word.Length > 0 && word.All(c => c is >= '!' and <= '~');

    private static bool TryLine(ReadOnlySpan<byte> file, ref int at, out string line)
    {
        line = "";
        var length = file[at..Math.Min(file.Length, Longest)].IndexOf((byte)'\n');
        if (length < 0)
        {
            return false;
        }

        // A byte beyond ASCII becomes a letter that no rule takes.
        line = Encoding.Latin1.GetString(file.Slice(at, length));
        at += length + 1;
        return true;
    }
}
