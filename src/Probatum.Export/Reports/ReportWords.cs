using System.Collections.Immutable;
using Probatum.Core;

namespace Probatum.Export.Reports;

/// <summary>What renderers say beside the report itself.</summary>
internal static class ReportWords
{
    public static Phrase Title { get; } = $"Report of the case";

    public static Phrase Contents { get; } = $"Contents";

    public static Phrase Synthetic { get; } = $"SYNTHETIC: a training exercise. Nothing in it happened.";

    public static Phrase HowToRead { get; } = $"Statements of parties stand with whoever makes them. Numbers in brackets lead to the records that a sentence rests on: leaves of the case's signed log, which anybody can check.";

    /// <summary>All of them.</summary>
    public static ImmutableArray<Phrase> All { get; } = [Title, Contents, Synthetic, HowToRead, Annex("A"), ReportTable.Records];

    public static Phrase Annex(string letter) => $"Annex {letter}";
}
