using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Web.Accounts;

/// <summary>All accounts, invitations, tokens and compartments of a workspace.</summary>
/// <param name="Accounts">By id.</param>
/// <param name="Invitations">Links that are still good.</param>
/// <param name="Tokens">Tokens that were not taken back.</param>
/// <param name="Compartments">By case: the persons (their entity ids) whom only those see who need to know.</param>
public sealed record AccountPages(
    ImmutableSortedDictionary<string, Account> Accounts, ImmutableArray<Invitation> Invitations, ImmutableArray<ApiToken> Tokens,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Compartments)
{
    /// <summary>Nobody yet.</summary>
    public static AccountPages Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, Account>(StringComparer.Ordinal), [], [], ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));
}

/// <summary>Where accounts are kept: one file beside the logs, sealed under the workspace's key, written whole each time.</summary>
/// <remarks>Safe for many threads. Who signs in is no part of any case; who signed a record stands in the case by its key.</remarks>
public sealed class AccountBook
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    private readonly Lock _turn = new();
    private readonly SealedFile _file;
    private readonly Randomness _random;
    private volatile AccountPages _pages;

    /// <summary>Opens the book of a workspace.</summary>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public AccountBook(string folder, Vault vault, Randomness random)
    {
        (_file, _random) = (new(Path.Combine(folder, "accounts"), vault, "accounts"), random);
        _pages = _file.Read() is { } plain ? JsonSerializer.Deserialize<AccountPages>(plain, Form)! : AccountPages.Empty;
    }

    /// <summary>Hears after every change.</summary>
    public event Action? Changed;

    /// <summary>All of it, as it is now.</summary>
    public AccountPages Pages => _pages;

    /// <summary>Whether somebody owns the workspace yet.</summary>
    public bool HasOwner => _pages.Accounts.Values.Any(account => account is { IsOwner: true, IsClosed: false });

    /// <summary>An account that is not closed.</summary>
    public Account? Find(string id) => _pages.Accounts.GetValueOrDefault(id) is { IsClosed: false } account ? account : null;

    /// <summary>The account that signs in by that name.</summary>
    public Account? Named(string name) => _pages.Accounts.Values.FirstOrDefault(account => !account.IsClosed && account.Name == Tidy(name));

    /// <summary>What is typed to sign in, as it is kept.</summary>
    public static string Tidy(string name) => (name ?? "").Trim().ToLowerInvariant();

    /// <summary>Changes the book: durable when this returns.</summary>
    /// <param name="change">Makes the new pages of the old; what it throws leaves everything as it was.</param>
    public AccountPages Change(Func<AccountPages, AccountPages> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_turn)
        {
            var pages = change(_pages);
            if (ReferenceEquals(pages, _pages))
            {
                return pages;
            }

            _file.Replace(JsonSerializer.SerializeToUtf8Bytes(pages, Form));
            _pages = pages;
        }

        Changed?.Invoke();
        return _pages;
    }

    /// <summary>Changes one account.</summary>
    public Account Change(string id, Func<Account, Account> change) => Change(pages => pages with
    {
        Accounts = pages.Accounts.SetItem(id, change(pages.Accounts.GetValueOrDefault(id) ?? throw new InvalidOperationException("there is no such account"))),
    }).Accounts[id];

    /// <summary>A new secret of 256 bits, and the digest by which it is known again.</summary>
    public (string Secret, string Digest) NewSecret()
    {
        var bytes = new byte[32];
        _random(bytes);
        var secret = Base64Url.Encode(bytes);
        return (secret, DigestOf(secret));
    }

    /// <summary>A new name of that sort, such as "a" for accounts.</summary>
    public string NewId(string sort)
    {
        var bytes = new byte[16];
        _random(bytes);
        return $"{sort}-{Base64Url.Encode(bytes)}";
    }

    /// <summary>By what a secret is known again: SHA-256 of 256 random bits needs no salt.</summary>
    public static string DigestOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Makes a link's secret, good once and for so long.</summary>
    public string Invite(Invitation invitation, DateTimeOffset now)
    {
        var (secret, digest) = NewSecret();
        Change(pages => pages with { Invitations = [.. pages.Invitations.Where(one => one.Until > now), invitation with { Digest = digest }] });
        return secret;
    }

    /// <summary>Takes a case from somebody, with the invitations into it that they made.</summary>
    public void TakeGrant(string accountId, string caseId) => Change(pages => pages with
    {
        Accounts = pages.Accounts.TryGetValue(accountId, out var account) ? pages.Accounts.SetItem(accountId, account with { Grants = account.Grants.Remove(caseId) }) : pages.Accounts,
        Invitations = pages.Invitations.RemoveAll(one => one.Issuer == accountId && one.Case == caseId),
    });

    /// <summary>Closes an account: its sessions, tokens and invitations end.</summary>
    /// <returns>Whether there is such an account.</returns>
    public bool Close(string accountId)
    {
        var isThere = _pages.Accounts.ContainsKey(accountId);
        if (isThere)
        {
            Change(pages => pages with
            {
                Accounts = pages.Accounts.SetItem(accountId, pages.Accounts[accountId] with { IsClosed = true, Stamp = NewId("t") }),
                Tokens = pages.Tokens.RemoveAll(one => one.Account == accountId),
                Invitations = pages.Invitations.RemoveAll(one => one.Issuer == accountId || one.Account == accountId),
            });
        }

        return isThere;
    }

    /// <summary>Takes an invitation back; false where there is none of that id that passes.</summary>
    public bool TakeBack(string id, Func<Invitation, bool> passes)
    {
        ArgumentNullException.ThrowIfNull(passes);
        var isThere = false;
        Change(pages => pages.Invitations.FirstOrDefault(one => one.Id == id && passes(one)) is { } gone && (isThere = true) ? pages with { Invitations = pages.Invitations.Remove(gone) } : pages);
        return isThere;
    }

    /// <summary>The invitation of that secret, if it is still good.</summary>
    public Invitation? FindInvitation(string? secret, DateTimeOffset now) => secret is not null && DigestOf(secret) is var digest
        ? _pages.Invitations.FirstOrDefault(one => one.Until > now && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one.Digest), Encoding.ASCII.GetBytes(digest))) : null;
}
