using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>Search for programs, within what whoever asks may see.</summary>
internal static class SearchEndpoints
{
    private const int MostHits = 100;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/search", (HttpContext context, Searching searching) => Answers.Guard(async () =>
    {
        var (visit, query) = (Visits.Of(context)!, context.Request.Query);
        var words = query["q"].ToString();
        var only = query["case"].ToString() is { Length: > 0 } id ? id : null;
        if (only is not null && visit.Case(only) is null)
        {
            return Answers.Problem(StatusCodes.Status404NotFound, "there is no such case");
        }

        var filter = new SearchFilter
        {
            Kinds = [.. query["kind"].OfType<string>()],
            Made = [.. query["made"].OfType<string>()],
            Authors = [.. query["author"].OfType<string>().Select(name => KeyName.IsWellFormed(name) ? new KeyName(name) : throw new BadInputException($"'{name}' is no key"))],
        };
        var (found, isBehind) = await searching.Find(visit, only, new(words, filter, LastWord.Whole, Number("skip", 0, CaseIndex.MostCounted), Number("take", 20, MostHits)), context.RequestAborted).ConfigureAwait(false);
        return Answers.Json(JsonMap.Of(
            ("counted", found.Counted), ("exact", found.Exact), ("partial", new JsonTruth(found.IsPartial)), ("behind", new JsonTruth(isBehind)),
            ("hits", JsonList.Of(found.Hits.Select(Hit))),
            ("kinds", Facet(found.Kinds)), ("cases", Facet(found.Cases)), ("authors", Facet(found.Authors)), ("years", Facet(found.Years)), ("months", Facet(found.Months))));

        int Number(string name, int otherwise, int most) => query[name].ToString() is not { Length: > 0 } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : throw new BadInputException($"'{name}' is a number up to {most}");
    })).WithMetadata(new AccessAttribute(Needs.Session) { Token = "search" });

    private static Json Hit(FoundRecord one) => JsonMap.Of(
        ("case", one.Case.Text), ("leaf", one.Index), ("type", one.Type), ("member", one.Member), ("passage", one.Passage),
        ("marks", JsonList.Of(one.Marks.Select(mark => (Json)JsonList.Of([mark.Start, mark.Length])))), ("author", one.Author.Text),
        ("made", one.Made?.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)), ("exact", new JsonTruth(one.IsExact)));

    private static JsonList Facet(ImmutableArray<FacetCount> counts) => JsonList.Of(counts.Select(one => (Json)JsonMap.Of(("value", one.Value), ("count", one.Count))));
}
