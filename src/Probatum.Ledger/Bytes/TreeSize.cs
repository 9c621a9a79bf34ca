using System.Buffers.Text;
using System.Text;

namespace Probatum.Ledger;

/// <summary>The decimal numbers of the log formats: sizes, indexes and times.</summary>
public static class TreeSize
{
    /// <summary>
    /// Reads decimal digits without sign or leading zero, 0 to 2^63 - 1. Source: c2sp.org/tlog-checkpoint.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out long size, out Fault fault)
    {
        size = 0;
        fault = line switch
        {
            [] => new("size/empty", 0, "the number is empty"),
            [(byte)'0', _, ..] => new("size/leading-zero", 0, "a number has no leading zero"),
            _ when line.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var at
                => new("size/not-a-digit", at, "a number is decimal digits only"),
            _ when !Utf8Parser.TryParse(line, out size, out _) => new("size/too-large", 0, "a number is below 2^63"),
            _ => default,
        };
        return fault == default;
    }

    internal static bool TryParse(string line, out long size, out Fault fault) =>
        TryParse(Encoding.UTF8.GetBytes(line), out size, out fault);
}
