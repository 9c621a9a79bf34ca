using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>All that a report is written from. The same values give the same report.</summary>
/// <param name="Id">The case.</param>
/// <param name="State">What its records say, as the reader whom it is for may see it.</param>
/// <param name="Tables">The case's rules.</param>
/// <param name="Assessment">What follows from both.</param>
/// <param name="Remarks">What does not fit in the log.</param>
/// <param name="Size">The leaves of the log.</param>
/// <param name="Root">Its root hash.</param>
/// <param name="File">A kept file by its digest.</param>
public sealed record ReportSource(
    CaseId Id, CaseState State, RuleTables Tables, CaseAssessment Assessment, ImmutableArray<Remark> Remarks, long Size, string Root, Func<string, ReadOnlyMemory<byte>?> File)
{
    /// <summary>The incident that it is about; null for all.</summary>
    public EntityId? Incident { get; init; }

    /// <summary>What its reader can't see is withheld under this policy; null where all that is here is shown.</summary>
    public string? Policy { get; init; }

    /// <summary>How many members stay back for which reason.</summary>
    public ImmutableArray<(string Reason, long Members)> Withheld { get; init; } = [];

    /// <summary>How records are marked.</summary>
    public Markings Markings { get; init; } = Markings.None;

    /// <summary>The marking of the whole, as its writer gives it.</summary>
    public string? Marking { get; init; }
}
