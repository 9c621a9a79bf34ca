using Probatum.Core.Records;

namespace Probatum.Core.Media;

/// <summary>What may be recorded about photographs, films and recordings.</summary>
internal static class MediaRules
{
    public static Refused? Judge(MediaCaptured captured, CaseState state) => captured switch
    {
        _ when captured.Incident is not null && !Incidents.IncidentRules.Knows(state, captured.Incident) => new("media/no-incident", "the item's incident is not of this case"),
        { Label: { } label } when state.Media.Items.Any(other => other.Captured.Label == label) => new("media/label", $"the case has an item '{label}' already"),
        _ => null,
    };

    public static Refused? Known(EntityId? item, CaseState state) => state.Media.Find(item) is null ? new("media/unknown", "there is no such item") : null;

    public static Refused? Judge(MediaLocated located, CaseState state) => located switch
    {
        { When: null, Where: null } => new("media/nothing", "a time or a place is derived, or both"),
        { Basis: null or "" } => new("media/no-basis", "what it rests on is said"),
        _ => Known(located.Item, state),
    };

    public static Refused? Judge(MediaCompared compared, CaseState state) => compared switch
    {
        _ when compared.First == compared.Second => new("media/itself", "an item is compared with another one"),
        { Verdict: { } verdict } when !MediaCompared.Verdicts.Contains(verdict) => new("media/verdict", $"'{verdict}' is no verdict; there are {string.Join(", ", MediaCompared.Verdicts)}"),
        _ => Known(compared.First, state) ?? Known(compared.Second, state),
    };
}
