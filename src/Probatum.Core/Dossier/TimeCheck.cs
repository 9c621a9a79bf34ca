using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>What a reader knows of time that no dossier can tell: what time it is, and which authorities' roots it trusts.</summary>
public sealed record ReadersTime(DateTimeOffset Now, ImmutableArray<X509Certificate2> Roots)
{
    /// <summary>Reads certificates in PEM or DER.</summary>
    public static bool TryReadRoots(ReadOnlyMemory<byte> bytes, out ImmutableArray<X509Certificate2> roots, out Fault fault)
    {
        (roots, fault) = ([], default);
        try
        {
            var read = new X509Certificate2Collection();
            if (bytes.Span.IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0)
            {
                read.ImportFromPem(System.Text.Encoding.Latin1.GetString(bytes.Span));
            }
            else
            {
                read.Add(X509CertificateLoader.LoadCertificate(bytes.Span));
            }

            roots = [.. read];
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            fault = new("roots/form", 0, $"these are no certificates in PEM or DER: {e.Message}");
        }

        return fault == default;
    }
}

/// <summary>Between which instants the leaves from one index up to another came to be, as far as stamps bound it; null where they do not.</summary>
public sealed record TimeBounds(long First, long Last, DateTimeOffset? NotBefore, DateTimeOffset? NotAfter);

/// <summary>The time stamps of a dossier: what they are over, whether they hold, and what they say of each record.</summary>
/// <remarks>
/// A stamp over the log at a size bounds every leaf below that size from above. A stamp that is itself in the log bounds from below
/// whatever was written by an author who had seen it. Of an authority whose certificates have run out the stamp still counts when another
/// stamp, made in time, covers the record that holds it. Source: RFC 3161; RFC 4998 (renewal).
/// </remarks>
internal sealed class TimeCheck
{
    private static readonly TimeSpan WidestSpread = TimeSpan.FromMinutes(10);

    private readonly CaseHistory _history;
    private readonly ReadersTime? _reader;
    private readonly List<Check> _checks = [];
    private readonly List<Stamp> _stamps = [];

    private TimeCheck(CaseHistory history, ReadersTime? reader) => (_history, _reader) = (history, reader);

    public ImmutableArray<Check> Checks { get; private set; } = [];

    public ImmutableArray<TimeBounds> Bounds { get; private set; } = [];

    /// <param name="history">The case.</param>
    /// <param name="origin">The origin of its log.</param>
    /// <param name="roots">The roots that the log had at the sizes over which records say that it was stamped, and at its end.</param>
    /// <param name="file">A file named by a record.</param>
    /// <param name="last">Stamps over the whole log, which no record of it can hold; null where there are none.</param>
    /// <param name="reader">What the reader knows; null where it says nothing.</param>
    public static TimeCheck Of(CaseHistory history, string origin, ImmutableDictionary<long, Hash256> roots, Func<string, ReadOnlyMemory<byte>?> file, LogStamps? last, ReadersTime? reader)
    {
        var check = new TimeCheck(history, reader);
        foreach (var (index, said) in history.State.TimeStamps)
        {
            if (said.Size is not { } size || said.Proof is not { } proof || said.Stamped is not { } stamped || file(proof.Sha256) is not { } proofBytes || file(stamped.Sha256) is not { } stampedBytes)
            {
                check._checks.Add(new("time", Outcome.NotProven, $"the time stamps of leaf {index} are withheld"));
                continue;
            }

            var tokens = said.Tokens.Select(token => file(token.Sha256)).ToList();
            if (size < 1 || size > index)
            {
                check._checks.Add(new("time", Outcome.Fails, $"leaf {index}: it says that the log was stamped at {size} leaves, which do not stand before it"));
                continue;
            }

            check.Read(new(proofBytes, stampedBytes, [.. tokens.OfType<ReadOnlyMemory<byte>>()]), new(origin, size, roots[size]), index);
        }

        if (last is not null)
        {
            check.Read(last, new(origin, history.Size, roots[history.Size]), null);
        }

        check.Finish();
        return check;
    }

    private sealed record Stamp(TimeStamp What, long Size, long? RecordedAt, DateTimeOffset? GoodUntil)
    {
        public string Words => $"{What.Authority} at {When.Format(What.Time)}";
    }

    private void Read(LogStamps stamps, Checkpoint covered, long? recordedAt)
    {
        var where = recordedAt is { } index ? $"leaf {index}" : "the sealed checkpoint";
        if (!stamps.TryBind(covered, out var fault))
        {
            _checks.Add(new("time", Outcome.Fails, $"{where}: {fault.Why}"));
            return;
        }

        if (OperatingSystem.IsBrowser())
        {
            _checks.Add(new("time", Outcome.NotProven, $"{where}: its time stamps were not checked: a browser reads no certificates; probatum verify does"));
            return;
        }

        foreach (var bytes in stamps.Tokens)
        {
            if (!TimeStamp.TryRead(bytes, out var token, out fault) || !token.TryVerify(stamps.Stamped.Span, _reader?.Roots ?? [], out fault))
            {
                _checks.Add(new("time", fault.Code == "stamp/signature" && _reader is null ? Outcome.NotProven : Outcome.Fails, $"{where}: {fault.Why}"));
                continue;
            }

            DateTimeOffset? until = _reader is { } reader && token.TryTrust(reader.Roots, out var good, out fault) ? good : null;
            if (_reader is not null && until is null)
            {
                _checks.Add(new("time", Outcome.NotProven, $"{where}: {fault.Why}"));
            }

            _stamps.Add(new(token, covered.Size, recordedAt, until));
        }
    }

