using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Probatum.EndToEnd;

/// <summary>A web site on this machine for one test: for each path the bytes that it answers.</summary>
internal sealed class Site : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _requests = [];

    private readonly bool _isSecure;

    /// <param name="answer">What a path is answered.</param>
    /// <param name="certificate">For https.</param>
    public Site(Func<string, string> answer, X509Certificate2? certificate = null)
    {
        _isSecure = certificate is not null;
        _listener.Start();
        _ = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    Stream stream = client.GetStream();
                    if (certificate is not null)
                    {
                        var secured = new SslStream(stream);
                        stream = secured;
                        try
                        {
                            await secured.AuthenticateAsServerAsync(certificate);
                        }
                        catch (Exception e) when (e is AuthenticationException or IOException)
                        {
                            continue;
                        }
                    }

                    var request = "";
                    var buffer = new byte[4096];
                    while (!request.Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
                    {
                        request += Encoding.Latin1.GetString(buffer, 0, read);
                    }

                    if (request.Length > 0)
                    {
                        lock (_requests)
                        {
                            _requests.Add(request);
                        }

                        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer(request.Split(' ')[1])));
                        await stream.FlushAsync();
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        });
    }

    /// <summary>http://127.0.0.1:PORT</summary>
    public string Address => $"{(_isSecure ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>What was asked, byte for byte.</summary>
    public List<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
