using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Probatum.Ledger;

/// <summary>
/// What each type of key signs for a note, and the bytes its line carries. Source: c2sp.org/tlog-cosignature.
/// </summary>
internal static class Cosignature
{
    private const int TimeLength = 8;
    private const int LongestName = 255;

    /// <summary>The line of that signer over a note's text; the time is left out of type 01.</summary>
    internal static NoteSignature Sign(SignerKey signer, long posixTime, ReadOnlySpan<byte> text)
    {
        var key = signer.Verifier;
        if (!KeyTypes.Get(key.Type).CarriesTime)
        {
            return new(key.Name, key.Id, signer.Sign(text));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(posixTime);
        if (!TryMessage(key, posixTime, text, out var message, out var fault))
        {
            throw new ArgumentException(fault.Why, nameof(text));
        }

        var blob = new byte[TimeLength];
        BinaryPrimitives.WriteInt64BigEndian(blob, posixTime);
        return new(key.Name, key.Id, (byte[])[.. blob, .. signer.Sign(message)]);
    }

    /// <summary>
    /// Whether the bytes of a line verify under the key; gives the time for the types that carry one.
    /// </summary>
    internal static bool TryVerify(
        VerifierKey key, ReadOnlySpan<byte> blob, ReadOnlySpan<byte> text, out long? time, out Fault fault)
    {
        time = null;
        var row = KeyTypes.Get(key.Type);
        var message = text;
        if (row.CarriesTime)
        {
            // Negative when read as signed: times of 2^63 and more are not allowed.
            if (blob.Length <= TimeLength || BinaryPrimitives.ReadInt64BigEndian(blob) is not (>= 0 and var claimed))
            {
                fault = new("note/time", 0, $"the cosignature of {key.Name} has no time below 2^63");
                return false;
            }

            if (!TryMessage(key, claimed, text, out var cosigned, out fault))
            {
                return false;
            }

            time = claimed;
            message = cosigned;
            blob = blob[TimeLength..];
        }

        fault = key.Verify(message, blob)
            ? default
            : new("note/bad-signature", 0, $"the signature of {key.Name} does not verify");
        return fault == default;
    }

    private static bool TryMessage(
        VerifierKey key, long time, ReadOnlySpan<byte> text, out byte[] message, out Fault fault)
    {
        message = [];
        if (!Checkpoint.TryRead(Encoding.UTF8.GetString(text), out var checkpoint, out fault))
        {
            return false;
        }

        if (key.Type == KeyType.CosignatureEd25519)
        {
            var header = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n");
            message = [.. Encoding.UTF8.GetBytes(header), .. text];
            return true;
        }

        var (name, origin) = (Encoding.UTF8.GetBytes(key.Name), Encoding.UTF8.GetBytes(checkpoint.Origin));
        if (name.Length > LongestName || origin.Length > LongestName)
        {
            fault = new("note/name", 0, "a name in an ML-DSA-44 cosignature is at most 255 bytes");
            return false;
        }

        message =
        [
            .. "subtree/v1\n\0"u8,
            (byte)name.Length, .. name,
            .. BigEndian(time),
            (byte)origin.Length, .. origin,
            .. BigEndian(0),
            .. BigEndian(checkpoint.Size),
            .. checkpoint.Root.ToArray(),
        ];
        return true;
    }

    private static byte[] BigEndian(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
