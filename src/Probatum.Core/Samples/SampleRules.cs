using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>
/// What may be recorded about samples. Live acts are held against the chain; what paper tells is recorded as told, and what
/// does not fit becomes an anomaly.
/// </summary>
internal static class SampleRules
{
    public static Refused? Judge(SampleCollected collected, CaseState state) => collected switch
    {
        { Label: null or "" } => new("sample/no-label", "a sample has a label: what its container says"),
        _ when collected.Incident is not null && !Incidents.IncidentRules.Knows(state, collected.Incident)
            => new("sample/no-incident", "the sample's incident is not of this case"),
        { Origin: { } origin } when !SampleCollected.Origins.Contains(origin)
            => new("sample/origin", $"'{origin}' is no origin; there are {string.Join(", ", SampleCollected.Origins)}"),
        _ => null,
    };

    public static Refused? Judge(SampleOpened opened, CaseState state) => HeldBy(opened.Sample, opened.By, state);

    public static Refused? Judge(SampleSplit split, CaseState state) =>
        split.Aliquots.Length == 0
            ? new("sample/no-aliquots", "a split has at least one aliquot")
            : split.Aliquots.Select(aliquot => aliquot.Sample).Distinct().Count() != split.Aliquots.Length
                || split.Aliquots.Any(aliquot => state.Samples.Samples.ContainsKey(aliquot.Sample))
                ? new("sample/aliquot-twice", "an aliquot of the split is on record already")
            : split.Aliquots.FirstOrDefault(aliquot => state.Samples.All.Any(sample => sample.Label == aliquot.Label)) is { } taken
                ? new("sample/label-taken", $"a container of the case is labelled {taken.Label} already")
                : HeldBy(split.Sample, split.By, state);

    public static Refused? Judge(CustodyTransferred moved, CaseState state) =>
        moved.From == moved.To
            ? new("custody/same-party", "a sample is handed from one party to another")
            : HeldBy(moved.Sample, moved.From, state);

    public static Refused? Judge(CustodyRefused refused, CaseState state, EntityId? actor) =>
        Known(refused.Sample, state) is { } unknown ? unknown
        : !state.Parties.SameSide(actor, refused.To) ? new("custody/not-receiver", $"a hand-over is declined by whom it is offered to: {state.Parties.Name(refused.To)}")
        : IsDeclined(state, refused.Half?.Sha256) ? new("custody/declined", "this hand-over was declined already")
        : null;

    /// <summary>Whether the receiver declined the half with this digest.</summary>
    public static bool IsDeclined(CaseState state, string? half) =>
        half is not null && state.Entries.Exists(entry => entry.Statement is CustodyRefused known && known.Half?.Sha256 == half);

    private static Refused? HeldBy(EntityId? sample, EntityId? actor, CaseState state)
    {
        if (Known(sample, state) is { } unknown)
        {
            return unknown;
        }

        var view = state.Samples.Samples[sample!.Value];
        return view.Chain.Custodian is { } holder && holder != actor
            ? new("custody/wrong-custodian", $"{view.Label} is held by {state.Parties.Name(holder)}, not by {state.Parties.Name(actor)}")
            : null;
    }

    private static Refused? Known(EntityId? sample, CaseState state) =>
        sample is { } id && state.Samples.Samples.ContainsKey(id) ? null : new("sample/unknown", "there is no such sample");
}
