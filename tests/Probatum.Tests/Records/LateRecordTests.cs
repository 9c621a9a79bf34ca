using CsCheck;
using Probatum.Core;
using Probatum.Core.Cases;

namespace Probatum.Tests.Records;

public sealed class LateRecordTests
{
    [Fact]
    public void A_missing_number_is_remarked_on_until_it_arrives() =>
        Gen.Shuffle(Enumerable.Range(0, 8).ToArray()).Sample(
            order =>
            {
                var written = new WrittenCase();
                var first = written.History.Position(written.Owner.Name).NextSeq;
                for (var i = 0; i < order.Length; i++)
                {
                    Write(written, first + order[i]);
                    var there = order[..(i + 1)].ToHashSet();
                    var gaps = written.History.Remarks.Count(remark => remark.Code == "seq/gap");
                    var whole = there.All(number => number == 0 || there.Contains(number - 1));
                    Assert.True(whole ? gaps == 0 : gaps > 0, $"{string.Join(' ', order)} at {i}: {gaps}");
                }
            },
            iter: 60);

    [Fact]
    public void Two_gaps_close_one_by_one_and_those_of_another_author_stay()
    {
        var written = new WrittenCase();
        var other = written.Key("registrar", null);
        var first = written.History.Position(written.Owner.Name).NextSeq;
        Write(written, first + 1);
        Write(written, first + 3);
        Write(written, 5, other);
        Assert.Equal(3, Gaps(written));
        Write(written, first + 2);
        Assert.Equal(2, Gaps(written));
        Write(written, first);
        Assert.Equal(1, Gaps(written));
        Write(written, 4, other);
        Assert.Equal(1, Gaps(written));
    }

    private static int Gaps(WrittenCase written) => written.History.Remarks.Count(remark => remark.Code == "seq/gap");

    private static void Write(WrittenCase written, long seq, Author? author = null)
    {
        author ??= written.Owner;
        var position = written.History.Position(author.Name);
        Assert.IsType<Acknowledged>(written.Submit(
            author, new AuthorPosition(seq, position.Last ?? new("r-" + new string('A', 43)), position.Ids),
            new Intended(new PartyDescribed(Said.Id((int)seq), "a party", null, null, null, null))));
    }
}
