namespace Probatum.Bench;

/// <summary>One thing that is measured. A new one is one file and one row in <see cref="Program"/>.</summary>
/// <param name="Name">What is typed to run it.</param>
/// <param name="What">One line for the list.</param>
/// <param name="Run">Measures; each figure holds its peer's figure from the same run.</param>
internal sealed record Benchmark(string Name, string What, Func<Settings, IEnumerable<Figure>> Run);

/// <summary>How much is measured.</summary>
/// <param name="Runs">How often each figure is taken; the median counts.</param>
/// <param name="Size">Entries or records.</param>
internal sealed record Settings(int Runs, int Size);

/// <summary>Our rate beside the peer's or the machine's, in one unit.</summary>
/// <param name="What">What was done.</param>
/// <param name="Ours">Our rate, per second.</param>
/// <param name="Peer">Who else was measured, or what limits us; empty where there is nobody.</param>
/// <param name="Theirs">Their rate, per second.</param>
/// <param name="Bar">What we want to reach.</param>
internal sealed record Figure(string What, double Ours, string Peer, double? Theirs, Bar Bar)
{
    /// <summary>Something else that the run showed, such as memory; empty where there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Our rate divided by theirs.</summary>
    public double? Ratio => Ours / Theirs;

    /// <summary>Whether the bar is reached; null where it can't be told, because the peer is missing.</summary>
    public bool? Holds => Bar switch
    {
        { Rate: { } rate } => Ours >= rate,
        { Ratio: { } ratio } => Ratio is { } reached ? reached >= ratio : null,
        _ => true,
    };
}

/// <summary>A rate, or a part of the peer's rate; neither for figures that are only shown.</summary>
internal sealed record Bar(double? Rate = null, double? Ratio = null)
{
    /// <summary>Shown for comparison; nothing is asked of it.</summary>
    public static Bar None { get; } = new();
}
