using System.Net.Http.Headers;
using Probatum.Ledger;

namespace Probatum.Export;

/// <summary>Asks an authority for a time stamp over HTTP, when the user named that authority, and at no other time. Source: RFC 3161 section 3.4.</summary>
public static class TimeStampClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The authority's token over these bytes, checked against request and bytes; whether to trust the authority is not asked here.</summary>
    /// <exception cref="IOException">It can't be reached, refuses, or answers something else.</exception>
    public static async Task<TimeStamp> AskAsync(Uri authority, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> nonce, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(authority);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = TimeStamp.Longest };
        using var query = new ByteArrayContent(TimeStamp.Request(data.Span, nonce.Span));
        query.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        byte[] reply;
        try
        {
            using var answer = await client.PostAsync(authority, query, cancel).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw new IOException($"{authority}: answered {(int)answer.StatusCode}");
            }

            reply = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new IOException($"{authority}: can't be reached or did not answer: {e.Message}", e);
        }

        if (!TimeStamp.TryRead(reply, out var stamp, out var fault))
        {
            throw new IOException($"{authority}: {fault.Why}");
        }

        if (!nonce.IsEmpty && !stamp.Answers(nonce.Span))
        {
            throw new IOException($"{authority}: answered another request");
        }

        return stamp.TryVerify(data.Span, [], out fault) ? stamp : throw new IOException($"{authority}: {fault.Why}");
    }
}
