using Probatum.Core.Records;

namespace Probatum.Core.Requests;

/// <summary>A request with everything that followed it.</summary>
public sealed record RequestView(
    EntityId Id, RequestMade Made, GrownList<StepTaken> Steps, GrownList<ReplyReceived> Replies)
{
    /// <summary>Later documents for the same request, in log order. They add to what was sent and replace nothing.</summary>
    public GrownList<RequestMade> Supplements { get; init; } = [];

    /// <summary>What was agreed of its deadlines, in log order.</summary>
    public GrownList<DeadlineExtended> Extensions { get; init; } = [];

    /// <summary>All items that the request and its supplements hold, as they came.</summary>
    public IEnumerable<RequestItem> Contents => Supplements.Prepend(Made).SelectMany(made => made.Contents);
}

/// <summary>The requests of a case in log order. What follows a request goes to the first of its name.</summary>
public sealed record RequestsView(
    GrownRows<RequestView> Requests, GrownDictionary<EntityId, int> Positions, GrownList<NoteExchanged> Notes, GrownList<MaterialHandedOver> HandOvers)
{
    /// <summary>No requests.</summary>
    public static RequestsView Empty { get; } = new(GrownRows.Empty<RequestView>(), GrownDictionary.Empty<EntityId, int>(), [], []);

    /// <summary>The view after this entry.</summary>
    public RequestsView Then(Entry entry) => entry.Statement switch
    {
        RequestMade more when Find(more.Request) is { } request => Set(request with { Supplements = request.Supplements.Add(more) }),
        RequestMade { Request: { } id } made => this with { Requests = Requests.Add(new(id, made, [], [])), Positions = Positions.TryAdd(id, Requests.Count) },
        StepTaken step when Find(step.Request) is { } request => Set(request with { Steps = request.Steps.Add(step) }),
        ReplyReceived reply when Find(reply.Request) is { } request => Set(request with { Replies = request.Replies.Add(reply) }),
        DeadlineExtended extended when Find(extended.Request) is { } request => Set(request with { Extensions = request.Extensions.Add(extended) }),
        NoteExchanged note => this with { Notes = Notes.Add(note) },
        MaterialHandedOver handed => this with { HandOvers = HandOvers.Add(handed) },
        _ => this,
    };

    /// <summary>The first request of that id, or null.</summary>
    public RequestView? Find(EntityId? id) => id is { } known && Positions.TryGetValue(known, out var at) ? Requests[at] : null;

    private RequestsView Set(RequestView request) => this with { Requests = Requests.Set(Positions[request.Id], request) };
}
