using System.Collections.Immutable;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Core.Dossier;

/// <summary>
/// Verifies a dossier from its own bytes alone: the bag, the log, every signature, every disclosure, every file, and then the
/// views, recomputed. What it can't prove it says.
/// </summary>
/// <remarks>Total over whatever the bag holds: bad bytes become failed checks. Source: docs/verify.md.</remarks>
public static class DossierVerifier
{
    /// <summary>The longest page, tile or disclosure file that is read whole, in bytes; files named by records stream.</summary>
    public const int LongestText = 64 << 20;

    /// <summary>The longest tag file: a manifest has some 95 bytes for each file, and a large case a file for each record.</summary>
    public const int LongestTagFile = 256 << 20;

    private const int FirstDigits = 12;

    /// <summary>Verifies; <paramref name="library"/> and <paramref name="references"/> let identifications be recomputed, <paramref name="known"/>
    /// (name to SHA-256) are the rule tables that the reader knows: a case may be judged by others, and that is said;
    /// <paramref name="policy"/> is the reader's own, over the logs and witnesses that the reader trusts; <paramref name="time"/> is what
    /// it knows of time, without which no time stamp can be trusted.</summary>
    public static Verdict Verify(
        IBagReader bag, SpectralLibrary? library = null, IProgress<double>? progress = null, IReadOnlyDictionary<string, string>? known = null,
        TrustPolicy? policy = null, ReadersTime? time = null, OpticalLibrary? references = null)
    {
        var (verdict, note) = Check(bag, library, references, progress, known, policy, time);
        return note is null ? verdict : verdict with { Checks = verdict.Checks.Add(CosignerCheck.Trust(note, policy)) };
    }

    private static (Verdict Verdict, SignedNote? Note) Check(
        IBagReader bag, SpectralLibrary? library, OpticalLibrary? references, IProgress<double>? progress, IReadOnlyDictionary<string, string>? known, TrustPolicy? policy,
        ReadersTime? time)
    {
        var checks = ImmutableArray.CreateBuilder<Check>();
        var validation = BagValidation.Of(bag, progress);
        checks.Add(validation.ToCheck());
        if (!bag.Paths.Contains(BagLayout.Checkpoint))
        {
            checks.Add(new("dossier", Outcome.Fails, $"{(validation.IsValid ? "a valid bag, but no dossier" : "no dossier")}: {BagLayout.Checkpoint} is missing"));
            return (new(checks.ToImmutable(), null), null);
        }

        var opened = new OpenedBag(bag, validation.Digests);
        checks.AddRange(BagCheck.Of(opened));
        if (checks.Any(check => check.Outcome == Outcome.Fails && check.Code == "bag/structure"))
        {
            return (new(checks.ToImmutable(), null), null);
        }

        var log = LogCheck.Of(opened, policy);
        checks.AddRange(log.Checks);
        if (log.History is not { } history)
        {
            return (new(checks.ToImmutable(), null), log.Note);
        }

        var stamps = LogStamps.In(path => opened.Paths.Contains(path) ? opened.Read(path) : null);
        checks.AddRange(Accounted(opened, log, stamps));
        if (!DossierContent.TryOf(history, digest => opened.Read(BagLayout.File(digest)), log.Withheld, log.Named, out var content, out var fault))
        {
            checks.Add(new("tables", Outcome.Fails, fault.Why));
            return (new(checks.ToImmutable(), null), log.Note);
        }

        checks.AddRange(Tables(history, known));
        checks.AddRange(ViewCheck.Of(opened, content, log));
        checks.AddRange(Claims(content));
        checks.AddRange(Echoes(opened, content));
        checks.AddRange(Identifications(opened, content, library, references));
        var times = TimeCheck.Of(history, log.Checkpoint!.Origin, log.StampedRoots, digest => opened.Read(BagLayout.File(digest)), stamps, time);
        checks.AddRange(times.Checks);
        checks.AddRange(NotProven(content));
        return (new(checks.ToImmutable(), content) { Times = times.Bounds }, log.Note);
    }

