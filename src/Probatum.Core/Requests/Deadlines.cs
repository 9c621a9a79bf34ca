using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Requests;

/// <summary>Where a deadline stands.</summary>
public enum DeadlineState
{
    /// <summary>The step that starts its clock is not on record.</summary>
    NotStarted,

    /// <summary>It runs, and the limit is not reached.</summary>
    Running,

    /// <summary>Done within the limit.</summary>
    Met,

    /// <summary>Done after the limit.</summary>
    MetLate,

    /// <summary>The limit passed and nothing on record says that it was done.</summary>
    Missed,

    /// <summary>The times on record are too uncertain to say.</summary>
    Uncertain,

    /// <summary>What may be done only after a time may be done now.</summary>
    Open,

    /// <summary>Done before the time from which it may be done.</summary>
    Early,

    /// <summary>The time for using a right passed, and nothing on record says that it was used.</summary>
    Lapsed,
}

/// <summary>The words for a deadline's state.</summary>
public static class DeadlineWords
{
    /// <summary>What a person reads.</summary>
    public static string Of(DeadlineState state) => state switch
    {
        DeadlineState.NotStarted => "clock not started",
        DeadlineState.Running => "running",
        DeadlineState.Met => "met",
        DeadlineState.MetLate => "done late",
        DeadlineState.Missed => "missed: nothing on record",
        DeadlineState.Open => "open: may be done now",
        DeadlineState.Early => "done early",
        DeadlineState.Lapsed => "time passed: no use of the right on record",
        _ => "times too uncertain to say",
    };
}

/// <summary>One deadline of one request: when it was or is due, when it was done, and how it stands at a given moment.</summary>
public sealed record DeadlineStatus(RouteDeadline Deadline, When? Started, DateTimeOffset? Due, When? Done, DeadlineState State, ImmutableArray<DeadlineExtended> Extensions);

/// <summary>Holds the steps on record against the route's clock.</summary>
public static class Deadlines
{
    private static readonly TimeSpan WorkingWeek = TimeSpan.FromDays(5);

    private static readonly TimeSpan Weekend = TimeSpan.FromDays(2);

    /// <summary>The status of every deadline of the route at <paramref name="asOf"/>, in the route's order.</summary>
    /// <remarks>
    /// A start or an end known only as an interval counts as late when even its best case is late, as met when even its
    /// worst case is in time, and as uncertain between the two. What was done before its clock started is uncertain too, save
    /// where the clock counts back from what is planned. <c>Due</c> is, for what may be done only after a time, that time.
    /// </remarks>
    public static IEnumerable<DeadlineStatus> Of(RequestView request, Route route, DateTimeOffset asOf)
    {
        foreach (var deadline in route.Deadlines)
        {
            var started = Find(request, deadline.Starts);
            var done = Find(request, deadline.MetBy);
            ImmutableArray<DeadlineExtended> extensions = deadline.Direction == DeadlineDirection.Max ? [.. request.Extensions.Where(one => one.Deadline == deadline.Id)] : [];
            var at = deadline.Direction == DeadlineDirection.Min ? started?.Earliest : started?.Latest;
            var due = at is { } start ? Limit(start, deadline, extensions) : (DateTimeOffset?)null;
            yield return new(deadline, started, due, done, State(deadline, extensions, started, done, asOf), extensions);
        }
    }

    /// <summary>When the step was taken; null when it is not on record, an unknown time when it is on record without one.</summary>
    private static When? Find(RequestView request, string step) =>
        request.Steps.Find(taken => taken.Step == step) is { } taken ? taken.When ?? When.NotKnown("the record gives no time") : null;

    /// <summary>The end of a limit with what was agreed of it, one agreement after the other.</summary>
    private static DateTimeOffset Limit(DateTimeOffset start, RouteDeadline deadline, ImmutableArray<DeadlineExtended> extensions) =>
        extensions.Aggregate(Limit(start, deadline), (due, one) => one switch
        {
            { Until.Latest: { } until } => until > due ? until : due,
            { Extent: { } extent } when DeadlineExtended.Span(extent) is { } span => span > DateTimeOffset.MaxValue - due ? DateTimeOffset.MaxValue : due + span,
            _ => due,
        });

    /// <summary>The end of a limit, or its beginning where it counts back; the last instant there is when the sum lies beyond it.</summary>
    private static DateTimeOffset Limit(DateTimeOffset start, RouteDeadline deadline)
    {
        var limit = deadline switch
        {
            { Working: true } => Working(start.UtcDateTime, deadline.Limit),
            { Direction: DeadlineDirection.Min } => -deadline.Limit,
            _ => deadline.Limit,
        };
        return limit > DateTimeOffset.MaxValue - start ? DateTimeOffset.MaxValue
            : limit < DateTimeOffset.MinValue - start ? DateTimeOffset.MinValue
            : start + limit;
    }

    /// <summary>How long it takes until so much time has passed outside Saturdays and Sundays.</summary>
    private static TimeSpan Working(DateTime start, TimeSpan limit)
    {
        var intoWeek = start.TimeOfDay + TimeSpan.FromDays(((int)start.DayOfWeek + 6) % 7);
        var wait = intoWeek > WorkingWeek ? WorkingWeek + Weekend - intoWeek : TimeSpan.Zero;
        var worked = limit + (wait > TimeSpan.Zero ? TimeSpan.Zero : intoWeek);
        var weekends = worked > TimeSpan.Zero ? (worked.Ticks - 1) / WorkingWeek.Ticks : 0;
        return wait + limit + TimeSpan.FromTicks(Weekend.Ticks * weekends);
    }

    private static DeadlineState State(RouteDeadline deadline, ImmutableArray<DeadlineExtended> extensions, When? started, When? done, DateTimeOffset asOf)
    {
        if (started?.Earliest is not { } from || started.Latest is not { } to)
        {
            return started is null ? DeadlineState.NotStarted : DeadlineState.Uncertain;
        }

        var (firstLimit, lastLimit) = (Limit(from, deadline, extensions), Limit(to, deadline, extensions));
        if (deadline.Direction == DeadlineDirection.After)
        {
            return done switch
            {
                null when asOf < firstLimit => DeadlineState.Running,
                null when asOf >= lastLimit => DeadlineState.Open,
                { Earliest: { } earliest } when earliest >= lastLimit => DeadlineState.Met,
                { Latest: { } latest } when latest < firstLimit => DeadlineState.Early,
                _ => DeadlineState.Uncertain,
            };
        }

        return done switch
        {
            null when asOf <= firstLimit => DeadlineState.Running,
            null when asOf > lastLimit => deadline.Right ? DeadlineState.Lapsed : DeadlineState.Missed,
            { Latest: { } early } when early < from && deadline.Direction == DeadlineDirection.Max => DeadlineState.Uncertain,
            { Latest: { } latest } when latest <= firstLimit => DeadlineState.Met,
            { Earliest: { } earliest } when earliest > lastLimit => DeadlineState.MetLate,
            _ => DeadlineState.Uncertain,
        };
    }
}
