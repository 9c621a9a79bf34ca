using System.Globalization;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Export.Reports;

/// <summary>The annexes: parties, files, rule tables, words, and every record that the report cites.</summary>
internal sealed class AnnexPart(ReportPages pages)
{
    private readonly CaseState _state = pages.State;

    /// <summary>The anchor of a leaf in the list of records.</summary>
    public static string Anchor(long leaf) => string.Create(CultureInfo.InvariantCulture, $"r-{leaf}");

    public void Write()
    {
        pages.Annex($"Parties");
        pages.Table($"Parties of the case", [$"name", $"sort", $"acts for"], _state.Parties.InOrder.Select(id => _state.Parties.Parties[id]).Select(party => pages.Row(
            [Phrase.Verbatim(_state.Parties.Name(party.Party)), pages.Text(party.Sort, party), party.BelongsTo is { } above ? Phrase.Verbatim(_state.Parties.Name(above)) : $"nobody else, as far as is on record"], pages.Leaves.Of(party))));
        Files();
        Tables();
        Words();
    }

    /// <summary>The last annex: it lists what all before it cites.</summary>
    public void Records(IEnumerable<long> cited)
    {
        pages.Annex($"Records cited");
        pages.Table(
            $"Every record that this report cites", [$"leaf", $"kind", $"signed by", $"time, as the signer's clock said", $"record"],
            cited.Select(_state.At).OfType<Entry>().Select(entry => pages.Row(
                [
                    Phrase.Verbatim(Number(entry.Index)), Phrase.Verbatim(entry.Type), Phrase.Verbatim(string.Join(", ", entry.Envelope.By.Select(key => key.Text))), Phrase.Verbatim(entry.Envelope.Made.At),
                    Phrase.Verbatim(entry.Id.Text),
                ],
                [entry.Index]) with
            {
                Anchor = Anchor(entry.Index),
            }),
            hasLeaves: false);
    }

    private void Files()
    {
        var files = new SortedDictionary<string, (Blob Blob, List<long> Leaves)>(StringComparer.Ordinal);
        foreach (var entry in _state.Counting.Where(entry => entry.Statement is not null && pages.IsAbout(entry.Index)))
        {
            var body = new BodyWriter();
            entry.Statement!.Describe(body);
            foreach (var blob in body.Sealed.SelectMany(member => DossierContent.Blobs(member.Value)))
            {
                if (!files.TryGetValue(blob.Sha256, out var known))
                {
                    files[blob.Sha256] = known = (blob, []);
                }

                known.Leaves.AddRange(pages.Leaves.At(entry.Index));
            }
        }

        pages.Annex($"Files");
        if (files.Count == 0)
        {
            pages.Say($"No file is named by a record.", pages.Leaves.All);
        }

        pages.Table($"Files that records name, by content", [$"SHA-256", $"bytes", $"format"], files.Values.Select(file => pages.Row(
            [Phrase.Verbatim(file.Blob.Sha256), Phrase.Verbatim(Number(file.Blob.Size)), Phrase.Verbatim(file.Blob.Media)], file.Leaves)));
    }

    private void Tables()
    {
        pages.Annex($"Rule tables");
        pages.Table($"Rule tables by which the case is judged, pinned by digest", [$"table", $"SHA-256"], _state.Tables.Select(table => pages.Row([Phrase.Verbatim(table.Key), Phrase.Verbatim(table.Value)], pages.Leaves.Rules)));
    }

    private void Words()
    {
        pages.Annex($"Words");
        pages.Table($"Levels of identification", [$"level", $"what it says"], new (Level Level, Phrase Says)[]
        {
            (Level.L0, $"a device alarmed"), (Level.L1, $"one technique in the field suggests it"), (Level.L2, $"one laboratory technique with reference data"),
            (Level.L3, $"one laboratory: two independent techniques, a reference standard, clean blanks"), (Level.L4, $"two laboratories of different sides, each by itself at L3"),
        }.Select(one => pages.Row([Phrase.Of(one.Level.Words()), one.Says], pages.Leaves.Rules)));
        pages.Table($"Assurance of custody", [$"word", $"what it says"], new (Assurance Assurance, Phrase Says)[]
        {
            (Assurance.Direct, $"signed by both who were there"), (Assurance.Corroborated, $"told, and supported by an independent party"),
            (Assurance.Reported, $"told by one party or by paper"), (Assurance.Gap, $"missing or contradictory; it lowers weight and deletes nothing"),
        }.Select(one => pages.Row([SamplesPart.Assured(one.Assurance), one.Says], pages.Leaves.Rules)));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
