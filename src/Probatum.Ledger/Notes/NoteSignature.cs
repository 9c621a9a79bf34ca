using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Probatum.Ledger;

/// <summary>One signature line of a note: <c>— NAME BASE64</c>. Source: c2sp.org/signed-note.</summary>
public sealed class NoteSignature
{
    private const string Dash = "\u2014 ";

    /// <summary>A line of these parts; a bad name or no signature is a bug of the caller.</summary>
    public NoteSignature(string name, uint id, ReadOnlyMemory<byte> signature)
    {
        SignerName.ThrowIfInvalid(name);
        ArgumentOutOfRangeException.ThrowIfZero(signature.Length, nameof(signature));
        (Name, Id, Signature) = (name, id, signature.ToArray());
    }

    /// <summary>The name of the key, as claimed.</summary>
    public string Name { get; }

    /// <summary>The ID of the key, as claimed.</summary>
    public uint Id { get; }

    /// <summary>The bytes after the ID: a signature, for cosignatures with its time in front.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The line, without its line feed.</summary>
    public string ToText()
    {
        var blob = new byte[4 + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, Id);
        Signature.Span.CopyTo(blob.AsSpan(4));
        return $"{Dash}{Name} {Convert.ToBase64String(blob)}";
    }

    /// <summary>Reads a line, without its line feed, in the one way we write it.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(line);
        signature = null;
        fault = default;
        var parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        if (parts is not [var name, var base64])
        {
            fault = new("note/signature-line", 0, "a signature line is an em dash, a name and base64");
        }
        else if (!SignerName.IsValid(name))
        {
            fault = new("note/name", Dash.Length, "a key name is not empty and has no space or plus");
        }
        else if (!Base64Strict.TryDecode(base64, out var blob) || blob.Length < 5)
        {
            fault = new("note/base64", 0, "a signature is canonical base64 of a key ID and at least one byte");
        }
        else
        {
            signature = new(name, BinaryPrimitives.ReadUInt32BigEndian(blob), blob.AsMemory(4));
        }

        return signature is not null;
    }
}
