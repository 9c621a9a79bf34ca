using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Probatum.Intake;

/// <summary>A language model did not answer, or not as it should.</summary>
public sealed class ModelFaultException : IOException
{
    /// <summary>A fault.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="answer">What came; null where nothing came that can be kept.</param>
    /// <param name="isSent">Whether the text may have left.</param>
    /// <param name="inner">What was met.</param>
    public ModelFaultException(string message, byte[]? answer, bool isSent, Exception? inner = null)
        : base(message, inner) => (Answer, IsSent) = (answer, isSent);

    /// <summary>What came; null where nothing came that can be kept.</summary>
    public byte[]? Answer { get; }

    /// <summary>Whether the text may have left.</summary>
    public bool IsSent { get; }
}

/// <summary>Asks a model over the interface that OpenAI's servers and many local ones have (POST …/chat/completions).</summary>
/// <remarks>
/// One request, one answer: no redirect is followed, no proxy asked, no cookie kept, and an address of this machine leads to this machine
/// alone. The answer's bytes are its <see cref="ChatResponse.RawRepresentation"/>.
/// </remarks>
public sealed class ChatEndpoint : IChatClient
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int LargestAnswer = 1 << 20;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ModelEndpoint _endpoint;
    private readonly string? _key;
    private readonly TimeSpan _patience;
    private readonly HttpClient _http;

    /// <summary>A client of one endpoint.</summary>
    /// <param name="endpoint">Where it is.</param>
    /// <param name="key">The key that it wants, or null.</param>
    /// <param name="patience">How long a whole exchange may take.</param>
    public ChatEndpoint(ModelEndpoint endpoint, string? key, TimeSpan patience)
    {
        (_endpoint, _key, _patience) = (endpoint, key, patience);
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = ConnectAsync })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>What is sent, byte for byte.</summary>
    public static byte[] Body(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("model", options?.ModelId ?? "");
            json.WriteBoolean("stream", false);
            if (options?.Temperature is { } temperature)
            {
                json.WriteNumber("temperature", temperature);
            }

            json.WriteStartArray("messages");
            foreach (var message in messages)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role.Value);
                json.WriteString("content", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(message.Text)));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="ModelFaultException">It can't be reached, answers too late, too much, or something else.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var content = new SentContent(Body(messages, options));
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint.Address) { Content = content, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = _key is null ? null : new AuthenticationHeaderValue("Bearer", _key);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            var answer = await ReadAsync(response, patience.Token).ConfigureAwait(false);
            return response.StatusCode != HttpStatusCode.OK
                ? throw new ModelFaultException($"{_endpoint.Host} answers {(int)response.StatusCode}{((int)response.StatusCode is >= 300 and < 400 ? ", a redirect, which is not followed" : "")}", answer, true)
                : Words(answer) is { } words
                    ? new(new ChatMessage(ChatRole.Assistant, words)) { ModelId = options?.ModelId, RawRepresentation = answer }
                    : throw new ModelFaultException($"{_endpoint.Host} answers something that is no chat completion", answer, true);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException and not ModelFaultException)
        {
            throw new ModelFaultException($"{_endpoint.Host}: can't be reached or broke off: {e.Message}", null, content.IsSent, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelFaultException($"{_endpoint.Host}: no whole answer within {_patience.TotalSeconds:0} s", null, content.IsSent, e);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType?.IsInstanceOfType(this) == true ? this : null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The model's words in a chat completion; null where it is none.</summary>
    internal static string? Words(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer, new() { MaxDepth = 16 });
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
                && choices[0] is { ValueKind: JsonValueKind.Object } first && first.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
                && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String
                ? content.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is a string that is no Unicode.
            return null;
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var kept = new MemoryStream();
            var buffer = new byte[16384];
            while (await stream.ReadAsync(buffer, cancel).ConfigureAwait(false) is > 0 and var read)
            {
                if (kept.Length + read > LargestAnswer)
                {
                    throw new ModelFaultException($"{_endpoint.Host} answers more than {LargestAnswer} bytes", null, true);
                }

                kept.Write(buffer, 0, read);
            }

            return kept.ToArray();
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel).ConfigureAwait(false);
        if (_endpoint.IsLocal && !Array.TrueForAll(found, IPAddress.IsLoopback))
        {
            throw new IOException($"{context.DnsEndPoint.Host} is not this machine");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Remembers whether it began to go out.
    private sealed class SentContent : ByteArrayContent
    {
        public SentContent(byte[] body)
            : base(body) => Headers.ContentType = new("application/json") { CharSet = "utf-8" };

        public bool IsSent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            IsSent = true;
            return base.SerializeToStreamAsync(stream, context, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            IsSent = true;
            return base.SerializeToStreamAsync(stream, context);
        }
    }
}
