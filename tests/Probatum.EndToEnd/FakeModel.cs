using System.Text;
using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>A language model's endpoint on this machine for one test, that answers what the test wants.</summary>
internal sealed class FakeModel : IDisposable
{
    private readonly Site _site;

    public FakeModel() => _site = new(async (_, over) =>
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, over);
        }

        return Site.Answer(Head, Encoding.UTF8.GetBytes(Body));
    });

    /// <summary>http://127.0.0.1:PORT/v1</summary>
    public string Address => $"{_site.Address}/v1";

    /// <summary>127.0.0.1:PORT</summary>
    public string Host => _site.Host;

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
    public IReadOnlyList<string> Requests => _site.Requests;

    public void Dispose() => _site.Dispose();
}
