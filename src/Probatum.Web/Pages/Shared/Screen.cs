using Microsoft.AspNetCore.Components;
using Probatum.Core;
using Probatum.Verbs;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Web.Pages.Shared;

/// <summary>A screen of somebody who is signed in.</summary>
public abstract class Screen : ComponentBase, IDisposable
{
    private string _path = "";
    private object? _grants;

    /// <summary>Finds who looks.</summary>
    [Inject]
    public required Visits Visits { get; set; }

    /// <summary>What is served.</summary>
    [Inject]
    public required Workroom Room { get; set; }

    /// <summary>Verbs at work.</summary>
    [Inject]
    public required Jobs Jobs { get; set; }

    /// <summary>Addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Who looks.</summary>
    protected Visit Visit { get; private set; } = null!;

    /// <summary>Whether the screen can be shown: somebody is signed in, and what it shows is there.</summary>
    protected bool IsReady { get; private set; }

    /// <summary>Why the last thing that was done was refused; null where it was not.</summary>
    protected string? Fault { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _path = new Uri(Navigation.Uri).AbsolutePath;
        Navigation.LocationChanged += OnMoved;
        Room.Accounts.Changed += OnAccess;
        Room.Sessions.Ended += OnAccess;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _path = new Uri(Navigation.Uri).AbsolutePath;
        try
        {
            Visit = await Visits.Now();
            _grants = Visit.Account.Grants;
            IsReady = await Enter();
        }
        catch (AccessEndedException)
        {
            IsReady = false;
            Navigation.NavigateTo($"/sign-in?to={Uri.EscapeDataString(new Uri(Navigation.Uri).PathAndQuery)}", true);
        }
    }

    /// <summary>Reads what the screen shows; false where there is no such thing.</summary>
    protected abstract Task<bool> Enter();

    /// <summary>Does something, and keeps why it was refused for the screen to say.</summary>
    protected async Task Try(Func<Task> what)
    {
        ArgumentNullException.ThrowIfNull(what);
        Fault = null;
        try
        {
            await what();
        }
        catch (BadInputException e)
        {
            Fault = e.Message;
        }
        catch (AccessEndedException)
        {
            Close();
        }
    }

    /// <summary>Shows nothing any more, and goes where one signs in.</summary>
    protected void Close()
    {
        IsReady = false;
        StateHasChanged();
        Navigation.NavigateTo("/sign-in", true);
    }

    /// <summary>Whether what this person may was changed since the screen was entered.</summary>
    protected virtual bool IsStale => !ReferenceEquals(_grants, Visit.Account.Grants);

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnMoved;
        Room.Accounts.Changed -= OnAccess;
        Room.Sessions.Ended -= OnAccess;
        Leave();
        GC.SuppressFinalize(this);
    }

    // What is taken back counts at once on screens that stand open; what concerns others is nothing to them.
    private void OnAccess()
    {
        try
        {
            if (Visit is null || !IsStale)
            {
                return;
            }
        }
        catch (AccessEndedException)
        {
            // Said below, on the screen's own thread.
        }

        _ = InvokeAsync(async () =>
        {
            try
            {
                _grants = Visit.Account.Grants;
                IsReady = await Enter();
                StateHasChanged();
                if (!IsReady)
                {
                    Navigation.NavigateTo("/", true);
                }
            }
            catch (AccessEndedException)
            {
                Close();
            }
        });
    }

    // Another query on the same path sets no parameter: what is shown is read again all the same.
    private void OnMoved(object? sender, Microsoft.AspNetCore.Components.Routing.LocationChangedEventArgs moved)
    {
        if (new Uri(moved.Location).AbsolutePath == _path)
        {
            _ = InvokeAsync(async () =>
            {
                await OnParametersSetAsync();
                StateHasChanged();
            });
        }
    }

    /// <summary>Lets go of what the screen listened to.</summary>
    protected virtual void Leave()
    {
    }
}

/// <summary>A screen of one case. What others record shows at once; what somebody is typing stays.</summary>
public abstract class CaseScreen : Screen
{
    private LiveCase? _live;
    private SeenCase? _seen;

    /// <summary>The case, from the address.</summary>
    [Parameter]
    public required string CaseId { get; set; }

    /// <summary>Says when something begins or ends to wait for a second signature.</summary>
    [Inject]
    public required Members Halves { get; set; }

    /// <summary>The case as whoever looks may see it, at this moment. Whatever asks for it after something was taken back has no more than what is left.</summary>
    /// <exception cref="AccessEndedException">Whoever looks may no longer see the case, or was signed out.</exception>
    protected SeenCase Seen => _seen is { } seen && !IsStale ? seen : _seen = Visit.Case(CaseId) ?? throw new AccessEndedException();

    /// <inheritdoc/>
    protected override bool IsStale => _seen is { } seen ? Visit.GrantIn(CaseId) != seen.Grant || Visit.SightIn(CaseId) != seen.Sight : base.IsStale;

    /// <summary>What its records say.</summary>
    protected CaseState State => Seen.State;

    /// <summary>The beginning of every address in this case.</summary>
    protected string Base => $"/case/{CaseId}";

    /// <summary>Whether this person's role writes that kind of record, so that a screen offers it.</summary>
    protected bool May(Core.Records.RecordKind kind) => Core.Access.Permissions.MayWrite(Seen.Grant.Role, kind);

    /// <inheritdoc/>
    protected override Task<bool> Enter()
    {
        if (Room.FaultOf(CaseId) is not null || Visit.Case(CaseId) is not { } seen)
        {
            return Task.FromResult(false);
        }

        if (!ReferenceEquals(_live, seen.Live))
        {
            Leave();
            _live = seen.Live;
            _live.Changed += OnChanged;
            Halves.Changed += OnWaiting;
        }

        _seen = seen;
        Look();
        return Task.FromResult(true);
    }

    /// <summary>Reads of the case what the screen shows: at first, after every change of the case, and after every change of the address.</summary>
    protected abstract void Look();

    /// <summary>Runs a verb in this case and waits for its end; the screen then shows what became of it.</summary>
    /// <exception cref="BadInputException">It was refused.</exception>
    protected Task<Job> Run(string words, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> options) => Jobs.Run(Seen, Asking.Of(words, arguments, options));

    /// <inheritdoc/>
    protected override void Leave()
    {
        if (_live is { } live)
        {
            live.Changed -= OnChanged;
            Halves.Changed -= OnWaiting;
            _live = null;
        }
    }

    private void OnWaiting(string caseId)
    {
        if (caseId == CaseId)
        {
            OnChanged();
        }
    }

    private void OnChanged() => _ = InvokeAsync(() =>
    {
        try
        {
            if (Visit.Case(CaseId) is { } seen)
            {
                _seen = seen;
                Look();
                StateHasChanged();
            }
        }
        catch (AccessEndedException)
        {
            Close();
        }
    });
}
