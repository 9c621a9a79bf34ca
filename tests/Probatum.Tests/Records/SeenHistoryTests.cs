using System.Text;
using CsCheck;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

public sealed class SeenHistoryTests
{
    [Fact]
    public void What_authors_saw_is_the_log_at_that_size_or_another_history() =>
        Gen.Int[1, 40].SelectMany(count => Gen.Select(Gen.Const(count), Gen.Int[0, count - 1], Gen.Bool)).Sample((count, size, genuine) =>
        {
            var leaves = Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes($"leaf {i}")).ToArray();
            var root = genuine ? LogTree.Empty.Extend([.. leaves.Take(size).Select(leaf => (ReadOnlyMemory<byte>)leaf)]).Tree.Root : Merkle.Leaf("another"u8);
            using var history = new SeenHistory();
            foreach (var leaf in leaves[..^1])
            {
                history.Take(leaf, null);
            }

            history.Take(leaves[^1], new Seen(size, root));
            Assert.Equal(genuine ? 0 : 1, history.Others.Count);
        });
}
