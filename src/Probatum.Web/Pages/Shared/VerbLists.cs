using Probatum.Core;

namespace Probatum.Web.Pages.Shared;

/// <summary>What is on record and can be named in a field, by the word that the field's help has.</summary>
internal static class VerbLists
{
    private const int Most = 500;

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
        "ITEM" or "OTHER" => [.. state.Entities.Entities.Values.Where(one => one.IsEvidence).Take(Most).Select(one => one.Label ?? one.Handle)],
        _ => [],
    };

    private static IReadOnlyList<string> Named(CaseState state, string sort) =>
        [.. state.Entities.Entities.Values.Where(one => one.Sort == sort && !state.Entities.Withdrawn.Contains(one.Id)).Take(Most).Select(one => one.Label ?? one.Handle)];
}
