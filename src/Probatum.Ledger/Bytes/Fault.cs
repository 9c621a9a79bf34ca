namespace Probatum.Ledger;

/// <summary>What is wrong with bytes that came from outside; <c>default</c> means that nothing is.</summary>
/// <param name="Code">Stable name of the broken rule, for example <c>size/leading-zero</c>.</param>
/// <param name="At">Offset in bytes within what was parsed; 0 where the fault is in the whole.</param>
/// <param name="Why">A sentence for a person; it may change.</param>
public readonly record struct Fault(string Code, long At, string Why)
{
    /// <summary>This fault of a part, placed in the whole that holds the part at <paramref name="offset"/>.</summary>
    public Fault Within(long offset) => this == default ? this : this with { At = checked(At + offset) };
}
