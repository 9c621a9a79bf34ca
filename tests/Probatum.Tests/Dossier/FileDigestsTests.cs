using System.Collections.Concurrent;
using System.Security.Cryptography;
using CsCheck;
using Probatum.Core.Dossier;
using Probatum.Ledger;

namespace Probatum.Tests.Dossier;

/// <summary>However files are spread over workers and lanes, each has the digest that it has alone, and every one is closed.</summary>
public sealed class FileDigestsTests
{
    public static TheoryData<HashPath, int> Paths =>
        [.. HashPaths.Supported.SelectMany(path => new[] { 1, 3 }, (path, workers) => (path, workers))];

    [Theory, MemberData(nameof(Paths))]
    public void Files_of_any_lengths_have_their_digests(HashPath path, int workers) =>
        Gen.Select(
            Gen.Frequency((20, Gen.Int[0, 300]), (5, Gen.Int[0, 100_000]), (1, Gen.Int[1_000_000, 1_200_000])).Array[0, 90],
            Gen.Int[1, 40_000]).Sample((lengths, piece) =>
            {
                var wanted = new Wanted(lengths.Select(length => new Part(length, piece)));
                FileDigests.Take(wanted, path, workers, 0);
                wanted.AllAreRightAndClosed();
            },
            iter: 30, threads: 1);

    [Theory, MemberData(nameof(Paths))]
    public void Long_files_of_one_length_and_of_many_have_their_digests(HashPath path, int workers)
    {
        const int Long = (int)LongFiles<int>.From;
        int[] lengths = [.. Enumerable.Repeat(Long, 50), .. Enumerable.Range(0, 40).Select(i => Long + (i * 20_000)), .. Enumerable.Range(0, 100).Select(i => i * 50)];
        var wanted = new Wanted(lengths.Select(length => new Part(length, 1 << 20)));
        FileDigests.Take(wanted, path, workers, 0);
        wanted.AllAreRightAndClosed();

        // What waits for its like is open, and besides it what is in lanes and what each worker has just drawn.
        Assert.InRange(wanted.MostOpen, 1, 64 + (workers * 17));
    }

    [Theory, MemberData(nameof(Paths))]
    public void Lengths_that_are_not_true_change_no_digest(HashPath path, int workers)
    {
        var wanted = new Wanted(Enumerable.Range(0, 80).Select(i => new Part(i * 3000, 5000) { Said = i % 3 == 0 ? 0 : i % 3 == 1 ? long.MaxValue : 2 << 20 }));
        FileDigests.Take(wanted, path, workers, 0);
        wanted.AllAreRightAndClosed();
    }