    /// <summary>Every payload file is one that the log, a record or the layout names, and every file that is named is there.</summary>
    private static IEnumerable<Check> Accounted(OpenedBag bag, LogCheck log, LogStamps? stamps)
    {
        var named = log.Named.With(log.History!.State);
        var keys = DossierWriter.Keys(log.History).ToList();
        var expected = TileSet.Of(log.Checkpoint!.Size).Select(path => BagLayout.Log + path)
            .Concat(named.Keys.Select(BagLayout.File)).Concat(keys.Select(key => key.Path)).Concat(log.DisclosurePaths)
            .Concat(stamps is null ? [] : Enumerable.Range(1, stamps.Tokens.Length).Select(BagLayout.Token).Append(BagLayout.RegistryProof).Append(BagLayout.Stamped))
            .Concat([BagLayout.ReaderPage, BagLayout.Crate, BagLayout.Checkpoint, BagLayout.Withheld])
            .ToHashSet(StringComparer.Ordinal);
        var there = bag.Payload.ToHashSet(StringComparer.Ordinal);
        var extra = there.Except(expected).Order(StringComparer.Ordinal).ToList();
        var missing = expected.Except(there).Order(StringComparer.Ordinal).ToList();
        yield return (extra, missing) switch
        {
            ({ Count: > 0 }, _) => new("files", Outcome.Fails, $"{extra[0]} is named by nothing in the dossier{More(extra.Count)}"),
            (_, { Count: > 0 }) => new("files", Outcome.Fails, $"{missing[0]} is missing{More(missing.Count)}"),
            _ => new("files", Outcome.Holds, $"{named.Count} files are named by records or pinned as tables, all there, none besides"),
        };
        foreach (var (sha256, size) in named)
        {
            if (bag.Digests.GetValueOrDefault(BagLayout.File(sha256)) is var (digest, length) && (digest != sha256 || (size is { } said && said != length)))
            {
                yield return new("files", Outcome.Fails, $"{BagLayout.File(sha256)} is not the file that the record names");
            }
        }

        foreach (var (path, text) in keys)
        {
            if (bag.Read(path) is not { } bytes || !bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(text)))
            {
                yield return new("keys", Outcome.Fails, $"{path} is not what the records say");
            }
        }
    }

    /// <summary>The words of every claim stand in the text of its report, at the places that the claim names; one whose words do not counts for nothing.</summary>
    private static IEnumerable<Check> Claims(DossierContent content)
    {
        var placed = content.History.State.Claims.Claims.ToLookup(claim => claim.Placing);
        foreach (var claim in placed[ClaimPlacing.Misplaced])
        {
            yield return new("claims", Outcome.NotProven, $"{content.History.State.Entities.Call(claim.Id)}: its words do not stand in the report where it says, so it counts for nothing");
        }

        if (placed[ClaimPlacing.Stands].Count() is > 0 and var standing)
        {
            yield return new("claims", Outcome.Holds, $"the words of {standing} claims stand in the texts taken from the reports, where the claims say");
        }

        if (placed[ClaimPlacing.Unplaced].Count() is > 0 and var unplaced)
        {
            yield return new("claims", Outcome.NotProven, $"the places of the words of {unplaced} claims are withheld");
        }

        if (placed[ClaimPlacing.Unread].Count() is > 0 and var unread)
        {
            yield return new("claims", Outcome.NotProven, $"the reports of {unread} claims are not in this dossier");
        }
    }

    /// <summary>The passages of every echo are stretches of the texts on both sides; of a claim, such that lie in its words.</summary>
    private static IEnumerable<Check> Echoes(OpenedBag bag, DossierContent content)
    {
        var state = content.History.State;
        var texts = new Dictionary<EntityId, ClaimPlaces?>();
        ClaimPlaces? Text(EntityId report)
        {
            if (!texts.TryGetValue(report, out var places))
            {
                var read = state.Claims.Report(report)?.Captured.Text is { } blob ? bag.Read(BagLayout.File(blob.Sha256)) : null;
                texts[report] = places = read is { } bytes ? new ClaimPlaces(bytes.Span) : null;
            }

            return places;
        }

        var (standing, unread) = (0, 0);
        foreach (var edge in state.Echoes.Edges.Where(edge => !edge.Said.FromSpans.IsDefaultOrEmpty || !edge.Said.ToSpans.IsDefaultOrEmpty))
        {
            var sides = new[] { (Of: edge.From, Spans: edge.Said.FromSpans), (Of: edge.To, Spans: edge.Said.ToSpans) }.Where(side => !side.Spans.IsDefaultOrEmpty)
                .Select(side => (side.Spans, Claim: state.Claims.Find(side.Of), Text: (state.Claims.Find(side.Of)?.Said.Report ?? side.Of) is var report ? Text(report) : null)).ToList();
            if (sides.Exists(side => side.Text?.Has(side.Spans) == false || !MeetsClaim(side.Spans, side.Claim)))
            {
                yield return new("echoes", Outcome.Fails, $"{state.Entities.Call(edge.From)}:{state.Entities.Call(edge.To)}: its passages do not stand in the texts where it says");
            }
            else if (sides.Exists(side => side.Text is null))
            {
                unread++;
            }
            else
            {
                standing++;
            }
        }

        if (standing > 0)
        {
            yield return new("echoes", Outcome.Holds, $"the passages of {standing} echoes stand in the texts on both sides, where the echoes say");
        }

        if (unread > 0)
        {
            yield return new("echoes", Outcome.NotProven, $"a report of {unread} echoes is not in this dossier: where their passages stand can't be seen");
        }
    }

    // What a claim said when the echo was reviewed may have been corrected since, or be withheld: only words that are there are held against it.
    private static bool MeetsClaim(ImmutableArray<TextSpan> spans, ClaimView? claim) =>
        claim is null || claim.Edit is not null || claim.SaysSince > claim.Index || claim.Said.ContentSpans.IsDefaultOrEmpty
            || spans.All(span => claim.Said.ContentSpans.Any(content => content.Start < span.End && span.Start < content.End));

    private static IEnumerable<Check> Identifications(OpenedBag bag, DossierContent content, SpectralLibrary? library, OpticalLibrary? references)
    {
        foreach (var (_, made) in content.History.State.Laboratory.Identifications)
        {
            var name = content.History.State.Entities.Call(made.Identification);
            if (OpticalCheck.Misfit(made, content, File) is { } misfit)
            {
                yield return new("identification", Outcome.Fails, $"{name}: {misfit}");
                continue;
            }

            if (IdentifyingOptical.IsMethod(made.Method))
            {
                yield return OpticalCheck.Of(made, name, File, references, content.Tables);
                continue;
            }

            if ((library is null || library.Digest != made.LibraryDigest) && made.Spectra is not null)
            {
                yield return !Identifying.TryRescore(made, File, content.Tables, out var isSame, out var why) ? new("identification", Outcome.NotProven, $"{name}: {why.Why}")
                    : isSame ? new("identification", Outcome.NotProven, $"{name}: components, sets and scores are recomputed from the raw file and the spectra that the sealer kept; that these are those of the library {Short(made.LibraryDigest)} and that nothing in it fits better is not shown, as that was not given")
                    : new("identification", Outcome.Fails, $"{name}: recomputing from the raw file and the spectra that the sealer kept gives another answer");
                continue;
            }

            if (library is null || library.Digest != made.LibraryDigest)
            {
                yield return new("identification", Outcome.NotProven, $"{name}: not recomputed, the library {Short(made.LibraryDigest)} was not given");
                continue;
            }

            var again = Identifying.Recompute(made, File, library, content.Tables, out var fault);
            yield return again switch
            {
                null => new("identification", Outcome.NotProven, $"{name}: {fault.Why}"),
                _ when again.Components.SequenceEqual(made.Components) && again.Unidentified == made.Unidentified
                    => new("identification", Outcome.Holds, $"{name}: recomputed from the raw file and the library, the same {made.Components.Length} components"),
                _ => new("identification", Outcome.Fails, $"{name}: recomputing from the raw file and the library gives another answer"),
            };
        }

        ReadOnlyMemory<byte>? File(string digest) => bag.Read(BagLayout.File(digest));
    }

    private static IEnumerable<Check> Tables(CaseHistory history, IReadOnlyDictionary<string, string>? known)
    {
        var adopted = history.State.Entries.Where(entry => entry.Statement is RulesAdopted).ToList();
        yield return new(
            "tables", Outcome.Holds,
            $"{history.State.Tables.Count} rule tables are those that the first record pins{(adopted.Count == 0 ? "" : $", replaced in part by {string.Join(", ", adopted.Select(entry => $"leaf {entry.Index}"))}")}");
        var others = history.State.Tables.Where(table => known is not null && known.GetValueOrDefault(table.Key) != table.Value).Select(table => table.Key)
            .Concat(known?.Keys.Where(name => !history.State.Tables.ContainsKey(name)) ?? []).ToList();
        if (others.Count > 0)
        {
            yield return new("tables", Outcome.NotProven, $"judged by tables that are not those of this program: {string.Join(", ", others)}; read them in data/files before you rely on a wording");
        }
    }

    private static IEnumerable<Check> NotProven(DossierContent content)
    {
        yield return new("people", Outcome.NotProven, "who holds a key is what the registrar recorded");
        var claims = content.History.State.Claims.Claims.Count;
        if (claims > 0)
        {
            yield return new("claims", Outcome.NotProven, $"whether what the {claims} claims say is true is no question that this check answers");
        }

        foreach (var remark in content.History.Remarks)
        {
            yield return new("records", Outcome.NotProven, $"leaf {remark.Index}: {remark.Why}{(remark.Void ? "; the leaf counts for nothing" : "")}");
        }

        foreach (var conflict in content.Assessment.Conflicts)
        {
            yield return new(Conflict.Code, Outcome.NotProven, conflict.Words);
        }

        foreach (var entry in content.History.State.NotUnderstood)
        {
            yield return new("records", Outcome.NotProven, $"leaf {entry.Index}: the kind {entry.Type}@{entry.Major} is not understood by this version");
        }
    }

    /// <summary>The beginning of a digest that a record states, however short it is.</summary>
    internal static string Short(string? digest) => digest is null ? "withheld" : $"{digest[..Math.Min(FirstDigits, digest.Length)]}…";

    internal static string More(int count) => count > 1 ? $" (and {count - 1} more)" : "";
}
