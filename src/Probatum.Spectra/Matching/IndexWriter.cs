using System.Runtime.InteropServices;

namespace Probatum.Spectra;

/// <summary>Makes the index: for each block and mass the spectra that have one of their heaviest lines there.</summary>
internal sealed class IndexWriter
{
    private readonly List<(ushort Mass, ushort Spectrum, byte Weight)> _block = [];
    private int _inBlock;
    private uint _entries;

    public Bytes Offsets { get; } = new();

    public Bytes Largest { get; } = new();

    public Bytes Spectra { get; } = new();

    public Bytes Weights { get; } = new();

    /// <summary>
    /// The heaviest lines, each as its share of the spectrum's length in 255ths, cut: no sum of products passes 255^2. They
    /// are put into <paramref name="heaviest"/>, which has room for <see cref="LibraryLayout.LinesInIndex"/>; gives how many.
    /// </summary>
    public static int Heaviest(PreparedSpectrum spectrum, Span<(ushort Mass, byte Weight)> heaviest)
    {
        var weights = LineWeights.Of(Measure.Composite);
        Span<(double Weight, int Mass)> top = stackalloc (double, int)[LibraryLayout.LinesInIndex];
        var (squares, kept) = (0.0, 0);
        foreach (var (mass, code) in PreparedSpectrum.Walk(spectrum.Lines.AsSpan()))
        {
            var weight = weights.Mass[mass] * weights.Height[code];
            squares += weight * weight;
            if (kept == top.Length && weight < top[^1].Weight)
            {
                continue;
            }

            // masses come ascending: of two that weigh the same the higher one goes first, it tells more
            var at = kept < top.Length ? kept++ : kept - 1;
            for (; at > 0 && top[at - 1].Weight <= weight; at--)
            {
                top[at] = top[at - 1];
            }

            top[at] = (weight, mass);
        }

        var length = Math.Sqrt(squares);
        var count = 0;
        foreach (var (weight, mass) in top[..kept])
        {
            var share = (byte)Math.Floor(weight / length * byte.MaxValue);
            if (share > 0)
            {
                heaviest[count++] = ((ushort)mass, share);
            }
        }

        return count;
    }

    public void Add(ReadOnlySpan<(ushort Mass, byte Weight)> heaviest)
    {
        foreach (var (mass, weight) in heaviest)
        {
            _block.Add((mass, (ushort)_inBlock, weight));
        }

        if (++_inBlock == LibraryLayout.BlockSize)
        {
            Finish();
        }
    }

    /// <summary>Writes the block that is open.</summary>
    public void Finish()
    {
        if (_inBlock == 0)
        {
            return;
        }

        var starts = new int[LibraryLayout.ListsInBlock];
        foreach (var (mass, _, _) in _block)
        {
            starts[mass + 1]++;
        }

        for (var mass = 0; mass < PreparedSpectrum.MassLimit; mass++)
        {
            Offsets.Word(_entries + (uint)starts[mass]);
            starts[mass + 1] += starts[mass];
        }

        Offsets.Word(_entries + (uint)_block.Count);
        var (spectra, weights, largest) = (new ushort[_block.Count], new byte[_block.Count], new byte[PreparedSpectrum.MassLimit]);
        foreach (var (mass, spectrum, weight) in _block)
        {
            var at = starts[mass]++;
            (spectra[at], weights[at]) = (spectrum, weight);
            largest[mass] = Math.Max(largest[mass], weight);
        }

        if (!BitConverter.IsLittleEndian)
        {
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(spectra, spectra);
        }

        Spectra.Add(MemoryMarshal.AsBytes<ushort>(spectra));
        Weights.Add(weights);
        Largest.Add(largest);
        _entries += (uint)_block.Count;
        _block.Clear();
        _inBlock = 0;
    }
}
