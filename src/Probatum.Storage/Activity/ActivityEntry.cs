using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>What somebody can have done: the closed list of an activity log.</summary>
public static class ActivityKinds
{
    /// <summary>Signed in.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Tried to sign in, and was not let in.</summary>
    public const string SignInFailed = "sign-in-failed";

    /// <summary>Signed out, or a session ended.</summary>
    public const string SignOut = "sign-out";

    /// <summary>An account, its roles or its means of signing in were made or changed.</summary>
    public const string AccountChanged = "account-changed";

    /// <summary>A token for programs was made.</summary>
    public const string TokenMade = "token-made";

    /// <summary>A token was revoked.</summary>
    public const string TokenRevoked = "token-revoked";

    /// <summary>Protected data were read.</summary>
    public const string Read = "read";

    /// <summary>Something was searched for; the detail has the words.</summary>
    public const string Search = "search";

    /// <summary>Data left: a dossier, a table, a report, a file.</summary>
    public const string Export = "export";

    /// <summary>A verb was run that records something.</summary>
    public const string Verb = "verb";

    /// <summary>Something was asked for that this account may not.</summary>
    public const string Refused = "refused";

    /// <summary>A long job was begun.</summary>
    public const string JobBegun = "job-begun";

    /// <summary>A long job ended.</summary>
    public const string JobEnded = "job-ended";

    /// <summary>The server was started.</summary>
    public const string Started = "started";

    /// <summary>The server was stopped.</summary>
    public const string Stopped = "stopped";

    /// <summary>This log was begun where another one ended that was put back from a backup. Written by the log itself.</summary>
    public const string LogBegun = "log-begun";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
        [SignIn, SignInFailed, SignOut, AccountChanged, TokenMade, TokenRevoked, Read, Search, Export, Verb, Refused, JobBegun, JobEnded, Started, Stopped, LogBegun];
}

/// <summary>How it came out.</summary>
public enum ActivityOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was not allowed.</summary>
    Refused,

    /// <summary>It was allowed and did not succeed.</summary>
    Failed,
}

/// <summary>One act of somebody, as it stands in a leaf: one line of canonical JSON.</summary>
/// <remarks>
/// Never a secret: a session is named by a digest (<see cref="DigestOf"/>), a token by its name. Texts that are too long are cut, and end with "…".
/// </remarks>
/// <param name="What">One of <see cref="ActivityKinds"/>.</param>
/// <param name="Outcome">How it came out.</param>
public sealed record ActivityEntry(string What, ActivityOutcome Outcome)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int LongestName = 256;
    private const int LongestDetail = 4096;
    private const int DigestLength = 16;

    /// <summary>When, by the clock of this machine; set by the log.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whose account; null where nobody had signed in.</summary>
    public string? Account { get; init; }

    /// <summary>The digest of the session's secret.</summary>
    public string? Session { get; init; }

    /// <summary>The name of the token that was used in place of a session.</summary>
    public string? Token { get; init; }

    /// <summary>The case it was about.</summary>
    public CaseId? Case { get; init; }

    /// <summary>The record, entity or account it was about, by its id.</summary>
    public string? Subject { get; init; }

    /// <summary>What else is to be known: the words of a search, the verb, the policy of an export.</summary>
    public string? Detail { get; init; }

    /// <summary>From which address it came.</summary>
    public string? Address { get; init; }

    /// <summary>What stands for a session's secret in the log: 16 hex digits that tell nothing of it.</summary>
    public static string DigestOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..DigestLength];

    /// <summary>The texts in which a reader may search.</summary>
    internal IEnumerable<string> Texts => new[] { What, Account, Session, Token, Case?.Text, Subject, Detail, Address }.OfType<string>();

    /// <summary>The leaf.</summary>
    /// <exception cref="ArgumentException">The kind is none of the list, or the session is no digest.</exception>
    internal byte[] ToLeaf()
    {
        if (!ActivityKinds.All.Contains(What))
        {
            throw new ArgumentException($"'{What}' is no kind of activity");
        }

        if (Session is not null && (Session.Length != DigestLength || !Session.All(char.IsAsciiHexDigitLower)))
        {
            throw new ArgumentException("a session stands in the activity log by its digest only");
        }

        return CanonicalJson.Write(JsonMap.Of(
            ("at", At.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture)), ("what", What), ("outcome", Outcome.ToString().ToLowerInvariant()),
            ("account", Cut(Account, LongestName)), ("session", Session), ("token", Cut(Token, LongestName)), ("case", Case?.Text), ("subject", Cut(Subject, LongestName)),
            ("detail", Cut(Detail, LongestDetail)), ("address", Cut(Address, LongestName))));
    }

    /// <summary>Reads a leaf; null where it is none.</summary>
    internal static ActivityEntry? Of(ReadOnlySpan<byte> leaf) =>
        CanonicalJson.TryRead(leaf, out var json, out _) && json is JsonMap map && map.Text("what") is { } what
            && DateTimeOffset.TryParseExact(map.Text("at"), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && Enum.TryParse<ActivityOutcome>(map.Text("outcome"), true, out var outcome)
            && (map.Text("case") is var of && (of is null || CaseId.IsWellFormed(of)))
            ? new(what, outcome)
            {
                At = at,
                Account = map.Text("account"),
                Session = map.Text("session"),
                Token = map.Text("token"),
                Case = of is null ? null : new(of),
                Subject = map.Text("subject"),
                Detail = map.Text("detail"),
                Address = map.Text("address"),
            }
            : null;

    /// <summary>As much of a text as is kept; halves of pairs, which no leaf can hold, are replaced.</summary>
    private static string? Cut(string? text, int longest) => text is null ? null
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)] + "…"));
}

/// <summary>What is wanted of an activity log: all that is given must hold.</summary>
public sealed record ActivityFilter
{
    /// <summary>All of it.</summary>
    public static ActivityFilter All { get; } = new();

    /// <summary>Of this account.</summary>
    public string? Account { get; init; }

    /// <summary>Of one of these kinds; of any where it is empty.</summary>
    public ImmutableArray<string> What { get; init; } = [];

    /// <summary>About this case.</summary>
    public CaseId? Case { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>This stands in one of its texts, whatever the case of letters.</summary>
    public string? Text { get; init; }
}

/// <summary>A page of an activity log, the newest first.</summary>
/// <param name="Entries">The entries, each with its place among all.</param>
/// <param name="Next">From where to read on; null where nothing is left. Given also where little was found because much was looked at.</param>
public sealed record ActivityPage(ImmutableArray<(long Place, ActivityEntry Entry)> Entries, long? Next);
