using CsCheck;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

public sealed class ReadingAheadTests
{
    [Fact]
    public void Leaves_are_taken_in_order_each_once_however_many_are_opened_at_once() =>
        Gen.Int[0, 3000].Sample(
            count =>
            {
                var taken = new List<(long, int, int)>();
                var ahead = new ReadingAhead<(long, int, int)>((index, leaf, texts) => (index, leaf.Length, texts.Count), taken.Add);
                for (var i = 0; i < count; i++)
                {
                    ahead.Add(i, new byte[i % 7], [.. Enumerable.Repeat("x", i % 3)]);
                }

                ahead.Finish();
                Assert.Equal(Enumerable.Range(0, count).Select(i => ((long)i, i % 7, i % 3)), taken);
            },
            iter: 20);

    [Fact]
    public void What_opening_throws_is_thrown_as_it_is()
    {
        var ahead = new ReadingAhead<int>((index, _, _) => index == 700 ? throw new InvalidDataException("leaf 700") : 0, _ => { });
        Assert.Equal("leaf 700", Assert.Throws<InvalidDataException>(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                ahead.Add(i, default, []);
            }

            ahead.Finish();
        }).Message);
    }

    [Fact]
    public void A_case_read_ahead_is_the_case_read_leaf_by_leaf_whoever_signed_what()
    {
        var notebook = Notebook.Opened();
        for (var i = 0; i < 1300; i++)
        {
            notebook.Say(i % 3 == 0 ? Notebook.Owner : Notebook.Analyst, Party($"party {i}"));
            if (i is 700 or 1250)
            {
                // By a key that is not registered; by another key than it names; with a byte of its signature changed; no record at all.
                notebook.Add(notebook.Write(Party("stranger"), [Notebook.Stranger]));
                notebook.Add(notebook.Write(Party("forged"), [Notebook.Analyst], signers: [Notebook.Stranger]));
                var changed = notebook.Write(Party("changed"), [Notebook.Analyst]);
                var bytes = changed.Leaf.ToArray();
                bytes[^10] ^= 1;
                notebook.Add(changed with { Leaf = bytes });
                notebook.Add(changed with { Leaf = bytes.AsMemory(0, bytes.Length - 10) });
            }

            if (i == 900)
            {
                notebook.Say(Notebook.Owner, new KeyRevoked(Notebook.Custodian.Verifier.Name, "lost"));
                notebook.Register(Notebook.Key("late"), "analyst");
                notebook.Say(Notebook.Key("late"), Party("late"));
                notebook.Say(Notebook.Custodian, Party("too late"));
            }
        }

        var (history, opening, index) = (CaseHistory.Empty, new RecordOpening(), 0);
        var ahead = new ReadingAhead<(ReadRecord? Record, Fault Fault)>(
            (_, leaf, texts) => (opening.Open(leaf, texts, SignatureCheck.Every, out var fault), fault),
            one =>
            {
                history = one.Record is { } record ? history.Then(record, SignatureCheck.Every) : history.Then(one.Fault);
                opening.Keys = history.Keys;
            });
        foreach (var (leaf, disclosures) in notebook.Leaves)
        {
            ahead.Add(index++, leaf, disclosures);
        }

        ahead.Finish();
        Assert.Equal(notebook.History.Remarks, history.Remarks);
        Assert.NotEmpty(history.Remarks);
        Assert.Equal(notebook.History.State.Entries.Select(entry => entry.Id), history.State.Entries.Select(entry => entry.Id));
        Assert.Equal(Keys(notebook.History), Keys(history));
    }

    private static IEnumerable<(string, long, long?)> Keys(CaseHistory history) =>
        history.Keys.Keys.Values.Select(key => (key.Key.Text, key.RegisteredAt, key.RevokedAt)).Order();

    private static PartyDescribed Party(string name) => new(EntityId.New(span => Hash256.Sha256(System.Text.Encoding.UTF8.GetBytes(name)).ToArray().AsSpan(0, 16).CopyTo(span)), name, null, null, null, null);
}
