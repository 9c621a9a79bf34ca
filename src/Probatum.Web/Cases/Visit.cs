using System.Collections.Immutable;
using System.Security.Claims;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Web.Accounts;

namespace Probatum.Web.Cases;

/// <summary>Somebody at work: who it is, by which session or token, and what they may see and do. Asked anew for each thing, so what is taken back counts at once.</summary>
public sealed class Visit
{
    private readonly Workroom _room;
    private readonly string _account;

    /// <summary>A visit in a session.</summary>
    public Visit(Workroom room, Session session, string remote)
    {
        ArgumentNullException.ThrowIfNull(session);
        (_room, _account, Session, Remote) = (room, session.Account, session, remote);
    }

    /// <summary>A visit by a token.</summary>
    public Visit(Workroom room, ApiToken token, string remote)
    {
        ArgumentNullException.ThrowIfNull(token);
        (_room, _account, Token, Remote) = (room, token.Account, token, remote);
    }

    /// <summary>The session; null for a token.</summary>
    public Session? Session { get; }

    /// <summary>The token; null for a session.</summary>
    public ApiToken? Token { get; }

    /// <summary>The address it comes from.</summary>
    public string Remote { get; }

    /// <summary>By what the activity log names how they came in.</summary>
    public string By => Session?.Id ?? Token!.Id;

    /// <summary>Whose visit it is, whether or not it still counts.</summary>
    public string AccountId => _account;

    /// <summary>Whose visit it is.</summary>
    /// <exception cref="AccessEndedException">The session ended, or the account or token was closed.</exception>
    public Account Account => _room.Accounts.Find(_account) is { } account && IsLive(account) ? account : throw new AccessEndedException();

    /// <summary>Whether it still counts.</summary>
    public bool IsOver => _room.Accounts.Find(_account) is not { } account || !IsLive(account);

    /// <summary>The workroom.</summary>
    public Workroom Room => _room;

    /// <summary>What a case lets them do; null where they may not know of it.</summary>
    public Grant? GrantIn(string caseId) =>
        Token is { Case: { } only } && only != caseId ? null : Account.Grants.GetValueOrDefault(caseId);

    /// <summary>Keys in the order in which they are asked to sign: those that lie in the browser that is looked from, then those that say for whom they act, then the newest.</summary>
    /// <param name="keys">Keys of this account.</param>
    /// <param name="acts">Whether a key acts for somebody, where that is known.</param>
    public IEnumerable<SigningKey> Nearest(IEnumerable<SigningKey> keys, Func<SigningKey, bool>? acts = null) =>
        keys.OrderByDescending(key => Session?.Keys.Contains(key.Name) ?? false).ThenByDescending(key => acts?.Invoke(key) ?? false).ThenByDescending(key => key.Since);

    /// <summary>Whether a token covers these words of a verb; whoever is signed in is bound by the role alone.</summary>
    public bool Covers(string words) => Token is not { } token || Runs.Jobs.Covers(token.Verbs, words);

    /// <summary>The cases that they may see and that can be opened, in no order: of none of them is anything told yet.</summary>
    public IEnumerable<SeenCase> Untold => Granted.Where(id => _room.FaultOf(id) is null).Select(Case).OfType<SeenCase>();

    /// <summary>The same by their titles.</summary>
    public IEnumerable<SeenCase> Cases => Untold.OrderBy(one => one.State.Opened?.Title, StringComparer.OrdinalIgnoreCase);

    /// <summary>The cases that they may see and that can't be opened, each with why.</summary>
    public IEnumerable<(string Id, string Why)> Damaged => Granted.Select(id => (Id: id, Why: _room.FaultOf(id)!)).Where(one => one.Why is not null);

    /// <summary>How much of a case they may see; null where they may not know of it.</summary>
    public Sight? SightIn(string caseId) => GrantIn(caseId) is { } grant ? SightOf(caseId, grant) : null;

