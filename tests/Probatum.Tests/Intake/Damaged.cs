using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Any change to a document gives a text or a reason, never an exception.</summary>
internal static class Damaged
{
    public static long Many => long.TryParse(Environment.GetEnvironmentVariable("PROBATUM_FUZZ"), out var many) ? many : 300;

    public static void Anywhere(byte[] whole) => Anywhere(whole, bytes => ReportFormats.Read(bytes, out var fault) is null ? fault : default(IntakeFault?));

    public static void Anywhere(byte[] whole, Func<byte[], IntakeFault?> read) =>
        Gen.Select(Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 12], Gen.Int[0, whole.Length - 1], Gen.Int[0, 40]).Sample(
            (changes, at, lost) =>
            {
                var bytes = (byte[])whole.Clone();
                foreach (var (place, value) in changes)
                {
                    bytes[place] = value;
                }

                return read([.. bytes[..at], .. bytes[Math.Min(whole.Length, at + lost)..]]) is not { } fault || (fault.Code.Length > 0 && fault.Why.Length > 0);
            },
            iter: Many);
}
