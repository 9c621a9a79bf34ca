namespace Probatum.Core.Assessment;

/// <summary>How far a substance is identified: one shared scale for field, mobile and stationary laboratories.</summary>
/// <remarks>Nothing below <see cref="L3"/> is ever shown as confirmed. Source: docs/domain.md 3.1.</remarks>
public enum Level
{
    /// <summary>A device alarmed.</summary>
    L0,

    /// <summary>Presumptive: one technique in the field suggests it.</summary>
    L1,

    /// <summary>Provisional: one laboratory-grade technique with reference data.</summary>
    L2,

    /// <summary>Confirmed by one laboratory: two independent techniques, a reference standard, clean blanks.</summary>
    L3,

    /// <summary>Two laboratories, independently, agree.</summary>
    L4,
}

/// <summary>The words for a level.</summary>
public static class LevelWords
{
    /// <summary>What a person reads: "L1 presumptive" and so on.</summary>
    public static string Words(this Level level) => level switch
    {
        Level.L0 => "L0 alarm",
        Level.L1 => "L1 presumptive",
        Level.L2 => "L2 provisional",
        Level.L3 => "L3 confirmed by one laboratory",
        _ => "L4 two laboratories agree",
    };
}
