using System.Text;

namespace Probatum.Ledger;

/// <summary>
/// Names of keys: not empty, valid Unicode, no Unicode space and no plus. Source: c2sp.org/signed-note.
/// </summary>
internal static class SignerName
{
    internal static bool IsValid(string name)
    {
        if (name.Length == 0)
        {
            return false;
        }

        var runes = name.AsSpan();
        while (!runes.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(runes, out var rune, out var used) != System.Buffers.OperationStatus.Done
                || Rune.IsWhiteSpace(rune)
                || rune.Value < 0x20
                || rune.Value == '+')
            {
                return false;
            }

            runes = runes[used..];
        }

        return true;
    }

    internal static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
        {
            throw new ArgumentException("a key name has characters, and no space, plus or control", nameof(name));
        }
    }
}
