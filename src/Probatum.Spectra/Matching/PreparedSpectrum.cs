using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A spectrum as searches compare it: nominal masses, heights on the <see cref="HeightScale"/>.</summary>
/// <remarks>The same lines in another order or on another scale give the same bytes.</remarks>
/// <param name="Lines">
/// Two bytes a line, ascending: the mass as the distance from the line before, and the height's code. A distance above
/// 255 is bridged by steps of code 0, which are no lines.
/// </param>
/// <param name="ScanFrom">The nominal mass from which the spectrum speaks; at most 90.</param>
internal sealed record PreparedSpectrum(ImmutableArray<byte> Lines, int ScanFrom)
{
    /// <summary>Masses from here on are not compared; no ion of electron ionisation has one.</summary>
    public const int MassLimit = 2048;

    // from here on nothing hangs on where a scan began: libraries start at 20, 50 or 85
    public const int LatestScanStart = 90;

    // so many fit on the stack
    private const int FewLines = 512;

    private const double RecordedFloor = 0.001;

    // mass defects of hydrogen-rich ions grow towards +0.5 near m/z 600
    private const double NominalOffset = 0.3;

    /// <summary>The whole-number mass of an ion.</summary>
    public static int NominalMass(double mz) => (int)Math.Floor(Math.Clamp(mz, 0.0, 1e6) + NominalOffset);

    /// <summary>Prepares lines; <paramref name="scanFrom"/> is the first scanned mass where it is known.</summary>
    public static PreparedSpectrum Of(ImmutableArray<Peak> peaks, double? scanFrom)
    {
        var ascending = Ascending(peaks.IsDefault ? [] : peaks.AsSpan());
        Span<int> masses = ascending.Length <= FewLines ? stackalloc int[ascending.Length] : new int[ascending.Length];
        Span<double> sums = ascending.Length <= FewLines ? stackalloc double[ascending.Length] : new double[ascending.Length];
        var (count, top) = (0, 0.0);
        foreach (var (mz, height) in ascending)
        {
            var mass = NominalMass(mz);
            if (mass is <= 0 or >= MassLimit || !(height > 0.0))
            {
                continue;
            }

            if (count == 0 || masses[count - 1] != mass)
            {
                masses[count++] = mass;
            }

            sums[count - 1] += height;
            top = Math.Max(top, sums[count - 1]);
        }

        const int MostSteps = MassLimit / byte.MaxValue;
        Span<byte> lines = count <= FewLines ? stackalloc byte[2 * (count + MostSteps)] : new byte[2 * (count + MostSteps)];
        var (last, recorded, length) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            var relative = sums[i] / top;
            recorded = recorded == 0 && relative > RecordedFloor ? masses[i] : recorded;
            var code = HeightScale.CodeOf(relative);
            if (code == 0)
            {
                continue;
            }

            for (; masses[i] - last > byte.MaxValue; last += byte.MaxValue)
            {
                lines[length++] = byte.MaxValue;
                lines[length++] = 0;
            }

            lines[length++] = (byte)(masses[i] - last);
            lines[length++] = (byte)code;
            last = masses[i];
        }

        return new(
            [.. lines[..length]], Math.Min(scanFrom is { } given ? NominalMass(given) : recorded, LatestScanStart));
    }

    /// <summary>The lines as mass and code, without the steps between.</summary>
    public static Walker Walk(ReadOnlySpan<byte> lines) => new(lines);

    /// <summary>Goes from line to line.</summary>
    internal ref struct Walker(ReadOnlySpan<byte> lines)
    {
        private readonly ReadOnlySpan<byte> _lines = lines;
        private int _at = -2;
        private int _mass;

        public readonly (int Mass, int Code) Current => (_mass, _lines[_at + 1]);

        public readonly Walker GetEnumerator() => this;

        public bool MoveNext()
        {
            for (_at += 2; _at + 1 < _lines.Length; _at += 2)
            {
                _mass += _lines[_at];
                if (_lines[_at + 1] != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static ReadOnlySpan<Peak> Ascending(ReadOnlySpan<Peak> peaks)
    {
        for (var i = 1; i < peaks.Length; i++)
        {
            if (!(peaks[i - 1].Mz < peaks[i].Mz) && Order(peaks[i - 1], peaks[i]) > 0)
            {
                var sorted = peaks.ToArray();
                Array.Sort(sorted, Order);
                return sorted;
            }
        }

        return peaks;
    }

    // equal masses by height, so that their sum has the same bits whatever the order
    private static int Order(Peak a, Peak b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity);
}
