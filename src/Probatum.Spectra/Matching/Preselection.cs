using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Probatum.Spectra;

/// <summary>The spectra of a library that share most of their heaviest lines with a query.</summary>
/// <remarks>
/// Whole numbers only: the same on every machine, whatever the registers and however many threads. For each of the query's
/// heaviest lines the list of its mass is gone through, block by block, and the product of both weights added to a sum of
/// 16 bits for each spectrum; weights are shares of a spectrum's length, cut to 255ths, so no sum passes 255^2. A block
/// whose largest weights do not reach the cut is passed over. All spectra from the cut on are given, equal ones included.
/// </remarks>
internal sealed class Preselection
{
    private const int BucketShift = 4;

    private readonly SpectralLibrary _library;
    private readonly (ushort Mass, byte Weight)[] _terms = new (ushort, byte)[LibraryLayout.LinesInIndex];
    private readonly int _wanted;
    private readonly SumPath _path;

    // What one thread has found enough of above, no other need look below.
    private int _bar;

    public Preselection(SpectralLibrary library, PreparedSpectrum query, int wanted, SumPath path)
    {
        (_library, _wanted, _path) = (library, wanted, path);
        Array.Resize(ref _terms, IndexWriter.Heaviest(query, _terms));
    }

    /// <summary>At least as many as wanted, where so many share a line; in order of their number.</summary>
    public int[] Find(int threads)
    {
        var blocks = LibraryLayout.BlocksOf(_library.Count);
        var workers = new Worker[Math.Clamp(threads, 1, Math.Max(1, blocks))];
        var next = -1;
        void Work(int w)
        {
            workers[w] = new Worker(this);
            for (var block = Interlocked.Increment(ref next); block < blocks; block = Interlocked.Increment(ref next))
            {
                workers[w].Take(block);
            }
        }

        // A thread of the pool takes blocks as soon as it is awake; the caller does not wait for it to begin.
        var others = Enumerable.Range(1, workers.Length - 1).Select(w => Task.Run(() => Work(w))).ToArray();
        Work(0);
        Task.WaitAll(others);

        var merged = workers[0];
        foreach (var other in workers.AsSpan(1))
        {
            merged.Join(other);
        }

        return merged.Finish();
    }

    /// <summary>One thread's sums and what it has found; the best of several threads are the best of all.</summary>
    private sealed class Worker(Preselection of)
    {
        private readonly ushort[] _sums = new ushort[LibraryLayout.BlockSize];
        private readonly int[] _buckets = new int[(1 << 16) >> BucketShift];
        private readonly List<(int Sum, int Spectrum)> _found = [];
        private int _cut = 1;

        public void Take(int block)
        {
            var file = of._library.File;
            var layout = of._library.Layout;
            var largest = layout.Of(Section.BlockWeights, file).Slice(block * PreparedSpectrum.MassLimit, PreparedSpectrum.MassLimit);
            var bound = 0;
            foreach (var (mass, weight) in of._terms)
            {
                bound += weight * largest[mass];
            }

            _cut = Math.Max(_cut, Volatile.Read(ref of._bar));
            if (bound < _cut)
            {
                return;
            }

            var starts = MemoryMarshal.Cast<byte, uint>(layout.Of(Section.ListOffsets, file))
                .Slice(block * LibraryLayout.ListsInBlock, LibraryLayout.ListsInBlock);
            var spectra = MemoryMarshal.Cast<byte, ushort>(layout.Of(Section.ListSpectra, file));
            var weights = layout.Of(Section.ListWeights, file);
            foreach (var (mass, weight) in of._terms)
            {
                var (from, to) = ((int)starts[mass], (int)starts[mass + 1]);
                Add(spectra[from..to], weights[from..to], weight);
            }

            var first = block * LibraryLayout.BlockSize;
            var count = Math.Min(LibraryLayout.BlockSize, of._library.Count - first);
            RaiseBy(count);
            Collect(first, count);
            Array.Clear(_sums);
            Trim();
        }

        public void Join(Worker other)
        {
            _found.AddRange(other._found);
            _cut = Math.Max(_cut, other._cut);
            for (var i = 0; i < _buckets.Length; i++)
            {
                _buckets[i] += other._buckets[i];
            }
        }

        public int[] Finish()
        {
            Raise();
            var spectra = _found.Where(one => one.Sum >= _cut).Select(one => one.Spectrum).ToArray();
            Array.Sort(spectra);
            return spectra;
        }

        private void Add(ReadOnlySpan<ushort> spectra, ReadOnlySpan<byte> weights, int weight)
        {
            unchecked
            {
                // a number is cut to the block's size, so that no file can reach outside of the sums
                ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
                weights = weights[..spectra.Length];
                for (var i = 0; i < spectra.Length; i++)
                {
                    ref var sum = ref Unsafe.Add(ref sums, spectra[i] & (LibraryLayout.BlockSize - 1));
                    sum = (ushort)(sum + (weight * weights[i]));
                }
            }
        }

        private void Collect(int first, int count)
        {
            var (i, least) = (0, (ushort)Math.Min(_cut - 1, ushort.MaxValue));
            ReadOnlySpan<ushort> sums = _sums;
            if (of._path == SumPath.ThirtyTwo)
            {
                var bar = Vector512.Create(least);
                for (; i + Vector512<ushort>.Count <= count; i += Vector512<ushort>.Count)
                {
                    Note(Vector512.GreaterThan(Vector512.Create(sums[i..]), bar).ExtractMostSignificantBits(), i, first);
                }
            }
            else if (of._path == SumPath.Sixteen)
            {
                var bar = Vector256.Create(least);
                for (; i + Vector256<ushort>.Count <= count; i += Vector256<ushort>.Count)
                {
                    Note(Vector256.GreaterThan(Vector256.Create(sums[i..]), bar).ExtractMostSignificantBits(), i, first);
                }
            }

            for (; i < count; i++)
            {
                Note(sums[i] > least ? 1u : 0u, i, first);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Note(ulong mask, int at, int first)
        {
            for (; mask != 0; mask &= mask - 1)
            {
                var i = at + System.Numerics.BitOperations.TrailingZeroCount(mask);
                _found.Add((_sums[i], first + i));
                _buckets[_sums[i] >> BucketShift]++;
            }
        }

        private void Trim()
        {
            if (_found.Count > 2 * of._wanted)
            {
                Raise();
                _found.RemoveAll(one => one.Sum < _cut);
            }
        }

        // while little was found nearly every spectrum would be noted: look how high the sums are first
        private void RaiseBy(int count)
        {
            if (_found.Count >= of._wanted || _cut > 1)
            {
                return;
            }

            Span<int> noted = stackalloc int[_buckets.Length];
            _buckets.CopyTo(noted);
            foreach (var sum in _sums.AsSpan(0, count))
            {
                _buckets[sum >> BucketShift]++;
            }

            Raise();
            noted.CopyTo(_buckets);
        }

        // the highest bucket's edge from which on enough were found
        private void Raise()
        {
            var (bucket, found) = (_buckets.Length - 1, 0);
            while (bucket > 0 && (found += _buckets[bucket]) < of._wanted)
            {
                bucket--;
            }

            _cut = Math.Max(_cut, bucket << BucketShift);
            for (var bar = Volatile.Read(ref of._bar); bar < _cut; bar = Volatile.Read(ref of._bar))
            {
                Interlocked.CompareExchange(ref of._bar, _cut, bar);
            }
        }
    }
}
