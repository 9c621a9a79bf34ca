namespace Probatum.EndToEnd;

/// <summary>An analyst puts an own reading in place of a proposal, adds what no rule found, and takes out what was reviewed.</summary>
public sealed class Claims_are_read_anew_by_an_analyst : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    public Claims_are_read_anew_by_an_analyst()
    {
        _desk.File("a.txt", "The Northern Post\n3 May 2021\n\nThe Northern Ministry said that four people were hurt in Larch. A doctor denied that gas had been used.\n");
        _desk.In("report", "add", _desk.At("a.txt"), "--source", "The Northern Post", "--published", "2021-05-03").Expect(0);
    }

    [Fact]
    public void An_edit_is_a_record_and_the_proposal_stays()
    {
        Assert.Contains("the reader's confidence in its own reading 0.", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("claim", "edit", "C1", "--content", "four people were hurt", "--topic", "casualties", "--event", "counts=injured=4", "--reason", "the place is not said by the ministry").Expect(0);
        var shown = _desk.In("claim", "show", "C1").Expect(0).Out;
        foreach (var part in new[] { "C1: Northern Ministry, per The Northern Post", "the report says so, as edited (owner ", "confidence in its own reading none", "as printed “said”: “four people were hurt”", "counts: injured=4", "edited by owner", ": the place is not said by the ministry", "proposed by probatum-text/rules-3+model-", "the proposal was: " })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        Assert.Contains("C1", _desk.In("claim", "list", "--state", "edited").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("says that already", _desk.In("claim", "edit", "C1", "--topic", "casualties").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains("stand in the texts", Desk.Run("verify", _desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_claim_carries_an_allegation_as_a_confirmed_one_does()
    {
        _desk.In("party", "add", "The Northern Ministry").Expect(0);
        _desk.In("claim", "edit", "C1", "--speaker", "The Northern Ministry", "--kind", "indirect", "--topic", "casualties").Expect(0);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "The Northern Ministry", "--stance", "alleges", "--claim", "C1").Expect(0);
    }

    [Theory]
    [InlineData("the report does not hold the words 'five people'", "edit", "C1", "--content", "five people")]
    [InlineData("say what to change", "edit", "C1", "--reason", "x")]
    [InlineData("--event colour", "edit", "C1", "--event", "colour=green")]
    [InlineData("is confirmed already", "confirm", "C2")]
    [InlineData("'eople were hurt' is cut out of a longer word", "edit", "C1", "--content", "eople were hurt")]
    [InlineData("'a' is cut out of a longer word", "edit", "C1", "--content", "a")]
    [InlineData("'A' is no content", "edit", "C1", "--content", "A")]
    [InlineData("does not hold the words ' '", "edit", "C1", "--content", " ")]
    [InlineData("does not hold the name 'God Almighty'", "edit", "C1", "--name", "God Almighty")]
    [InlineData("the content does not say so", "edit", "C1", "--event", "substance=VX")]
    [InlineData("the content does not say so", "edit", "C1", "--event", "counts=many")]
    [InlineData("'Castille' does not stand in the report", "edit", "C1", "--chain", "Castille > A doctor")]
    [InlineData("says that already", "add", "R1", "--content", "gas had been used", "--cue", "denied", "--source", "A doctor")]
    [InlineData("is no range of claims", "confirm", "C1-C9")]
    [InlineData("go with --report alone", "confirm", "C1", "--all")]
    [InlineData("'--speaker' is not known here", "add", "R1", "--content", "hurt in Larch", "--speaker", "Team")]
    [InlineData("say the words with --content", "add", "R1")]
    public void What_does_not_fit_is_told(string why, params string[] args)
    {
        _desk.In("claim", "confirm", "C2").Expect(0);
        var before = _desk.Leaves();
        Assert.Contains(why, _desk.In(["claim", .. args]).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Theory]
    [InlineData("contentText=VX was used by everyone")]
    [InlineData("cueText=confirmed")]
    [InlineData("speaker=God Almighty")]
    [InlineData("rule=by-hand")]
    [InlineData("confidence=1000")]
    [InlineData("content=[[0,5]]")]
    [InlineData("chain=[{\"name\":\"Castille\"}]")]
    public void A_correction_puts_no_words_into_a_claim(string set)
    {
        Assert.Contains("'probatum claim edit C1'", _desk.In("correct", "C1", "--set", set, "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("claim", "edit", "C1", "--topic", "response").Expect(0);
        var leaf = $"{_desk.Leaves() - 1}";
        if (!set.StartsWith("rule", StringComparison.Ordinal) && !set.StartsWith("confidence", StringComparison.Ordinal))
        {
            Assert.Contains("'probatum claim edit C1'", _desk.In("correct", leaf, "--set", set, "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        }

        _desk.In("correct", leaf, "--set", "stance=warns", "--reason", "it warns").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
    }

    [Fact]
    public void Words_that_are_turned_round_by_those_before_them_are_noted()
    {
        _desk.In("report", "add", _desk.File("b.txt", "The mission said that it is unlikely that sarin was used. The army has not confirmed that chlorine was used.\n")).Expect(0);
        Assert.Contains("is cut out of a longer word", _desk.In("claim", "add", "R2", "--content", "likely that sarin was used").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("the words before the content read “unlikely that”", _desk.In("claim", "add", "R2", "--content", "sarin was used", "--source", "The mission").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains(
            "the words before the cue read “not”", _desk.In("claim", "add", "R2", "--content", "chlorine was used", "--cue", "confirmed", "--source", "The army").Expect(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_far_from_each_other_make_no_claim()
    {
        _desk.In("report", "add", _desk.File("b.txt", $"The army was asked. {string.Concat(Enumerable.Repeat("Nothing else was said. ", 100))}Gas was used.\n")).Expect(0);
        Assert.Contains("do not stand together", _desk.In("claim", "add", "R2", "--content", "Gas was used", "--source", "The army").Expect(2).Error, StringComparison.Ordinal);
        var added = _desk.In("claim", "add", "R2", "--content", "Gas was used").Expect(0).Out.Split(' ')[1];
        Assert.Contains("within 2000 characters", _desk.In("claim", "edit", added, "--source", "The army").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_is_given_in_names_of_the_report_and_of_parties()
    {
        _desk.In("claim", "edit", "C1", "--chain", "Team > A doctor > Northern Ministry").Expect(0);
        var shown = _desk.In("claim", "show", "C1").Expect(0).Out;
        Assert.Contains("chain: Team > A doctor > Northern Ministry", shown, StringComparison.Ordinal);
        Assert.Contains("C1: Northern Ministry, per A doctor, per Team, per The Northern Post, 2021-05-03", shown, StringComparison.Ordinal);

        // The last of the chain is whose word it is.
        _desk.In("claim", "edit", "C1", "--chain", "Northern Ministry > A doctor").Expect(0);
        Assert.Contains("C1: A doctor, per Northern Ministry, per The Northern Post, 2021-05-03", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_reviewed_by_the_range_and_by_the_report()
    {
        _desk.In("party", "add", "The northern MINISTRY").Expect(0);
        Assert.Contains("2 claims reviewed by nobody", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
        var before = _desk.Leaves();
        Assert.Contains("2 claims of R1 would be confirmed; nothing was recorded", _desk.In("claim", "confirm", "--report", "R1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("0 claims of R1 would be", _desk.In("claim", "reject", "--report", "R1", "--min-confidence", "1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("0 to 1", _desk.In("claim", "confirm", "--report", "R1", "--min-confidence", "80").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
        Assert.Contains("C1: Northern Ministry", _desk.In("claim", "next").Expect(0).Out, StringComparison.Ordinal);

        // A speaker is tied to the one party with its name, and that is said.
        Assert.Contains("C1: the speaker “Northern Ministry” is tied to the party of that name", _desk.In("claim", "confirm", "C1").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("tied to The northern MINISTRY", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
        var all = _desk.In("claim", "confirm", "C1-C2").Expect(0);
        Assert.Contains("C1 is confirmed already", all.Error, StringComparison.Ordinal);
        Assert.Contains("confirmed: C2", all.Out, StringComparison.Ordinal);
        Assert.Contains("every claim is reviewed", _desk.In("claim", "next").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("reviewed by nobody", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("claim", "confirm", "C1", "--credibility", "2").Expect(0);
        Assert.Contains("credibility 2; speaker tied to The northern MINISTRY", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Confirming_an_edited_claim_with_a_speaker_ties_it()
    {
        _desk.In("claim", "edit", "C1", "--topic", "response").Expect(0);
        _desk.In("claim", "confirm", "C1", "--speaker", "Team").Expect(0);
        Assert.Contains("tied to Team", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "Team", "--stance", "alleges", "--claim", "C1").Expect(0);
        Assert.Contains("Team alleges it: 1 confirmed claim (C1) from one origin.", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("the allegation A1 stood on C1", _desk.In("claim", "reject", "C1").Expect(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_allegation_is_edited_and_withdrawn_and_both_stay_to_be_seen()
    {
        _desk.In("claim", "confirm", "C1-C2", "--speaker", "Team").Expect(0);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "Team", "--stance", "alleges", "--claim", "C1").Expect(0);
        _desk.In("claim", "add", "R1", "--content", "people were hurt in Larch").Expect(0);
        _desk.In("claim", "confirm", "C3", "--speaker", "Team").Expect(0);
        Assert.Contains("allegation/denial", _desk.In("allegation", "edit", "A1", "--add", "C2", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("say what changes", _desk.In("allegation", "edit", "A1", "--add", "C1", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("does not stand on C3", _desk.In("allegation", "edit", "A1", "--remove", "C3", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);

        // A claim that was confirmed after the allegation was recorded.
        _desk.In("allegation", "edit", "A1", "--add", "C3", "--title", "four hurt", "--reason", "told again").Expect(0);
        _desk.In("claim", "reject", "C1", "--reason", "another place").Expect(0);
        var list = _desk.In("allegation", "list").Expect(0).Out;
        Assert.Contains("four hurt  C1 (counts no more: the report does not say so (owner ", list, StringComparison.Ordinal);
        _desk.In("correct", "A1", "--set", "claims=[\"C3\"]", "--reason", "C1 was rejected").Expect(0);
        Assert.Contains("\"claims\":[\"C3\"]", _desk.In("allegation", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Team alleges it: 1 confirmed claim (C3)", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("allegation", "withdraw", "A1", "--reason", "recorded twice").Expect(0);
        Assert.Contains("withdrawn", _desk.In("allegation", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("withdrawn already", _desk.In("allegation", "withdraw", "A1", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("alleges it", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("allegation", "edit", "A1", "--stance", "alleges", "--reason", "not twice after all").Expect(0);
        Assert.Contains("Team alleges it", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_party_takes_back_is_shown_beside_what_it_said()
    {
        _desk.In("claim", "confirm", "C1", "--speaker", "Team").Expect(0);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "Team", "--stance", "alleges", "--claim", "C1").Expect(0);
        _desk.In("report", "add", _desk.File("b.txt", "The Northern Ministry said on Friday that nobody had been hurt after all.\n"), "--source", "The Northern Post", "--published", "2021-05-04").Expect(0);
        _desk.In("claim", "edit", "C3", "--stance", "withdraws", "--answers", "C1", "--speaker", "Team").Expect(0);
        Assert.Contains("withdrawn by C3", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
        var assessed = _desk.In("assess").Expect(0).Out;
        Assert.DoesNotContain("alleges it", assessed, StringComparison.Ordinal);
        Assert.Contains("C1 is no allegation or denial of Team any more", assessed, StringComparison.Ordinal);
        Assert.Contains("C1 (counts no more: withdrawn by C3)", _desk.In("allegation", "list").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
    }

    [Fact]
    public void A_report_added_by_mistake_is_set_aside_and_stays()
    {
        _desk.In("claim", "confirm", "C1", "--speaker", "Team").Expect(0);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "Team", "--stance", "alleges", "--claim", "C1").Expect(0);
        Assert.Contains("the allegation A1 stood on claims of R1", _desk.In("report", "set-aside", "R1", "--reason", "another matter").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("SET ASIDE: ", _desk.In("report", "list").Expect(0).Out, StringComparison.Ordinal);
        var list = _desk.In("claim", "list").Expect(0).Out;
        Assert.Contains("its report was set aside, so it counts for nothing", list, StringComparison.Ordinal);
        Assert.DoesNotContain("C2 ", list, StringComparison.Ordinal);
        Assert.Contains("C2 ", _desk.In("claim", "list", "--report", "R1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("every claim is reviewed", _desk.In("claim", "next").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("alleges it", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains("was set aside: another matter. Its claims count for nothing.", File.ReadAllText(_desk.At("dossier", "data", "README.html")), StringComparison.Ordinal);
        _desk.In("report", "set-aside", "R1", "--undo", "--reason", "it belongs here").Expect(0);
        Assert.Contains("alleges it", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measurement_says_what_it_is_worth()
    {
        string Line(string id, string text) => $$"""{"id":"{{id}}","text":"{{text}}","claims":[{"source":[[0,8]],"cue":[[9,13]],"content":[[14,{{text.Length}}]]}]}""";
        string[] lines = [.. Enumerable.Range(0, 6).Select(i => Line($"t{i}", $"The army said that shell {i} fell into the village.")), Line("ru", "Министерство обороны заявило, что снаряд упал на деревню и никто не пострадал.")];
        var annotation = _desk.File("some.jsonl", string.Join('\n', lines) + "\n");
        Assert.Contains("1 text in another language left out: only English texts train the model", Desk.Run("text", "train", annotation, "-o", _desk.At("some.model")).Expect(0).Out, StringComparison.Ordinal);
        var english = _desk.File("english.jsonl", string.Join('\n', lines[..6]) + "\n");
        var measured = Desk.Run("text", "evaluate", english, "--model", _desk.At("some.model")).Expect(0).Out;
        Assert.Contains("the model was learned from 6 of these 6 texts", measured, StringComparison.Ordinal);
        Assert.Contains("6 texts are few", measured, StringComparison.Ordinal);
        Assert.DoesNotContain("was learned from", Desk.Run("text", "evaluate", english).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_read_by_the_rules_alone_or_by_another_model_and_its_first_lines_give_its_day()
    {
        _desk.In("report", "add", _desk.File("b.txt", "Larch is quiet\nReuters\n15 May 2021\n\nThe army said that four people were hurt in Larch.\n"), "--model", "none").Expect(0);
        var shown = _desk.In("claim", "list", "--report", "R2", "--json").Expect(0).Out;
        Assert.Contains("per Reuters, 2021-05-15", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\"confidence\"", shown, StringComparison.Ordinal);
        Assert.Contains("is no model of claims", _desk.In("report", "add", _desk.At("b.txt"), "--model", _desk.At("a.txt")).Expect(2).Error, StringComparison.Ordinal);
        var mail = _desk.File("m.eml", "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: text/plain; name=p.txt\nContent-Disposition: attachment; filename=p.txt\n\nThe army said that four people were hurt.\n--b--\n");
        _desk.In("report", "add", mail, "--published", "2031-05-03").Expect(0);
        Assert.Equal(2, _desk.In("report", "list").Expect(0).Out.Split('\n').Count(line => line.Contains("2031-05-03", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_no_rule_found_is_added_in_the_reports_own_words()
    {
        _desk.In("claim", "add", "R1", "--content", "hurt in Larch", "--source", "The Northern Ministry", "--cue", "said", "--stance", "asserts").Expect(0);
        Assert.Contains("proposed by hand", _desk.In("claim", "show", "C3").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("hurt in Larch", _desk.In("claim", "list", "--state", "proposed").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_reviewed_goes_out_as_annotation()
    {
        Assert.Contains("no report whose claims are all reviewed", _desk.In("text", "export", "-o", _desk.At("out")).Expect(2).Error, StringComparison.Ordinal);
        _desk.In("claim", "confirm", "C1").Expect(0);
        _desk.In("claim", "reject", "C2").Expect(0);
        _desk.In("text", "export", "-o", _desk.At("out")).Expect(0);
        var measured = Desk.Run("text", "evaluate", _desk.At("out", "annotation.jsonl"), "--texts", _desk.At("out", "texts")).Expect(0).Out;
        Assert.Contains("(1 of 2 found right, 1 there)", measured, StringComparison.Ordinal);
        Assert.Contains("1 text is few", measured, StringComparison.Ordinal);
        Assert.Contains("its text is not at hand; --texts says where texts are", Desk.Run("text", "evaluate", _desk.At("out", "annotation.jsonl")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("a model needs at least 5 texts", Desk.Run("text", "train", _desk.At("out", "annotation.jsonl"), "--texts", _desk.At("out", "texts"), "-o", _desk.At("m.model")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("is no model of claims", Desk.Run("claims", _desk.At("a.txt"), "--model", _desk.At("a.txt")).Expect(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("confidence", Desk.Run("claims", _desk.At("a.txt"), "--model", "none").Expect(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();
}
