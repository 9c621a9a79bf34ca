namespace Probatum.Core.Requests;

/// <summary>What may be recorded about requests.</summary>
internal static class RequestRules
{
    public static Refused? Judge(StepTaken step, CaseState state) =>
        state.Requests.Find(step.Request)?.Steps.Exists(taken => taken.Step == step.Step) == true
            ? new("request/step-taken", $"the step {step.Step} is on record already; correct that record")
            : null;

    public static Refused? Judge(DeadlineExtended extended) => extended switch
    {
        { Until: null, Extent: null } => new("request/no-extent", "an extension says until when, or by how much"),
        { Until: not null, Extent: not null } => new("request/two-extents", "an extension says until when, or by how much, not both"),
        { Until: { Latest: null } } => new("request/until", "an extension ends at a known time"),
        { Extent: { } extent } when DeadlineExtended.Span(extent) is null => new("request/extent", $"'{extent}' is no span of time such as PT72H or P10D"),
        _ => null,
    };

    public static Refused? Judge(NoteExchanged note, CaseState state) => note switch
    {
        { From: null } or { To: null } => new("note/parties", "a note goes from one to another"),
        _ when note.From == note.To => new("note/parties", "a note goes from one to another"),
        { Answers: { } answered } when !state.Requests.Notes.Exists(other => other.Note == answered) => new("note/answers", "the note that it answers is not of this case"),
        { Request: not null } when state.Requests.Find(note.Request) is null => new("request/unknown", "there is no such request"),
        _ => null,
    };

    public static Refused? Judge(MaterialHandedOver handed, CaseState state) => handed switch
    {
        _ when handed.From == handed.To => new("handover/parties", "material goes from one party to another"),
        { Items.IsEmpty: true, Samples.IsEmpty: true, Files.IsEmpty: true } => new("handover/nothing", "what was handed over is said"),
        { Request: not null } when state.Requests.Find(handed.Request) is null => new("request/unknown", "there is no such request"),
        _ => handed.Samples.Select(sample => Samples.SampleRules.Known(sample, state)).FirstOrDefault(refused => refused is not null),
    };
}
