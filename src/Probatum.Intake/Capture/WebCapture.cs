using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Probatum.Intake;

/// <summary>A page as it was fetched: the archive of all that was sent and came, and the page's own bytes.</summary>
/// <param name="Archive">A WARC: every request and response byte for byte, certificates and addresses beside them.</param>
/// <param name="Address">Where the page was in the end, after redirects.</param>
/// <param name="Contacted">Hosts and addresses that were contacted.</param>
public sealed record CapturedPage(byte[] Archive, Uri Address, IReadOnlyList<string> Contacted);

/// <summary>Fetches one page that the user named. The only code of this room that uses the network, and only when it is called.</summary>
/// <remarks>
/// HTTP/1.1 over http and https, one connection for each request, without cookies, with the system's judgement of
/// certificates. A redirect from a public host to a private address is not followed. Source: RFC 9112; ISO 28500:2017.
/// </remarks>
/// <param name="clock">The time of each record.</param>
/// <param name="random">For the names of records.</param>
/// <param name="say">Told before each host is contacted.</param>
public sealed class WebCapture(Func<DateTimeOffset> clock, Core.Records.Randomness random, Action<string> say)
{
    /// <summary>The most bytes that are taken of one response.</summary>
    public const long LargestResponse = 64L << 20;

    private const int MostRedirects = 10;

    private readonly WarcWriter _warc = new(random);
    private readonly List<string> _contacted = [];

    /// <summary>The longest that a capture takes.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Fetches the page.</summary>
    /// <exception cref="IOException">It can't be had; with the reason.</exception>
    public async Task<CapturedPage> FetchAsync(Uri address, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Longest);
        _warc.Add("warcinfo", _warc.NewId(), clock(), "application/warc-fields", "software: probatum\r\nformat: WARC File Format 1.1\r\n"u8);
        try
        {
            bool? isPrivate = null;
            for (var redirects = 0; ; redirects++)
            {
                var (status, location, ip) = await OneAsync(address, isPrivate == false, limit.Token).ConfigureAwait(false);
                isPrivate ??= IsPrivate(ip);
                if (status is not (301 or 302 or 303 or 307 or 308) || location is null)
                {
                    return status == 200 ? new(_warc.ToBytes(), address, _contacted) : throw new IOException($"{address} answers {status}");
                }

                address = redirects < MostRedirects ? Next(address, location) : throw new IOException($"{address}: more than {MostRedirects} redirects");
            }
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or AuthenticationException)
        {
            throw new IOException($"{address}: {(e.InnerException ?? e).Message}", e);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"{address}: it takes longer than {Longest.TotalSeconds:0} s");
        }
    }

    /// <summary>Adds something that was made of the page, such as a picture of it, and gives the archive anew.</summary>
    public byte[] With(Uri page, string media, ReadOnlySpan<byte> bytes, string how)
    {
        ArgumentNullException.ThrowIfNull(page);
        _warc.Add("resource", _warc.NewId(), clock(), media, bytes, ("WARC-Target-URI", $"urn:screenshot:{page}"), ("WARC-Payload-Digest", WarcWriter.Digest(bytes)), ("Probatum-Made-By", how));
        return _warc.ToBytes();
    }

    private static Uri Next(Uri from, string location) =>
        Uri.TryCreate(from, location, out var next) && next.Scheme is "http" or "https" && next.UserInfo.Length == 0 ? next : throw new IOException($"{from} leads to {location}, which is not followed");

    private async Task<(int Status, string? Location, IPAddress Ip)> OneAsync(Uri address, bool publicOnly, CancellationToken cancel)
    {
        RecordedStream? recorded = null;
        var (ip, certificates, found) = (IPAddress.None, new List<X509Certificate2>(), Array.Empty<IPAddress>());
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 64,
            ConnectCallback = async (context, token) =>
            {
                found = IPAddress.TryParse(context.DnsEndPoint.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, token).ConfigureAwait(false);
                ip = found.Length > 0 ? found[0] : throw new IOException($"no address is known of {context.DnsEndPoint.Host}");
                if (publicOnly && IsPrivate(ip))
                {
                    throw new IOException($"a redirect from a public host to {ip}, an address of a private network, is not followed");
                }

                _contacted.Add($"{context.DnsEndPoint.Host} ({ip}), port {context.DnsEndPoint.Port}");
                say($"contacting {_contacted[^1]}");
                var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(new IPEndPoint(ip, context.DnsEndPoint.Port), token).ConfigureAwait(false);
                    return new NetworkStream(socket, true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(recorded = new RecordedStream(context.PlaintextStream, LargestResponse)),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, chain, errors) =>
        {
            certificates.AddRange(chain?.ChainElements.Select(element => X509CertificateLoader.LoadCertificate(element.Certificate.RawData)) ?? []);
            return errors == SslPolicyErrors.None;
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.ParseAdd("probatum/1 (capture of one page for a case file)");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5");
        var begun = clock();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        var content = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(Stream.Null, cancel).ConfigureAwait(false);
        }

        Keep(address, begun, recorded!, ip, found, certificates);
        certificates.ForEach(one => one.Dispose());
        return ((int)response.StatusCode, response.Headers.Location?.OriginalString, ip);
    }

    private void Keep(Uri address, DateTimeOffset begun, RecordedStream recorded, IPAddress ip, IPAddress[] found, List<X509Certificate2> certificates)
    {
        var (answer, asked) = (_warc.NewId(), _warc.NewId());
        var payload = HttpMessage.TryRead(recorded.Received)?.Unchunked ?? [];
        (string, string?)[] target = [("WARC-Target-URI", address.AbsoluteUri), ("WARC-IP-Address", ip.ToString())];
        _warc.Add("response", answer, begun, "application/http; msgtype=response", recorded.Received, [.. target, ("WARC-Payload-Digest", WarcWriter.Digest(payload))]);
        _warc.Add("request", asked, begun, "application/http; msgtype=request", recorded.Sent, [.. target, ("WARC-Concurrent-To", $"<{answer}>")]);
        var fields = $"addresses: {string.Join(", ", found.Select(one => one.ToString()))}\r\nfetchTimeMs: {((long)(clock() - begun).TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}\r\n";
        _warc.Add("metadata", _warc.NewId(), begun, "application/warc-fields", Encoding.UTF8.GetBytes(fields), ("WARC-Target-URI", address.AbsoluteUri), ("WARC-Concurrent-To", $"<{answer}>"));
        if (certificates.Count > 0)
        {
            var chain = string.Join('\n', certificates.Select(one => one.ExportCertificatePem())) + "\n";
            _warc.Add("metadata", _warc.NewId(), begun, "application/pem-certificate-chain", Encoding.ASCII.GetBytes(chain), ("WARC-Target-URI", address.AbsoluteUri), ("WARC-Concurrent-To", $"<{answer}>"));
        }
    }

    /// <summary>Loopback, link-local and the networks of RFC 1918, RFC 4193 and RFC 6598.</summary>
    internal static bool IsPrivate(IPAddress ip)
    {
        var address = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        var bytes = address.GetAddressBytes();
        return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal
            || (bytes.Length == 4 && (bytes[0] is 0 or 10 || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254) || (bytes[0] == 100 && bytes[1] is >= 64 and <= 127)));
    }
}
