using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>A report's text goes to a language model where the owner allowed it, and only what stands in the report comes back as proposals.</summary>
public sealed class A_language_model_only_proposes : IDisposable
{
    private const string Good = """{"claims":[{"content":["The river ran green for two days"],"kind":"unattributed","stance":"asserts","topic":"evidence","event":{"when":["two days"],"substance":["sarin"]}}]}""";

    private readonly Desk _desk = new Desk().WithCase();
    private readonly FakeModel _model = new() { Says = Good };

    public A_language_model_only_proposes()
    {
        _desk.File("a.txt", "The Northern Post\n3 May 2021\n\nThe Northern Ministry said that four people were hurt in Larch. The river ran green for two days.\n");
        _desk.In("report", "add", _desk.At("a.txt"), "--source", "The Northern Post", "--published", "2021-05-03").Expect(0);
    }

    [Fact]
    public void It_is_off_until_the_owner_allows_it_for_the_case()
    {
        var refused = Ask().Expect(2).Error;
        Assert.Contains("model/not-allowed", refused, StringComparison.Ordinal);
        Assert.Contains("claim ask --allow", refused, StringComparison.Ordinal);
        Allow();
        Ask().Expect(0);
        _desk.In("claim", "ask", "--forbid", "--endpoint", _model.Address, "--reason", "the trial is over").Expect(0);
        Ask().Expect(2);
        Assert.Single(_model.Requests);
    }

    [Fact]
    public void Only_an_owner_allows_it()
    {
        _desk.In("key", "new", "ana").Expect(0);
        _desk.In("key", "register", "ana", "--role", "analyst").Expect(0);
        Assert.Contains("access/not-permitted", _desk.In("claim", "ask", "--allow", "--endpoint", _model.Address, "--reason", "x", "--key", "ana").Expect(2).Error, StringComparison.Ordinal);
        Allow();
        Ask("--key", "ana").Expect(0);
    }

