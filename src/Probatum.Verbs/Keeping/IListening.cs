using System.Net;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>What listens on a port. Verbs say what is served; the program that they run in brings the server.</summary>
public interface IListening
{
    /// <summary>Serves a witness until SIGTERM, SIGINT or the token stops it, and says how many requests it answered.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    Task<int> Witness(WitnessFolder witness, IPEndPoint at, Action<string> listening, Action<string> fault, CancellationToken stop);

    /// <summary>Serves a workspace in the browser, the same way.</summary>
    /// <exception cref="IOException">The port is taken, or the certificate can't be read.</exception>
    Task<int> Web(Workspace workspace, Shell shell, WebServing serving, CancellationToken stop);
}

/// <summary>How the web application is served.</summary>
/// <param name="Urls">Where it listens, such as http://localhost:7400; beyond this machine only https.</param>
/// <param name="Tls">"self" for a certificate of its own, or the path of a PEM or PFX file; null for none.</param>
/// <param name="Invite">Whether to print a new one-time link for an owner although there is one.</param>
/// <param name="Listening">Hears each address once requests are taken.</param>
/// <param name="Link">Hears the one-time link that creates an owner.</param>
/// <param name="Certificate">Hears the SHA-256 of the certificate that a listener of https shows, as browsers print it.</param>
/// <param name="Witness">A witness that answers below <c>/witness</c>, to anybody; null for none.</param>
/// <param name="Fault">Hears why it could not answer.</param>
public sealed record WebServing(IReadOnlyList<string> Urls, string? Tls, bool Invite, Action<string> Listening, Action<string> Link, Action<string> Certificate, WitnessFolder? Witness, Action<string> Fault);
