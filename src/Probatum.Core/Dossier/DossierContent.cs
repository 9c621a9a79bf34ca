using System.Text;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>
/// What follows from the leaves of a log, the disclosures at hand and the rule tables: the view that the writer shows and the
/// verifier recomputes. Both sides call the same function.
/// </summary>
public sealed record DossierContent(
    CaseHistory History, RuleTables Tables, CaseAssessment Assessment, DossierSealed? Seal, string SealedAt,
    WithheldMembers Withheld, NamedFiles Named)
{
    /// <summary>Computes the view; a fault says which table is missing or unreadable.</summary>
    public static bool TryOf(
        CaseHistory history, Func<string, ReadOnlyMemory<byte>?> file, WithheldMembers withheld, NamedFiles named,
        out DossierContent content, out Fault fault)
    {
        content = null!;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, digest) in history.State.Tables)
        {
            if (file(digest) is not { } bytes)
            {
                fault = new("table/missing", 0, $"the rule table {name} ({digest}) is missing");
                return false;
            }

            files[name] = bytes;
        }

        if (!RuleTables.TryRead(files, out var tables, out fault))
        {
            return false;
        }

        history = history with { State = Claims.ClaimPlaces.In(history.State, file) };
        var last = history.State.Entries is [.., var end] ? end : null;
        content = new(
            history, tables, CaseAssessment.Of(history.State, tables, history.Remarks), last?.Statement as DossierSealed,
            last?.Envelope.Made.At ?? "", withheld, named);
        return true;
    }

    /// <summary>The ceilings as a seal states them: "incident/route" to the wording's key.</summary>
    public JsonMap StatedCeilings() => Ceilings(Assessment);

    /// <summary>The ceilings of an assessment as a seal states them.</summary>
    public static JsonMap Ceilings(CaseAssessment assessment) => JsonMap.Of(assessment.Incidents
        .SelectMany(incident => incident.Ceilings)
        .Select(ceiling => (Key(ceiling), (Json?)ceiling.Wording.Key)));

    /// <summary>What a seal calls a ceiling: "incident/route".</summary>
    public static string Key(Ceiling ceiling) => $"{ceiling.Incident}/{ceiling.Route}";

    /// <summary>
    /// The public texts of a dossier that everybody can recompute, each in pieces. A piece is made when it is asked for; asked
    /// for again, the same are made again.
    /// </summary>
    public IEnumerable<(string Path, IEnumerable<byte[]> Parts)> Pages(IReadOnlyCollection<string> files) =>
    [
        (BagLayout.ReaderPage, [Encoding.UTF8.GetBytes(Dossier.ReaderPage.Render(this))]),
        (BagLayout.Crate, CrateDescription.Parts(this, files)),
    ];

    /// <summary>The text of bag-info.txt for a payload of that many bytes and files.</summary>
    internal string Info(long octets, int files) => BagLayout.InfoText(
        History.State.Opened?.Title ?? "Untitled", History.Id?.Text ?? "", SealedAt.Split('T')[0], octets, files);

    /// <summary>Every file reference in a disclosed value, however deep.</summary>
    public static IEnumerable<Blob> Blobs(Json json) => json switch
    {
        JsonMap map when map.Members.Count == 3 && map.Text("sha256") is { } sha256 && Digests.IsHex(sha256)
            && map.Number("size") is >= 0 and var size && map.Text("media") is { } media => [new(sha256, size, media)],
        JsonMap map => map.Members.Values.SelectMany(Blobs),
        JsonList list => list.Items.SelectMany(Blobs),
        _ => [],
    };
}