    [Fact]
    public void What_stands_in_the_report_is_proposed_and_prompt_and_answer_are_kept()
    {
        Allow();
        var asked = Ask("--key-from", "PROBATUM_TEST_MODEL_KEY").Expect(2);
        Assert.Contains("PROBATUM_TEST_MODEL_KEY holds no key", asked.Error, StringComparison.Ordinal);
        asked = Ask().Expect(0);
        Assert.Contains("characters, goes to the language model 'small-1' at " + _model.Host + ", on this machine", asked.Error, StringComparison.Ordinal);
        Assert.Contains("R1: 1 claim proposed", asked.Out, StringComparison.Ordinal);
        var request = Assert.Single(_model.Requests);
        Assert.StartsWith("POST /v1/chat/completions ", request, StringComparison.Ordinal);
        Assert.Contains("four people were hurt in Larch", request, StringComparison.Ordinal);

        var listed = JsonDocument.Parse(_desk.In("claim", "list", "--json").Expect(0).Out).RootElement;
        var claim = listed.EnumerateArray().Single(one => one.GetProperty("rule").GetString() == "language-model");
        Assert.Equal("proposed", claim.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Undefined, claim.TryGetProperty("confidence", out var chance) ? chance.ValueKind : JsonValueKind.Undefined);
        var shown = _desk.In("claim", "show", claim.GetProperty("handle").GetString()!).Expect(0).Out;
        Assert.Contains($"proposed by language-model/small-1@{_model.Host}, rule language-model", shown, StringComparison.Ordinal);
        Assert.Contains("when: two days", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("sarin", shown, StringComparison.Ordinal);

        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains("stand in the texts", Desk.Run("verify", _desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
        var files = Directory.GetFiles(_desk.At("dossier", "data", "files")).Select(File.ReadAllText).ToList();
        Assert.Contains(_model.Body, files);
        Assert.Contains(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], files);

        // Prompt and answer have the report's words: a public dossier has neither.
        _desk.In("seal", "-o", _desk.At("public"), "--withhold", "public").Expect(0);
        Assert.DoesNotContain(Directory.GetFiles(_desk.At("public"), "*", SearchOption.AllDirectories).Select(File.ReadAllText), text =>
            text.Contains("claims-prompt", StringComparison.Ordinal) || text.Contains("\"choices\"", StringComparison.Ordinal) || text.Contains("You read one report", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_known_or_does_not_stand_there_is_dropped_and_counted()
    {
        Allow();
        _model.Says = """
            {"claims":[
            {"source":"The Northern Ministry","cue":"said","content":["four people were hurt in Larch"],"kind":"indirect","stance":"asserts"},
            {"source":"The Southern Ministry","cue":"said","content":["four people were hurt in Larch"],"kind":"indirect","stance":"asserts"},
            {"content":["The river ran green"],"kind":"unattributed","stance":"believes"},
            {"content":["The river ran green for two days"],"kind":"unattributed","stance":"asserts","confidence":1}]}
            """;
        var asked = Ask().Expect(0).Out;
        Assert.Contains("R1: 1 claim proposed", asked, StringComparison.Ordinal);
        Assert.Contains("3 dropped: 1 known already, 1 stance or kind not of the list, 1 words that do not stand in the text", asked, StringComparison.Ordinal);
        Assert.Contains("R1: 0 claims proposed, 4 dropped: 2 known already", Ask().Expect(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html", "is no chat completion")]
    [InlineData("cut", "is no JSON, or is cut short")]
    [InlineData("prose", "is no JSON, or is cut short")]
    [InlineData("other", "has no list of claims")]
    [InlineData("huge", "answers more than 1048576 bytes")]
    [InlineData("hang", "no whole answer within 1 s")]
    [InlineData("redirect", "answers 302, a redirect, which is not followed")]
    [InlineData("error", "answers 500")]
    public void What_is_no_answer_proposes_nothing_and_that_the_text_left_is_on_record(string what, string why)
    {
        Allow();
        using var elsewhere = new FakeModel { Says = Good };
        switch (what)
        {
            case "html":
                _model.Body = "<html><body>Please sign in</body></html>";
                break;
            case "cut":
                _model.Says = Good[..60];
                break;
            case "prose":
                _model.Says = "I am sorry, I can't help with that.";
                break;
            case "other":
                _model.Says = "{\"answer\":[]}";
                break;
            case "huge":
                _model.Says = new string('x', 10_000_000);
                break;
            case "hang":
                _model.Hangs = true;
                break;
            case "redirect":
                _model.Head = $"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Address}/chat/completions";
                break;
            default:
                _model.Head = "HTTP/1.1 500 Internal Server Error";
                break;
        }

        var before = _desk.Leaves();
        var asked = Ask("--timeout", what == "hang" ? "1" : "60").Expect(1);
        Assert.Contains(why, asked.Error, StringComparison.Ordinal);
        Assert.Contains("that its text was sent is on record", asked.Error, StringComparison.Ordinal);
        Assert.Equal(before + 1, _desk.Leaves());
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public void To_another_machine_nothing_goes_without_the_word_for_it()
    {
        const string Remote = "https://models.invalid/v1";
        _desk.In("claim", "ask", "--allow", "--endpoint", Remote, "--reason", "a trial").Expect(0);
        var before = _desk.Leaves();
        var refused = _desk.In("claim", "ask", "R1", "--endpoint", Remote, "--model", "big").Expect(2).Error;
        Assert.Contains("at models.invalid. Every name in it leaves this machine", refused, StringComparison.Ordinal);
        Assert.Contains("nothing was sent; say --yes", refused, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Theory]
    [InlineData("is not on this machine", "R1", "--endpoint", "http://models.example.org/v1", "--model", "m")]
    [InlineData("names a user", "R1", "--endpoint", "https://me:secret@models.example.org/v1", "--model", "m")]
    [InlineData("is no http or https address", "R1", "--endpoint", "file:///tmp/x", "--model", "m")]
    [InlineData("say which model", "R1", "--endpoint", "http://localhost:1/v1")]
    [InlineData("say why", "--allow", "--endpoint", "http://localhost:1/v1")]
    [InlineData("stands alone", "R1", "--allow", "--endpoint", "http://localhost:1/v1", "--reason", "x")]
    public void What_does_not_fit_is_told(string why, params string[] args)
    {
        var before = _desk.Leaves();
        Assert.Contains(why, _desk.In(["claim", "ask", .. args]).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void Where_nobody_answers_nothing_was_sent()
    {
        // Port 1 is nobody's.
        _desk.In("claim", "ask", "--allow", "--endpoint", "http://127.0.0.1:1", "--reason", "a local model").Expect(0);
        var before = _desk.Leaves();
        Assert.Contains("nothing was sent", _desk.In("claim", "ask", "R1", "--endpoint", "http://127.0.0.1:1", "--model", "m").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    public void Dispose()
    {
        _model.Dispose();
        _desk.Dispose();
    }

    private void Allow() => _desk.In("claim", "ask", "--allow", "--endpoint", _model.Address, "--reason", "a local model").Expect(0);

    private Printed Ask(params string[] more) => _desk.In(["claim", "ask", "R1", "--endpoint", _model.Address, "--model", "small-1", .. more]);
}
