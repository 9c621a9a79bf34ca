using System.Collections.Immutable;
using System.Net;
using System.Text;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>What asking a witness came to.</summary>
/// <param name="Lines">The lines that verified under known keys.</param>
/// <param name="Wanting">Why there are none, or null.</param>
internal sealed record WitnessReply(ImmutableArray<NoteSignature> Lines, string? Wanting)
{
    public static WitnessReply No(string why) => new([], why);
}

/// <summary>
/// Asks witnesses to sign a log's present checkpoint; nothing else is sent, and only when the user says so. The size that the
/// checkpoint has and the moment of asking is what a witness learns.
/// </summary>
internal sealed class WitnessClient(CaseLog log, IEnumerable<VerifierKey> known) : IDisposable
{
    private const int MostTries = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
        MaxResponseContentBufferSize = SignedNote.DefaultLimit,
    };

    private readonly ImmutableArray<VerifierKey> _known = [.. known];

    /// <summary>Asks one witness by HTTP (c2sp.org/tlog-witness, add-checkpoint).</summary>
    public async Task<WitnessReply> Ask(string url, CancellationToken stop)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var prefix) || prefix.Scheme is not ("http" or "https"))
        {
            throw new BadInputException($"'{url}' is no http or https address of a witness");
        }

        try
        {
            return await Ask(prefix, stop);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return WitnessReply.No($"it can't be reached: {e.Message}");
        }
    }

    /// <summary>The body of add-checkpoint, from the size where a witness stands.</summary>
    public static string Body(CaseLog log, long old) => SignedNote.TryParse(log.Checkpoint.Span, out var note, out var fault)
        ? new CheckpointUpdate(old, log.ProveConsistency(old), note).ToText()
        : throw new InvalidDataException($"the log's checkpoint: {fault.Why}");

    /// <summary>The lines of an answer that verify over the log's present checkpoint; those of unknown keys are passed over.</summary>
    public WitnessReply Take(ReadOnlySpan<byte> answer)
    {
        var text = Text(log);
        if (!SignedNote.TryParse([.. text, (byte)'\n', .. answer], out var note, out var fault) || !note.TextBytes.Span.SequenceEqual(text))
        {
            return WitnessReply.No($"what it gives is more or less than signature lines{(fault == default ? "" : $": {fault.Why}")}");
        }

        if (!note.TryVerifyLines(_known, out var lines, out fault))
        {
            var names = string.Join(", ", note.Signatures.Select(line => line.Name).Distinct());
            return WitnessReply.No(fault.Code == "note/no-known-signature"
                ? $"the signatures are by {names}, whose keys are not known here; name them with --vkey, or in the policy of the case"
                : $"{fault.Why}; an answer counts for the checkpoint of this very size ({log.Covered?.Size})");
        }

        var keys = lines.Select(line => (line.Key.Name, line.Key.Id)).ToHashSet();
        return new([.. note.Signatures.Where(line => keys.Contains((line.Name, line.Id)))], null);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Text(CaseLog log) => SignedNote.TryParse(log.Checkpoint.Span, out var note, out _) ? note.TextBytes.ToArray() : [];

    private async Task<WitnessReply> Ask(Uri prefix, CancellationToken stop)
    {
        var size = log.Covered?.Size ?? 0;
        for (var (tries, old) = (0, 0L); tries < MostTries; tries++)
        {
            using var body = new StringContent(Body(log, old), new UTF8Encoding(false), "text/plain");
            using var response = await _http.PostAsync(new Uri(prefix, "add-checkpoint"), body, stop);
            var answer = await response.Content.ReadAsByteArrayAsync(stop);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return Take(answer);

                // The witness stands elsewhere and says where. Its first version said 409 also for another root at this very size.
                case HttpStatusCode.Conflict when TreeSize.TryParse(answer.AsSpan().TrimEnd((byte)'\n'), out var stored, out _) && stored != old:
                    if (stored > size)
                    {
                        return WitnessReply.No($"it has signed {stored} leaves of this log, which has {size} here: this is an old copy of the log, or another one was shown to it");
                    }

                    old = stored;
                    break;
                case HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                    return WitnessReply.No(await Contradiction(prefix, old, stop));
                default:
                    return WitnessReply.No($"it answers {(int)response.StatusCode}: {Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 200)]).Trim()}");
            }
        }

        return WitnessReply.No("others write to it faster than it can be asked; try again");
    }

    /// <summary>What the witness holds instead, if it shows it: the log's own signature under another tree is proof against it.</summary>
    private async Task<string> Contradiction(Uri prefix, long old, CancellationToken stop)
    {
        var words = $"it signed another history of this log: {old} leaves of it are not the first {old} here";
        using var response = await _http.GetAsync(new Uri(prefix, $"{WitnessFolder.HexOf(log.Covered!.Origin)}/checkpoint"), stop);
        return response.IsSuccessStatusCode
            && SignedNote.TryParse(await response.Content.ReadAsByteArrayAsync(stop), out var theirs, out _)
            && Checkpoint.TryParse(theirs.Text, out var tree, out _)
            ? $"{words}; it holds the root {tree.Root} at size {tree.Size} ({prefix}{WitnessFolder.HexOf(tree.Origin)}/checkpoint)"
            : words;
    }
}
