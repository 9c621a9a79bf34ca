using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Web.Api;

/// <summary>One's own account: keys that sign records, passkeys, tokens; and, for owners, accounts of others.</summary>
internal static class AccountEndpoints
{
    private const int MostKeys = 20;
    private static readonly TimeSpan LongestToken = TimeSpan.FromDays(366);
    private static readonly TimeSpan InvitedFor = TimeSpan.FromDays(7);

    public static void Map(IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/v1/me").WithMetadata(new AccessAttribute(Needs.Session));
        own.MapGet("/", (HttpContext context) => Visits.Of(context) is { Session: not null } visit ? Answers.Json(Json(visit.Account)) : Answers.Problem(StatusCodes.Status403Forbidden, "a token does not tell of its account"));
        own.MapPost("/keys/challenge", (HttpContext context, SignIn signIn) => Answers.Guard(() =>
        {
            var visit = InSession(context);
            var challenge = signIn.Begin(Proof(visit.Account));
            return Task.FromResult(Results.Json(new { challenge, text = ProofText(visit.Account, challenge) }, Answers.Form));
        }));
        own.MapPost("/keys", (HttpContext context, Workroom room, SignIn signIn) => Answers.Guard(async () =>
        {
            var (visit, said) = (InSession(context), await Answers.Body<KeyBody>(context).ConfigureAwait(false));
            var raw = Convert.FromBase64String(said.PublicKey ?? "");
            if (raw.Length != 32)
            {
                throw new BadInputException("an Ed25519 key has 32 bytes");
            }

            // A public key is no secret: what waits for it is shown to whoever has the other half.
            var (verifier, signature) = (KeyName.Verifier(raw), Convert.FromBase64String(said.Signature ?? ""));
            if (signIn.End(said.Challenge) != Proof(visit.Account) || signature.Length != 64 || !verifier.Verify(Encoding.UTF8.GetBytes(ProofText(visit.Account, said.Challenge!)), signature))
            {
                throw new BadInputException("the key did not sign the text of /api/v1/me/keys/challenge: only whoever has a key adds it");
            }

            await room.Activity.NoteAsync(visit, ActivityKinds.AccountChanged, null, verifier.Name, "key added").ConfigureAwait(false);
            var pages = room.Accounts.Change(pages =>
            {
                var now = pages.Accounts[visit.Account.Id];
                return now.Keys.Any(key => key.Vkey == verifier.Text) ? pages
                    : now.Keys.Length >= MostKeys ? throw new BadInputException($"nobody has more than {MostKeys} keys")
                    : pages.Accounts.Values.Any(other => other.Keys.Any(key => key.Name == verifier.Name)) ? throw new BadInputException("another account has this key")
                    : pages with { Accounts = pages.Accounts.SetItem(now.Id, now with { Keys = now.Keys.Add(new(verifier.Text, Short(said.Device, "a browser"), room.Now)) }) };
            });
            return Answers.Json(Json(pages.Accounts[visit.Account.Id]));
        }));
        own.MapPost("/passkey/options", (HttpContext context, IPasskeyHandler<Account> passkeys, SignIn signIn) => Answers.Guard(async () =>
        {
            var account = InSession(context).Account;
            var options = await passkeys.MakeCreationOptionsAsync(new() { Id = account.Id, Name = account.Name, DisplayName = account.Display }, context).ConfigureAwait(false);
            return Results.Json(new { ceremony = signIn.Begin(options.AttestationState), options = JsonDocument.Parse(options.CreationOptionsJson).RootElement }, Answers.Form);
        }));
        own.MapPost("/passkey", (HttpContext context, IPasskeyHandler<Account> passkeys, SignIn signIn, Workroom room) => Answers.Guard(async () =>
        {
            var (visit, said) = (InSession(context), await Answers.Body<SignInEndpoints.CeremonyBody>(context).ConfigureAwait(false));
            if (signIn.End(said.Ceremony) is not { } state
                || await passkeys.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = Answers.Credential(said.Credential), AttestationState = state }).ConfigureAwait(false) is not { Succeeded: true, Passkey: { } made, UserEntity: { } entity }
                || entity.Id != visit.Account.Id)
            {
                return Answers.Problem(StatusCodes.Status400BadRequest, "the passkey was not made");
            }

            var account = room.Accounts.Change(visit.Account.Id, now => PasskeyStore.With(now, PasskeyStore.Of(made, "passkey")));
            await room.Activity.NoteAsync(visit, ActivityKinds.AccountChanged, null, null, "passkey added").ConfigureAwait(false);
            return Answers.Json(Json(account));
        }));
        own.MapDelete("/passkeys/{Id}", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            var visit = InSession(context);
            var account = room.Accounts.Change(visit.Account.Id, now =>
                now.Passkeys.FirstOrDefault(one => Name(one) == id) is not { } known ? throw new BadInputException("there is no such passkey")
                : now is { Passkeys.Length: 1, Password: null } ? throw new BadInputException("this is the last way to sign in; add another first")
                : now with { Passkeys = now.Passkeys.Remove(known), Stamp = room.Accounts.NewId("t") });
            await room.Activity.NoteAsync(visit, ActivityKinds.AccountChanged, null, id, "passkey removed").ConfigureAwait(false);

            // Whoever came in by it is signed out wherever that was; this device goes on.
            SignInEndpoints.Renew(context, room, account);
            return Answers.Json(Json(account));
        }));
        own.MapGet("/tokens", (HttpContext context, Workroom room) => Visits.Of(context)!.Token is not null ? Answers.Problem(StatusCodes.Status403Forbidden, "a token does not tell of others") :
            Answers.Json(JsonList.Of(room.Accounts.Pages.Tokens.Where(one => one.Account == Visits.Of(context)!.Account.Id).Select(one => (Json)Json(one)))));
        own.MapPost("/tokens", (HttpContext context, Workroom room) => Answers.Guard(async () =>
        {
            var (visit, said) = (InSession(context), await Answers.Body<TokenBody>(context).ConfigureAwait(false));
            if (said.Case is { } caseId && visit.GrantIn(caseId) is null)
            {
                throw new BadInputException("there is no such case");
            }

            if (said.Verbs is not { Length: > 0 } || said.Verbs.Any(verb => verb is null))
            {
                throw new BadInputException("say which verbs it may run");
            }

            var unknown = said.Verbs.Where(verb => verb is not ("*" or "search") && !VerbRules.All.Keys.Any(known => Jobs.Covers([verb], known))).ToList();
            if (unknown.Count > 0)
            {
                throw new BadInputException($"there is no verb {string.Join(", ", unknown)}");
            }

            var lasts = TimeSpan.FromDays(said.Days);
            if (lasts <= TimeSpan.Zero || lasts > LongestToken)
            {
                throw new BadInputException($"a token lasts from one day to {LongestToken.TotalDays:0}");
            }

            var (secret, _) = room.Accounts.NewSecret();
            var token = new ApiToken(AccountBook.DigestOf("pbt_" + secret), room.Accounts.NewId("k"), Short(said.Name, "a program"), visit.Account.Id, said.Case, [.. said.Verbs], room.Now + lasts);
            room.Accounts.Change(pages => pages with { Tokens = [.. pages.Tokens.Where(one => one.Until > room.Now), token] });
            await room.Activity.NoteAsync(visit, ActivityKinds.TokenMade, said.Case, token.Id, string.Join(", ", said.Verbs)).ConfigureAwait(false);
            return Answers.Json(JsonMap.Of([.. ((JsonMap)Json(token)).Members.Select(one => (one.Key, (Json?)one.Value)), ("token", "pbt_" + secret)]), StatusCodes.Status201Created);
        }));
        own.MapDelete("/tokens/{Id}", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            if (Visits.Of(context) is not { Session: not null } visit)
            {
                return Answers.Problem(StatusCodes.Status403Forbidden, "a token does not take tokens back: sign in");
            }

            var gone = room.Accounts.Pages.Tokens.FirstOrDefault(one => one.Id == id && one.Account == visit.Account.Id);
            if (gone is null)
            {
                return Answers.Problem(StatusCodes.Status404NotFound, "there is no such token of yours");
            }

            room.Accounts.Change(pages => pages with { Tokens = pages.Tokens.Remove(gone) });
            await room.Activity.NoteAsync(visit, ActivityKinds.TokenRevoked, gone.Case, gone.Id, null).ConfigureAwait(false);
            return Results.NoContent();
        }));

        var invited = app.MapGroup("/api/v1/cases/{CaseId}/invitations").WithMetadata(new AccessAttribute(Needs.CaseOwner));
        invited.MapGet("/", (string caseId, Workroom room) => Answers.Json(Invitations(room, one => one.Case == caseId)));
        invited.MapDelete("/{Id}", (HttpContext context, string caseId, string id, Workroom room) => TakeBack(context, room, id, caseId));
        var allInvited = app.MapGroup("/api/v1/invitations").WithMetadata(new AccessAttribute(Needs.Owner));
        allInvited.MapGet("/", (Workroom room) => Answers.Json(Invitations(room, _ => true)));
        allInvited.MapDelete("/{Id}", (HttpContext context, string id, Workroom room) => TakeBack(context, room, id, null));

        var owners = app.MapGroup("/api/v1/accounts").WithMetadata(new AccessAttribute(Needs.Owner));
        owners.MapGet("/", (Workroom room) => Answers.Json(JsonList.Of(room.Accounts.Pages.Accounts.Values.Select(account => (Json)Json(account)))));
        owners.MapPost("/{Id}/close", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            var visit = InSession(context);
            if (id == visit.Account.Id)
            {
                throw new BadInputException("nobody closes the own account: another owner does");
            }

            if (!room.Accounts.Close(id))
            {
                throw new BadInputException("there is no such account");
            }

            await room.Activity.NoteAsync(visit, ActivityKinds.AccountChanged, null, id, "closed").ConfigureAwait(false);
            return Results.NoContent();
        }));
        owners.MapPost("/{Id}/link", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            var account = room.Accounts.Find(id) ?? throw new BadInputException("there is no such account");
            var visit = InSession(context);
            await room.Activity.NoteAsync(visit, ActivityKinds.AccountChanged, null, id, "one-time link made").ConfigureAwait(false);
            var secret = room.Accounts.Invite(new("", false, null, null, account.Id, room.Now + InvitedFor) { Issuer = visit.AccountId }, room.Now);
            return Results.Json(new { link = Link(context, secret) }, Answers.Form);
        }));
    }

    /// <summary>The address of a one-time link, as whoever asked for it reaches this server.</summary>
    public static string Link(HttpContext context, string secret) => $"{context.Request.Scheme}://{context.Request.Host}/join#{secret}";

    /// <summary>How long an invitation stays good.</summary>
    public static TimeSpan Invited => InvitedFor;

    /// <summary>An account for others to read: never how it signs in.</summary>
    public static JsonMap Json(Account account) => JsonMap.Of(
        ("id", account.Id), ("name", account.Name), ("display", account.Display), ("owner", new JsonTruth(account.IsOwner)), ("closed", new JsonTruth(account.IsClosed)),
        ("keys", JsonList.Of(account.Keys.Select(key => (Json)JsonMap.Of(("key", key.Name), ("vkey", key.Vkey), ("device", key.Device), ("since", When.Format(key.Since)))))),
        ("passkeys", JsonList.Of(account.Passkeys.Select(one => (Json)JsonMap.Of(("id", Name(one)), ("name", one.Name), ("since", When.Format(one.CreatedAt)))))),
        ("password", new JsonTruth(account.Password is not null)),
        ("cases", JsonList.Of(account.Grants.Select(one => (Json)JsonMap.Of(
            ("case", one.Key), ("role", one.Value.Role), ("export", new JsonTruth(one.Value.MayExport)), ("withhold", new JsonTruth(one.Value.MayWithhold)), ("identities", new JsonTruth(one.Value.MayOpenIdentities)))))));

    /// <summary>A short name of a passkey that tells nothing of it.</summary>
    public static string Name(Passkey passkey) => AccountBook.DigestOf(passkey.CredentialId)[..16];

    private static JsonMap Json(ApiToken token) => JsonMap.Of(
        ("id", token.Id), ("name", token.Name), ("case", token.Case), ("verbs", JsonList.Of(token.Verbs.Select(verb => (Json)verb))), ("until", When.Format(token.Until)));

    private static JsonList Invitations(Workroom room, Func<Invitation, bool> wanted) => JsonList.Of(room.Accounts.Pages.Invitations.Where(one => one.Until > room.Now && wanted(one)).Select(one => (Json)JsonMap.Of(
        ("id", one.Id), ("case", one.Case), ("role", one.Grant?.Role), ("owner", new JsonTruth(one.ForOwner)), ("account", one.Account), ("issuer", one.Issuer), ("until", When.Format(one.Until)))));

    private static Task<IResult> TakeBack(HttpContext context, Workroom room, string id, string? caseId) => Answers.Guard(async () =>
    {
        if (!room.Accounts.TakeBack(id, one => caseId is null || one.Case == caseId))
        {
            return Answers.Problem(StatusCodes.Status404NotFound, "there is no such invitation");
        }

        await room.Activity.NoteAsync(Visits.Of(context), ActivityKinds.AccountChanged, caseId, id, "invitation taken back").ConfigureAwait(false);
        return Results.NoContent();
    });

    /// <summary>What a challenge is kept for: it is good for the account that asked for it.</summary>
    private static string Proof(Account account) => $"key of {account.Id}";

    /// <summary>What a key signs to be added to an account.</summary>
    internal static string ProofText(Account account, string challenge) => KeyVerbs.ProofText(account.Id, challenge);

    private static Visit InSession(HttpContext context) => Visits.Of(context) is { Session: not null } visit ? visit : throw new BadInputException("a token can't do this: sign in");

    private static string Short(string? text, string otherwise) => text?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, 80)] : otherwise;

    internal sealed record KeyBody(string? PublicKey, string? Device, string? Challenge, string? Signature);

    internal sealed record TokenBody(string? Name, string? Case, string[]? Verbs, int Days);
}
