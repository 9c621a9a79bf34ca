using System.Text;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>The disclosures of one record as they lie on the disk: whose they are, and under that subject's key.</summary>
/// <remarks>
/// A first byte 0, the subject's name with its length, and the disclosures joined by line feeds, sealed and bound to case and subject. What
/// opens is still checked against the digests in the leaf. A record without disclosures is nothing at all.
/// </remarks>
internal sealed class AsideCipher(Vault vault, CaseId id)
{
    private const int LongestSubject = 64;

    public ReadOnlyMemory<byte> Seal(SealedRecord record)
    {
        if (record.Disclosures.IsEmpty)
        {
            return default;
        }

        var subject = Encoding.ASCII.GetBytes(record.Subject?.Text ?? "");
        var plain = Encoding.ASCII.GetBytes(string.Join('\n', record.Disclosures.Select(one => one.Text)));
        var name = Name(record.Subject?.Text ?? "");

        // Of somebody who is erased nothing is kept again, whoever brings it.
        return vault.FindOrMake(name) is { } key ? (byte[])[0, (byte)subject.Length, .. subject, .. SealedBytes.Seal(key.Span, plain, name)] : default(ReadOnlyMemory<byte>);
    }

    /// <summary>False when the bytes are not what was sealed; no disclosures where the subject's key was destroyed.</summary>
    public bool TryOpen(ReadOnlyMemory<byte> bytes, out IReadOnlyList<string> disclosures)
    {
        disclosures = [];
        if (bytes.IsEmpty)
        {
            return true;
        }

        if (bytes.Length < 2 || bytes.Span[0] != 0 || bytes.Span[1] is var length && (length > LongestSubject || bytes.Length < 2 + length))
        {
            return false;
        }

        var name = Name(Encoding.ASCII.GetString(bytes.Span.Slice(2, length)));
        if (vault.Find(name) is not { } key)
        {
            return true;
        }

        if (SealedBytes.TryOpen(key.Span, bytes.Span[(2 + length)..], name) is not { } plain)
        {
            return false;
        }

        disclosures = Encoding.ASCII.GetString(plain).Split('\n');
        return true;
    }

    /// <summary>The name of a subject's key in the vault: the case, and a person or nothing more.</summary>
    private string Name(string subject) => SubjectKey.Name(id, subject.Length == 0 ? null : new(subject));
}

/// <summary>What the keys of subjects are called.</summary>
public static class SubjectKey
{
    /// <summary>The key of a case, or of somebody in it.</summary>
    public static string Name(CaseId id, EntityId? subject) => subject is { } who ? $"{id.Text}/{who.Text}" : id.Text;
}
