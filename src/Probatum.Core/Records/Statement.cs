using System.Collections.Immutable;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>What a record says: one of a closed family, one kind for each act that an investigation knows.</summary>
/// <remarks>
/// Every property may be null although the writer always fills it: any member can be withheld from a reader, and a digest
/// does not tell which one is missing. Folds are therefore total over nulls.
/// </remarks>
public abstract record Statement
{
    /// <summary>The row of <see cref="RecordKinds"/> that this statement belongs to.</summary>
    public abstract RecordKind Kind { get; }

    /// <summary>Hands every member to the writer, as the record will state it.</summary>
    public void Describe(BodyWriter body) => Write(body);

    internal abstract void Write(BodyWriter body);
}

/// <summary>One kind of record: its name and version as they stand in the record's first line, and how its body is read.</summary>
public sealed record RecordKind(string Name, int Major, Func<BodyReader, Statement> Read)
{
    /// <summary>The record's first line, without its line feed.</summary>
    public string Line => $"probatum/{Name}@{Major}";

    /// <summary>The names of the members that a record of this kind can seal.</summary>
    public ImmutableArray<string> SealedMembers
    {
        get
        {
            // A reader from whom everything is withheld still asks for all that it knows.
            var body = new BodyReader(JsonMap.Empty, JsonMap.Empty, 1);
            Read(body);
            return Digests.Sorted([.. body.Asked.Select(one => one.Name), RecordText.CorrectionReason]);
        }
    }

    /// <summary>The sealed members that say something of their own, in the order read, each with what it is ("a time", "a list").</summary>
    public ImmutableArray<(string Name, string Form)> Forms
    {
        get
        {
            var body = new BodyReader(JsonMap.Empty, JsonMap.Empty, 1);
            Read(body);
            return [.. body.Asked];
        }
    }
}

/// <summary>Collects the members of a statement; null is left out.</summary>
public sealed class BodyWriter
{
    private readonly List<(string Name, Json Value)> _sealed = [];
    private readonly List<(string Name, Json Value)> _open = [];

    /// <summary>The members that will be sealed, in the order written.</summary>
    public IReadOnlyList<(string Name, Json Value)> Sealed => _sealed;

    /// <summary>The members in the clear, or null when there are none.</summary>
    public JsonMap? Open => _open.Count == 0 ? null : JsonMap.Of(_open.Select(member => (member.Name, (Json?)member.Value)));

    /// <summary>Whether this is among the sealed members.</summary>
    internal bool IsSealed(string name, Json value)
    {
        foreach (var (written, said) in _sealed)
        {
            if (written == name)
            {
                return said.Equals(value);
            }
        }

        return false;
    }

    /// <summary>A member in the clear: only keys, table digests, revocations, corrections, seal and hand-over digests.</summary>
    public BodyWriter Clear(string name, Json? value) => Add(_open, name, value);

    /// <summary>A sealed value.</summary>
    public BodyWriter Json(string name, Json? value) => Add(_sealed, name, value);

    /// <summary>A sealed text.</summary>
    public BodyWriter Text(string name, string? value) => Json(name, value is null ? null : new JsonText(value));

    /// <summary>A sealed whole number.</summary>
    public BodyWriter Number(string name, long? value) => Json(name, value is { } n ? new JsonNumber(n) : null);

    /// <summary>A sealed truth value.</summary>
    public BodyWriter Truth(string name, bool? value) => Json(name, value is { } b ? new JsonTruth(b) : null);

    /// <summary>A sealed reference to an entity.</summary>
    public BodyWriter Id(string name, EntityId? value) => Json(name, value is { } id ? new JsonText(id.Text) : null);

    /// <summary>A sealed time.</summary>
    public BodyWriter When(string name, When? value) => Json(name, value?.ToJson());

    /// <summary>A sealed place.</summary>
    public BodyWriter Where(string name, Where? value) => Json(name, value?.ToJson());

    /// <summary>A sealed file reference.</summary>
    public BodyWriter Blob(string name, Blob? value) => Json(name, value?.ToJson());

    /// <summary>A sealed list; an empty one is left out.</summary>
    public BodyWriter List<T>(string name, ImmutableArray<T> items, Func<T, Json> item) =>
        Json(name, items.IsDefaultOrEmpty ? null : JsonList.Of(items.Select(item)));

    /// <summary>A sealed list of texts; an empty one is left out.</summary>
    public BodyWriter Texts(string name, ImmutableArray<string> items) => List(name, items, text => text);

    /// <summary>A sealed list of files; an empty one is left out.</summary>
    public BodyWriter Blobs(string name, ImmutableArray<Blob> items) => List(name, items, blob => blob.ToJson());

    /// <summary>A sealed list of references; an empty one is left out.</summary>
    public BodyWriter Ids(string name, ImmutableArray<EntityId> items) => List(name, items, id => id.Text);

    private BodyWriter Add(List<(string Name, Json Value)> members, string name, Json? value)
    {
        if (value is not null)
        {
            members.Add((name, value));
        }

        return this;
    }
}

/// <summary>
/// Hands out the members of a body by name. What is missing comes back as null or empty; a member of the wrong type, a
/// required one that is missing with nothing withheld, and one that nobody asked for are faults.
/// </summary>
public sealed class BodyReader(JsonMap sealedMembers, JsonMap open, int withheld)
{
    private const string InTheClear = "open/";
    private readonly List<(string Name, string Form)> _asked = [];
    private readonly bool[] _taken = new bool[sealedMembers.Members.Count];
    private readonly bool[] _takenInTheClear = new bool[open.Members.Count];

