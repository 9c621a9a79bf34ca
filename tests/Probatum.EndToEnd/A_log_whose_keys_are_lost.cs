namespace Probatum.EndToEnd;

/// <summary>A log that nobody can sign any more has a sequel, which says so and can be held against it.</summary>
public sealed class A_log_whose_keys_are_lost : IDisposable
{
    private readonly Desk _old = new Desk().WithCase();
    private readonly Desk _new = new();

    [Fact]
    public void Goes_on_as_a_sequel_that_names_its_last_checkpoint()
    {
        var last = Sealed(_old, "last.zip");
        Desk.Run("init", _new.Workspace).Expect(0);
        _new.In("case", "open", "The sequel", "--continues", last).Expect(0);
        Assert.Contains("continues the log", _new.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
        _new.In("party", "add", "Late").Expect(0);
        var sequel = Sealed(_new, "sequel.zip");
        Assert.Contains("continues", Desk.Run("verify", sequel).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("two logs, one after the other", Desk.Run("compare", last, sequel).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("\"lineage\":\"first-continues\"", Desk.Run("compare", sequel, last, "--json").Expect(0).Out, StringComparison.Ordinal);

        // The same log with more in it is still what was continued, and the rest is said not to be.
        _old.In("party", "add", "Too late").Expect(0);
        Assert.Contains("later leaves", Desk.Run("compare", Sealed(_old, "later.zip"), sequel).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_continued_from_what_is_no_checkpoint_of_it()
    {
        Desk.Run("init", _new.Workspace).Expect(0);
        Assert.Contains("neither a dossier nor a signed checkpoint", _new.In("case", "open", "X", "--continues", _new.File("x", "nonsense")).Expect(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("X", _new.In("case", "list").Expect(0).Out, StringComparison.Ordinal);

        // A case that continues another log, or none, is not the sequel of this one.
        _new.In("case", "open", "Another").Expect(0);
        Assert.Contains("neither says that it continues", Desk.Run("compare", Sealed(_old, "a.zip"), Sealed(_new, "b.zip")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void That_had_another_history_is_found_out()
    {
        // A checkpoint that the old log's keeper signed for somebody else: the same origin, another root.
        var lines = _old.In("log", "checkpoint").Expect(0).Out.Split('\n');
        lines[2] = Convert.ToBase64String(new byte[32]);
        Desk.Run("init", _new.Workspace).Expect(0);
        _new.In("case", "open", "The sequel", "--continues", _new.File("other", string.Join('\n', lines))).Expect(0);
        Assert.Contains("another history", Desk.Run("compare", Sealed(_old, "a.zip"), Sealed(_new, "b.zip")).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    private static string Sealed(Desk desk, string name)
    {
        desk.In("seal", "-o", desk.At(name)).Expect(0);
        return desk.At(name);
    }
}