    private void Finish()
    {
        var good = _reader is null ? [] : Good();
        var counting = _stamps.Where(stamp => _reader is null || good.Contains(stamp)).ToList();
        foreach (var stamp in counting.OrderBy(stamp => stamp.Size).ThenBy(stamp => stamp.What.Time))
        {
            _checks.Add(_reader is null
                ? new("time", Outcome.NotProven, $"{stamp.Words} is said to have stamped the log of {stamp.Size} leaves; whether that authority is one to trust you must say (verify --roots)")
                : new("time", Outcome.Holds, $"{stamp.Words} stamped the log of {stamp.Size} leaves: all of them existed by then"));
        }

        foreach (var ended in _stamps.Where(stamp => stamp.GoodUntil is not null && !good.Contains(stamp)))
        {
            _checks.Add(new("time", Outcome.NotProven, $"the certificates of {ended.Words} ran out on {When.Format(ended.GoodUntil!.Value)}, and no later stamp renewed it before"));
        }

        foreach (var same in counting.GroupBy(stamp => stamp.Size).Where(same => same.Max(stamp => stamp.What.Time) - same.Min(stamp => stamp.What.Time) > WidestSpread))
        {
            _checks.Add(new("time", Outcome.NotProven, $"the authorities do not agree on when the log had {same.Key} leaves: {string.Join(", ", same.Select(stamp => stamp.Words))}"));
        }

        if (counting.Count == 0)
        {
            _checks.Add(new("time", Outcome.NotProven, "no time stamp of an outside authority that counts lies in the dossier: times are what authors say"));
        }

        Bounds = Bound(counting);
        _checks.AddRange(Outside());
        Checks = [.. _checks];
    }

    /// <summary>
    /// Those whose certificates are good now, or were when a stamp that is good itself covered the record that holds them: judged from the
    /// largest log back, each once. That one covers the record of the other shows which was made later; clocks of whole seconds may not.
    /// </summary>
    private HashSet<Stamp> Good()
    {
        var good = new HashSet<Stamp>(ReferenceEqualityComparer.Instance);
        foreach (var stamp in _stamps.Where(stamp => stamp.GoodUntil is not null).OrderByDescending(stamp => stamp.Size))
        {
            if (_reader!.Now <= stamp.GoodUntil || good.Any(later => stamp.RecordedAt < later.Size && later.What.Latest <= stamp.GoodUntil))
            {
                good.Add(stamp);
            }
        }

        return good;
    }

    private ImmutableArray<TimeBounds> Bound(List<Stamp> counting)
    {
        if (counting.Count == 0)
        {
            return [];
        }

        // From the end: the earliest stamp over the log of at least that many leaves.
        var (uppers, at) = (counting.OrderByDescending(stamp => stamp.Size).ToList(), 0);
        var notAfter = new DateTimeOffset?[_history.Size];
        DateTimeOffset? upper = null;
        for (var index = _history.Size - 1; index >= 0; index--)
        {
            for (; at < uppers.Count && uppers[at].Size > index; at++)
            {
                upper = upper is { } known && known < uppers[at].What.Latest ? known : uppers[at].What.Latest;
            }

            notAfter[index] = upper;
        }

        var recorded = counting.Where(stamp => stamp.RecordedAt is not null).OrderBy(stamp => stamp.RecordedAt).ToList();
        var bounds = ImmutableArray.CreateBuilder<TimeBounds>();
        var seen = _history.State.Entries.ToDictionary(entry => entry.Index, entry => entry.Envelope.Seen?.Size ?? 0);
        for (var index = 0L; index < _history.Size; index++)
        {
            var size = seen.GetValueOrDefault(index);
            var before = recorded.TakeWhile(stamp => stamp.RecordedAt < size).Select(stamp => stamp.What.Earliest).Cast<DateTimeOffset?>().DefaultIfEmpty(null).Max();
            if (bounds.Count > 0 && bounds[^1].NotBefore == before && bounds[^1].NotAfter == notAfter[index])
            {
                bounds[^1] = bounds[^1] with { Last = index };
            }
            else
            {
                bounds.Add(new(index, index, before, notAfter[index]));
            }
        }

        return bounds.ToImmutable();
    }

    /// <summary>Records whose author's own clock says a time that the stamps exclude.</summary>
    private IEnumerable<Check> Outside()
    {
        var odd = new List<string>();
        var at = 0;
        foreach (var entry in _history.State.Entries.Where(_ => Bounds.Length > 0).OrderBy(entry => entry.Index))
        {
            for (; Bounds[at].Last < entry.Index; at++)
            {
            }

            if (When.Instant(entry.Envelope.Made.At) is { } made && (made < Bounds[at].NotBefore || made > Bounds[at].NotAfter))
            {
                odd.Add(string.Create(CultureInfo.InvariantCulture, $"leaf {entry.Index} says it was made at {entry.Envelope.Made.At}; the stamps put it {Words(Bounds[at])}"));
            }
        }

        return odd.Count == 0 ? [] : [new("time/claimed", Outcome.NotProven, odd[0] + DossierVerifier.More(odd.Count))];
    }

    private static string Words(TimeBounds bounds) => (bounds.NotBefore, bounds.NotAfter) switch
    {
        ({ } from, { } to) => $"between {When.Format(from)} and {When.Format(to)}",
        ({ } from, _) => $"after {When.Format(from)}",
        (_, { } to) => $"before {When.Format(to)}",
        _ => "nowhere",
    };
}
