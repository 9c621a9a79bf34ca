namespace Probatum.Larch;

/// <summary>A fixed-seed source of numbers with the same bits on every machine: only integer steps, sums and
/// products.</summary>
/// <remarks>Not thread-safe. Source: G. L. Steele, D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number Generators,
/// OOPSLA 2014 (SplitMix64).</remarks>
internal sealed class Noise(ulong seed)
{
    private const int UniformsInNormal = 12;

    private ulong _state = seed;

    /// <summary>From 0 up to but not including 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / 9007199254740992.0);

    /// <summary>From 0 up to but not including <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.Floor(Uniform() * bound);

    /// <summary>Mean 0, deviation 1: a sum of twelve uniforms, which needs no logarithm and never exceeds 6.</summary>
    public double Normal()
    {
        var sum = -0.5 * UniformsInNormal;
        for (var i = 0; i < UniformsInNormal; i++)
        {
            sum += Uniform();
        }

        return sum;
    }

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
