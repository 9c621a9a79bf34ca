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
        { Person: not null } when Consents.ConsentRules.Person(collected.Person, state) is { } unknown => unknown,
        _ when Unfit(collected.Label, state) is { } unfit => unfit,
        _ when Blank(collected.Seal) is { } blank => blank,
        _ when collected.Incident is not null && !Incidents.IncidentRules.Knows(state, collected.Incident)
            => new("sample/no-incident", "the sample's incident is not of this case"),
        { Origin: { } origin } when !SampleCollected.Origins.Contains(origin)
            => new("sample/origin", $"'{origin}' is no origin; there are {string.Join(", ", SampleCollected.Origins)}"),
        _ => null,
    };

    public static Refused? Judge(SampleOpened opened, CaseState state) => Blank(opened.SealFound, opened.SealApplied) ?? HeldBy(opened.Sample, opened.By, state);

    public static Refused? Judge(SampleSplit split, CaseState state) =>
        split.Aliquots.Length == 0
            ? new("sample/no-aliquots", "a split has at least one aliquot")
            : split.Aliquots.Select(aliquot => aliquot.Sample).Distinct().Count() != split.Aliquots.Length
                || split.Aliquots.Any(aliquot => state.Samples.Samples.ContainsKey(aliquot.Sample))
                ? new("sample/aliquot-twice", "an aliquot of the split is on record already")
            : split.Aliquots.FirstOrDefault(aliquot => state.Samples.Labels.ContainsKey(aliquot.Label)) is { } taken
                ? new("sample/label-taken", $"a container of the case is labelled {taken.Label} already")
            : split.Aliquots.GroupBy(aliquot => aliquot.Label, StringComparer.OrdinalIgnoreCase).FirstOrDefault(alike => alike.Count() > 1) is { } twice
                ? new("sample/label-taken", $"two parts would be labelled {twice.Key}")
                : split.Aliquots.Select(aliquot => Unfit(aliquot.Label, state) ?? Blank(aliquot.Seal)).FirstOrDefault(refused => refused is not null)
                    ?? Blank(split.SealFound, split.SealApplied) ?? HeldBy(split.Sample, split.By, state);

    public static Refused? Judge(CustodyTransferred moved, CaseState state) =>
        moved.From == moved.To
            ? new("custody/same-party", "a sample is handed from one party to another")
            : Blank(moved.SealFound, moved.SealApplied) ?? HeldBy(moved.Sample, moved.From, state);

    public static Refused? Judge(CustodyRefused refused, CaseState state, EntityId? actor) =>
        Known(refused.Sample, state) is { } unknown ? unknown
        : !state.Parties.SameSide(actor, refused.To) ? new("custody/not-receiver", $"a hand-over is declined by whom it is offered to: {state.Parties.Name(refused.To)}")
        : IsDeclined(state, refused.Half?.Sha256) ? new("custody/declined", "this hand-over was declined already")
        : null;

    public static Refused? Judge(SampleStored stored, CaseState state) =>
        stored.Lowest > stored.Highest || stored.LimitLow > stored.LimitHigh ? new("sample/temperature", "the lowest temperature is not above the highest one") : Known(stored.Sample, state);

    public static Refused? Judge(SampleDisposed disposed, CaseState state) => disposed switch
    {
        { How: { } how } when !SampleDisposed.Ways.Contains(how) => new("sample/how", $"'{how}' is no way of disposing; there are {string.Join(", ", SampleDisposed.Ways)}"),
        { How: "used", Quantity: null } => new("sample/quantity", "how much was used is said"),
        { How: "used", Quantity: { } amount } when Amount.Read(amount) is null => new("sample/amount", $"'{amount}' is no amount such as 2.5 g: a number, a space and a unit"),
        { How: "returned", To: null } => new("sample/to", "what is returned goes to somebody"),
        _ => HeldBy(disposed.Sample, disposed.By, state),
    };

    public static Refused? Judge(BlindCodeGiven given, CaseState state) => given switch
    {
        { Code: null or "" } => new("sample/no-code", "a code has at least one character"),
        { Code: { } code } when state.Samples.Codes.ContainsKey(code) || state.Samples.Labels.ContainsKey(code) => new("sample/code-taken", $"'{code}' stands for a sample of the case already"),
        _ => Known(given.Sample, state),
    };

    public static Refused? Judge(CustodySupported support, CaseState state, EntityId? actor)
    {
        if (Known(support.Sample, state) is { } unknown)
        {
            return unknown;
        }

        var link = state.Samples.Samples[support.Sample!.Value].Chain.Links.Find(one => one.Record?.Text == support.Record);
        return link is null ? new("custody/no-link", "the sample's chain has no act that this record tells of")
            : string.IsNullOrEmpty(support.Basis) ? new("custody/no-basis", "what the support rests on is said")
            : link.Parties.Any(party => state.Parties.SameSide(actor, party) || state.Parties.SameSide(support.By, party))
                ? new("custody/own-word", "whoever took part in an act can't corroborate it: that needs a party that was no part of it")
            : !state.Parties.SameSide(actor, support.By) ? new("custody/not-speaker", "a party corroborates by its own key")
            : null;
    }

    public static Refused? Judge(CustodyRemarked remarked, CaseState state) => remarked switch
    {
        { Text: null or "" } => new("custody/no-text", "a remark has words"),
        { Notes: { } notes } when AnomalyTable.Kind(notes) is null => new("custody/anomaly", $"'{notes}' is no kind of anomaly"),
        { Answers: { } answers } when AnomalyTable.Kind(answers) is null => new("custody/anomaly", $"'{answers}' is no kind of anomaly"),
        { Notes: not null, Answers: not null } => new("custody/one-thing", "a remark notes an anomaly or answers one"),
        { Resolution: { } resolution } when !CustodyRemarked.Resolutions.Contains(resolution)
            => new("custody/resolution", $"'{resolution}' is no resolution; there are {string.Join(", ", CustodyRemarked.Resolutions)}"),
        { Record: { } record } when remarked.Sample is { } id && state.Samples.Samples.TryGetValue(id, out var sample)
            && !sample.Chain.Links.Exists(link => link.Record?.Text == record) && !sample.Chain.Stores.Exists(store => store.Record?.Text == record)
            => new("custody/no-link", "the sample's chain has no act that this record tells of"),
        _ => Known(remarked.Sample, state),
    };

    /// <summary>Whether the receiver declined the half with this digest.</summary>
    public static bool IsDeclined(CaseState state, string? half) =>
        half is not null && state.Entries.Exists(entry => entry.Statement is CustodyRefused known && known.Half?.Sha256 == half);

    /// <summary>What a label may not be: nothing that can be seen, or what already leads to another sample.</summary>
    private static Refused? Unfit(string? label, CaseState state) =>
        SafeText.IsBlank(label) ? new("sample/no-label", "a sample has a label: what its container says")
        : label!.Trim() != label ? new("sample/label-space", $"the label '{label}' begins or ends with a space, which no reader sees")
        : state.Samples.Codes.ContainsKey(label) ? new("sample/label-code", $"'{label}' is the code that a laboratory got for a sample of the case")
        : SampleLabel.TryReadCheck(label, out _) || EntityId.IsWellFormed(label) ? new("sample/label-check", $"'{label}' is spelled as the check or the id of a label that this program prints")
        : null;

    private static Refused? Blank(params ReadOnlySpan<string?> seals)
    {
        foreach (var seal in seals)
        {
            if (seal is not null && SafeText.IsBlank(seal))
            {
                return new("sample/blank-seal", "a seal has a number or a mark that can be seen; where there is none, nothing is said of it");
            }
        }

        return null;
    }

    private static Refused? HeldBy(EntityId? sample, EntityId? actor, CaseState state)
    {
        if (Known(sample, state) is { } unknown)
        {
            return unknown;
        }

        var view = state.Samples.Samples[sample!.Value];
        return view.Chain.End is { } end ? new("custody/ended", $"{view.Label} is {end.How?.Replace('-', ' ')}: nothing can be done with it any more")
            : view.Chain.Custodian is { } holder && holder != actor
            ? new("custody/wrong-custodian", $"{view.Label} is held by {state.Parties.Name(holder)}, not by {state.Parties.Name(actor)}")
            : null;
    }

    public static Refused? Known(EntityId? sample, CaseState state) =>
        sample is { } id && state.Samples.Samples.ContainsKey(id) ? null : new("sample/unknown", "there is no such sample");
}
