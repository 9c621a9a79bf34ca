using System.Text.Json;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Tests.Dossier;

/// <summary>The rules of RO-Crate 1.2 that a description must keep: sections "Root Data Entity" and "Data Entities".</summary>
public sealed class CrateTests
{
    [Fact]
    public void The_crate_keeps_the_rules_of_its_standard()
    {
        var bag = Exercise.Write().Seal(WithholdingPolicy.Nothing);
        using var crate = JsonDocument.Parse(bag.Files[BagLayout.Crate]);
        Assert.Equal(["@context", "@graph"], crate.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("https://w3id.org/ro/crate/1.2/context", crate.RootElement.GetProperty("@context").GetString());
        var graph = crate.RootElement.GetProperty("@graph").EnumerateArray().ToList();
        var entities = graph.ToDictionary(entity => entity.GetProperty("@id").GetString()!);

        // Flattened: nothing but references within an entity, and each refers to something that is there.
        Assert.All(graph, entity => Assert.All(entity.EnumerateObject(), member => Assert.All(
            member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().ToArray() : [member.Value],
            value => Assert.True(value.ValueKind == JsonValueKind.String || (value.EnumerateObject().Single() is { Name: "@id" } only
                && (entities.ContainsKey(only.Value.GetString()!) || only.Value.GetString()!.StartsWith("https://", StringComparison.Ordinal)))))));

        var descriptor = entities["ro-crate-metadata.json"];
        Assert.Equal(("CreativeWork", "./", "https://w3id.org/ro/crate/1.2"), (descriptor.GetProperty("@type").GetString(), Id(descriptor, "about"), Id(descriptor, "conformsTo")));
        var root = entities["./"];
        Assert.Equal("Dataset", root.GetProperty("@type").GetString());
        Assert.All(["name", "description", "datePublished", "license"], name => Assert.True(root.TryGetProperty(name, out _), name));
        Assert.True(DateTimeOffset.TryParse(root.GetProperty("datePublished").GetString(), System.Globalization.CultureInfo.InvariantCulture, out _));

        // Every payload file but the description itself is a data entity of the root, and nothing else is.
        var parts = root.GetProperty("hasPart").EnumerateArray().Select(part => part.GetProperty("@id").GetString()!).ToList();
        Assert.Equal(bag.Files.Keys.Where(path => path.StartsWith("data/", StringComparison.Ordinal) && path != BagLayout.Crate).Select(path => path["data/".Length..]), parts);
        Assert.All(parts, part => Assert.True(entities[part].GetProperty("@type").GetString() == "File" && Uri.IsWellFormedUriString(part, UriKind.Relative)));
    }

    [Theory]
    [InlineData(0, "Larch")]
    [InlineData(256, "a \"hasPart\":[] in it")]
    [InlineData(1000, "x")]
    public void The_crate_is_canonical_JSON_whatever_its_title_and_size(int files, string title)
    {
        var state = Said.State(new CaseOpened(title, null, "", [], JsonMap.Empty));
        var content = new DossierContent(CaseHistory.Empty with { State = state }, Said.Tables, CaseAssessment.Of(state, Said.Tables, []), null, "2016-12-31T00:00:00Z", new(), new());
        byte[] bytes = [.. content.Pages([.. Enumerable.Range(0, files).Select(i => $"data/files/{i}")]).Single(page => page.Path == BagLayout.Crate).Parts.SelectMany(part => part)];
        Assert.True(CanonicalJson.TryRead(bytes, out var json, out var fault), fault.Why);
        Assert.Equal(3 + files, ((JsonMap)json).List("@graph").Length);
        Assert.Equal(files, ((JsonMap)((JsonMap)json).List("@graph")[1]).List("hasPart").Length);
    }

    private static string Id(JsonElement entity, string name) => entity.GetProperty(name).GetProperty("@id").GetString()!;
}
