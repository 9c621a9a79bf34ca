using System.Runtime.InteropServices;

namespace Probatum.Spectra;

/// <summary>Makes the index: for each block and mass the spectra that have one of their heaviest lines there.</summary>
internal sealed class IndexWriter
{
    private readonly List<(ushort Mass, ushort Spectrum, byte Weight)> _block = [];
    private readonly List<(int Mass, double Weight)> _lines = [];
    private int _inBlock;
    private uint _entries;

    public Bytes Offsets { get; } = new();

    public Bytes Largest { get; } = new();

    public Bytes Spectra { get; } = new();

    public Bytes Weights { get; } = new();

    /// <summary>The heaviest lines, each as its share of the spectrum's length in 255ths, cut: no sum of products passes 255^2.</summary>
    public static void Heaviest(PreparedSpectrum spectrum, List<(int Mass, double Weight)> lines, Action<int, byte> take)
    {
        var weights = LineWeights.Of(Measure.Composite);
        lines.Clear();
        var (squares, mass) = (0.0, 0);
        var bytes = spectrum.Lines.AsSpan();
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            mass += bytes[i];
            var weight = weights.Mass[mass] * weights.Height[bytes[i + 1]];
            if (weight > 0.0)
            {
                squares += weight * weight;
                lines.Add((mass, weight));
            }
        }

        // of two that weigh the same the higher mass tells more
        lines.Sort((a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : b.Mass.CompareTo(a.Mass));
        var length = Math.Sqrt(squares);
        foreach (var (at, weight) in CollectionsMarshal.AsSpan(lines)[..Math.Min(LibraryLayout.LinesInIndex, lines.Count)])
        {
            var share = (byte)Math.Floor(weight / length * byte.MaxValue);
            if (share > 0)
            {
                take(at, share);
            }
        }
    }

    public void Add(PreparedSpectrum spectrum)
    {
        Heaviest(spectrum, _lines, (mass, weight) => _block.Add(((ushort)mass, (ushort)_inBlock, weight)));
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
