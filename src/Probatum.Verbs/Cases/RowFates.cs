using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>What becomes of a row: recorded, on record already, a conflict with what is on record, or refused.</summary>
internal enum Fate
{
    Recorded,
    OnRecord,
    Conflict,
    Refused,
}

/// <summary>A row with what becomes of it, why, and what it would bring that does not fit.</summary>
/// <param name="Row">The row.</param>
/// <param name="What">Its fate.</param>
/// <param name="Words">As what it would be recorded, or why not.</param>
/// <param name="Entry">The record that says it already, or says otherwise.</param>
internal sealed record RowFate(ReadRow Row, Fate What, string Words, Entry? Entry = null)
{
    /// <summary>Anomalies that it would bring.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>As tables, JSON and reports spell it.</summary>
    public string Name => What switch { Fate.Recorded => "record", Fate.OnRecord => "on-record", Fate.Conflict => "conflict", _ => "refused" };
}

/// <summary>Holds every row of a sheet, or resource of a file, against the case; nothing is written.</summary>
internal sealed class RowFates
{
    private readonly OpenedCase _opened;
    private readonly Dictionary<string, Entry> _byRow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.OrdinalIgnoreCase);

    private RowFates(OpenedCase opened, string sort, ImportView? before, bool isOfForm)
    {
        _opened = opened;
        var imports = opened.State.Imports.All.Where(import => !import.IsWithdrawn && import.Said?.Sort == sort);
        foreach (var (row, entry) in imports.Where(import => isOfForm || import == before).SelectMany(import => import.Rows(opened.History)))
        {
            // Names of submissions are the same in every file; numbers of rows are those of one file.
            if (entry is not null && (!isOfForm || !row.All(char.IsAsciiDigit)))
            {
                _byRow.TryAdd(row, entry);
            }
        }
    }

    /// <summary>The fates of all rows, in their order.</summary>
    /// <param name="opened">The case.</param>
    /// <param name="sort">What the rows are, as on record.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="before">The same sheet's import of before, of which this goes on.</param>
    /// <param name="isOfForm">Whether rows have names of their own, which are recognised in every file.</param>
    /// <param name="takesConflicts">Whether a thing whose label is on record with other content is recorded as a second one.</param>
    /// <param name="withNotes">Whether the anomalies are looked for that rows would bring.</param>
    public static IReadOnlyList<RowFate> Of(OpenedCase opened, string sort, IReadOnlyList<ReadRow> rows, ImportView? before, bool isOfForm, bool takesConflicts, bool withNotes)
    {
        var fates = new RowFates(opened, sort, before, isOfForm);
        fates.LookUp([.. rows.SelectMany(row => row.Statements.Take(1)).Select(said => said.Kind.Name)]);
        var all = rows.Select(row => fates.Held(row, takesConflicts)).ToArray();
        var judged = Enumerable.Range(0, all.Length).Where(i => all[i].What == Fate.Recorded).ToList();
        var (why, after) = CaseFile.Foresee(opened.History, opened.Author.Name, [.. judged.Select(i => all[i].Row.Statements)]);
        for (var i = 0; i < judged.Count; i++)
        {
            if (why[i] is { } refused)
            {
                all[judged[i]] = new(all[judged[i]].Row, Fate.Refused, OpenedCase.Refusal(refused, all[judged[i]].Row.Statements[0].Kind));
            }
        }

        if (withNotes)
        {
            fates.Note(all, after);
        }

        return all;
    }

    /// <summary>What is on record of these kinds, by what it says and by its label.</summary>
    private void LookUp(HashSet<string> kinds)
    {
        foreach (var counting in _opened.State.Counting)
        {
            if (!kinds.Contains(counting.Type) || counting.Statement is not { } standing || _opened.State.At(counting.Index) is not { Statement: not null } entry)
            {
                continue;
            }

            _byContent.TryAdd(Sheets.Content(standing), entry);
            _byContent.TryAdd(Sheets.Content(entry.Statement!), entry);
            if (Label(standing) is { } label)
            {
                _byKey.TryAdd($"{counting.Type} {label}", entry);
            }
        }
    }

    private RowFate Held(ReadRow row, bool takesConflicts)
    {
        if (!row.Faults.IsEmpty)
        {
            return new(row, Fate.Refused, string.Join("; ", row.Faults.Select(fault => $"{fault.Place}: {fault.Why}")));
        }

        var said = row.Statements[0];
        var content = _byContent.Count + _byRow.Count > 0 ? Sheets.Content(said) : "";
        if (_byRow.TryGetValue(row.Cells.Key, out var same))
        {
            return content == Sheets.Content(same.Statement!) || (_byContent.TryGetValue(content, out var standing) && standing.Id == same.Id)
                ? new(row, Fate.OnRecord, $"this row is on record as {Called(same)}", same)
                : new(row, Fate.Conflict, $"this row is on record as {Called(same)}, and says something else now: correct that ('probatum correct {same.Index}'), or withdraw the import it came by", same);
        }

        if (_byContent.TryGetValue(content, out var known))
        {
            return new(row, Fate.OnRecord, $"the same is on record as {Called(known)}", known);
        }

        return Label(said) is { } label && _byKey.TryGetValue($"{said.Kind.Name} {label}", out var other) && !takesConflicts
            ? new(row, Fate.Conflict, $"'{label}' is on record as {Called(other)} and says something else: {Difference(said, other.Statement!)}", other)
            : new(row, Fate.Recorded, $"{One(said)}{(Label(said) is { } name ? $" {name}" : "")}{(row.Statements.Length > 1 ? $" and {Words.Count(row.Statements.Length - 1, "record")} more" : "")}");
    }

    /// <summary>The anomalies that samples have behind all rows and had not before, at the rows that speak of them.</summary>
    private void Note(RowFate[] all, CaseState after)
    {
        var before = _opened.State.Samples;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].What == Fate.Recorded && Sample(all[i].Row.Statements[0]) is { } id && after.Samples.Samples.TryGetValue(id, out var sample))
            {
                var had = before.Samples.TryGetValue(id, out var earlier) ? _opened.Odd(earlier, before).Select(one => one.Words).ToList() : [];
                all[i] = all[i] with { Notes = [.. _opened.Odd(sample, after.Samples).Select(one => one.Words).Except(had).Distinct()] };
            }
        }
    }

    private string Called(Entry entry) => Own(entry.Statement!) is { } id ? $"{_opened.Call(id)} (leaf {entry.Index})" : $"leaf {entry.Index}";

    private static EntityId? Own(Statement statement)
    {
        var body = new BodyWriter();
        statement.Describe(body);
        return body.Sealed.FirstOrDefault(member => member.Name == Sheets.Own(statement)).Value is JsonText text ? new EntityId(text.Value) : null;
    }

    private static string? Label(Statement statement) => statement switch
    {
        SampleCollected sample => sample.Label,
        CasualtyRecorded casualty => casualty.Code,
        SampleSplit { Aliquots: [var only] } => only.Label,
        _ => null,
    };

    private static string One(Statement statement) => statement switch
    {
        SampleCollected => "a sample",
        SampleSplit => "a part of a sample",
        CustodyReported => "a transfer",
        SealChecked => "a seal check",
        SampleStored => "a storage record",
        ResultReported => "a result",
        CasualtyRecorded => "a casualty",
        CasualtyExamined => "an examination",
        CasualtyTreated => "a treatment",
        CasualtyOutcomeRecorded => "an outcome",
        ConsentRecorded => "a consent",
        ConsentWithdrawn => "a consent taken back or refused",
        var other => other.Kind.Name,
    };

    private static EntityId? Sample(Statement statement) => statement switch
    {
        SampleCollected one => one.Sample,
        CustodyReported one => one.Sample,
        SealChecked one => one.Sample,
        SampleStored one => one.Sample,
        _ => null,
    };

    private static string Difference(Statement now, Statement then)
    {
        var (first, second) = (new BodyWriter(), new BodyWriter());
        now.Describe(first);
        then.Describe(second);
        var names = first.Sealed.Concat(second.Sealed).Select(member => member.Name).Distinct().Where(name => name != Sheets.Own(now));
        return string.Join(", ", names.Where(name => !Equals(first.Sealed.FirstOrDefault(one => one.Name == name).Value, second.Sealed.FirstOrDefault(one => one.Name == name).Value)));
    }
}
