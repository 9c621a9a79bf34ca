using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Web.Cases;

namespace Probatum.Web.Pages.Shared;

/// <summary>What is on record and can be named in a field, by the word that the field's help has.</summary>
internal static class VerbLists
{
    private const int Most = 500;
    private const string Evidence = "evidence";

    private static readonly ConditionalWeakTable<EntitiesView, Dictionary<string, List<string>>> Lists = [];

    /// <summary>The names for fields of that help, such as PARTY; empty where it is no name of something on record.</summary>
    public static IReadOnlyList<string> Of(string help, CaseState state) => help switch
    {
        "PARTY" or "LABORATORY" => Named(state, "party"),
        "SAMPLE" or "ALIQUOT" => Named(state, "sample"),
        "INCIDENT" => Named(state, "incident"),
        "REPORT" => Named(state, "report"),
        "CLAIM" or "CLAIMS" => Named(state, "claim"),
        "CODE" => Named(state, "casualty"),
        "REQUEST" => Named(state, "request"),
        "SITE" => Named(state, "site"),
        "REMNANT" => Named(state, "remnant"),
        "JOB" => Named(state, "laboratory job"),
        "FINDING" => Named(state, "finding"),
        "ALLEGATION" => Named(state, "allegation"),
        "NOTE" => Named(state, "note"),
        "RESULT" => Named(state, "result"),
        "ITEM" or "OTHER" => Named(state, Evidence),
        _ => [],
    };

    // What a field takes and its help spells out, where the parser itself takes any word.
    private static readonly FrozenDictionary<string, string[]> Spelled = new Dictionary<string, string[]>
    {
        ["sample add --origin"] = ["TEAM_COLLECTED", "COLLECTED_IN_TEAM_PRESENCE", "STATE_HANDOVER", "STATE_VIA_STATE", "THIRD_PARTY_HANDOVER", "CLAIMANT_HELD", "UNKNOWN"],
        ["result add --outcome"] = ["found", "not-found", "inconclusive"],
        ["identify --purpose"] = ["safety", "screening", "evidential"],
        ["consent record --purpose"] = ["interview", "medical-data", "biosample", "sharing-opcw", "court", "public"],
        ["consent withdraw --purpose"] = ["interview", "medical-data", "biosample", "sharing-opcw", "court", "public"],
        ["interview add --sort"] = ["first-account", "full", "further"],
        ["allegation add --stance"] = ["alleges", "denies"],
        ["finding propose --likelihood"] = ["P1", "P2", "P3", "P4", "P5", "P6", "P7"],
        ["finding propose --confidence"] = ["low", "moderate", "high"],
        ["claim edit --stance"] = ["asserts", "denies", "requests", "warns", "predicts", "commits", "withdraws"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes that a field takes, each with its words: those of the case's tables and of what is already given; empty where a field takes any words.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="name">The argument or option.</param>
    /// <param name="said">What stands in another argument or option of the form.</param>
    /// <param name="seen">The case.</param>
    public static IReadOnlyList<(string Value, string Words)> Codes(string verb, string name, Func<string, string> said, SeenCase seen)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(seen);
        if (Spelled.TryGetValue($"{verb} {name}", out var spelled))
        {
            return [.. spelled.Select(one => (one, one.Replace('_', ' ').Replace('-', ' ').ToLowerInvariant()))];
        }

        var tables = seen.Tables;
        return (verb, name) switch
        {
            (_, "--matrix") => [.. tables.Matrices.Select(one => (one.Key, one.Value))],
            (_, "--technique") => [.. tables.Techniques.Values.Select(one => (one.Key, one.Words))],
            (_, "--route") => [.. tables.Routes.Values.Select(one => (one.Key, one.Title))],
            ("result add" or "laboratory job open", "--profile") => [.. tables.Profiles.Keys.Select(one => (one, one))],
            ("finding propose", "--wording") => [.. (tables.Routes.GetValueOrDefault(said("--route"))?.Wordings ?? []).Select(one => (one.Key, one.Words))],
            ("request step", "STEP") => [.. (RouteOf(said("REQUEST"), seen)?.Steps ?? []).Select(one => (one.Key, one.Words))],
            ("request extend", "DEADLINE") => [.. (RouteOf(said("REQUEST"), seen)?.Deadlines ?? []).Select(one => (one.Id, one.Duty))],
            ("request new", "--item") => [.. (tables.Routes.GetValueOrDefault(said("--route"))?.Contents ?? []).Select(one => ($"{one.Key}=", one.Words))],
            ("request supplement", "--item") => [.. (RouteOf(said("REQUEST"), seen)?.Contents ?? []).Select(one => ($"{one.Key}=", one.Words))],
            _ => [],
        };
    }

    private static Core.Requests.Route? RouteOf(string request, SeenCase seen) =>
        seen.State.Requests.Requests.FirstOrDefault(one => one.Id.Text == request || seen.State.Entities.Call(one.Id) == request || seen.State.Entities.Find(one.Id)?.Handle == request)?.Made.Route is { } route
            ? seen.Tables.Routes.GetValueOrDefault(route) : null;

    private static List<string> Named(CaseState state, string sort) => Lists.GetValue(state.Entities, Sorted).GetValueOrDefault(sort, []);

    /// <summary>All lists in one look at the case, which every field of every form of that moment shares.</summary>
    private static Dictionary<string, List<string>> Sorted(EntitiesView entities)
    {
        var lists = new Dictionary<string, List<string>>(StringComparer.Ordinal) { [Evidence] = [] };
        foreach (var one in entities.Entities.Values)
        {
            if (one.IsEvidence)
            {
                Add(Evidence, one);
            }

            if (!entities.Withdrawn.Contains(one.Id))
            {
                Add(one.Sort, one);
            }
        }

        return lists;

        void Add(string sort, NamedEntity one)
        {
            var list = lists.TryGetValue(sort, out var known) ? known : lists[sort] = [];
            if (list.Count < Most)
            {
                list.Add(one.Label ?? one.Handle);
            }
        }
    }
}
