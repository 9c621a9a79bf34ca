using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Probatum.Intake;

/// <summary>One resource of a file: its type, its id, the address that its entry gives it, the resource that holds it, and its elements.</summary>
internal sealed record FhirResource(string Type, string? Id, string? Address, FhirResource? Holder, FhirNode Node)
{
    /// <summary>The resources that it holds.</summary>
    public List<FhirResource> Contained { get; } = [];

    /// <summary>How its row is called: what stays the same whenever the file is read.</summary>
    public string Key => Holder is { } holder ? $"{holder.Key}#{Id}" : Address ?? (Id is null ? Node.Path : $"{Type}/{Id}");
}

/// <summary>The resources of a file: a Bundle, one resource, or resources line by line (NDJSON); and which one a reference means.</summary>
/// <remarks>Total over hostile bytes: the fault says where and what was expected. Source: FHIR R4, bundle.html and references.html.</remarks>
internal sealed class FhirDocument
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>How deep elements may lie in one another.</summary>
    public const int Deepest = 64;

    /// <summary>The most resources that are read.</summary>
    public const int MostResources = 100_000;

    // What becomes of one resource has to fit into a record.
    private const int LongestResource = 1 << 19;
    private const int LongestNumber = 40;

    // Each element takes some hundred bytes of memory while it is read.
    private const int MostElements = 3_000_000;

    private static readonly string[] Bundles = ["collection", "transaction", "batch", "document", "searchset"];

    private readonly Dictionary<string, FhirResource?> _byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FhirResource?> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string System, string Value), FhirResource?> _byIdentifier = [];

    private FhirDocument(ImmutableArray<FhirResource> resources, string? identifier)
    {
        (Resources, Identifier) = (resources, identifier);
        foreach (var one in resources.Where(one => one.Holder is null))
        {
            if (one.Address is { } address)
            {
                _byAddress.TryAdd(address, one);
            }

            if (one.Id is { } id && !_byName.TryAdd($"{one.Type}/{id}", one))
            {
                _byName[$"{one.Type}/{id}"] = null;
            }

            foreach (var identified in one.Node.List("identifier").Where(item => item.Peek("value") is not null))
            {
                var key = (identified.Peek("system") ?? "", identified.Peek("value")!);
                if (!_byIdentifier.TryAdd(key, one))
                {
                    _byIdentifier[key] = null;
                }
            }
        }
    }

    /// <summary>Every resource in the order of the file; those that another holds stand before it.</summary>
    public ImmutableArray<FhirResource> Resources { get; }

    /// <summary>The identifier of the Bundle, where it names a case of ours.</summary>
    public string? Identifier { get; }

    /// <summary>Reads a file.</summary>
    public static FhirDocument? Read(ReadOnlyMemory<byte> bytes, out IntakeFault fault)
    {
        if (bytes.Length > MostBytes)
        {
            return Refuse(out fault, "fhir/size", "", $"{bytes.Length >> 20} MiB are more than {MostBytes >> 20}; split the file");
        }

        var body = bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        var roots = new List<FhirNode>();
        var elements = 0;
        if (!TryLines(body, roots, ref elements, out fault))
        {
            return null;
        }

        var (resources, identifier) = (ImmutableArray.CreateBuilder<FhirResource>(), (string?)null);
        foreach (var root in roots)
        {
            if (root.Peek("resourceType") is not { } type)
            {
                return Refuse(out fault, "fhir/form", root.Path, "this is no resource of FHIR: an object with 'resourceType' was expected");
            }

            if (type != "Bundle")
            {
                if (!Add(root, type, null, resources, out fault))
                {
                    return null;
                }

                continue;
            }

            if (roots.Count > 1)
            {
                return Refuse(out fault, "fhir/bundle", root.Path, "a Bundle stands alone in a file; lines are resources");
            }

            identifier = root["identifier"]?.Peek("system") == Core.Fhir.FhirNames.Case ? root["identifier"]!.Peek("value") : null;
            if (root.Peek("type") is not { } sort || !Bundles.Contains(sort))
            {
                return Refuse(out fault, "fhir/bundle", $"{root.Path}.type", $"a Bundle of the type '{root.Peek("type")}' is not read; expected {string.Join(", ", Bundles)}");
            }

            foreach (var entry in root.List("entry"))
            {
                if (entry["request"] is { } request && request.Peek("method") is not ("POST" or "PUT"))
                {
                    return Refuse(out fault, "fhir/request", $"{request.Path}.method", $"an entry that asks for '{request.Peek("method")}' says of nothing what it is; expected POST or PUT");
                }

                if (entry["resource"] is not { } resource || resource.Peek("resourceType") is not { } inner)
                {
                    return Refuse(out fault, "fhir/entry", entry.Path, "an entry without a resource is not read; expected 'resource' with 'resourceType'");
                }

                if (inner == "Bundle")
                {
                    return Refuse(out fault, "fhir/bundle", resource.Path, "a Bundle within a Bundle is not read");
                }

                if (!Add(resource, inner, entry.Peek("fullUrl"), resources, out fault))
                {
                    return null;
                }
            }
        }

        if (resources.GroupBy(one => one.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return Refuse(out fault, "fhir/twice", twice.Last().Node.Path, $"'{twice.Key}' stands at {twice.First().Node.Path} already");
        }

        fault = default;
        return new(resources.ToImmutable(), identifier);
    }

    /// <summary>The resource that a reference means; null with what is wrong, or without where it names nothing of the file.</summary>
    public FhirResource? Find(FhirNode reference, FhirResource from, out string? wrong)
    {
        wrong = null;
        var holder = from.Holder ?? from;
        if (reference.Peek("reference") is { } said)
        {
            var plain = said.Split("/_history/", 2)[0];
            if (plain.StartsWith('#'))
            {
                return plain == "#" ? holder : holder.Contained.Find(one => one.Id == plain[1..]) ?? Dangles(out wrong, $"'{said}' is not contained in this resource");
            }

            var isAbsolute = plain.Contains(':', StringComparison.Ordinal);
            var found = isAbsolute ? _byAddress.GetValueOrDefault(plain)
                : (Base(holder) is { } home ? _byAddress.GetValueOrDefault(home + plain) : null) ?? _byName.GetValueOrDefault(plain);
            if (found is not null)
            {
                return found;
            }

            return Dangles(out wrong, !isAbsolute && _byName.ContainsKey(plain) ? $"'{said}' is the name of several resources" : $"'{said}' is not in this file");
        }

        if (reference["identifier"] is { } identifier && identifier.Peek("value") is { } value)
        {
            return _byIdentifier.TryGetValue((identifier.Peek("system") ?? "", value), out var named)
                ? named ?? Dangles(out wrong, $"the identifier '{value}' is of several resources")
                : Dangles(out wrong, $"no resource of this file has the identifier '{value}'");
        }

        return Dangles(out wrong, "it names no resource: expected 'reference' or 'identifier'");
    }

    private static FhirResource? Dangles(out string? wrong, string why)
    {
        wrong = why;
        return null;
    }

    /// <summary>The address that a server's resources have in common.</summary>
    private static string? Base(FhirResource one) =>
        one.Address is { } address && address.StartsWith("http", StringComparison.Ordinal) && address.EndsWith($"{one.Type}/{one.Id}", StringComparison.Ordinal) ? address[..^(one.Type.Length + 1 + one.Id!.Length)] : null;

    private static bool Add(FhirNode node, string type, string? address, ImmutableArray<FhirResource>.Builder resources, out IntakeFault fault)
    {
        var one = new FhirResource(type, node.Peek("id"), address, null, node);
        if (node.Element.GetRawText().Length > LongestResource)
        {
            fault = new("fhir/long", node.Path, $"a resource of more than {LongestResource >> 10} KiB is not read");
            return false;
        }

        foreach (var held in node.List("contained"))
        {
            if (held.Peek("resourceType") is not { } inner || held.Peek("id") is not { } id || held["contained"] is not null)
            {
                fault = new("fhir/contained", held.Path, "a contained resource has 'resourceType' and 'id', and contains no others");
                return false;
            }

            one.Contained.Add(new(inner, id, null, one, held));
        }

        resources.AddRange(one.Contained);
        resources.Add(one);
        fault = resources.Count > MostResources ? new("fhir/many", node.Path, $"the file has more than {MostResources} resources; split it") : default;
        return fault == default;
    }

    /// <summary>One value, or a value on each line.</summary>
    private static bool TryLines(ReadOnlyMemory<byte> body, List<FhirNode> roots, ref int elements, out IntakeFault fault)
    {
        if (TryParse(body, "", ref elements, out var whole, out fault))
        {
            roots.Add(whole!);
            return true;
        }

        // Where the first line is a whole resource, every line has to be one.
        elements = 0;
        var (end, first) = (body.Span.IndexOf((byte)'\n'), 0);
        if (end < 0 || !TryParse(body[..end], "line 1: ", ref first, out _, out _))
        {
            return false;
        }

        for (var (line, rest) = (1, body); rest.Length > 0; line++)
        {
            var at = rest.Span.IndexOf((byte)'\n');
            var text = at < 0 ? rest : rest[..at];
            rest = at < 0 ? default : rest[(at + 1)..];
            if (text.Span.Trim(" \t\r\n"u8).Length == 0)
            {
                continue;
            }

            if (roots.Count >= MostResources || !TryParse(text, string.Create(CultureInfo.InvariantCulture, $"line {line}: "), ref elements, out var one, out fault))
            {
                fault = fault == default ? new("fhir/many", "", $"the file has more than {MostResources} resources; split it") : fault;
                return false;
            }

            roots.Add(one!);
        }

        fault = default;
        return true;
    }

    private static bool TryParse(ReadOnlyMemory<byte> bytes, string place, ref int elements, out FhirNode? node, out IntakeFault fault)
    {
        node = null;
        if (bytes.Span.Trim(" \t\r\n"u8).Length == 0)
        {
            fault = new("fhir/empty", place.TrimEnd(':', ' '), "there is nothing in it; expected a Bundle, a resource, or a resource on each line, in JSON");
            return false;
        }

        try
        {
            // Elements go on being read after this, so the document is not given back.
            var document = JsonDocument.Parse(bytes, new() { MaxDepth = Deepest });
            var root = document.RootElement;
            var name = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("resourceType", out var type) && type.ValueKind == JsonValueKind.String ? Tame(type.GetString()!) : "the file";
            if (Odd(root, place + name, ref elements) is { } odd)
            {
                fault = odd;
                return false;
            }

            (node, fault) = (FhirNode.Root(root, place + name), default);
            return true;
        }
        catch (JsonException e)
        {
            fault = new("fhir/json", string.Create(CultureInfo.InvariantCulture, $"{place}line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"), $"this is no JSON, or lies deeper than {Deepest}: {e.Message.Split(" LineNumber:", 2)[0]}");
        }
        catch (InvalidOperationException)
        {
            fault = new("fhir/text", place.TrimEnd(':', ' '), "a text is no UTF-8, or has half of a sign");
        }

        return false;
    }

    /// <summary>What no resource has: a name twice, or a number that is too long.</summary>
    private static IntakeFault? Odd(JsonElement element, string path, ref int elements)
    {
        if (++elements > MostElements)
        {
            return new("fhir/many", path, $"the file has more than {MostElements} elements; split it");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    var below = $"{path}.{Tame(member.Name)}";
                    if (!names.Add(member.Name))
                    {
                        return new("fhir/twice", below, "the name stands twice in one object");
                    }

                    if (Odd(member.Value, below, ref elements) is { } odd)
                    {
                        return odd;
                    }
                }

                return null;
            case JsonValueKind.Array:
                var at = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (Odd(item, $"{path}[{at.ToString(CultureInfo.InvariantCulture)}]", ref elements) is { } odd)
                    {
                        return odd;
                    }

                    at++;
                }

                return null;
            case JsonValueKind.String:
                // Whether it is one: bad UTF-8 and halves of signs throw.
                _ = element.GetString();
                return null;
            case JsonValueKind.Number:
                return element.GetRawText().Length > LongestNumber ? new("fhir/long", path, $"a number of more than {LongestNumber} signs") : null;
            default:
                return null;
        }
    }

    private static string Tame(string name) => name.Length <= 80 ? name : name[..80] + "…";

    private static FhirDocument? Refuse(out IntakeFault fault, string code, string place, string why)
    {
        fault = new(code, place, why);
        return null;
    }
}
