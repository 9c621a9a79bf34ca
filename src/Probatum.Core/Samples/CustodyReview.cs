using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>
/// Everything that does not fit in a sample's custody: what its chain shows link by link, what only a look at the whole shows
/// (times nobody accounts for, photographs, storage, controls), and what people noted. Answers stand beside it.
/// </summary>
/// <param name="Sample">The sample.</param>
/// <param name="Misfits">In the order of the chain, then those of the whole sample.</param>
/// <param name="Assurance">That of the weakest link, lowered by what each misfit does.</param>
/// <remarks>What is found by a look at the whole is told where the case's table has a row for it. Source: docs/domain.md 2.8.</remarks>
public sealed record CustodyReview(SampleView Sample, ImmutableArray<Misfit> Misfits, Assurance Assurance)
{
    /// <summary>The misfits at one link; those of the whole sample for null.</summary>
    public IEnumerable<Misfit> At(CustodyLink? link) => Misfits.Where(misfit => ReferenceEquals(misfit.Link, link));

    /// <summary>Looks at a sample.</summary>
    public static CustodyReview Of(SampleView sample, SamplesView samples, AnomalyTable table)
    {
        var chain = sample.Chain;
        List<(Anomaly What, CustodyLink? Link, string? Detail)> all = [.. chain.Anomalies.Select(one => (one.What, (CustodyLink?)one.Link, (string?)null))];
        all.AddRange(Computed(sample, samples, table).Where(one => table.Rows.ContainsKey(one.What)));
        foreach (var note in chain.Notes)
        {
            if (note.Notes is { } noted)
            {
                all.Add((noted, chain.Links.Find(link => link.Record == note.Record && note.Record is not null), note.Text));
            }
        }

        var order = chain.Links.Select((link, i) => (link.Index, i)).ToDictionary(pair => pair.Index, pair => pair.i);
        ImmutableArray<Misfit> misfits =
        [
            .. all.OrderBy(one => one.Link is { } link ? order.GetValueOrDefault(link.Index, int.MaxValue - 1) : int.MaxValue)
                .Select(one => new Misfit(one.What, one.Link, one.Detail, [.. chain.Notes.Where(note => Answers(note, one.What, one.Link))])),
        ];
        return new(sample, misfits, misfits.Select(misfit => table.AtMost(misfit.What)).Append(chain.Assurance(table)).Min());
    }

    // An answer without a record is to every misfit of its kind.
    private static bool Answers(CustodyNote note, Anomaly what, CustodyLink? link) =>
        note.Answers == what && (note.Record is not { } record || link is null || link.Record == record);

    private static IEnumerable<(Anomaly What, CustodyLink? Link, string? Detail)> Computed(SampleView sample, SamplesView samples, AnomalyTable table)
    {
        var chain = sample.Chain;
        for (var i = 0; i < chain.Links.Count; i++)
        {
            var link = chain.Links[i];
            if (i > 0 && table.Limit(Anomaly.UnaccountedTime) is { } hours && Unaccounted(chain.Links[i - 1], link, chain.Stores) is { } gap && gap > TimeSpan.FromHours(hours))
            {
                yield return (Anomaly.UnaccountedTime, link, $"{Hours(gap)} before it");
            }

            if (link is Collection { By: null })
            {
                yield return (Anomaly.CollectorUnknown, link, null);
            }

            if (link is HandOver move)
            {
                if (table.Limit(Anomaly.LateForm) is { } late && move.Form?.Written?.Earliest - move.When?.Latest is { } delay && delay > TimeSpan.FromHours(late))
                {
                    yield return (Anomaly.LateForm, link, $"{Hours(delay)} later");
                }

                // Where its own label is withheld, so are its codes.
                if (move.Label is { } read && (sample.Parent is not null || sample.Collected.Label is not null) && read != sample.Label && !samples.Codes.TryGetValue(read, out _) && !IsAncestors(sample, samples, read))
                {
                    yield return (Anomaly.LabelMismatch, link, $"'{read}' was read");
                }
                else if (move.Label is { } code && samples.Codes.TryGetValue(code, out var coded) && coded != sample.Id && coded != sample.Parent)
                {
                    yield return (Anomaly.LabelMismatch, link, $"'{code}' was read, the code of another sample");
                }
            }

            foreach (var misfit in Photographed(link, table))
            {
                yield return misfit;
            }
        }

        foreach (var store in chain.Stores)
        {
            if (store.IsExcursion)
            {
                yield return (Anomaly.TemperatureExcursion, store, $"{Celsius.Words(store.Lowest)} to {Celsius.Words(store.Highest)} where {Celsius.Words(store.LimitLow)} to {Celsius.Words(store.LimitHigh)} was to be kept");
            }

            if (store.By is { } keeper && store.When is { Earliest: { } from, Latest: { } to } && Holders(chain, from, to) is { Count: > 0 } holders && !holders.Contains(keeper))
            {
                yield return (Anomaly.Overlap, store, null);
            }
        }

        if (sample is { IsControl: false, Collected: { Incident: { } incident, Matrix: { } matrix } } && IsMaterial(matrix)
            && !samples.Controlled.ContainsKey(incident) && !samples.Controlled.ContainsKey(sample.Root))
        {
            yield return (Anomaly.NoBlank, null, null);
        }
    }

