using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Ledger;

namespace Probatum.Export.Reports;

/// <summary>A confidentiality marking; a later one is higher. Source: docs/domain.md 2.9.</summary>
public enum Marking
{
    /// <summary>Not marked.</summary>
    Unmarked,

    /// <summary>OPCW RESTRICTED.</summary>
    Restricted,

    /// <summary>OPCW PROTECTED.</summary>
    Protected,

    /// <summary>OPCW HIGHLY PROTECTED.</summary>
    HighlyProtected,
}

/// <summary>Which marking the records of each kind bear, as a table of <c>kind,marking</c> says; a note bears its own where it has one.</summary>
public sealed class Markings
{
    private readonly ImmutableDictionary<string, Marking> _kinds;

    private Markings(ImmutableDictionary<string, Marking> kinds)
    {
        _kinds = kinds;
    }

    /// <summary>No table.</summary>
    public static Markings None { get; } = new(ImmutableDictionary<string, Marking>.Empty);

    /// <summary>The marking as documents bear it.</summary>
    public static string Words(Marking marking) => marking switch
    {
        Marking.Restricted => "OPCW RESTRICTED",
        Marking.Protected => "OPCW PROTECTED",
        Marking.HighlyProtected => "OPCW HIGHLY PROTECTED",
        _ => "UNMARKED",
    };

    /// <summary>What stands before a paragraph.</summary>
    public static string Portion(Marking marking) => marking switch
    {
        Marking.Restricted => "(R)",
        Marking.Protected => "(P)",
        Marking.HighlyProtected => "(HP)",
        _ => "(U)",
    };

    /// <summary>A marking as people write it, with or without the organisation's name; null where it is none of these.</summary>
    public static Marking? Parse(string? text) => text?.Trim().ToUpperInvariant().Replace("OPCW ", "", StringComparison.Ordinal) switch
    {
        "RESTRICTED" => Marking.Restricted,
        "PROTECTED" => Marking.Protected,
        "HIGHLY PROTECTED" => Marking.HighlyProtected,
        "UNMARKED" => Marking.Unmarked,
        _ => null,
    };

    /// <summary>Reads the table; a kind that no record is of, or a marking that nobody knows, is a fault.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Markings markings, out Fault fault)
    {
        markings = None;
        if (!Table.TryRead(bytes, out var table, out fault))
        {
            return false;
        }

        var kinds = ImmutableDictionary.CreateBuilder<string, Marking>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (!RecordKinds.All.Any(kind => kind.Name == row["kind"]))
            {
                fault = new("markings/kind", row.Line, $"line {row.Line}: '{row["kind"]}' is no kind of record");
                return false;
            }

            if (Parse(row["marking"]) is not { } marking)
            {
                fault = new("markings/marking", row.Line, $"line {row.Line}: '{row["marking"]}' is none of RESTRICTED, PROTECTED, HIGHLY PROTECTED, UNMARKED");
                return false;
            }

            kinds[row["kind"]] = marking;
        }

        markings = new(kinds.ToImmutable());
        return true;
    }

    /// <summary>Whether any record of the case bears a marking.</summary>
    public bool AreUsed(CaseState state) => !_kinds.IsEmpty || state.Requests.Notes.Exists(note => Parse(note.Marking) is not null);

    /// <summary>The marking of one record: the higher of its kind's and its own.</summary>
    public Marking Of(Entry entry) =>
        (Marking)Math.Max((int)_kinds.GetValueOrDefault(entry.Type), (int)((entry.Statement as NoteExchanged)?.Marking is { } own ? Parse(own) ?? Marking.Unmarked : Marking.Unmarked));
}
