using System.Runtime.CompilerServices;
using Probatum.Core;
using Probatum.Core.Cases;

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
