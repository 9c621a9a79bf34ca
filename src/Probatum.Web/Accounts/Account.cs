using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Probatum.Core.Access;

namespace Probatum.Web.Accounts;

/// <summary>Who may sign in: a name, how it is proved, keys that sign records, and what each case lets them do.</summary>
/// <param name="Id">"a-" and 22 characters; stands in the activity log.</param>
/// <param name="Name">What is typed to sign in, in small letters.</param>
/// <param name="Display">What others read.</param>
/// <param name="IsOwner">Whether this one opens cases, invites others and reads the activity of the whole workspace.</param>
/// <param name="Passkeys">WebAuthn credentials: they sign in, they do not sign records.</param>
/// <param name="Password">A password in the form of ASP.NET Core Identity (PBKDF2); null where only passkeys sign in.</param>
/// <param name="TotpSecret">RFC 6238 secret, Base32; a password alone never signs in.</param>
/// <param name="Keys">Public halves of keys that sign records and lie with this person.</param>
/// <param name="Grants">What each case lets this person do, by the case's id.</param>
/// <param name="IsClosed">Whether the account was closed; it stays, since the activity log names it.</param>
/// <param name="Failures">Failed sign-ins since the last good one.</param>
/// <param name="LockedUntil">No sign-in before then.</param>
/// <param name="Stamp">Changes with every change of how the person signs in; sessions of another stamp end.</param>
public sealed record Account(
    string Id, string Name, string Display, bool IsOwner, ImmutableArray<Passkey> Passkeys, string? Password, string? TotpSecret,
    ImmutableArray<SigningKey> Keys, ImmutableSortedDictionary<string, Grant> Grants, bool IsClosed, int Failures, DateTimeOffset? LockedUntil, string Stamp)
{
    /// <summary>The last step of TOTP that was used: a code counts once.</summary>
    public long LastTotpStep { get; init; }
}

/// <summary>A WebAuthn credential, as ASP.NET Core Identity keeps it.</summary>
public sealed record Passkey(
    string CredentialId, string PublicKey, DateTimeOffset CreatedAt, long SignCount, ImmutableArray<string> Transports, bool IsUserVerified,
    bool IsBackupEligible, bool IsBackedUp, string AttestationObject, string ClientDataJson, string? Name);

/// <summary>The public half of a key that signs records.</summary>
/// <param name="Vkey">NAME+ID+BASE64, as records name it.</param>
/// <param name="Device">What the person calls the device it lies on.</param>
/// <param name="Since">When it came.</param>
public sealed record SigningKey(string Vkey, string Device, DateTimeOffset Since)
{
    /// <summary>The name that stands in records.</summary>
    [JsonIgnore]
    public string Name => Vkey.Split('+')[0];
}

/// <summary>What a case lets somebody do. Writing is what the role writes; withholding, exports and identities are apart.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="MayExport">Whether anything may be taken out: tables, reports, dossiers, files.</param>
/// <param name="MayWithhold">Whether dossiers may be sealed and narrowed.</param>
/// <param name="MayOpenIdentities">Whether the identity vault may be asked at all; its passphrase is still needed.</param>
/// <param name="Compartments">Persons of whom this one needs to know; those in a compartment and not named here are not seen.</param>
public sealed record Grant(string Role, bool MayExport, bool MayWithhold, bool MayOpenIdentities, ImmutableArray<string> Compartments)
{
    /// <summary>The roles that sign records, and two that only read.</summary>
    public static ImmutableArray<string> Roles { get; } = [.. Permissions.Roles, "reader", "auditor"];
}

/// <summary>A link that is good once.</summary>
/// <param name="Digest">SHA-256 of the secret, hexadecimal.</param>
/// <param name="ForOwner">Whether whoever opens it becomes an owner.</param>
/// <param name="Case">The case it lets into; null for none yet.</param>
/// <param name="Grant">What that case lets them do.</param>
/// <param name="Account">For whom who lost every way to sign in; null for somebody new.</param>
/// <param name="Until">When it ends.</param>
public sealed record Invitation(string Digest, bool ForOwner, string? Case, Grant? Grant, string? Account, DateTimeOffset Until)
{
    /// <summary>The account that made it; null for the machine.</summary>
    public string? Issuer { get; init; }

    /// <summary>By what it is listed and taken back; not the secret.</summary>
    [JsonIgnore]
    public string Id => Digest[..16];
}

/// <summary>What a program signs in with: bound to a case and to verbs, and it ends.</summary>
/// <param name="Digest">SHA-256 of the token, hexadecimal.</param>
/// <param name="Id">What the activity log names.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Account">Whose it is: it never may more than they.</param>
/// <param name="Case">The only case it sees; null for all of the account's.</param>
/// <param name="Verbs">The verbs that it may run, such as "sample list"; one that ends with " *" stands for all that begin so.</param>
/// <param name="Until">When it ends.</param>
public sealed record ApiToken(string Digest, string Id, string Name, string Account, string? Case, ImmutableArray<string> Verbs, DateTimeOffset Until);
