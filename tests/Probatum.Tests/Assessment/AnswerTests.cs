using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Tests.Assessment;

/// <summary>A claim that answers another one is shown beside it and changes nothing of it.</summary>
public sealed class AnswerTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId[] Parties = [Said.Id(2), Said.Id(3)];
    private static readonly EntityId Report = Said.Id(11);
    private static readonly EntityId[] Claims = [Said.Id(21), Said.Id(22)];

    private static Statement[] Setting(params EntityId[] answered) =>
    [
        new IncidentOpened(Incident, "I", null, null, null),
        .. Parties.Select((party, i) => new PartyDescribed(party, $"party {i}", null, null, null, null)),
        new ReportCaptured(Report, "report", null, null, null, null, Blob.Of([1], "text/plain"), null, null),
        Claim(0, "asserts"),
        new ClaimReviewed(Claims[0], "confirmed", Parties[0], "3", null),
        Claim(1, "denies") with { Answers = [.. answered] },
        new ClaimReviewed(Claims[1], "confirmed", Parties[1], null, null),
        new AllegationRecorded(Said.Id(31), Incident, Parties[0], "alleges", null, [Claims[0]], []),
        new AllegationRecorded(Said.Id(32), Incident, Parties[1], "denies", null, [Claims[1]], []),
    ];

    private static ClaimProposed Claim(int number, string stance) =>
        new(Claims[number], Report, null, null, null, stance, null, null, $"speaker {number}", [], [], [], [new(10, 20)], null, "it was used", []);

    private static ClaimEdited Edit(int number, params EntityId[] answered) =>
        new(Claims[number], null, "denies", null, null, null, [], [], [], [new(10, 20)], null, "it was not used", [], Parties[number], null, null, [.. answered]);

    [Fact]
    public void An_answer_changes_neither_state_nor_grade_nor_count_of_what_it_answers()
    {
        var (without, with) = (Said.State(Setting()), Said.State(Setting(Claims[0])));
        Assert.Equal((ClaimState.Confirmed, "3"), (with.Claims.Find(Claims[0])!.State, with.Claims.Find(Claims[0])!.Review!.Credibility));
        var (before, after) = (CaseAssessment.Of(without, Said.Tables, []).Incidents.Single(), CaseAssessment.Of(with, Said.Tables, []).Incidents.Single());
        Assert.Equal(before.Says, after.Says);
        Assert.Equal(before.Facts.Origins.Select(origin => origin.Name), after.Facts.Origins.Select(origin => origin.Name));
        Assert.Equal([Claims[1]], with.Claims.Answering()[Claims[0]]);
    }

    [Fact]
    public void The_last_edit_says_what_is_answered()
    {
        var state = Said.State([.. Setting(Claims[0]), Edit(1)]);
        Assert.Empty(state.Claims.Answering());
        Assert.Equal([Claims[0]], Said.State([.. Setting(), Edit(1, Claims[0])]).Claims.Find(Claims[1])!.Answers.AsEnumerable());
    }

    [Theory]
    [InlineData("", 21)]
    [InlineData("claim/answers-itself", 22)]
    [InlineData("claim/answers", 29)]
    [InlineData("claim/answers", 11)]
    public void What_is_answered_is_another_claim_of_the_case(string code, int answered)
    {
        var state = Said.State(Setting());
        Actor actor = new(Said.Owner, "analyst", null);
        Assert.Equal(code, Rules.Judge(state, actor, Edit(1, Said.Id(answered)))?.Code ?? "");
        Assert.Equal(code, Rules.Judge(state, actor, Claim(1, "denies") with { Answers = [Said.Id(answered)] })?.Code ?? "");
    }
}
