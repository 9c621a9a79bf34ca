using CsCheck;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Tests.Assessment;

public sealed class DeadlineTests
{
    private static readonly EntityId Request = Said.Id(1);

    [Theory]
    [InlineData(null, null, "2016-11-12T09:00:00Z", DeadlineState.NotStarted)]
    [InlineData("2016-11-12T08:00:00Z", null, "2016-11-12T20:00:00Z", DeadlineState.Running)]
    [InlineData("2016-11-12T08:00:00Z", null, "2016-11-12T20:00:01Z", DeadlineState.Missed)]
    [InlineData("2016-11-12T08:00:00Z", "2016-11-12T20:00:00Z", "2016-11-30T00:00:00Z", DeadlineState.Met)]
    [InlineData("2016-11-12T08:00:00+02:00", "2016-11-12T18:00:00Z", "2016-11-30T00:00:00Z", DeadlineState.Met)]
    [InlineData("2016-11-12T08:00:00Z", "2016-11-12T20:00:01Z", "2016-11-30T00:00:00Z", DeadlineState.MetLate)]
    [InlineData("2016-11-12", "2016-11-12", "2016-11-30T00:00:00Z", DeadlineState.Uncertain)]
    [InlineData("2016-11-12", "2016-11-13", "2016-11-30T00:00:00Z", DeadlineState.Uncertain)]
    [InlineData("2016-11-12", "2016-11-14", "2016-11-30T00:00:00Z", DeadlineState.MetLate)]
    [InlineData("2016-11-12", "2016-11-12T11:00:00Z", "2016-11-30T00:00:00Z", DeadlineState.Met)]
    [InlineData("2016-11-12", null, "2016-11-13T03:00:00Z", DeadlineState.Uncertain)]
    [InlineData("2016-11-12T08:00:00Z", "?", "2016-11-30T00:00:00Z", DeadlineState.Uncertain)]
    [InlineData("?", null, "2016-11-30T00:00:00Z", DeadlineState.Uncertain)]
    public void A_twelve_hour_limit_stands_as_its_steps_say(string? received, string? forwarded, string asOf, DeadlineState expected)
    {
        var status = Status(Step("received", received), Step("forwarded", forwarded), asOf).Single(one => one.Deadline.Id == "D30");
        Assert.Equal(expected, status.State);
    }

    [Fact]
    public void A_step_that_is_on_record_without_a_time_is_not_called_missing() =>
        Assert.Equal(
            DeadlineState.Uncertain,
            Status(Step("received", "2016-11-12T08:00:00Z"), new StepTaken(Request, "forwarded", null, null, null, null, null), "2020-01-01T00:00:00Z").First(one => one.Deadline.Id == "D30").State);

    [Fact]
    public void Later_is_never_better_and_no_time_is_too_far() =>
        Gen.Select(Gen.Long[0, 9000], Gen.Long[0, 9000], Gen.Long[0, 9000]).Sample((start, done, later) =>
        {
            When Year(long hours) => When.At(DateTimeOffset.MaxValue.AddHours(-hours).ToUniversalTime(), "test");
            var request = new RequestView(Request, Made, [new(Request, "received", null, Year(start), null, null, null), new(Request, "forwarded", null, Year(done), null, null, null)], []);
            var route = Said.Tables.Routes["CWC_X_ASSISTANCE_IAU"];
            var state = Deadlines.Of(request, route, DateTimeOffset.MaxValue).First(one => one.Deadline.Id == "D30").State;
            var delayed = request with { Steps = [request.Steps[0], request.Steps[1] with { When = Year(Math.Max(0, done - later)) }] };

            // What was done before its clock started is uncertain, and the word for that stands behind all others.
            return done > start || Deadlines.Of(delayed, route, DateTimeOffset.MaxValue).First(one => one.Deadline.Id == "D30").State >= state;
        });

