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
