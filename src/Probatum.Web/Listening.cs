using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Probatum.Storage;
using Probatum.Verbs;

namespace Probatum.Web;

/// <summary>The servers of the program.</summary>
public sealed class Listening : IListening
{
    /// <inheritdoc/>
    public Task<int> Witness(WitnessFolder witness, IPEndPoint at, Action<string> listening, Action<string> fault, CancellationToken stop) =>
        new WitnessServer(witness, fault).Run(at, listening, stop);

    /// <inheritdoc/>
    public async Task<int> Web(Workspace workspace, Shell shell, WebServing serving, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(serving);
        await using var server = WebServer.Build(workspace, shell, serving);
        var app = server.App;
        await UntilStopped(app, () =>
        {
            foreach (var url in app.Urls)
            {
                serving.Listening(url);
            }

            if (server.Certificate is { } digest)
            {
                serving.Certificate(digest);
            }

            if (server.Link(serving.Invite, app.Urls.First()) is { } link)
            {
                serving.Link(link);
            }
        }, stop).ConfigureAwait(false);
        return server.Answered;
    }

    /// <summary>Runs a server until SIGTERM, SIGINT or the token stops it.</summary>
    internal static async Task UntilStopped(WebApplication app, Action started, CancellationToken stop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stopped = stop.Register(() => ended.TrySetResult());
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        await app.StartAsync(stop).ConfigureAwait(false);
        started();
        await ended.Task.ConfigureAwait(false);
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.TrySetResult();
        }
    }
}
