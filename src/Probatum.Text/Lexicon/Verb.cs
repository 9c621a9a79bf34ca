using System.Collections.Frozen;

namespace Probatum.Text;

/// <summary>How a form of a verb stands in its sentence.</summary>
internal enum VerbForm
{
    /// <summary>'say': also an infinitive, for some verbs also a noun.</summary>
    Base,

    /// <summary>'says': for some verbs also a noun in the plural.</summary>
    Present,

    /// <summary>'said'.</summary>
    Past,

    /// <summary>'written', where it differs from the past.</summary>
    Participle,

    /// <summary>'saying'.</summary>
    Ing,
}

/// <summary>A reporting verb as the lexicon has it; the letters of <paramref name="Frames"/> are explained
/// there.</summary>
internal sealed record Verb(
    string Base, string Class, bool Presupposes, string Frames, FrozenSet<string> Prepositions)
{
    public bool Takes(char frame) => Frames.Contains(frame, StringComparison.Ordinal);
}

/// <summary>One form of a reporting verb.</summary>
internal readonly record struct VerbUse(Verb Verb, VerbForm Form);
