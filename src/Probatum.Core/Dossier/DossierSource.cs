namespace Probatum.Core.Dossier;

/// <summary>A dossier as what a dossier is written from: its log, what it opens, why it withholds the rest, its files.</summary>
public sealed class DossierSource : IDossierSource
{
    private readonly IBagReader _bag;
    private readonly DisclosureReading _disclosures;
    private readonly WithheldMembers _withheld;

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">The bag has no checkpoint, or no list of what it withholds.</exception>
    public DossierSource(IBagReader bag)
    {
        _bag = bag;
        _disclosures = new(bag, why => throw new InvalidDataException(why));
        Checkpoint = Need(BagLayout.Checkpoint);
        using var list = bag.Open(BagLayout.Withheld) ?? throw Missing(BagLayout.Withheld);
        if (!WithheldMembers.TryRead(list, out _withheld, out var fault))
        {
            throw new InvalidDataException(fault.Why);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Checkpoint { get; }

    /// <inheritdoc/>
    public LogStamps? Stamps => LogStamps.In(path => BagTexts.Read(_bag, path));

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path) => BagTexts.Read(_bag, BagLayout.Log + path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Disclosures(long index) => _disclosures.Of(index);

    /// <inheritdoc/>
    public string ReasonWithheld(long index, string digest) => _withheld.Reason(index, digest) ?? IDossierSource.NotHeld;

    /// <inheritdoc/>
    public Stream? OpenFile(string sha256) => _bag.Open(BagLayout.File(sha256));

    private ReadOnlyMemory<byte> Need(string path) => BagTexts.Read(_bag, path) ?? throw Missing(path);

    private static InvalidDataException Missing(string path) => new($"{path} is missing: this is no dossier");
}
