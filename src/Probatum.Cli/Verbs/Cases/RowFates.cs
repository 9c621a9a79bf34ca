using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Cli.Verbs;

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

/// <summary>Holds every row of a sheet against the case; nothing is written.</summary>
internal sealed class RowFates
{
    private readonly OpenedCase _opened;
    private readonly SheetKind _kind;
    private readonly Dictionary<string, Entry> _byRow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.OrdinalIgnoreCase);

    private RowFates(OpenedCase opened, SheetKind kind, ImportView? before, bool isOfForm)
    {
        (_opened, _kind) = (opened, kind);
        var imports = opened.State.Imports.All.Where(import => !import.IsWithdrawn && import.Said?.Sort == kind.Name);
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
    /// <param name="kind">What the rows are.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="before">The same sheet's import of before, of which this goes on.</param>
    /// <param name="isOfForm">Whether rows have names of their own, which are recognised in every file.</param>
    /// <param name="takesConflicts">Whether a thing whose label is on record with other content is recorded as a second one.</param>
    /// <param name="withNotes">Whether the anomalies are looked for that rows would bring.</param>
    public static IReadOnlyList<RowFate> Of(OpenedCase opened, SheetKind kind, ReadSheet sheet, ImportView? before, bool isOfForm, bool takesConflicts, bool withNotes)
    {
        var fates = new RowFates(opened, kind, before, isOfForm);
        fates.LookUp(sheet.Rows.SelectMany(row => row.Statements.Take(1)).FirstOrDefault()?.Kind);
        var all = sheet.Rows.Select(row => fates.Held(row, takesConflicts)).ToArray();
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

    /// <summary>What is on record of that kind, by what it says and by its label.</summary>
    private void LookUp(RecordKind? kind)
    {
        if (kind is null)
        {
            return;
        }

        foreach (var counting in _opened.State.Counting)
        {
            if (counting.Type != kind.Name || counting.Statement is not { } standing || _opened.State.At(counting.Index) is not { Statement: not null } entry)
            {
                continue;
            }

            _byContent.TryAdd(Sheets.Content(standing, _kind.Own), entry);
            _byContent.TryAdd(Sheets.Content(entry.Statement!, _kind.Own), entry);
            if (Label(standing) is { } label)
            {
                _byKey.TryAdd(label, entry);
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
        var content = _byContent.Count + _byRow.Count > 0 ? Sheets.Content(said, _kind.Own) : "";
        if (_byRow.TryGetValue(row.Cells.Key, out var same))
        {
            return content == Sheets.Content(same.Statement!, _kind.Own) || (_byContent.TryGetValue(content, out var standing) && standing.Id == same.Id)
                ? new(row, Fate.OnRecord, $"this row is on record as {Called(same)}", same)
                : new(row, Fate.Conflict, $"this row is on record as {Called(same)}, and says something else now: correct that ('probatum correct {same.Index}'), or withdraw the import it came by", same);
        }

        if (_byContent.TryGetValue(content, out var known))
        {
            return new(row, Fate.OnRecord, $"the same is on record as {Called(known)}", known);
        }

        return Label(said) is { } label && _byKey.TryGetValue(label, out var other) && !takesConflicts
            ? new(row, Fate.Conflict, $"'{label}' is on record as {Called(other)} and says something else: {Difference(said, other.Statement!)}", other)
            : new(row, Fate.Recorded, $"a {_kind.One}{(Label(said) is { } name ? $" {name}" : "")}{(row.Statements.Length > 1 ? $" and {Words.Count(row.Statements.Length - 1, "record")} more" : "")}");
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

    private EntityId? Own(Statement statement)
    {
        var body = new BodyWriter();
        statement.Describe(body);
        return body.Sealed.FirstOrDefault(member => member.Name == _kind.Own).Value is JsonText text ? new EntityId(text.Value) : null;
    }

    private string? Label(Statement statement) => _kind.Key.Length == 0 ? null : statement switch
    {
        SampleCollected sample => sample.Label,
        Core.Casualties.CasualtyRecorded casualty => casualty.Code,
        _ => null,
    };

    private static EntityId? Sample(Statement statement) => statement switch
    {
        SampleCollected one => one.Sample,
        CustodyReported one => one.Sample,
        SealChecked one => one.Sample,
        SampleStored one => one.Sample,
        _ => null,
    };

    private string Difference(Statement now, Statement then)
    {
        var (first, second) = (new BodyWriter(), new BodyWriter());
        now.Describe(first);
        then.Describe(second);
        var names = first.Sealed.Concat(second.Sealed).Select(member => member.Name).Distinct().Where(name => name != _kind.Own);
        return string.Join(", ", names.Where(name => !Equals(first.Sealed.FirstOrDefault(one => one.Name == name).Value, second.Sealed.FirstOrDefault(one => one.Name == name).Value)));
    }
}
