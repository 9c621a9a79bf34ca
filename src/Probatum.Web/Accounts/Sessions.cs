using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Probatum.Web.Accounts;

/// <summary>Somebody who is signed in on one device.</summary>
public sealed class Session
{
    /// <summary>By what the activity log names it; not the secret.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Account { get; init; }

    /// <summary>The account's stamp when it began.</summary>
    public required string Stamp { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>The address it came from.</summary>
    public required string From { get; init; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset Used { get; set; }

    /// <summary>Whether somebody ended it.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Names of keys that lie in this browser, as it says: of several keys such a one is asked to sign.</summary>
    public ImmutableHashSet<string> Keys { get; set; } = [];
}

/// <summary>Who is signed in. Kept in memory: a restart of the server signs everybody out, and nothing on a disk can be used to come back.</summary>
public sealed class Sessions(AccountBook book, Func<DateTimeOffset> clock)
{
    /// <summary>After so long without a request a session ends.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(2);

    /// <summary>After so long it ends in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(16);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Hears when somebody ended a session.</summary>
    public event Action? Ended;

    /// <summary>Begins a session and returns its secret.</summary>
    public (string Secret, Session Session) Begin(Account account, string from)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = clock();
        foreach (var (old, session) in _sessions)
        {
            if (IsOver(session, now))
            {
                _sessions.TryRemove(old, out _);
            }
        }

        var (secret, digest) = book.NewSecret();
        var begun = new Session { Id = digest[..16], Account = account.Id, Stamp = account.Stamp, Began = now, Used = now, From = from };
        _sessions[digest] = begun;
        return (secret, begun);
    }

    /// <summary>The session of that secret and whose it is; null where it is over.</summary>
    public (Session Session, Account Account)? Find(string? secret)
    {
        if (secret is not { Length: > 0 and < 100 } || !_sessions.TryGetValue(AccountBook.DigestOf(secret), out var session))
        {
            return null;
        }

        var now = clock();
        if (IsOver(session, now) || book.Find(session.Account) is not { } account)
        {
            _sessions.TryRemove(AccountBook.DigestOf(secret), out _);
            return null;
        }

        session.Used = now;
        return (session, account);
    }

    /// <summary>Whether a session still counts, for a screen that stays open.</summary>
    public bool IsLive(Session session) => !IsOver(session, clock());

    /// <summary>The live session of that id.</summary>
    public Session? Named(string id) => _sessions.Values.FirstOrDefault(session => session.Id == id && !IsOver(session, clock()));

    /// <summary>Ends a session.</summary>
    public Session? End(string? secret)
    {
        if (secret is null || !_sessions.TryRemove(AccountBook.DigestOf(secret), out var session))
        {
            return null;
        }

        session.IsEnded = true;
        Ended?.Invoke();
        return session;
    }

    /// <summary>The live sessions of an account.</summary>
    public IEnumerable<Session> Of(string account) => _sessions.Values.Where(session => session.Account == account && !IsOver(session, clock()));

    private bool IsOver(Session session, DateTimeOffset now) =>
        session.IsEnded || now - session.Used > Idle || now - session.Began > Longest || book.Find(session.Account) is not { } account || account.Stamp != session.Stamp;
}
