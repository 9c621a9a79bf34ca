using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>A language model's endpoint on this machine for one test, that answers what the test wants.</summary>
internal sealed class FakeModel : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly List<string> _requests = [];

    public FakeModel()
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (!_over.IsCancellationRequested)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(_over.Token);
                    await Serve(client.GetStream());
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
                {
                    // The asker hung up, or the test is over.
                }
            }
        });
    }

    /// <summary>http://127.0.0.1:PORT/v1</summary>
    public string Address => $"http://{Host}/v1";

    /// <summary>127.0.0.1:PORT</summary>
    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The model's words in the next answers.</summary>
    public string Says
    {
        set => Body = JsonSerializer.Serialize(new { choices = new[] { new { message = new { role = "assistant", content = value } } } });
    }

    /// <summary>The next answers' bodies.</summary>
    public string Body { get; set; } = "";

    /// <summary>The status line and headers of the next answers, without their length.</summary>
    public string Head { get; set; } = "HTTP/1.1 200 OK";

    /// <summary>Whether it takes requests and never answers.</summary>
    public bool Hangs { get; set; }

    /// <summary>What was asked, headers and body.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task Serve(NetworkStream stream)
    {
        var (got, buffer) = (new List<byte>(), new byte[16384]);
        while (!IsWhole(got) && await stream.ReadAsync(buffer, _over.Token) is > 0 and var read)
        {
            got.AddRange(buffer[..read]);
        }

        lock (_requests)
        {
            _requests.Add(Encoding.UTF8.GetString([.. got]));
        }

        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, _over.Token);
        }

        var body = Encoding.UTF8.GetBytes(Body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{Head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _over.Token);
        await stream.WriteAsync(body, _over.Token);
    }

    private static bool IsWhole(List<byte> got)
    {
        var text = Encoding.Latin1.GetString([.. got]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } length
            && got.Count >= end + 4 + int.Parse(length.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture);
    }
}
