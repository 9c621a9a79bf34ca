using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Probatum.EndToEnd;

/// <summary>A server on this machine for one test: for each request the bytes that it answers, one connection after another.</summary>
internal sealed class Site : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly List<Asked> _asked = [];
    private readonly bool _isSecure;
    private readonly Task _serving;

    /// <param name="answer">What a path is answered, head and body.</param>
    /// <param name="certificate">For https.</param>
    public Site(Func<string, string> answer, X509Certificate2? certificate = null)
        : this((asked, _) => Task.FromResult(Encoding.Latin1.GetBytes(answer(asked.Path))), certificate)
    {
    }

    /// <param name="answer">What a request is answered, head and body; told when the test is over.</param>
    /// <param name="certificate">For https.</param>
    public Site(Func<Asked, CancellationToken, Task<byte[]>> answer, X509Certificate2? certificate = null)
    {
        _isSecure = certificate is not null;
        _listener.Start();
        _serving = Task.Run(async () =>
        {
            while (!_over.IsCancellationRequested)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(_over.Token);
                    Stream stream = client.GetStream();
                    if (certificate is not null)
                    {
                        var secured = new SslStream(stream);
                        stream = secured;
                        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, _over.Token);
                    }

                    if (await Read(stream) is { } asked)
                    {
                        lock (_asked)
                        {
                            _asked.Add(asked);
                        }

                        await stream.WriteAsync(await answer(asked, _over.Token), _over.Token);
                        await stream.FlushAsync(_over.Token);
                    }
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or AuthenticationException or OperationCanceledException)
                {
                    // The asker hung up, or the test is over.
                }
            }
        });
    }

    /// <summary>127.0.0.1:PORT</summary>
    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>http://127.0.0.1:PORT</summary>
    public string Address => $"{(_isSecure ? "https" : "http")}://{Host}";

    /// <summary>What was asked, head and body.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked.Select(asked => asked.Head + Encoding.UTF8.GetString(asked.Body))];
            }
        }
    }

    /// <summary>An answer of HTTP, whole.</summary>
    /// <param name="head">The status line and headers, without the length.</param>
    /// <param name="body">What is answered.</param>
    public static byte[] Answer(string head, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"{head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _serving.Wait();
        _over.Dispose();
    }

    private async Task<Asked?> Read(Stream stream)
    {
        var (got, buffer, head) = (new List<byte>(), new byte[16384], "");
        while (await stream.ReadAsync(buffer, _over.Token) is > 0 and var read)
        {
            got.AddRange(buffer[..read]);
            head = Encoding.Latin1.GetString([.. got]);
            if (head.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end && got.Count >= end + 4 + Length(head = head[..(end + 4)]))
            {
                return new(head, [.. got[head.Length..]]);
            }
        }

        return null;
    }

    private static int Length(string head) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } length
            ? int.Parse(length.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture) : 0;
}

/// <summary>A request of HTTP.</summary>
/// <param name="Head">The request line and headers, with the empty line that ends them.</param>
/// <param name="Body">What follows.</param>
internal sealed record Asked(string Head, byte[] Body)
{
    /// <summary>What is asked for.</summary>
    public string Path => Head.Split(' ')[1];
}
