using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

// What the words of a command line mean in the case.
internal sealed partial class OpenedCase
{
    /// <summary>The one entity of that sort by its id, handle (S3), label or name; a sample also by what its printed label says.</summary>
    public EntityId Find(string sort, string name)
    {
        if (sort == "sample" && OnLabel(name) is { } printed)
        {
            return printed;
        }

        // What somebody wrote on a container goes before what this program calls another.
        var found = State.Entities.Named(name).Where(one => one.Sort == sort).ToList();
        found = found.Exists(one => !one.IsShort(name)) ? found.FindAll(one => !one.IsShort(name)) : found;
        return found switch
        {
            [] when sort == "sample" && State.Samples.Codes.TryGetValue(name, out var coded) => coded,
            [var one] when sort == "sample" && State.Samples.Codes.TryGetValue(name, out var coded) && coded != one.Id =>
                throw new BadInputException($"'{name}' is the name of one sample and the code that a laboratory got for another, {Call(coded)}; say which by its short name"),
            [var one] => one.Id,
            [] => throw new BadInputException($"this case has no {sort} '{name}'{Hint(sort)}"),
            _ => throw new BadInputException($"{found.Count} are called '{name}': {string.Join(", ", found.Select(one => one.Handle))}; say which by that short name"),
        };
    }

    // A sample that somebody called by twelve such letters is found by its name first.
    private EntityId? OnLabel(string said)
    {
        if (SampleLabel.IsScanned(said))
        {
            var label = Scanned(said);
            return State.Samples.Samples.ContainsKey(label.Sample) ? label.Sample
                : throw new BadInputException($"the label {label.Check} is of this case, and no sample has it yet; record one with 'probatum sample add --label-id'");
        }

        if (!State.Entities.Named(said).IsEmpty)
        {
            return null;
        }

        if (SampleLabel.TryReadCheck(said, out var check))
        {
            return State.Samples.All.Where(sample => SampleLabel.CheckOf(sample.Id) == check).Select(sample => (EntityId?)sample.Id).FirstOrDefault()
                ?? throw new BadInputException($"{check} is a label's check, but of no sample of this case: it is another case's label, or nothing was recorded under it yet");
        }

        return SampleLabel.LooksLikeCheck(said)
            ? throw new BadInputException($"'{said}' is no sample of this case, and as a label's check it is wrong: a letter was misread or two were swapped (the letters are {SampleLabel.Letters})")
            : null;
    }

    /// <summary>The label that a scanner read, of this case.</summary>
    public SampleLabel Scanned(string said) =>
        !SampleLabel.TryRead(said, out var label, out var fault) ? throw new BadInputException($"'{said}': {fault.Why}")
        : label.Case != Id ? throw new BadInputException($"this label is of another case, {label.Case}; this case is {Id}")
        : label;

    /// <summary>As <see cref="Find"/>; null for null.</summary>
    public EntityId? FindOr(string sort, string? name) => name is null ? null : Find(sort, name);

    /// <summary>The person, casualty or not, of that code.</summary>
    public NamedEntity Person(string code) => PersonOr(code) ?? throw new BadInputException($"this case has no person or casualty '{code}'");

    /// <summary>As <see cref="Person"/>; null where nobody has the code.</summary>
    public NamedEntity? PersonOr(string code) => State.Entities.Named(code).Where(one => one.Sort is "person" or "casualty").ToList() switch
    {
        [] => null,
        [var one] => one,
        var several => throw new BadInputException($"{several.Count} are called '{code}': {string.Join(", ", several.Select(one => one.Handle))}; say which by that short name"),
    };

    /// <summary>Any entity by its id, handle, label or name.</summary>
    public NamedEntity Any(string name) => State.Entities.Named(name) switch
    {
        [var one] => one,
        [] => throw new BadInputException($"this case has nothing called '{name}'"),
        var several => throw new BadInputException($"{several.Length} are called '{name}': {string.Join(", ", several.Select(one => one.Handle))}; say which by that short name"),
    };

    /// <summary>The leaf of the record with that id (r-…) or leaf number, or of the one that introduced what bears that name.</summary>
    public long Leaf(string name)
    {
        var index = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : name.StartsWith("r-", StringComparison.Ordinal) ? History.Find(new(name))?.Index ?? -1
            : Any(name).Index;
        return index >= 0 && index < History.Size ? index : throw new BadInputException($"this case has no record '{name}'");
    }

    /// <summary>The technique of that key in the case's tables.</summary>
    public Technique Technique(string key) => Tables.Techniques.GetValueOrDefault(key)
        ?? throw new BadInputException($"'{key}' is no technique of this case's tables: {string.Join(", ", Tables.Techniques.Keys)}");

    /// <summary>What screens call it.</summary>
    public string Call(EntityId? id) => State.Entities.Call(id);

    private static string Hint(string sort) => sort switch
    {
        "party" => "; add it with 'probatum party add'",
        "claim" => "; 'probatum claim list' shows them",
        "sample" => "; 'probatum sample list' shows them",
        "incident" => "; open it with 'probatum incident open'",
        _ => "",
    };
}
