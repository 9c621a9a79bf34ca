using System.Diagnostics;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>Who holds a sample, under which seal, every act on the way, and everything that does not fit.</summary>
/// <remarks>
/// A fold over one sample's links in log order. Total: a link that does not fit adds anomalies and the fold goes on,
/// because a reader must see all of them; paper says what it says. Source: ISO/IEC 17025:2017 §7.4.
/// </remarks>
public sealed record CustodyChain(
    EntityId? Custodian, string? Seal, DateTimeOffset? At, GrownList<CustodyLink> Links,
    GrownList<(CustodyLink Link, Anomaly What)> Anomalies)
{
    /// <summary>Where it was kept, beside the acts.</summary>
    public GrownList<Storage> Stores { get; init; } = [];

    /// <summary>What corroborates single links.</summary>
    public GrownList<Support> Supports { get; init; } = [];

    /// <summary>What people said of the chain.</summary>
    public GrownList<CustodyNote> Notes { get; init; } = [];

    /// <summary>The digest that a digital item had last.</summary>
    public string? Digest { get; init; }

    /// <summary>How the material came to its end; null while somebody holds it.</summary>
    public Disposal? End { get; init; }

    /// <summary>The chain of a sample nobody has spoken of.</summary>
    public static CustodyChain Empty { get; } = new(null, null, null, [], []);

    /// <summary>The chain that these links, all of one sample, leave behind.</summary>
    public static CustodyChain Of(IEnumerable<CustodyLink> links) => links.Aggregate(Empty, (chain, link) => chain.Then(link));

    /// <summary>
    /// This chain with one more link. A seal that was read otherwise than it was applied, and not replaced, stays the one
    /// applied: a slip of the pen is one anomaly, and not a second one when the next reader reads aright, or alike.
    /// </summary>
    public CustodyChain Then(CustodyLink link)
    {
        var (actor, custodian, found, seal) = link switch
        {
            Collection c => (c.By, c.By, null, c.Applied),
            HandOver t => (t.From, t.To, t.Found, t.Applied ?? Seal ?? t.Found),
            Opening o => (o.By, Custodian ?? o.By, o.Found, o.Applied),
            Division d => (d.By, Custodian ?? d.By, d.Found, d.Applied),
            Refusal => (Custodian, Custodian, Seal, Seal),
            SealReading r => (Custodian, Custodian, r.Found, Seal ?? r.Found),
            Disposal { IsEnd: true } d => (d.By, d.To, d.Found, null),
            Disposal d => (d.By, Custodian ?? d.By, d.Found, d.Applied),
            _ => throw new UnreachableException($"no rule for {link.GetType().Name}"),
        };
        return this with
        {
            Custodian = custodian,
            Seal = seal,
            At = Later(link),
            Links = Links.Add(link),
            Anomalies = Misfitting(link, actor, found),
            Digest = link switch { Collection c => c.Digest ?? Digest, HandOver { Form: { } form } => form.DigestAfter ?? form.DigestBefore ?? Digest, _ => Digest },
            End = link is Disposal { IsEnd: true } end ? end : End,
        };
    }

    /// <summary>This chain with an anomaly that only a look at other samples shows.</summary>
    public CustodyChain With(Anomaly what) =>
        Links.IsEmpty ? this : this with { Anomalies = Anomalies.Add((Links[^1], what)) };

    /// <summary>The assurance of the weakest link, lowered by what each anomaly does; <see cref="Samples.Assurance.Gap"/> for no links.</summary>
    public Assurance Assurance(AnomalyTable effects) =>
        Links.Select(Assured)
            .Concat(Anomalies.Select(anomaly => effects.AtMost(anomaly.What)))
            .DefaultIfEmpty(Samples.Assurance.Gap).Min();

    /// <summary>How well a link is attested: what was told counts as corroborated when a party that was no part of it supports it.</summary>
    public Assurance Assured(CustodyLink link) =>
        link.Assurance == Samples.Assurance.Reported && link.Record is { } record && Supports.Exists(support => support.Record == record)
            ? Samples.Assurance.Corroborated
            : link.Assurance;

    /// <summary>
    /// Not before this did the last act happen. A day named without an hour does not set the clock back; an act that is dated
    /// before its predecessor does, so that one wrong date is one anomaly.
    /// </summary>
    private DateTimeOffset? Later(CustodyLink link) =>
        link.When?.Earliest is { } earliest && (At is not { } at || earliest > at || IsReversed(link)) ? earliest : At;

    private bool IsReversed(CustodyLink link) => link.When?.Latest < At;

    /// <summary>Whether somebody read this number since a seal was last applied: that it differs was told then.</summary>
    private bool WasRead(string found) => Links.Reverse()
        .TakeWhile(link => link is Refusal or SealReading or HandOver { Applied: null })
        .Any(link => link is HandOver move ? move.Found == found : link is SealReading reading && reading.Found == found);

    private GrownList<(CustodyLink Link, Anomaly What)> Misfitting(CustodyLink link, EntityId? actor, string? found)
    {
        var all = Anomalies;
        if (Links.IsEmpty && link is not Collection)
        {
            all = all.Add((link, Anomaly.NotCollected));
        }

        if (link is Collection && Links.Exists(earlier => earlier is Collection))
        {
            all = all.Add((link, Anomaly.CollectedTwice));
        }

        if (End is not null)
        {
            all = all.Add((link, Anomaly.AfterEnd));
        }
        else if (Custodian is { } custodian && actor != custodian && link is not (Refusal or SealReading))
        {
            all = all.Add((link, Anomaly.WrongCustodian));
        }

        if (Seal is { } seal && link is not (Collection or Refusal))
        {
            if (found is null)
            {
                all = all.Add((link, Anomaly.SealNotRead));
            }
            else if (found != seal && !WasRead(found))
            {
                all = all.Add((link, Anomaly.SealMismatch));
            }
        }

        if (link.When?.Latest is null)
        {
            all = all.Add((link, Anomaly.TimeUnknown));
        }
        else if (IsReversed(link))
        {
            all = all.Add((link, Anomaly.TimeReversed));
        }

        if (link is SealReading { Intact: false })
        {
            all = all.Add((link, Anomaly.SealBroken));
        }

        if (link is HandOver { Form.Objection: not null })
        {
            all = all.Add((link, Anomaly.Objection));
        }

        if (link is HandOver { Form: { } form } && ((form.DigestBefore is { } before && Digest is { } known && before != known) || (form.DigestAfter is { } after && after != (form.DigestBefore ?? Digest ?? after))))
        {
            all = all.Add((link, Anomaly.DigestMismatch));
        }

        if (link is HandOver { HasForm: false })
        {
            all = all.Add((link, Anomaly.NoForm));
        }

        if (link is Division { MoreThanThere: true } or Disposal { MoreThanThere: true })
        {
            all = all.Add((link, Anomaly.QuantityMismatch));
        }

        if (link is Refusal)
        {
            all = all.Add((link, Anomaly.Refused));
        }

        return all;
    }
}
