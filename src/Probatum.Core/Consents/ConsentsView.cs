using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Consents;

/// <summary>On what something done for a purpose rests: on consent, on law, or on neither; <c>Why</c> says which in words.</summary>
public sealed record Permitted(bool Holds, string Why);

/// <summary>What persons agreed to and took back, and what rests on law, in log order.</summary>
public sealed record ConsentsView(GrownList<(long Index, ConsentRecorded Said)> Given, GrownList<(long Index, ConsentWithdrawn Said)> Withdrawn, GrownList<(long Index, LawfulBasisRecorded Said)> Bases)
{
    /// <summary>Nothing.</summary>
    public static ConsentsView Empty { get; } = new([], [], []);

    /// <summary>The view after this entry.</summary>
    public ConsentsView Then(Entry entry) => entry.Statement switch
    {
        ConsentRecorded given => this with { Given = Given.Add((entry.Index, given)) },
        ConsentWithdrawn withdrawn => this with { Withdrawn = Withdrawn.Add((entry.Index, withdrawn)) },
        LawfulBasisRecorded basis => this with { Bases = Bases.Add((entry.Index, basis)) },
        _ => this,
    };

    /// <summary>On what the purpose rests for that person, by the records up to a leaf. The last word on consent holds; law holds beside it.</summary>
    public Permitted Of(EntityId person, string purpose, long upTo = long.MaxValue)
    {
        var basis = Bases.LastOrDefault(one => one.Index <= upTo && one.Said.Person == person && one.Said.Purpose == purpose).Said;
        var given = Given.LastOrDefault(one => one.Index <= upTo && one.Said.Person == person && one.Said.Purposes.Contains(purpose));
        var taken = Withdrawn.LastOrDefault(one => one.Index <= upTo && one.Said.Person == person && one.Said.Purposes.Contains(purpose));
        return basis is not null ? new(true, $"lawful basis: {basis.Basis}")
            : taken.Said is not null && taken.Index > (given.Said is null ? -1 : given.Index) ? new(false, $"consent to {purpose} is withdrawn")
            : given.Said is { } consent ? new(true, $"consent{(consent.When is { } when ? $", {when.Words}" : "")}")
            : new(false, $"no consent to {purpose} and no lawful basis is on record");
    }

    /// <summary>Each purpose of which anything is on record for that person, with what it rests on.</summary>
    public IEnumerable<(string Purpose, Permitted Held)> Of(EntityId person)
    {
        HashSet<string?> said =
        [
            .. Given.Where(one => one.Said.Person == person).SelectMany(one => one.Said.Purposes), .. Withdrawn.Where(one => one.Said.Person == person).SelectMany(one => one.Said.Purposes),
            .. Bases.Where(one => one.Said.Person == person).Select(one => one.Said.Purpose),
        ];
        return Purpose.All.Where(said.Contains).Select(purpose => (purpose, Of(person, purpose)));
    }

    /// <summary>Whether it stays back from whoever reads this for whom or for what some of it is.</summary>
    public bool IsWithheld => Given.Exists(one => one.Said.Person is null || one.Said.Purposes.IsDefaultOrEmpty) || Withdrawn.Exists(one => one.Said.Person is null || one.Said.Purposes.IsDefaultOrEmpty)
        || Bases.Exists(one => one.Said.Person is null || one.Said.Purpose is null);

    /// <summary>Whether a sample needs its person's consent or a lawful basis: what comes from the body of a human being.</summary>
    public static bool Needs(SampleView sample) => sample.IsBiomedical && sample.Collected.Matrix != "BIO_ANIMAL";

    /// <summary>Why a sample is blocked now; null where it is not, also where nobody told whose it is.</summary>
    public string? Blocks(SampleView sample) =>
        Needs(sample) && sample.Collected.Person is { } person && Of(person, Purpose.Biosample) is { Holds: false } missing ? missing.Why : null;

    /// <summary>
    /// Why a result of the sample counts for nothing; null where it counts: where consent or law carried it when it was recorded, or at
    /// any time since. So a result that counted once goes on counting after a withdrawal.
    /// </summary>
    public string? Blocks(SampleView sample, long result) =>
        Blocks(sample) is { } why && sample.Collected.Person is { } person && !Of(person, Purpose.Biosample, result).Holds
        && !Given.Exists(one => one.Index > result && one.Said.Person == person && one.Said.Purposes.Contains(Purpose.Biosample)) ? why : null;

    /// <summary>The same for a result of the sample of that id; null where no such sample is on record.</summary>
    public string? Blocks(EntityId? sample, SamplesView samples, long result) =>
        sample is { } id && samples.Samples.GetValueOrDefault(id) is { } view ? Blocks(view, result) : null;
}
