using System.Collections.Concurrent;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;

namespace Probatum.Web.Cases;

/// <summary>An opened workspace with all its cases, and who may enter: what every screen and every request works on.</summary>
public sealed class Workroom : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<LiveCase>> _cases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WithholdingPolicy> _policies = new(StringComparer.Ordinal);

    /// <summary>Opens it over a workspace that this process holds.</summary>
    public Workroom(Workspace workspace, Shell shell)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(shell);
        (Workspace, Shell, Activity) = (workspace, shell, new(workspace));
        Accounts = new(workspace.Folder, workspace.Vault, shell.Random);
        Sessions = new(Accounts, shell.Clock);
        foreach (var id in workspace.Cases)
        {
            _cases[id.Text] = new(() => LiveCase.Open(workspace, id, Policy));
        }
    }

    /// <summary>The workspace.</summary>
    public Workspace Workspace { get; }

    /// <summary>Clock and randomness.</summary>
    public Shell Shell { get; }

    /// <summary>Who may sign in.</summary>
    public AccountBook Accounts { get; }

    /// <summary>Who is signed in.</summary>
    public Sessions Sessions { get; }

    /// <summary>What everybody did.</summary>
    public Activity Activity { get; }

    /// <summary>The time that this machine says.</summary>
    public DateTimeOffset Now => Shell.Clock();

    /// <summary>The cases that are here and whose logs hold.</summary>
    public IEnumerable<LiveCase> Cases => _cases.Where(one => FaultOf(one.Key) is null).Select(one => one.Value.Value);

    /// <summary>Whether there is a case of that id, whether or not its log holds.</summary>
    public bool Has(string id) => _cases.ContainsKey(id);

    /// <summary>Why a case can't be opened; null where it can, or where there is none of that id. One damaged log keeps nobody from the others.</summary>
    public string? FaultOf(string id)
    {
        try
        {
            Case(id);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return "its log does not hold; whoever keeps this server runs 'probatum log audit', which says where";
        }
    }

    /// <summary>A case, opened when it is first asked for; null where there is none of that id.</summary>
    /// <exception cref="InvalidDataException">Its log does not hold.</exception>
    public LiveCase? Case(string id) => _cases.TryGetValue(id, out var one) ? one.Value : null;

    /// <summary>Takes in a case that was just opened.</summary>
    public void Add(LiveCase opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        _cases[opened.Id.Text] = new(opened);
    }

    /// <summary>A case without records, not yet seen by anybody.</summary>
    public LiveCase NewCase() => LiveCase.New(Workspace, CaseId.New(Shell.Random), Policy);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var one in _cases.Values.Where(one => one.IsValueCreated))
        {
            one.Value.Dispose();
        }
    }

    /// <summary>A withholding policy that comes with the program.</summary>
    public WithholdingPolicy Policy(string name) => _policies.GetOrAdd(name, static name => SealVerb.Policy(name).Policy);
}