    private IEnumerable<string> Granted => Account.Grants.Keys.Where(id => _room.Has(id) && GrantIn(id) is not null).ToList();

    /// <summary>A case as they may see it; null where they may not know of it.</summary>
    public SeenCase? Case(string? caseId) =>
        caseId is not null && GrantIn(caseId) is { } grant && _room.Case(caseId) is { } live ? new(this, live, grant, SightOf(caseId, grant)) : null;

    private bool IsLive(Account account) => Session is { } session ? session.Stamp == account.Stamp && _room.Sessions.IsLive(session)
        : Token is { } token && token.Until > _room.Now && _room.Accounts.Pages.Tokens.Any(one => one.Digest == token.Digest);

    private Sight SightOf(string caseId, Grant grant)
    {
        var hidden = _room.Accounts.Pages.Compartments.GetValueOrDefault(caseId, []).Except(grant.Compartments.IsDefault ? [] : grant.Compartments).Order(StringComparer.Ordinal);
        return new(
            grant.Role switch
            {
                "laboratory" => "laboratory",
                "auditor" => "public",
                "reader" => "court",
                _ => null,
            }, string.Join(' ', hidden));
    }

    /// <summary>Who it is, for ASP.NET Core.</summary>
    public ClaimsPrincipal Principal() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, _account), new(ClaimTypes.Name, Account.Display), new(SessionClaim, By)], "probatum"));

    /// <summary>The claim that names the session or token.</summary>
    public const string SessionClaim = "probatum:by";
}

/// <summary>The session or token ended while a screen was open: whoever looks signs in again.</summary>
public sealed class AccessEndedException() : Exception("you were signed out");

/// <summary>A case as somebody may see it, at one moment.</summary>
public sealed class SeenCase
{
    private readonly Lazy<CaseHistory> _history;

    internal SeenCase(Visit visit, LiveCase live, Grant grant, Sight sight)
    {
        (Visit, Live, Grant, Sight) = (visit, live, grant, sight);
        _history = new(() => live.Shown(sight));
    }

    /// <summary>Who looks.</summary>
    public Visit Visit { get; }

    /// <summary>The case behind it.</summary>
    public LiveCase Live { get; }

    /// <summary>What the case lets them do.</summary>
    public Grant Grant { get; }

    /// <summary>How much of it they see.</summary>
    public Sight Sight { get; }

    /// <summary>The case's id.</summary>
    public CaseId Id => Live.Id;

    /// <summary>The case as a policy would leave it, for whoever sees all of it.</summary>
    public SeenCase Under(string policy) => Sight.IsWhole ? new(Visit, Live, Grant, new(policy, "")) : throw new InvalidOperationException("only the whole case is told under a policy");

    /// <summary>The case as they may see it.</summary>
    public CaseHistory History => _history.Value;

    /// <summary>What its records say.</summary>
    public CaseState State => History.State;

    /// <summary>The rule tables that it pins.</summary>
    public RuleTables Tables => Live.Tables(Live.Now.State);

    /// <summary>Its title as they may see it.</summary>
    public string Title => State.Opened?.Title ?? Id.Text;

    /// <summary>The state with confirmed claims held against their reports' texts.</summary>
    public CaseState Counting => Core.Claims.ClaimPlaces.In(State, Visit.Room.Workspace.Blobs.Read, claim => claim.IsConfirmed);

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<CaseHistory, System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<object>>> Made = [];

    /// <summary>What is worked out of the case once for all who see as much of it, until it changes.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="make">Works it out.</param>
    public T Once<T>(string what, Func<SeenCase, T> make)
        where T : class =>
        (T)Made.GetOrCreateValue(History).GetOrAdd(what, _ => new(() => make(this))).Value;

    /// <summary>The state with the claims of some reports, or some claims, held against their reports' texts.</summary>
    public CaseState Placed(Func<Core.Claims.ClaimView, bool> wanted) => Core.Claims.ClaimPlaces.In(State, Visit.Room.Workspace.Blobs.Read, wanted);