    private static bool IsMaterial(string matrix) => matrix.StartsWith("ENV_", StringComparison.Ordinal) || matrix.StartsWith("MUN_", StringComparison.Ordinal) || matrix.StartsWith("BIO_", StringComparison.Ordinal);

    private static bool IsAncestors(SampleView sample, SamplesView samples, string label)
    {
        for (var at = sample.Parent; at is { } id; at = samples.Samples[id].Parent)
        {
            if (samples.Samples[id].Label == label)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The longest stretch between two acts of which no storage record tells; null where a time is not known.</summary>
    private static TimeSpan? Unaccounted(CustodyLink before, CustodyLink after, GrownList<Storage> stores)
    {
        if (before.When?.Latest is not { } from || after.When?.Earliest is not { } to || to <= from)
        {
            return null;
        }

        var (at, longest) = (from, TimeSpan.Zero);
        foreach (var (start, end) in stores.Where(store => store.When is { Earliest: not null, Latest: not null }).Select(store => (store.When!.Earliest!.Value, store.When.Latest!.Value)).OrderBy(one => one.Item1))
        {
            if (end <= at || start >= to)
            {
                continue;
            }

            longest = start - at > longest ? start - at : longest;
            at = end;
        }

        return to - at > longest ? to - at : longest;
    }

    /// <summary>Who held it at any time between the two, by the acts that have times.</summary>
    private static HashSet<EntityId> Holders(CustodyChain chain, DateTimeOffset from, DateTimeOffset to)
    {
        var holders = new HashSet<EntityId>();
        EntityId? holder = null;
        foreach (var link in chain.Links)
        {
            var next = link switch { Collection c => c.By, HandOver h => h.To, Disposal { IsEnd: true } d => d.To, _ => holder };
            if (link.When is not { Earliest: { } earliest, Latest: { } latest })
            {
                // What has no time may have been at any.
                return [];
            }

            if (latest >= from && holder is { } held && earliest <= to)
            {
                holders.Add(held);
            }

            if (latest < from)
            {
                holders.Clear();
            }

            holder = next;
            if (holder is { } now && earliest <= to)
            {
                holders.Add(now);
            }
        }

        return holders;
    }

    private static IEnumerable<(Anomaly What, CustodyLink? Link, string? Detail)> Photographed(CustodyLink link, AnomalyTable table)
    {
        foreach (var photo in link.Photos)
        {
            if (table.Limit(Anomaly.PlaceContradicts) is { } metres && link.Place is { } place && place.Metres(new(null, photo.LatE7, photo.LonE7)) is { } apart && apart > metres + (place.RadiusM ?? 0))
            {
                yield return (Anomaly.PlaceContradicts, link, string.Create(CultureInfo.InvariantCulture, $"{apart:0} m apart"));
            }

            if (table.Limit(Anomaly.PhotoTimeContradicts) is { } hours && Records.When.Instant(photo.Taken) is { } taken && link.When is { Earliest: { } earliest, Latest: { } latest }
                && (taken < earliest ? earliest - taken : taken - latest) is var off && off > TimeSpan.FromHours(hours))
            {
                yield return (Anomaly.PhotoTimeContradicts, link, $"{Hours(off)} apart");
            }
        }
    }

    private static string Hours(TimeSpan time) => time >= TimeSpan.FromHours(48)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} hours");
}