    /// <summary>The sealed members that the kind's reader asked for so far, and what each of them is, for people.</summary>
    internal IEnumerable<(string Name, string Form)> Asked => _asked;

    /// <summary>How many members the reader was not given.</summary>
    public int Withheld => withheld;

    /// <summary>The first thing that was not as the kind demands.</summary>
    public Fault Fault { get; private set; }

    /// <summary>A member in the clear; the kind's reader checks its form.</summary>
    public Json? Clear(string name)
    {
        return Take(open, name, _takenInTheClear);
    }

    /// <summary>A sealed value.</summary>
    public Json? Json(string name) => Ask(name, "JSON");

    /// <summary>A sealed text.</summary>
    public string? Text(string name) => As<JsonText>(name, "a text")?.Value;

    /// <summary>A sealed whole number.</summary>
    public long? Number(string name) => As<JsonNumber>(name, "a number")?.Value;

    /// <summary>A sealed truth value.</summary>
    public bool? Truth(string name) => As<JsonTruth>(name, "true or false")?.Value;

    /// <summary>A sealed reference.</summary>
    public EntityId? Id(string name)
    {
        var text = As<JsonText>(name, "the name of an entity")?.Value;
        if (text is not null && !EntityId.IsWellFormed(text))
        {
            Blame(name, "the name of an entity");
            return null;
        }

        return text is null ? null : new EntityId(text);
    }

    /// <summary>A sealed time.</summary>
    public When? When(string name) => Formed(
        name, "a time", Records.When.FromJson, when => when.IsWellFormed);

    /// <summary>A sealed place.</summary>
    public Where? Where(string name) => Formed(
        name, "a place", Records.Where.FromJson, where => where.IsWellFormed);

    /// <summary>A sealed file reference.</summary>
    public Blob? Blob(string name) => Formed(
        name, "a file with digest and size", Records.Blob.FromJson, blob => blob.IsWellFormed);

    /// <summary>A sealed list; empty when absent. An item that the function turns into null is a fault.</summary>
    public ImmutableArray<T> List<T>(string name, Func<Json, T?> item)
        where T : class
    {
        var read = ImmutableArray.CreateBuilder<T>();
        foreach (var json in As<JsonList>(name, "a list")?.Items ?? [])
        {
            if (item(json) is { } good)
            {
                read.Add(good);
            }
            else
            {
                Blame(name, "a list of well-formed items");
            }
        }

        return read.DrainToImmutable();
    }

    /// <summary>A sealed list of texts; empty when absent.</summary>
    public ImmutableArray<string> Texts(string name) => List(name, json => (json as JsonText)?.Value);

    /// <summary>A sealed list of files; empty when absent.</summary>
    public ImmutableArray<Blob> Blobs(string name) => List(name, json => json is JsonMap map && Records.Blob.FromJson(map) is { IsWellFormed: true } blob ? blob : null);

    /// <summary>A sealed list of references; empty when absent.</summary>
    public ImmutableArray<EntityId> Ids(string name)
    {
        var texts = Texts(name);
        if (!texts.All(EntityId.IsWellFormed))
        {
            Blame(name, "a list of entity names");
            return [];
        }

        return [.. texts.Select(text => new EntityId(text))];
    }

    /// <summary>Says that these sealed members may be missing only because they are withheld.</summary>
    public BodyReader Need(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (withheld == 0 && sealedMembers[name] is null && Fault == default)
            {
                Fault = new("body/missing", 0, $"the member '{name}' is missing");
            }
        }

        return this;
    }

    /// <summary>Closes the reading: a member that the kind does not know is a fault.</summary>
    public void Close()
    {
        var unknown = Array.IndexOf(_taken, false) is >= 0 and var at ? sealedMembers.Members[at].Key
            : Array.IndexOf(_takenInTheClear, false) is >= 0 and var inTheClear ? InTheClear + open.Members[inTheClear].Key
            : null;
        if (unknown is not null && Fault == default)
        {
            Fault = new("body/unknown-member", 0, $"the member '{unknown}' is not known to this kind of record");
        }
    }

    private static Json? Take(JsonMap members, string name, bool[] taken)
    {
        var at = members.Members.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        taken[at] = true;
        return members.Members[at].Value;
    }

    private T? Formed<T>(string name, string what, Func<JsonMap, T> read, Func<T, bool> isWellFormed)
        where T : class
    {
        var value = As<JsonMap>(name, what) is { } map ? read(map) : null;
        if (value is not null && !isWellFormed(value))
        {
            Blame(name, what);
            return null;
        }

        return value;
    }

    private Json? Ask(string name, string form)
    {
        _asked.Add((name, form));
        return Take(sealedMembers, name, _taken);
    }

    private T? As<T>(string name, string what)
        where T : Json
    {
        var json = Ask(name, what);
        if (json is not null and not T)
        {
            Blame(name, what);
        }

        return json as T;
    }

    private void Blame(string name, string what)
    {
        if (Fault == default)
        {
            Fault = new("body/type", 0, $"the member '{name}' is not {what}");
        }
    }
}
