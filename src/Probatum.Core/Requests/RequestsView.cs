using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Requests;

/// <summary>A request with everything that followed it.</summary>
public sealed record RequestView(
    EntityId Id, RequestMade Made, ImmutableList<StepTaken> Steps, ImmutableList<ReplyReceived> Replies);

/// <summary>The requests of a case in log order.</summary>
public sealed record RequestsView(ImmutableList<RequestView> Requests)
{
    /// <summary>No requests.</summary>
    public static RequestsView Empty { get; } = new([]);

    /// <summary>The view after this entry.</summary>
    public RequestsView Then(Entry entry) => entry.Statement switch
    {
        RequestMade { Request: { } id } made => new(Requests.Add(new(id, made, [], []))),
        StepTaken step => Change(step.Request, request => request with { Steps = request.Steps.Add(step) }),
        ReplyReceived reply => Change(reply.Request, request => request with { Replies = request.Replies.Add(reply) }),
        _ => this,
    };

    private RequestsView Change(EntityId? id, Func<RequestView, RequestView> change)
    {
        var at = Requests.FindIndex(request => request.Id == id);
        return at < 0 ? this : new(Requests.SetItem(at, change(Requests[at])));
    }
}
