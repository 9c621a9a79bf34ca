using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>What is on record of an act beside who, when and which seal, in the words of its record.</summary>
public static class ActDetails
{
    /// <summary>Each thing that is said, with its name; photographs stand by themselves.</summary>
    public static IEnumerable<(string Name, string Words)> Of(CustodyLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        IEnumerable<(string Name, string? Words)> all = link.Told switch
        {
            SampleCollected s => [("place", s.Where?.Words), ("method", s.Method), ("witnesses", Joined(s.Witnesses)), ("note", s.Note), ("digest", s.Digest)],
            SampleOpened s => [("reason", s.Reason), ("witnesses", Joined(s.Witnesses))],
            SampleSplit s => [("parts", Joined(s.Aliquots.IsDefault ? [] : [.. s.Aliquots.Select(part => $"{part.Label}, {part.Quantity ?? "quantity not said"}, seal {part.Seal ?? "none"}")])), ("witnesses", Joined(s.Witnesses))],
            CustodyMove s => [("place", s.Where?.Words), ("condition", s.Condition), ("purpose", s.Purpose), ("read on the container", s.Label), .. Of(s.Form), ("scan of the form", s is CustodyReported { Paper: { } paper } ? paper.Sha256 : null)],
            CustodyRefused s => [("the giver's half", s.Half?.Sha256)],
            SealChecked s => [("condition", s.Condition), ("witnesses", Joined(s.Witnesses))],
            SampleStored s => [("limits to be kept", s.LimitLow is null && s.LimitHigh is null ? null : Celsius.Range(s.LimitLow, s.LimitHigh)), ("the logger's file", s.Log?.Sha256), ("note", s.Note)],
            SampleDisposed s => [("quantity", s.Quantity), ("reason", s.Reason), ("witnesses", Joined(s.Witnesses)), ("certificate", s.Paper?.Sha256)],
            _ => [],
        };
        return all.Where(one => !string.IsNullOrEmpty(one.Words)).Select(one => (one.Name, one.Words!));
    }

    /// <summary>That a correction holds in place of what was recorded first; null where none does.</summary>
    public static string? Corrected(long? leaf) => leaf is { } at ? $"as corrected by leaf {at.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : null;

    /// <summary>A photograph in one line: its digest, and when and where it was taken, as its file tells.</summary>
    public static string Photographed(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return $"SHA-256 {photo.File.Sha256}{(photo.Taken is { } taken ? $", taken {taken} as its file tells" : "")}{(new Where(null, photo.LatE7, photo.LonE7).Degrees is { } at ? $", at {at} as its file tells" : "")}";
    }

    private static IEnumerable<(string Name, string? Words)> Of(HandOverForm? form) => form is null ? [] :
    [
        ("temperature", form.Temperature is { } degrees ? Celsius.Words(degrees) : null), ("packaging", form.Packaging), ("transport", form.Transport), ("dangerous goods entry", form.DangerousGoods), ("receipt", form.Receipt),
        ("remarks", form.Remarks), ("objection", form.Objection), ("witnesses", Joined(form.Witnesses)), ("form written", form.Written?.Words), ("digest before", form.DigestBefore), ("digest after", form.DigestAfter), ("tool", form.Tool),
    ];

    private static string? Joined(ImmutableArray<string> texts) => texts.IsDefaultOrEmpty ? null : string.Join("; ", texts);
}
