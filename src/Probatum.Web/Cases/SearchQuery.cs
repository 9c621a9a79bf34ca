using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Web.Cases;

/// <summary>A search as it stands in an address.</summary>
/// <param name="Words">The words.</param>
/// <param name="Parts">By what it is narrowed: kind, case, author or made, each with its value.</param>
/// <param name="Page">From 1.</param>
public sealed record SearchQuery(string Words, ImmutableArray<(string Name, string Value)> Parts, int Page)
{
    private const int LongestWords = 512;
    private const int MostPages = 50;
    private static readonly string[] Names = ["kind", "case", "author", "made"];

    /// <summary>Reads an address's query. Total: what is no narrowing is passed over.</summary>
    public static SearchQuery Read(string query)
    {
        var said = QueryHelpers.ParseQuery(query);
        var words = said.TryGetValue("q", out var value) ? value.ToString() : "";
        return new(
            words.Length <= LongestWords ? words : words[..LongestWords],
            [.. Names.SelectMany(name => said.TryGetValue(name, out var values) ? values.OfType<string>().Where(one => IsValue(name, one)).Distinct().Select(one => (name, one)) : [])],
            said.TryGetValue("page", out var page) && int.TryParse(page.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostPages ? number : 1);
    }

    /// <summary>What is asked beside the words.</summary>
    public SearchFilter Filter => new()
    {
        Kinds = [.. Values("kind")],
        Cases = [.. Values("case").Select(id => new CaseId(id))],
        Authors = [.. Values("author").Select(name => new KeyName(name))],
        Made = [.. Values("made")],
    };

    /// <summary>As it stands in an address, with its question mark.</summary>
    public string Text() => "?" + string.Join('&', Parts.Prepend(("q", Words)).Append(("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : ""))
        .Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));

    /// <summary>Narrowed by one thing more.</summary>
    public SearchQuery With(string name, string value) => this with { Parts = Parts.Contains((name, value)) ? Parts : Parts.Add((name, value)), Page = 1 };

    /// <summary>No longer narrowed by it.</summary>
    public SearchQuery Without(string name, string value) => this with { Parts = Parts.Remove((name, value)), Page = 1 };

    private IEnumerable<string> Values(string name) => Parts.Where(part => part.Name == name).Select(part => part.Value);

    private static bool IsValue(string name, string value) => name switch
    {
        "case" => CaseId.IsWellFormed(value),
        "author" => KeyName.IsWellFormed(value),
        _ => value.Length is > 0 and <= 64,
    };
}