    [Theory]
    [InlineData("\"PT12H\"", "\"P99999999999D\"")]
    [InlineData("\"metBy\": \"acknowledged\"", "\"metBy\": \"nobody knows\"")]
    [InlineData("\"needs\": []", "\"needs\": [\"physical-sample\"]")]
    [InlineData("\"key\": \"CWC_X_ASSISTANCE_IAU\"", "\"key\": \"ÜBER\"")]
    [InlineData("\"wordings\"", "\"words\"")]
    [InlineData("\"direction\": \"max\"", "\"direction\": \"sideways\"")]
    [InlineData("\"direction\": \"max\"", "\"direction\": \"min\", \"working\": true")]
    [InlineData("\"limit\": \"PT72H\"", "\"limit\": \"-PT72H\"")]
    [InlineData("\"repeat\": \"PT72H\"", "\"repeat\": \"P99999D\"")]
    [InlineData("\"title\": \"", "\"title\": \"\\ud800")]
    [InlineData("{", "[")]
    public void A_route_with_a_fault_is_refused_and_never_thrown_at_the_reader(string there, string instead)
    {
        var text = System.Text.Encoding.UTF8.GetString(Said.TableFiles["routes/cwc-x-assistance.json"].Span);
        Assert.Contains(there, text, StringComparison.Ordinal);
        Assert.False(Route.TryRead(System.Text.Encoding.UTF8.GetBytes(text.Replace(there, instead, StringComparison.Ordinal)), out _, out var fault));
        Assert.StartsWith("route/", fault.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_any_bytes_are_refused_or_read_and_never_throw() =>
        Gen.Select(Gen.Int[0, Said.TableFiles.Count - 1], Gen.Int[0, 5000], Gen.Byte.Array[0, 12]).Sample((which, at, garbage) =>
        {
            var files = Said.TableFiles.ToDictionary();
            var name = files.Keys.Order(StringComparer.Ordinal).ElementAt(which);
            var bytes = files[name].ToArray();
            files[name] = (byte[])[.. bytes.Take(at % bytes.Length), .. garbage, .. bytes.Skip((at % bytes.Length) + (garbage.Length / 2))];
            Core.RuleTables.TryRead(files, out _, out _);
        });

    // Over a weekend with a change of clocks in Europe (26 October 2031), and over a leap day (29 February 2032).
    [Theory]
    [InlineData("CWC_IX_CHALLENGE", "D10", "received", "2031-10-25T23:30:00+02:00", "2031-10-25T22:30:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D11", "arrival-planned", "2031-10-26T03:00:00+01:00", "2031-10-25T14:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D12", "council-received", "2031-10-25T23:30:00+02:00", "2031-10-26T09:30:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D13", "arrived", "2031-10-26T03:00:00+01:00", "2031-10-26T14:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D14", "arrived", "2031-10-26T03:00:00+01:00", "2031-10-27T14:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D15", "alternative-offered", "2032-02-27T12:00:00Z", "2032-03-01T12:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D16", "arrived", "2031-10-26T03:00:00+01:00", "2031-10-30T14:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D17", "inspection-started", "2032-02-28T06:00:00Z", "2032-03-02T18:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D18", "returned", "2031-02-27T06:00:00Z", "2031-03-02T06:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D19", "inspection-ended", "2032-02-20T10:00:00+01:00", "2032-03-11T09:00:00Z")]
    [InlineData("CWC_IX_CHALLENGE", "D20", "inspection-ended", "2032-02-20T10:00:00+01:00", "2032-03-21T09:00:00Z")]
    [InlineData("CWC_IX_CLARIFY_BILATERAL", "D01", "received", "2031-10-20T10:00:00+02:00", "2031-10-30T08:00:00Z")]
    [InlineData("CWC_IX_CLARIFY_EC", "D05", "submitted", "2032-01-01T00:00:00Z", "2032-03-01T00:00:00Z")]
    [InlineData("CWC_IX_CLARIFY_BILATERAL", "D60", "authority-wrote", "2031-10-24T10:00:00Z", "2031-10-31T10:00:00Z")]
    [InlineData("CWC_IX_CLARIFY_BILATERAL", "D60", "authority-wrote", "2031-10-25T10:00:00Z", "2031-11-01T00:00:00Z")]
    [InlineData("CWC_IX_CLARIFY_BILATERAL", "D60", "authority-wrote", "2031-10-27T00:00:00Z", "2031-11-01T00:00:00Z")]
    [InlineData("CWC_IX_CLARIFY_BILATERAL", "D60", "authority-wrote", "2032-02-25T10:00:00Z", "2032-03-03T10:00:00Z")]
    public void A_limit_is_counted_in_utc_and_by_the_calendar(string route, string id, string step, string at, string due) =>
        Assert.Equal(due, When.Format(Of(route, id, "2031-01-01T00:00:00Z", (step, at)).Due!.Value.ToUniversalTime()));

    [Theory]
    [InlineData("CWC_IX_CHALLENGE", "D11", "arrival-planned", "2031-10-26T02:00:00Z", "transmitted", "2031-10-25T14:00:00Z", "2031-10-30T00:00:00Z", DeadlineState.Met)]
    [InlineData("CWC_IX_CHALLENGE", "D11", "arrival-planned", "2031-10-26T02:00:00Z", "transmitted", "2031-10-25T14:00:01Z", "2031-10-30T00:00:00Z", DeadlineState.MetLate)]
    [InlineData("CWC_IX_CHALLENGE", "D11", "arrival-planned", "2031-10-26", "transmitted", "2031-10-25", "2031-10-30T00:00:00Z", DeadlineState.Uncertain)]
    [InlineData("CWC_IX_CHALLENGE", "D11", "arrival-planned", "2031-10-26T02:00:00Z", null, null, "2031-10-25T14:00:00Z", DeadlineState.Running)]
    [InlineData("CWC_IX_CHALLENGE", "D11", "arrival-planned", "2031-10-26T02:00:00Z", null, null, "2031-10-25T14:00:01Z", DeadlineState.Missed)]
    [InlineData("CWC_IX_CHALLENGE", "D12", "council-received", "2031-10-26T02:00:00Z", null, null, "2031-10-26T14:00:01Z", DeadlineState.Lapsed)]
    [InlineData("CWC_IX_CLARIFY_EC", "D05", "submitted", "2032-01-01T00:00:00Z", null, null, "2032-02-29T23:59:59Z", DeadlineState.Running)]
    [InlineData("CWC_IX_CLARIFY_EC", "D05", "submitted", "2032-01-01T00:00:00Z", null, null, "2032-03-01T00:00:00Z", DeadlineState.Open)]
    [InlineData("CWC_IX_CLARIFY_EC", "D05", "submitted", "2032-01-01T00:00:00Z", "session-asked", "2032-02-29", "2032-04-01T00:00:00Z", DeadlineState.Early)]
    [InlineData("CWC_IX_CLARIFY_EC", "D05", "submitted", "2032-01-01T00:00:00Z", "session-asked", "2032-03-01T00:00:00Z", "2032-04-01T00:00:00Z", DeadlineState.Met)]
    [InlineData("CWC_IX_CLARIFY_EC", "D05", "submitted", "2032-01-01", "session-asked", "2032-03-01", "2032-04-01T00:00:00Z", DeadlineState.Uncertain)]
    public void What_counts_back_and_what_may_come_only_later_stand_as_their_steps_say(
        string route, string id, string step, string at, string? then, string? thenAt, string asOf, DeadlineState expected) =>
        Assert.Equal(expected, Of(route, id, asOf, [(step, at), .. then is null ? [] : new[] { (then, thenAt!) }]).State);

    [Fact]
    public void A_later_start_is_never_due_earlier() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 100_000]).Sample((start, later) => Said.Tables.Routes.Values.All(route =>
        {
            IEnumerable<DateTimeOffset?> Due(int minutes) => Deadlines.Of(
                Under(route.Key, [.. route.Steps.Select(step => (step.Key, When.Format(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes))))]),
                route, DateTimeOffset.MinValue).Select(status => status.Due);
            return Due(start).Zip(Due(start + later)).All(pair => pair.First <= pair.Second);
        }));

    [Fact]
    public void A_limit_of_working_days_leaves_out_exactly_the_weekends() =>
        Gen.Int[0, 20_000].Sample(hours =>
        {
            var start = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours);
            var due = Of("CWC_IX_CLARIFY_BILATERAL", "D60", "2031-01-01T00:00:00Z", ("authority-wrote", When.Format(start))).Due!.Value;
            return Enumerable.Range(0, (int)(due - start).TotalHours).Count(hour => start.AddHours(hour).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) == 5 * 24;
        });

    [Fact]
    public void A_supplement_adds_to_a_request_and_replaces_nothing()
    {
        var more = Made with { Document = "NV 2", Contents = [new("extent", "two places")] };
        var view = Said.State(Made with { Document = "NV 1", Contents = [new("extent", "one place")] }, more).Requests.Requests.Single();
        Assert.Equal("NV 1", view.Made.Document);
        Assert.Equal("NV 2", Assert.Single(view.Supplements).Document);
        Assert.Equal(["one place", "two places"], view.Contents.Select(item => item.Text));
    }

    private static RequestView Under(string route, params (string Step, string At)[] steps) =>
        new(Request, Made with { Route = route }, [.. steps.Select(step => Step(step.Step, step.At)!)], []);

    private static DeadlineStatus Of(string route, string id, string asOf, params (string Step, string At)[] steps) =>
        Deadlines.Of(Under(route, steps), Said.Tables.Routes[route], When.Instant(asOf)!.Value).Single(one => one.Deadline.Id == id);

    private static readonly RequestMade Made = new(Request, null, null, "CWC_X_ASSISTANCE_IAU", null, null, null, null, []);

    private static StepTaken? Step(string step, string? when) => when switch
    {
        null => null,
        "?" => new(Request, step, null, When.NotKnown("nobody wrote it down"), null, null, null),
        _ => new(Request, step, null, Said.At(when), null, null, null),
    };

    private static IEnumerable<DeadlineStatus> Status(StepTaken? first, StepTaken? second, string asOf)
    {
        var state = Said.State(new Statement?[] { Made, first, second }.OfType<Statement>());
        return Deadlines.Of(state.Requests.Requests.Single(), Said.Tables.Routes["CWC_X_ASSISTANCE_IAU"], When.Instant(asOf)!.Value);
    }
}
