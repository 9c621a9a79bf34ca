using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Samples;

namespace Probatum.Export.Reports;

/// <summary>Samples with where they come from, and how well their custody is attested.</summary>
internal sealed class SamplesPart(ReportPages pages, ImmutableArray<IncidentAssessment> incidents)
{
    private const int MostDrawn = 12;
    private const int BoxesARow = 3;

    private readonly CaseState _state = pages.State;

    public void Write()
    {
        pages.Section($"Samples and custody");
        var samples = _state.Samples.All.Where(sample => pages.IsAbout(sample.Id)).ToList();
        if (samples.Count == 0)
        {
            pages.Say($"No sample is on record.", pages.Leaves.All);
            return;
        }

        var reviews = samples.ToDictionary(sample => sample.Id, sample => CustodyReview.Of(sample, _state.Samples, pages.Tables.Anomalies));
        pages.Table(
            $"Samples, their source and the assurance of their custody: that of the weakest link", [$"no.", $"evidence reference", $"description", $"source and origin", $"collected", $"custody", $"what does not fit"],
            samples.Select((sample, i) => pages.Row(
                [
                    (Phrase)$"{i + 1}", Phrase.Verbatim(sample.Label), Description(sample), Source(sample), pages.Time(sample.Collected.When, sample.Collected), Assured(reviews[sample.Id].Assurance),
                    reviews[sample.Id].Misfits.IsEmpty ? $"nothing on record" : (Phrase)$"{Phrase.List(reviews[sample.Id].Misfits.Select(one => one.What).Distinct().Select(what => Phrase.Of(pages.Tables.Anomalies.Words(what))), "; ")}",
                ],
                Leaves(pages, sample)) with
            {
                IsOdd = reviews[sample.Id].Assurance == Assurance.Gap,
            }));

        var relied = incidents.SelectMany(one => one.Facts.Relied).Select(one => one.Sample).ToHashSet();
        var drawn = samples.Count <= MostDrawn ? samples : samples.Where(sample => relied.Contains(sample.Root)).Take(MostDrawn).ToList();
        if (drawn.Count == 0 && samples.Count > 0)
        {
            pages.Say($"No chain is drawn: the samples are many, and no level of identification rests on any of them.", pages.Leaves.All);
        }
        else if (drawn.Count < samples.Count)
        {
            pages.Say($"Drawn below are the chains of {Phrase.Count(drawn.Count, "{0} sample", "{0} samples")} on which the highest level of identification rests; those of all others are in the dossier.", drawn.SelectMany(sample => Leaves(pages, sample)).Concat(pages.Leaves.Rules));
        }

        foreach (var sample in drawn)
        {
            var chain = reviews[sample.Id];
            pages.Figure(
                $"Custody of {sample.Label}: {Assured(chain.Assurance)}.",
                $"{Phrase.Count(sample.Chain.Links.Count, "{0} act", "{0} acts")} from left to right, each with who, when, the seal and how well it is attested; {Phrase.Count(chain.Misfits.Length, "{0} thing does not fit", "{0} things do not fit")}.",
                CustodyDrawing.Svg(chain, pages.Tables.Anomalies, _state.Parties, leaf => pages.Gap(_state.At(leaf)?.Statement).ToString(), BoxesARow), Leaves(pages, sample));
        }
    }

    /// <summary>The words for how well a chain is attested.</summary>
    public static Phrase Assured(Assurance assurance) => Phrase.Of(assurance.ToString().ToLowerInvariant());

    private Phrase Description(SampleView sample)
    {
        var matrix = sample.Collected.Matrix is { } key ? pages.Tables.Matrices.TryGetValue(key, out var words) ? Phrase.Of(words) : Phrase.Verbatim(key) : pages.Gap(sample.Collected);
        Phrase quantity = sample.Quantity is { } amount ? (Phrase)$", {amount}" : Phrase.None;
        Phrase control = sample.IsControl ? $", control" : Phrase.None;
        return $"{matrix}{quantity}{control}";
    }

    private Phrase Source(SampleView sample) => sample.Parent is { } parent
        ? (Phrase)$"part of {pages.Call(parent)}"
        : (Phrase)$"{pages.Party(sample.Collected.Collector, sample.Collected)}, {pages.Place(sample.Collected.Where, sample.Collected)}; {(sample.Collected.Origin is { } origin ? Origin(origin) : pages.Gap(sample.Collected))}";

    private static Phrase Origin(string origin) => origin switch
    {
        "TEAM_COLLECTED" => $"collected by the team",
        "COLLECTED_IN_TEAM_PRESENCE" => $"collected in the presence of the team",
        "STATE_HANDOVER" => $"handed over by a State",
        "STATE_VIA_STATE" => $"handed over by a State by way of another",
        "THIRD_PARTY_HANDOVER" => $"handed over by somebody else",
        "CLAIMANT_HELD" => $"held by whoever claims it",
        "UNKNOWN" => $"origin unknown",
        _ => Phrase.Verbatim(origin),
    };

    /// <summary>The leaves that tell of a sample and of each act on it.</summary>
    public static IEnumerable<long> Leaves(ReportPages pages, SampleView sample) =>
    [
        .. pages.Leaves.Of(sample.Id), .. sample.Chain.Links.Concat<CustodyLink>(sample.Chain.Stores).Select(link => link.Index), .. sample.Chain.Supports.Select(one => one.Index), .. sample.Chain.Notes.Select(one => one.Index),
        .. sample.Parent is { } parent ? pages.Leaves.Of(parent) : [],
    ];
}
