using System.Collections.Frozen;
using System.Text;

namespace Probatum.Core.Dossier;

/// <summary>Makes a narrower dossier from a dossier alone: the same log, the same root, fewer disclosures.</summary>
/// <remarks>
/// What a dossier does not open nobody can open for it: without the salt there is no disclosure. So a narrower dossier
/// discloses a subset, and what it withholds is counted with the reasons that were given each time.
/// </remarks>
public static class DossierRedaction
{
    /// <summary>Writes the narrower bag and returns the SHA-256 of its tag manifest.</summary>
    /// <param name="from">A dossier that holds; what does not verify is not made narrower but refused.</param>
    /// <param name="policy">What stays back from now on, beside what is withheld already.</param>
    /// <param name="to">Where the narrower dossier is written.</param>
    /// <param name="progress">How far the files are.</param>
    /// <exception cref="InvalidDataException">The dossier lacks something that its log names.</exception>
    public static string Write(IBagReader from, WithholdingPolicy policy, IBagWriter to, IProgress<double>? progress = null) =>
        DossierWriter.Write(new Source(from), policy, to, progress);

    /// <summary>A dossier as what a dossier is written from.</summary>
    private sealed class Source : IDossierSource
    {
        private readonly IBagReader _bag;
        private readonly FrozenDictionary<(long Index, string Digest), string> _reasons;

        public Source(IBagReader bag)
        {
            _bag = bag;
            Checkpoint = Need(BagLayout.Checkpoint);
            if (!Withholding.TryRead(Need(BagLayout.Withheld).Span, out var withheld, out var fault))
            {
                throw new InvalidDataException(fault.Why);
            }

            _reasons = withheld.ToFrozenDictionary(one => (one.Index, one.Digest), one => one.Reason);
        }

        public ReadOnlyMemory<byte> Checkpoint { get; }

        public LogStamps? Stamps => LogStamps.In(path => BagTexts.Read(_bag, path));

        public ReadOnlyMemory<byte>? Read(string path) => BagTexts.Read(_bag, BagLayout.Log + path);

        public IReadOnlyList<string> Disclosures(long index) =>
            BagTexts.Read(_bag, BagLayout.Disclosures(index)) is { } bytes ? [.. Encoding.ASCII.GetString(bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)] : [];

        public string ReasonWithheld(long index, string digest) => _reasons.GetValueOrDefault((index, digest), IDossierSource.NotHeld);

        public Stream? OpenFile(string sha256) => _bag.Open(BagLayout.File(sha256));

        private ReadOnlyMemory<byte> Need(string path) => BagTexts.Read(_bag, path) ?? throw new InvalidDataException($"{path} is missing: this is no dossier");
    }
}