    [Theory, MemberData(nameof(Paths))]
    public void The_first_bytes_may_be_hashed_file_by_file(HashPath path, int workers)
    {
        foreach (var few in new[] { 1, 3000, 100_000, 1_000_000, long.MaxValue })
        {
            var wanted = new Wanted(Enumerable.Range(0, 100).Select(i => new Part(i * 200, 5000)));
            FileDigests.Take(wanted, path, workers, few);
            wanted.AllAreRightAndClosed();
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void A_file_that_says_it_was_changed_is_refused_and_harms_no_other(HashPath path, int workers)
    {
        // The last ends while others go on.
        var parts = Enumerable.Range(0, 120).Select(i => new Part(i % 40 == 7 ? 1_200_000 : i == 119 ? 100_000 : 3000 + (i * 3000), 2000)).ToArray();
        foreach (var i in new[] { 3, 7, 40, 47, 119 })
        {
            parts[i].Fault = new InvalidDataException($"{i} was changed");
        }

        parts[50].HasNoLength = true;
        var wanted = new Wanted(parts);
        FileDigests.Take(wanted, path, workers, 0);
        wanted.AllAreRightAndClosed();
        Assert.Equal(["119 was changed", "3 was changed", "40 was changed", "47 was changed", "50 has no length", "7 was changed"], wanted.Refused.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Paths))]
    public void Any_other_fault_ends_it_and_is_thrown_and_everything_is_closed(HashPath path, int workers)
    {
        foreach (var at in new[] { 0, 20, 99 })
        {
            var parts = Enumerable.Range(0, 100).Select(i => new Part(i % 2 == 0 ? 1_100_000 : 2000, 4000)).ToArray();
            parts[at].Fault = new IOException("no disk");
            var wanted = new Wanted(parts);
            Assert.Equal("no disk", Assert.Throws<IOException>(() => FileDigests.Take(wanted, path, workers, 0)).Message);
            Assert.Equal(0, wanted.Open);
        }
    }

    [Fact]
    public void Long_files_of_about_one_length_go_together_while_enough_are_left_for_all_and_others_alone()
    {
        // Of many equal files all workers have groups; at the end, each takes one.
        Assert.Equal([4, 4, 4, 1, 1, 1, 1], Plan(4, 2, Enumerable.Repeat(10L, 16)));

        // One worker leaves none idle.
        Assert.Equal([4, 4, 4, 4], Plan(4, 1, Enumerable.Repeat(10L, 16)));

        // One that is much longer is begun first and alone.
        Assert.Equal([1, 4, 4, 1, 1, 1, 1], Plan(4, 2, [.. Enumerable.Repeat(10L, 12), 1000]));
        Assert.Equal([1, 1, 1, 1, 1], Plan(4, 1, [1, 10, 100, 1000, 10_000]));

        // Without lanes there are no groups.
        Assert.Equal([1, 1, 1], Plan(1, 1, [10, 10, 10]));
        Assert.Equal([1, 1], Plan(4, 1, [long.MaxValue, long.MaxValue]));

        // While more come, nobody need be idle.
        var files = new LongFiles<int>(4, 8);
        for (var i = 0; i < 4; i++)
        {
            files.Add(new(i, Stream.Null, 10 - i));
        }

        Assert.Equal([0, 1, 2, 3], files.Take().Select(file => file.File));
        Assert.Empty(files.Take());
    }

    private static int[] Plan(int lanes, int workers, IEnumerable<long> lengths)
    {
        var files = new LongFiles<int>(lanes, workers);
        foreach (var length in lengths)
        {
            files.Add(new(0, Stream.Null, length));
        }

        files.IsComplete = true;
        var groups = new List<int>();
        while (files.Take() is { Length: > 0 } taken)
        {
            groups.Add(taken.Length);
        }

        return [.. groups];
    }

    private sealed class Wanted(IEnumerable<Part> parts) : IFilesToHash<int>
    {
        private readonly Part[] _parts = [.. parts];
        private readonly ConcurrentDictionary<int, (byte[] Sha256, long Length)> _found = [];
        private int _open;
        private int _drawing;

        public ConcurrentBag<string> Refused { get; } = [];

        public int Open => _open;

        public int MostOpen { get; private set; }

        public IEnumerable<int> Files
        {
            get
            {
                for (var i = 0; i < _parts.Length; i++)
                {
                    Assert.Equal(1, Interlocked.Increment(ref _drawing));
                    Interlocked.Decrement(ref _drawing);
                    yield return i;
                }
            }
        }

        public void AllAreRightAndClosed()
        {
            Assert.Equal(0, _open);
            for (var i = 0; i < _parts.Length; i++)
            {
                var good = _parts[i].Fault is null && !_parts[i].HasNoLength;
                Assert.Equal(good, _found.TryGetValue(i, out var found));
                if (good)
                {
                    Assert.Equal(_parts[i].Length, found.Length);
                    Assert.Equal(SHA256.HashData(_parts[i].Bytes(i)), found.Sha256);
                }
            }

            Assert.Equal(_parts.Count(part => part.Fault is not null || part.HasNoLength), Refused.Count);
        }

        Stream? IFilesToHash<int>.Open(int file)
        {
            lock (_parts)
            {
                MostOpen = Math.Max(MostOpen, Interlocked.Increment(ref _open));
            }

            return new Content(this, file);
        }

        public void Done(int file, ReadOnlySpan<byte> sha256, long length) => Assert.True(_found.TryAdd(file, (sha256.ToArray(), length)));

        public void Refuse(int file, InvalidDataException why) => Refused.Add(why.Message);

        private sealed class Content(Wanted all, int file) : MemoryStream(all._parts[file].Bytes(file))
        {
            private readonly Part _part = all._parts[file];
            private bool _closed;

            public override long Length => _part.HasNoLength ? throw new InvalidDataException($"{file} has no length") : _part.Said ?? base.Length;

            // The last piece is when a fault shows, as in a ZIP with its check sums.
            public override int Read(Span<byte> buffer)
            {
                var read = base.Read(buffer[..Math.Min(buffer.Length, _part.Piece)]);
                return _part.Fault is { } fault && Position == _part.Length ? throw fault : read;
            }

            protected override void Dispose(bool disposing)
            {
                if (!_closed)
                {
                    _closed = true;
                    Interlocked.Decrement(ref all._open);
                }

                base.Dispose(disposing);
            }
        }
    }

    private sealed record Part(int Length, int Piece)
    {
        public long? Said { get; init; }

        public bool HasNoLength { get; set; }

        public Exception? Fault { get; set; }

        public byte[] Bytes(int which)
        {
            var bytes = new byte[Length];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)((i * 7) + (i >> 8) + which);
            }

            return bytes;
        }
    }
}
