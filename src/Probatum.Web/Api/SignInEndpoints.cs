using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Probatum.Storage;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>Coming in and going out: by a one-time link, by passkey, by password and code.</summary>
internal static class SignInEndpoints
{
    private const int LongestName = 80;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/sign-in").WithMetadata(new AccessAttribute(Needs.Nothing), new EnableRateLimitingAttribute("sign-in"));
        group.MapPost("/passkey/options", (HttpContext context, IPasskeyHandler<Account> passkeys, SignIn signIn) => Answers.Guard(async () =>
        {
            var options = await passkeys.MakeRequestOptionsAsync(null!, context).ConfigureAwait(false);
            return Results.Json(new { ceremony = signIn.Begin(options.AssertionState), options = JsonDocument.Parse(options.RequestOptionsJson).RootElement }, Answers.Form);
        }));
        group.MapPost("/passkey", (HttpContext context, IPasskeyHandler<Account> passkeys, SignIn signIn, Workroom room) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<CeremonyBody>(context).ConfigureAwait(false);
            if (signIn.End(said.Ceremony) is { } state
                && await passkeys.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = Answers.Credential(said.Credential), AssertionState = state }).ConfigureAwait(false) is { Succeeded: true, User: { } user, Passkey: { } used })
            {
                // Wrong passwords, which anybody can send, do not keep a passkey out.
                room.Accounts.Change(user.Id, account => PasskeyStore.With(account, PasskeyStore.Of(used, null)));
                return await In(context, room, room.Accounts.Find(user.Id)!).ConfigureAwait(false);
            }

            await room.Activity.NoteAsync(null, ActivityKinds.SignInFailed, null, null, "passkey").ConfigureAwait(false);
            return Answers.Problem(StatusCodes.Status401Unauthorized, "that passkey did not sign you in");
        }));
        group.MapPost("/password", (HttpContext context, SignIn signIn, Workroom room) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<PasswordBody>(context).ConfigureAwait(false);
            if (signIn.ByPassword(said.Name, said.Password, said.Code) is { } account)
            {
                return await In(context, room, account).ConfigureAwait(false);
            }

            await room.Activity.NoteAsync(null, ActivityKinds.SignInFailed, null, room.Accounts.Named(said.Name)?.Id, "password").ConfigureAwait(false);
            return Answers.Problem(StatusCodes.Status401Unauthorized, SignIn.Failed);
        }));
        group.MapPost("/out", (HttpContext context, Workroom room) => Answers.Guard(async () =>
        {
            if (Visits.Of(context) is { } visit)
            {
                await room.Activity.NoteAsync(visit, ActivityKinds.SignOut, null, null, null).ConfigureAwait(false);
            }

            room.Sessions.End(context.Request.Cookies[Gate.Cookie]);
            context.Response.Cookies.Delete(Gate.Cookie);
            context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
            return Results.NoContent();
        }));

        var join = app.MapGroup("/api/v1/join").WithMetadata(new AccessAttribute(Needs.Nothing), new EnableRateLimitingAttribute("sign-in"));
        join.MapPost("/look", (HttpContext context, Workroom room) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<SecretBody>(context).ConfigureAwait(false);
            return room.Accounts.FindInvitation(said.Secret, room.Now) is { } invitation
                ? Results.Json(new { forOwner = invitation.ForOwner, caseTitle = invitation.Case is { } id ? room.Case(id)?.Title : null, role = invitation.Grant?.Role, account = invitation.Account is { } known ? room.Accounts.Find(known)?.Display : null, secret = NewTotp(room) }, Answers.Form)
                : Ended;
        }));
        join.MapPost("/passkey/options", (HttpContext context, IPasskeyHandler<Account> passkeys, SignIn signIn, Workroom room) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<JoinBody>(context).ConfigureAwait(false);
            if (room.Accounts.FindInvitation(said.Secret, room.Now) is not { } invitation)
            {
                return Ended;
            }

            var id = invitation.Account ?? room.Accounts.NewId("a");
            var options = await passkeys.MakeCreationOptionsAsync(
                new() { Id = id, Name = Name(said.Name, room, invitation), DisplayName = Display(said) }, context).ConfigureAwait(false);
            return Results.Json(new { ceremony = signIn.Begin(options.AttestationState), account = id, options = JsonDocument.Parse(options.CreationOptionsJson).RootElement }, Answers.Form);
        }));
        join.MapPost("/passkey", (HttpContext context, IPasskeyHandler<Account> passkeys, SignIn signIn, Workroom room) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<JoinBody>(context).ConfigureAwait(false);
            return signIn.End(said.Ceremony) is { } state
                && await passkeys.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = Answers.Credential(said.Credential), AttestationState = state }).ConfigureAwait(false) is { Succeeded: true, Passkey: { } made, UserEntity: { } entity }
                ? await Join(context, room, said, entity.Id, account => PasskeyStore.With(account, PasskeyStore.Of(made, said.Device ?? "passkey"))).ConfigureAwait(false)
                : Answers.Problem(StatusCodes.Status400BadRequest, "the passkey was not made");
        }));
        join.MapPost("/password", (HttpContext context, SignIn signIn, Workroom room) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<JoinBody>(context).ConfigureAwait(false);
            var hash = signIn.Hash(said.Password ?? "");
            return Totp.FromBase32(said.Totp ?? "").Length < 20 || Totp.StepOf(said.Code ?? "", Totp.FromBase32(said.Totp!), room.Now, 0) is not { } step
                ? Answers.Problem(StatusCodes.Status400BadRequest, "that is not the code of this secret now; look at the clock of the device")
                : await Join(context, room, said, null, account => account with { Password = hash, TotpSecret = said.Totp, LastTotpStep = step }).ConfigureAwait(false);
        }));
    }

    private static IResult Ended => Answers.Problem(StatusCodes.Status410Gone, "this link was used already, or its time is over; ask for another");

    private static string NewTotp(Workroom room)
    {
        var secret = new byte[20];
        room.Shell.Random(secret);
        return Totp.Base32(secret);
    }

    /// <summary>Makes the account that an invitation is for, and signs it in. The invitation is used up in the same write.</summary>
    private static async Task<IResult> Join(HttpContext context, Workroom room, JoinBody said, string? id, Func<Account, Account> with)
    {
        Account? joined = null;
        room.Accounts.Change(pages =>
        {
            if (room.Accounts.FindInvitation(said.Secret, room.Now) is not { } invitation)
            {
                return pages;
            }

            var known = invitation.Account is { } again ? pages.Accounts[again] : null;
            var grants = known?.Grants ?? ImmutableSortedDictionary.Create<string, Grant>(StringComparer.Ordinal);
            if (invitation is { Case: { } caseId, Grant: { } grant })
            {
                grants = grants.SetItem(caseId, grant);
            }

            // Whoever owns the workspace owns its cases, as the key at the machine does.
            if (invitation.ForOwner)
            {
                grants = room.Cases.Aggregate(grants, (all, one) => all.SetItem(one.Id.Text, OfOwner));
            }

            joined = with(known is null
                ? new(id ?? room.Accounts.NewId("a"), Name(said.Name, room, invitation), Display(said), invitation.ForOwner, [], null, null, [], grants, false, 0, null, room.Accounts.NewId("t"))

                // Who lost every way to sign in may have lost it to somebody: nothing of before lets anybody in.
                : known with { Passkeys = [], Password = null, TotpSecret = null, LastTotpStep = 0, Grants = grants, Failures = 0, LockedUntil = null, Stamp = room.Accounts.NewId("t") });
            return pages with
            {
                Accounts = pages.Accounts.SetItem(joined.Id, joined),
                Invitations = pages.Invitations.RemoveAll(one => one == invitation || (known is not null && one.Account == known.Id)),
                Tokens = pages.Tokens.RemoveAll(one => known is not null && one.Account == known.Id),
            };
        });
        return joined is null ? Ended : await In(context, room, joined).ConfigureAwait(false);
    }

    /// <summary>What the owner of a case may: all but the identity vault, which is asked for apart.</summary>
    public static Grant OfOwner { get; } = new("owner", true, true, true, []);

    private static async Task<IResult> In(HttpContext context, Workroom room, Account account)
    {
        var session = Renew(context, room, account);
        await room.Activity.NoteAsync(new Visit(room, session, session.From), ActivityKinds.SignIn, null, null, null).ConfigureAwait(false);
        return Results.Json(new { account = account.Id, name = account.Display }, Answers.Form);
    }

    /// <summary>Begins a session and gives its cookie to whoever asked.</summary>
    public static Session Renew(HttpContext context, Workroom room, Account account)
    {
        var (secret, session) = room.Sessions.Begin(account, context.Connection.RemoteIpAddress?.ToString() ?? "");
        context.Response.Cookies.Append(Gate.Cookie, secret, new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        return session;
    }

    private static string Name(string? name, Workroom room, Invitation invitation)
    {
        if (invitation.Account is { } known)
        {
            return room.Accounts.Find(known)?.Name ?? throw new ArgumentException("that account was closed");
        }

        var tidy = AccountBook.Tidy(name ?? "");
        return tidy.Length is 0 or > LongestName || tidy.Any(char.IsControl) ? throw new ArgumentException($"a name has 1 to {LongestName} characters")
            : room.Accounts.Pages.Accounts.Values.Any(account => account.Name == tidy) ? throw new ArgumentException("that name is taken")
            : tidy;
    }

    private static string Display(JoinBody said) => said.Display is { Length: > 0 and <= LongestName } display ? display.Trim() : said.Name ?? "";

    internal sealed record CeremonyBody(string Ceremony, JsonElement Credential);

    internal sealed record PasswordBody(string Name, string Password, string Code);

    internal sealed record SecretBody(string Secret);

    internal sealed record JoinBody(string Secret, string? Name, string? Display, string? Ceremony, JsonElement Credential, string? Device, string? Password, string? Totp, string? Code);
}
