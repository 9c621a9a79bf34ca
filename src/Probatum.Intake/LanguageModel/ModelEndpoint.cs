using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Probatum.Intake;

/// <summary>Where a language model answers: an address of the form that OpenAI's interface has, local or remote.</summary>
/// <param name="Address">Where requests are posted.</param>
/// <param name="Host">The host as records name it: its name in ASCII, and the port where it is not the scheme's own.</param>
/// <param name="IsLocal">Whether it is this machine.</param>
public sealed record ModelEndpoint(Uri Address, string Host, bool IsLocal)
{
    private const string Path = "/chat/completions";

    /// <summary>Reads an address: https, or http on this machine; <c>/v1</c> where it names no path.</summary>
    /// <param name="said">Such as <c>http://localhost:11434/v1</c>.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="fault">Why it is none.</param>
    public static bool TryRead(string said, [NotNullWhen(true)] out ModelEndpoint? endpoint, out string fault)
    {
        (endpoint, fault) = (null, "");
        if (!Uri.TryCreate(said, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            fault = "is no http or https address";
        }
        else if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            fault = "names a user, a query or a fragment; a key is given with --key-from";
        }
        else if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            fault = "is not on this machine: texts go elsewhere over https only";
        }
        else
        {
            var path = uri.AbsolutePath.TrimEnd('/');
            path = path.EndsWith(Path, StringComparison.Ordinal) ? path : (path.Length == 0 ? "/v1" : path) + Path;
            var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
            endpoint = new(
                new UriBuilder(uri) { Path = path }.Uri, (host + (uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(CultureInfo.InvariantCulture))).ToLowerInvariant(), uri.IsLoopback);
        }

        return endpoint is not null;
    }
}