    /// <summary>What takes long to work out, and of how many leaves it is: see <see cref="LongWork"/>.</summary>
    public (T Value, long Size) Lately<T>(string what, Func<SeenCase, T> make)
        where T : class => Live.LongWork.Lately(this, what, make);

    /// <summary>The same of what nobody is to wait for at first either: null while it is worked out.</summary>
    public (T Value, long Size)? Soon<T>(string what, Func<SeenCase, T> make)
        where T : class => Live.LongWork.Soon(this, what, make);

    /// <summary>What the evidence can carry; of a large case that others are writing to, as it was a moment ago.</summary>
    public Core.Assessment.CaseAssessment Assessment => Assessed.Value;

    /// <summary>The same, and of how many leaves it is made.</summary>
    public (Core.Assessment.CaseAssessment Value, long Size) Assessed => Lately("assessment", seen => Core.Assessment.CaseAssessment.Of(seen.Counting, seen.Tables, seen.History.Remarks));

    /// <summary>Every deadline of every request, as it stands now; what is due next first.</summary>
    public IReadOnlyList<(Core.Requests.RequestView Request, Core.Requests.DeadlineStatus Status)> Deadlines =>
    [
        .. State.Requests.Requests.Where(request => request.Made.Route is { } route && Tables.Routes.ContainsKey(route))
            .SelectMany(request => Core.Requests.Deadlines.Of(request, Tables.Routes[request.Made.Route!], Visit.Room.Now.ToUniversalTime()).Select(status => (request, status)))
            .OrderBy(one => one.status.Done is not null).ThenBy(one => one.status.Due ?? DateTimeOffset.MaxValue),
    ];

    // A case of ten thousand samples in which one changed: what was said of the others holds, for as long as codes and controls do.
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Core.Samples.SampleView, Reviewed> Reviews = [];

    /// <summary>Every sample with what does not fit of it.</summary>
    public IReadOnlyList<Core.Samples.CustodyReview> Samples => Once<IReadOnlyList<Core.Samples.CustodyReview>>("samples", seen =>
    {
        var (samples, table) = (seen.State.Samples, seen.Tables.Anomalies);
        return [.. samples.All.Select(sample => Reviews.TryGetValue(sample, out var known) && known.Holds(samples, table) ? known.Review : Anew(sample))];

        Core.Samples.CustodyReview Anew(Core.Samples.SampleView sample)
        {
            var made = Core.Samples.CustodyReview.Of(sample, samples, table);

            // What is said of a part hangs on what it is a part of, too.
            if (sample.Parent is null)
            {
                Reviews.AddOrUpdate(sample, new(samples.Codes, samples.Controlled, table, made));
            }

            return made;
        }
    });

    private sealed record Reviewed(object Codes, object Controlled, object Table, Core.Samples.CustodyReview Review)
    {
        public bool Holds(Core.Samples.SamplesView samples, object table) => ReferenceEquals(Codes, samples.Codes) && ReferenceEquals(Controlled, samples.Controlled) && ReferenceEquals(Table, table);
    }

    /// <summary>The keys of this person that count in this case, whatever device they are on: first the one that is asked to sign.</summary>
    public ImmutableArray<SigningKey> KeysInCase => [.. Visit.Nearest(Visit.Account.Keys.Where(key => Live.Now.Keys.Counts(new(key.Name), Live.Now.Size)), key => Live.Now.Keys.Keys[new(key.Name)].Party is not null)];

    /// <summary>The case as a verb would read it, for the words that verbs have; nothing is signed through it.</summary>
    internal Verbs.OpenedCase Reading() =>
        Verbs.OpenedCase.Held(Visit.Room.Workspace, () => throw new InvalidOperationException("no log is read here"), Id, History, Visit.Room.Shell, () => throw new InvalidOperationException("nothing is signed here"), Live, Tables);

    /// <summary>A version of what they see, for screens that ask again when it changes.</summary>
    public string Version => $"{Live.Now.Size}";
}
