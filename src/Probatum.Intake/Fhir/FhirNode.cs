using System.Globalization;
using System.Text.Json;
using Probatum.Core.Fhir;

namespace Probatum.Intake;

/// <summary>An element of a resource, with its path, its elements, and whether it was taken: what was not is told by its path.</summary>
internal sealed class FhirNode
{
    private static readonly List<FhirNode> None = [];

    private readonly FhirNode? _above;
    private readonly string _name;
    private readonly int _at;
    private bool _isTaken;

    private FhirNode(JsonElement element, FhirNode? above, string name, int at)
    {
        (Element, _above, _name, _at) = (element, above, name, at);
        Items = element.ValueKind switch
        {
            JsonValueKind.Array when element.GetArrayLength() == 0 => None,
            JsonValueKind.Object => [.. element.EnumerateObject().Select(member => new FhirNode(member.Value, this, member.Name, -1))],
            JsonValueKind.Array => [.. element.EnumerateArray().Select((item, i) => new FhirNode(item, this, name, i))],
            _ => None,
        };
    }

    /// <summary>A resource, or the file itself, that stands at a place of its own.</summary>
    public static FhirNode Root(JsonElement element, string place) => new(element, null, place, -1);

    public JsonElement Element { get; }

    /// <summary>The members of an object or the items of a list, in their order.</summary>
    public List<FhirNode> Items { get; }

    public string Name => _name;

    /// <summary>What it is an element of.</summary>
    public FhirNode? Above => _above;

    /// <summary>Where it stands, for a person: Bundle.entry[2].resource.code.text.</summary>
    public string Path => _above is null ? _name : _at >= 0 ? $"{_above.Path}[{_at.ToString(CultureInfo.InvariantCulture)}]" : $"{_above.Path}.{_name}";

    public bool IsText => Element.ValueKind == JsonValueKind.String;

    /// <summary>The element of that name, or null; it is not taken by that.</summary>
    public FhirNode? this[string name] => Element.ValueKind == JsonValueKind.Object ? Items.Find(item => item._name == name) : null;

    /// <summary>The items of the list of that name; one that is no list is its only item.</summary>
    public IEnumerable<FhirNode> List(string name) => this[name] is not { } found ? [] : found.Element.ValueKind == JsonValueKind.Array ? found.Items : [found];

    /// <summary>The text of that name, without taking it.</summary>
    public string? Peek(string name) => this[name] is { IsText: true } found && found.Element.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>The text of that name, which is taken.</summary>
    public string? Text(string name)
    {
        var text = Peek(name);
        if (text is not null)
        {
            this[name]!.Take();
        }

        return text;
    }

    /// <summary>The number of that name as it is written, which is taken.</summary>
    public string? Number(string name)
    {
        if (this[name] is not { Element.ValueKind: JsonValueKind.Number } found)
        {
            return null;
        }

        found.Take();
        return found.Element.GetRawText();
    }

    /// <summary>The truth of that name, which is taken.</summary>
    public bool? Truth(string name)
    {
        if (this[name] is not { Element.ValueKind: JsonValueKind.True or JsonValueKind.False } found)
        {
            return null;
        }

        found.Take();
        return found.Element.GetBoolean();
    }

    /// <summary>The element whose name begins so, as of a choice of types: the rest of the name and the element.</summary>
    public (string Kind, FhirNode Value)? Choice(string name) => Element.ValueKind != JsonValueKind.Object ? null
        : Items.Where(item => item._name.StartsWith(name, StringComparison.Ordinal) && item._name.Length > name.Length && char.IsAsciiLetterUpper(item._name[name.Length]))
            .Select(item => ((string, FhirNode)?)(item._name[name.Length..], item)).FirstOrDefault();

    /// <summary>The extension of that address.</summary>
    public FhirNode? Extension(string url) => List("extension").FirstOrDefault(one => one.Peek("url") == url);

    /// <summary>The text of the extension of that address, taken with its address.</summary>
    public string? ExtensionText(string url)
    {
        if (Extension(url) is not { } found || found.Peek("valueString") is null)
        {
            return null;
        }

        found["url"]!.Take();
        return found.Text("valueString");
    }

    /// <summary>It was read: it stands in a record, or decided what does.</summary>
    public void Take() => _isTaken = true;

    /// <summary>It was read with all that is in it.</summary>
    public void TakeAll()
    {
        _isTaken = true;
        Items.ForEach(item => item.TakeAll());
    }

    /// <summary>A reference was followed, or a list of them: what it names is taken, and never how it is shown, which may be a name.</summary>
    public void TakeReference()
    {
        Text("reference");
        Text("type");
        if (this["identifier"] is { } identifier && identifier.Peek("system")?.StartsWith(FhirNames.Own, StringComparison.Ordinal) == true)
        {
            identifier.Text("system");
            identifier.Text("value");
        }

        if (Element.ValueKind == JsonValueKind.Array)
        {
            Items.ForEach(item => item.TakeReference());
        }
    }

    /// <summary>Whether it or anything in it was taken.</summary>
    public bool IsTaken => _isTaken || Items.Exists(item => item.IsTaken);

    /// <summary>The outermost elements of which nothing was taken.</summary>
    public IEnumerable<FhirNode> Untaken() => !IsTaken ? [this] : Items.SelectMany(item => item.Untaken());

    /// <summary>It and everything in it.</summary>
    public IEnumerable<FhirNode> All() => Items.SelectMany(item => item.All()).Prepend(this);

    /// <summary>Writes what was taken, and nothing else.</summary>
    public void WriteTaken(Utf8JsonWriter json)
    {
        switch (Element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var item in Items.Where(item => item.IsTaken))
                {
                    json.WritePropertyName(item._name);
                    item.WriteTaken(json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in Items.Where(item => item.IsTaken))
                {
                    item.WriteTaken(json);
                }

                json.WriteEndArray();
                break;
            default:
                Element.WriteTo(json);
                break;
        }
    }
}
