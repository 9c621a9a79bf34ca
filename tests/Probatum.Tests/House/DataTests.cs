using System.Globalization;
using System.Text.Json;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Tests.Records;

namespace Probatum.Tests.House;

/// <summary>Holds data/: every row loads, says where it is from and whether anybody checked it, and names what exists.</summary>
public sealed class DataTests
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Files = Directory
        .EnumerateFiles(Path.Combine(TestData.Repository, "data"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".csv" or ".json")
        .ToDictionary(
            file => Path.GetRelativePath(Path.Combine(TestData.Repository, "data"), file).Replace('\\', '/'),
            file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file));

    private static readonly RuleTables Tables =
        RuleTables.TryRead(Files, out var tables, out var fault) ? tables : throw new InvalidDataException(fault.Why);

    public static TheoryData<string> Sheets => [.. Files.Keys.Where(name => name.EndsWith(".csv", StringComparison.Ordinal))];

    public static TheoryData<string> RouteFiles => [.. Files.Keys.Where(name => name.StartsWith("routes/", StringComparison.Ordinal))];

    public static TheoryData<string> PolicyFiles => [.. Files.Keys.Where(name => name.StartsWith("policies/", StringComparison.Ordinal))];

    [Theory]
    [InlineData("\"maxCandidates\": 10", "\"maxCandidates\": 0")]
    [InlineData("\"setWidthMillionths\": 50000", "\"setWidthMillionths\": -1")]
    [InlineData("\"unknownBelowMillionths\": 800000", "\"unknownBelowMillionths\": 0")]
    [InlineData("\"key\": \"lead\"", "\"key\": \"smell\"")]
    public void A_profile_that_nothing_can_be_judged_by_is_refused_by_name(string good, string bad)
    {
        const string Name = "profiles/field-gcms.json";
        var text = System.Text.Encoding.UTF8.GetString(Files[Name].Span);
        Assert.Contains(good, text, StringComparison.Ordinal);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(Files) { [Name] = System.Text.Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal)) };
        Assert.False(RuleTables.TryRead(files, out _, out var fault));
        Assert.StartsWith(Name, fault.Why, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Sheets))]
    public void A_row_says_where_it_is_from_and_whether_anybody_checked_it(string name)
    {
        Assert.True(Table.TryRead(Files[name].Span, out var table, out var fault), fault.Why);
        Assert.NotEmpty(table.Rows);
        Assert.All(table.Rows, row =>
        {
            Assert.True(row["source"].Length > 0, $"{name}, line {row.Line}: no source");
            Assert.True(row["verified"] is "true" or "false", $"{name}, line {row.Line}: verified is true or false");
        });
        var key = table.Columns[0];
        Assert.Equal(table.Rows.Select(row => row[key]).Distinct(), table.Rows.Select(row => row[key]));
    }

    [Theory, MemberData(nameof(RouteFiles))]
    public void A_row_of_a_route_says_where_it_is_from_and_whether_anybody_checked_it(string name)
    {
        using var document = JsonDocument.Parse(Files[name]);
        var root = document.RootElement;
        foreach (var row in root.GetProperty("deadlines").EnumerateArray().Concat(root.GetProperty("wordings").EnumerateArray()).Append(root))
        {
            Assert.NotEmpty(row.GetProperty("source").GetString()!);
            Assert.True(row.GetProperty("verified").ValueKind is JsonValueKind.True or JsonValueKind.False, row.ToString());
        }

        Assert.True(Route.TryRead(Files[name], out var route, out var fault), fault.Why);
        Assert.All(route.Contents.Concat(route.Notes), row => Assert.True(row is { Source.Length: > 0, Verified: not null }, row.Key));
        Assert.All(route.Published, row => Assert.NotEmpty(row.Source));
        Assert.NotNull(route.Decides);
        foreach (var (source, verified) in route.Deadlines.Select(row => (row.Source, (bool?)row.Verified)).Concat(route.Contents.Concat(route.Notes).Select(row => (row.Source!, row.Verified)))
            .Concat(route.Published.Select(row => (row.Source, (bool?)row.Verified))).Concat(route.Wordings.Select(row => (row.Source, (bool?)row.Verified))))
        {
            Assert.False(verified == true && source.Contains("general knowledge", StringComparison.Ordinal), source);
        }

        Assert.All(root.GetProperty("deadlines").EnumerateArray(), row => Assert.NotEmpty(row.GetProperty("citation").GetString()!));
    }

    [Theory, MemberData(nameof(RouteFiles))]
    public void A_route_names_only_conditions_that_exist_and_its_last_wording_needs_nothing(string name)
    {
        Assert.True(Route.TryRead(Files[name], out var route, out var fault), fault.Why);
        Assert.Empty(route.Wordings.SelectMany(wording => wording.Needs).SelectMany(need => Need.Of(need).Either).Select(asked => asked.Key).Except(Conditions.Keys));
        Assert.All(route.Wordings, wording => Assert.NotNull(wording.Class));
        Assert.Empty(route.Wordings.IsEmpty ? [] : route.Wordings[^1].Needs);
        Assert.All(route.Wordings.SkipLast(1), wording => Assert.NotEmpty(wording.Needs));
        foreach (var keys in new[] { route.Wordings.Select(row => row.Key), route.Steps.Select(row => row.Key), route.Contents.Select(row => row.Key), route.Deadlines.Select(row => row.Id) })
        {
            Assert.Equal(keys.Distinct(), keys);
        }
    }

    [Fact]
    public void Every_procedure_of_the_fact_sheet_has_its_route_and_four_of_them_are_assessed()
    {
        Assert.Equal(
            [
                "CWC_IX_CHALLENGE", "CWC_IX_CHALLENGE_USE", "CWC_IX_CLARIFY_BILATERAL", "CWC_IX_CLARIFY_EC", "CWC_VIII_38E_TAV", "CWC_X_ASSISTANCE_IAU", "OPCW_FFM", "OPCW_IIT",
                "OPCW_UN_JIM", "UNSGM", "UN_IIIM",
            ],
            Tables.Routes.Keys);
        Assert.Equal(["CWC_VIII_38E_TAV", "CWC_X_ASSISTANCE_IAU", "OPCW_FFM", "UNSGM"], Tables.Routes.Values.Where(route => !route.Wordings.IsEmpty).Select(route => route.Key));
        Assert.Equal(RouteFiles.Count, Tables.Routes.Count);
    }

    [Fact]
    public void Every_condition_is_needed_by_some_wording() => Assert.Equal(
        Conditions.Keys, Tables.Routes.Values.SelectMany(route => route.Wordings).SelectMany(wording => wording.Needs).SelectMany(need => Need.Of(need).Either).Select(asked => asked.Key).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_condition_has_its_words_and_how_far_it_is_to_meet_it() =>
        Assert.Equal(Conditions.Keys, Tables.Conditions.Rows.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_of_anomaly_has_a_row() =>
        Assert.Equal(Enum.GetValues<Anomaly>().Order(), Tables.Anomalies.Rows.Keys.Order());

    [Fact]
    public void Every_explanation_of_the_minimum_set_is_there() =>
        Assert.Equal(["H1", "H2", "H3", "H4", "H5", "H6", "H7"], Tables.Hypotheses.Select(row => row.Key));

    [Fact]
    public void Every_sign_says_something_of_every_class_or_says_why_not() => Assert.All(Tables.Toxidromes!.Signs.Keys, sign =>
        Assert.True(sign.StartsWith("dry-", StringComparison.Ordinal) || Tables.Toxidromes.Classes.All(one => Tables.Toxidromes.Weights.ContainsKey((sign, one.Key))), sign));

    [Fact]
    public void Every_class_has_an_onset_and_every_weight_its_points()
    {
        Assert.All(Tables.Toxidromes!.Classes, one => Assert.NotEmpty(one.Onset));
        Assert.Equal(["-", "A", "C", "H", "P"], Tables.Toxidromes.Weights.Values.Select(weight => weight.Weight).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Tables.Toxidromes.Weights.Values, weight => Assert.Equal(weight.Weight is "H" or "C" or "P", weight.Points > 0));
    }

    [Fact]
    public void A_marker_stands_for_matrices_that_there_are_and_never_says_that_something_was_used() => Assert.All(Tables.Markers!.Rows, row =>
    {
        Assert.NotEmpty(row.Matrices);
        Assert.All(row.Matrices, matrix => Assert.True(matrix == Core.Laboratory.MarkerTable.AnyMatrix || Tables.Matrices.ContainsKey(matrix), matrix));
        Assert.NotEmpty(row.Innocent);
        Assert.DoesNotContain("used", row.Indication, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("toxidromes/signs.csv", "miosis/NERVE,miosis,NERVE,H", "miosis/NERVE,miosis,NERVE,X")]
    [InlineData("toxidromes/words.csv", "cough,cough,coughing", "cough,cough,wheezing")]
    [InlineData("toxidromes/treatments.csv", "mydriasis;dry-mouth", "mydriasis;dry-eye")]
    [InlineData("markers/markers.csv", "NON_SPECIFIC", "PROOF")]
    [InlineData("markers/persistence.csv", "MIN-H,24", "MIN-H,-1")]
    [InlineData("criteria/criteria.csv", ",true,blanks", ",perhaps,blanks")]
    public void A_row_of_signs_markers_or_criteria_that_names_nothing_is_refused_by_name(string name, string good, string bad)
    {
        var text = System.Text.Encoding.UTF8.GetString(Files[name].Span);
        Assert.Contains(good, text, StringComparison.Ordinal);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(Files) { [name] = System.Text.Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal)) };
        Assert.False(RuleTables.TryRead(files, out _, out var fault));
        Assert.StartsWith(name, fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_from_before_signs_and_markers_is_read_without_them_and_half_a_folder_is_refused()
    {
        var old = Files.Where(file => !file.Key.StartsWith("toxidromes/", StringComparison.Ordinal) && !file.Key.StartsWith("markers/", StringComparison.Ordinal) && !file.Key.StartsWith("criteria/", StringComparison.Ordinal)).ToDictionary();
        Assert.True(RuleTables.TryRead(old, out var tables, out var fault), fault.Why);
        Assert.True(tables is { Toxidromes: null, Markers: null, Criteria: null });
        foreach (var name in Files.Keys.Where(name => !old.ContainsKey(name) && name != "criteria/criteria.csv"))
        {
            Assert.False(RuleTables.TryRead(Files.Where(file => file.Key != name).ToDictionary(), out _, out fault));
            Assert.Contains(name, fault.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_field_technique_alone_carries_more_than_a_presumption() =>
        Assert.All(Tables.Techniques.Values.Where(technique => !technique.Laboratory && technique.Key != "GCMS_MOBILE_LAB"), technique => Assert.True(technique.MaxLevel <= Level.L1, technique.Key));

    [Fact]
    public void No_technique_alone_confirms() => Assert.All(Tables.Techniques.Values, technique => Assert.True(technique.MaxLevel < Level.L3, technique.Key));

    [Fact]
    public void Profiles_keep_to_the_scale_of_scores() => Assert.All(Tables.Profiles.Values, profile =>
    {
        Assert.InRange(profile.SetWidthMillionths, 0, 1_000_000);
        Assert.InRange(profile.UnknownBelowMillionths, 1, 1_000_000);
        Assert.InRange(profile.MaxCandidates, 1, 100);
        Assert.True(profile.HighestLevel <= Level.L2);
    });

    [Theory, MemberData(nameof(PolicyFiles))]
    public void A_policy_names_members_that_there_are(string name)
    {
        Assert.True(WithholdingPolicy.TryRead(Files[name], out var policy, out var fault), fault.Why);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), policy.Name);
        Assert.All(policy.Rules, rule =>
        {
            var kind = RecordKinds.All.Single(row => row.Name == rule.Type);
            Assert.True(Statements.Said(Statements.Of(kind, 1)).Sealed[rule.Member] is not null, $"{rule.Type} has no member {rule.Member}");
            Assert.NotEmpty(rule.Reason);
        });
    }

    [Theory]
    [InlineData("""{"name":"x","rules":[{"type":"key-registred","member":"holder","reason":"person"}]}""", "policy/type")]
    [InlineData("""{"name":"x","rules":[{"type":"key-registered","member":"holdr","reason":"person"}]}""", "policy/member")]
    [InlineData("""{"name":"x","rules":[{"type":"key-registered","member":"key","reason":"person"}]}""", "policy/member")]
    [InlineData("""{"name":"x","rules":[{"type":"key-registered","reason":"person"}]}""", "policy/form")]
    public void A_policy_that_would_disclose_by_a_slip_of_the_pen_is_refused(string json, string code)
    {
        Assert.False(WithholdingPolicy.TryRead(System.Text.Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("D40", "2016-11-11T10:00:00Z")]
    [InlineData("D30", "2016-11-11T22:00:00Z")]
    [InlineData("D31", "2016-11-12T10:00:00Z")]
    [InlineData("D41", "2016-11-12T10:00:00Z")]
    [InlineData("D32", null)]
    [InlineData("D45", null)]
    public void A_request_received_at_ten_is_due_by_the_clock_of_the_treaty(string id, string? due)
    {
        var status = Status(id, "2016-11-11T10:00Z", ("received", "2016-11-11T10:00Z"));
        Assert.Equal(due, status.Due is { } instant ? When.Format(instant) : null);
        Assert.Equal(due is null, status.State == DeadlineState.NotStarted);
    }

    [Theory]
    [InlineData("D34", "council-received", "2016-11-12T10:00:00Z")]
    [InlineData("D42", "arrived", "2016-11-12T10:00:00Z")]
    [InlineData("D44", "returned", "2016-11-14T10:00:00Z")]
    [InlineData("D45", "returned", "2016-12-11T10:00:00Z")]
    [InlineData("D32", "initiated", "2016-11-14T10:00:00Z")]
    public void Each_clock_starts_with_its_own_step(string id, string step, string due) =>
        Assert.Equal(due, When.Format(Status(id, "2016-11-11T10:00Z", (step, "2016-11-11T10:00Z")).Due!.Value));

    [Theory]
    [InlineData("2016-11-11T22:00:00Z", null, DeadlineState.Running)]
    [InlineData("2016-11-11T22:00:01Z", null, DeadlineState.Missed)]
    [InlineData("2016-11-20T00:00:00Z", "2016-11-11T22:00:00Z", DeadlineState.Met)]
    [InlineData("2016-11-20T00:00:00Z", "2016-11-12T00:00:00+02:00", DeadlineState.Met)]
    [InlineData("2016-11-20T00:00:00Z", "2016-11-11T22:00:01Z", DeadlineState.MetLate)]
    [InlineData("2016-11-20T00:00:00Z", "2016-11-11", DeadlineState.Uncertain)]
    [InlineData("2016-11-20T00:00:00Z", "2016-11-12", DeadlineState.MetLate)]
    public void Twelve_hours_are_kept_missed_or_cannot_be_told(string asOf, string? forwarded, DeadlineState state) => Assert.Equal(
        state,
        Status("D30", asOf, [("received", "2016-11-11T10:00Z"), .. forwarded is null ? [] : new[] { ("forwarded", forwarded) }]).State);

    private static DeadlineStatus Status(string id, string asOf, params (string Step, string At)[] steps)
    {
        var request = EntityId.New(span => span.Clear());
        var view = new RequestView(
            request, new(request, null, null, "CWC_X_ASSISTANCE_IAU", null, null, null, null, []),
            [.. steps.Select(step => new StepTaken(request, step.Step, null, When.Parse(step.At, "a note"), null, null, null))], []);
        return Deadlines.Of(view, Tables.Routes["CWC_X_ASSISTANCE_IAU"], DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture))
            .Single(status => status.Deadline.Id == id);
    }
}
