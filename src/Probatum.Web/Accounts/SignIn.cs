using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Probatum.Web.Accounts;

/// <summary>RFC 6238: six digits, thirty seconds, SHA-1, as every authenticator program has it.</summary>
public static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of a time.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 30;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238's default, which all authenticator programs have; HMAC does not rest on collisions.
        var mac = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = mac[^1] & 0xf;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(at)) & 0x7fffffff;
        var modulus = 1;
        for (var i = 0; i < digits; i++)
        {
            modulus *= 10;
        }

        return (number % modulus).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step of which this is the code, the one before and the one after included; null for none, or for one that was used.</summary>
    public static long? StepOf(string code, ReadOnlySpan<byte> secret, DateTimeOffset now, long lastUsed)
    {
        long? found = null;
        var said = (code ?? "").Replace(" ", "", StringComparison.Ordinal);
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            if (step > lastUsed && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Code(secret, step)), System.Text.Encoding.UTF8.GetBytes(said)))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>RFC 4648 Base32 without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var (text, bits, held) = (new System.Text.StringBuilder(), 0, 0);
        foreach (var b in bytes)
        {
            (held, bits) = (((held << 8) | b) & 0xfff, bits + 8);
            while (bits >= 5)
            {
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
                bits -= 5;
            }
        }

        return bits > 0 ? text.Append(Alphabet[(held << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    /// <summary>Reads what <see cref="Base32"/> wrote.</summary>
    public static byte[] FromBase32(string text)
    {
        var (bytes, bits, held) = (new List<byte>(), 0, 0);
        foreach (var c in text ?? "")
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value >= 0)
            {
                (held, bits) = (((held << 5) | value) & 0xfff, bits + 5);
                if (bits >= 8)
                {
                    bytes.Add((byte)((held >> (bits - 8)) & 0xff));
                    bits -= 8;
                }
            }
        }

        return [.. bytes];
    }
}

/// <summary>Signing in: by passkey, or by password and code. Every wrong password counts, and after some the account's password waits; its passkeys do not.</summary>
public sealed class SignIn(AccountBook book, Func<DateTimeOffset> clock)
{
    /// <summary>So many failures lock the password of an account.</summary>
    public const int MostFailures = 8;

    /// <summary>The fewest characters of a password.</summary>
    public const int ShortestPassword = 12;

    /// <summary>How long it is locked.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan CeremonyFor = TimeSpan.FromMinutes(5);

    private readonly PasswordHasher<Account> _hasher = new();
    private readonly string _nobody = new PasswordHasher<Account>().HashPassword(null!, "nobody");
    private readonly ConcurrentDictionary<string, (string State, DateTimeOffset Until)> _ceremonies = new(StringComparer.Ordinal);

    /// <summary>What one failed sign-in tells: never whether the name or the password was wrong.</summary>
    public const string Failed = "that did not sign you in: name, password or code is wrong, or the account waits after too many tries";

    /// <summary>A password as it is kept.</summary>
    /// <exception cref="ArgumentException">It is too short.</exception>
    public string Hash(string password) => (password ?? "").Length >= ShortestPassword ? _hasher.HashPassword(null!, password!)
        : throw new ArgumentException($"a password has at least {ShortestPassword} characters");

    /// <summary>Signs in by name, password and code; null where any of them is wrong.</summary>
    public Account? ByPassword(string name, string password, string code)
    {
        var account = book.Named(name);
        if (account is not { Password: { } hash, TotpSecret: { } secret } || account.LockedUntil > clock())
        {
            // As much work as for somebody who is known: a password to hold against, and a write.
            _hasher.VerifyHashedPassword(null!, _nobody, password ?? "");
            book.Change(pages => pages);
            return null;
        }

        var isRight = _hasher.VerifyHashedPassword(account, hash, password ?? "") != PasswordVerificationResult.Failed;
        Account? signedIn = null;
        book.Change(account.Id, now =>
        {
            // Whoever waited has all tries again.
            now = now.LockedUntil <= clock() ? now with { Failures = 0, LockedUntil = null } : now;
            var step = Totp.StepOf(code, Totp.FromBase32(secret), clock(), now.LastTotpStep);
            if (isRight && step is { } used && now.LockedUntil is null)
            {
                return signedIn = now with { Failures = 0, LastTotpStep = used };
            }

            return now with { Failures = now.Failures + 1, LockedUntil = now.Failures + 1 >= MostFailures ? clock() + LockedFor : now.LockedUntil };
        });
        return signedIn;
    }

    /// <summary>Keeps what a ceremony of WebAuthn goes on from, and returns the secret that names it.</summary>
    public string Begin(string? state)
    {
        foreach (var (old, one) in _ceremonies)
        {
            if (one.Until < clock())
            {
                _ceremonies.TryRemove(old, out _);
            }
        }

        var (secret, _) = book.NewSecret();
        _ceremonies[secret] = (state ?? "", clock() + CeremonyFor);
        return secret;
    }

    /// <summary>What a ceremony goes on from, once.</summary>
    public string? End(string? secret) => secret is not null && _ceremonies.TryRemove(secret, out var one) && one.Until >= clock() ? one.State : null;
}

/// <summary>Where ASP.NET Core Identity finds accounts and their passkeys.</summary>
internal sealed class PasskeyStore(AccountBook book) : IUserPasskeyStore<Account>
{
    public static UserPasskeyInfo InfoOf(Passkey one) => new(
        Convert.FromBase64String(one.CredentialId), Convert.FromBase64String(one.PublicKey), one.CreatedAt, (uint)one.SignCount, [.. one.Transports],
        one.IsUserVerified, one.IsBackupEligible, one.IsBackedUp, Convert.FromBase64String(one.AttestationObject), Convert.FromBase64String(one.ClientDataJson))
    { Name = one.Name };

    public static Passkey Of(UserPasskeyInfo info, string? name) => new(
        Convert.ToBase64String(info.CredentialId), Convert.ToBase64String(info.PublicKey), info.CreatedAt, info.SignCount, [.. info.Transports ?? []], info.IsUserVerified,
        info.IsBackupEligible, info.IsBackedUp, Convert.ToBase64String(info.AttestationObject), Convert.ToBase64String(info.ClientDataJson), name ?? info.Name);

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        book.Change(user.Id, account => With(account, Of(passkey, null)));
        return Task.CompletedTask;
    }

    public static Account With(Account account, Passkey passkey)
    {
        var known = account.Passkeys.FirstOrDefault(one => one.CredentialId == passkey.CredentialId);
        return account with { Passkeys = known is null ? account.Passkeys.Add(passkey) : account.Passkeys.Replace(known, passkey with { Name = passkey.Name ?? known.Name }) };
    }

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. (book.Find(user.Id) ?? user).Passkeys.Select(InfoOf)]);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Convert.ToBase64String(credentialId);
        return Task.FromResult(book.Pages.Accounts.Values.FirstOrDefault(account => !account.IsClosed && account.Passkeys.Any(one => one.CredentialId == id)));
    }

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult((book.Find(user.Id) ?? user).Passkeys.FirstOrDefault(one => one.CredentialId == Convert.ToBase64String(credentialId)) is { } one ? InfoOf(one) : null);

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        book.Change(user.Id, account => account with { Passkeys = account.Passkeys.RemoveAll(one => one.CredentialId == Convert.ToBase64String(credentialId)) });
        return Task.CompletedTask;
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(book.Find(userId));

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(book.Named(normalizedUserName));

    public void Dispose()
    {
    }
}
