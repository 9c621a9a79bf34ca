using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
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
        own.MapPost("/keys", (HttpContext context, Workroom room) => Answers.Guard(async () =>
        {
            var (visit, said) = (InSession(context), await Answers.Body<KeyBody>(context).ConfigureAwait(false));
            var raw = Convert.FromBase64String(said.PublicKey);
            if (raw.Length != 32)
            {
                throw new BadInputException("an Ed25519 key has 32 bytes");
            }

            var verifier = KeyName.Verifier(raw);
            var account = room.Accounts.Change(visit.Account.Id, now =>
                now.Keys.Length >= MostKeys ? throw new BadInputException($"nobody has more than {MostKeys} keys")
                : now.Keys.Any(key => key.Vkey == verifier.Text) ? now
                : now with { Keys = now.Keys.Add(new(verifier.Text, Short(said.Device, "a browser"), room.Now)) });
            room.Activity.Note(visit, "account-changed", null, verifier.Name, "key added");
            return Answers.Json(Json(account));
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
                || await passkeys.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = said.Credential.GetRawText(), AttestationState = state }).ConfigureAwait(false) is not { Succeeded: true, Passkey: { } made, UserEntity: { } entity }
                || entity.Id != visit.Account.Id)
            {
                return Answers.Problem(StatusCodes.Status400BadRequest, "the passkey was not made");
            }

            var account = room.Accounts.Change(visit.Account.Id, now => PasskeyStore.With(now, PasskeyStore.Of(made, "passkey")));
            room.Activity.Note(visit, "account-changed", null, null, "passkey added");
            return Answers.Json(Json(account));
        }));
        own.MapDelete("/passkeys/{Id}", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            var visit = InSession(context);
            var account = room.Accounts.Change(visit.Account.Id, now =>
                now.Passkeys.FirstOrDefault(one => Name(one) == id) is not { } known ? throw new BadInputException("there is no such passkey")
                : now is { Passkeys.Length: 1, Password: null } ? throw new BadInputException("this is the last way to sign in; add another first")
                : now with { Passkeys = now.Passkeys.Remove(known) });
            room.Activity.Note(visit, "account-changed", null, id, "passkey removed");
            return await Task.FromResult(Answers.Json(Json(account))).ConfigureAwait(false);
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

            var unknown = said.Verbs.Where(verb => verb is not ("*" or "search") && !VerbRules.All.Keys.Any(known => Jobs.Covers([verb], known))).ToList();
            if (said.Verbs.Length == 0 || unknown.Count > 0)
            {
                throw new BadInputException(unknown.Count > 0 ? $"there is no verb {string.Join(", ", unknown)}" : "say which verbs it may run");
            }

            var lasts = TimeSpan.FromDays(said.Days);
            if (lasts <= TimeSpan.Zero || lasts > LongestToken)
            {
                throw new BadInputException($"a token lasts from one day to {LongestToken.TotalDays:0}");
            }

            var (secret, _) = room.Accounts.NewSecret();
            var token = new ApiToken(AccountBook.DigestOf("pbt_" + secret), room.Accounts.NewId("k"), Short(said.Name, "a program"), visit.Account.Id, said.Case, [.. said.Verbs], room.Now + lasts);
            room.Accounts.Change(pages => pages with { Tokens = [.. pages.Tokens.Where(one => one.Until > room.Now), token] });
            room.Activity.Note(visit, "token-made", said.Case, token.Id, string.Join(", ", said.Verbs));
            return Answers.Json(JsonMap.Of([.. ((JsonMap)Json(token)).Members.Select(one => (one.Key, (Json?)one.Value)), ("token", "pbt_" + secret)]), StatusCodes.Status201Created);
        }));
        own.MapDelete("/tokens/{Id}", (HttpContext context, string id, Workroom room) =>
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
            room.Activity.Note(visit, "token-revoked", gone.Case, gone.Id, null);
            return Results.NoContent();
        });

        var owners = app.MapGroup("/api/v1/accounts").WithMetadata(new AccessAttribute(Needs.Owner));
        owners.MapGet("/", (Workroom room) => Answers.Json(JsonList.Of(room.Accounts.Pages.Accounts.Values.Select(account => (Json)Json(account)))));
        owners.MapPost("/{Id}/close", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            var visit = InSession(context);
            if (id == visit.Account.Id)
            {
                throw new BadInputException("nobody closes the own account: another owner does");
            }

            room.Accounts.Change(pages => pages with
            {
                Accounts = pages.Accounts.SetItem(id, (pages.Accounts.GetValueOrDefault(id) ?? throw new BadInputException("there is no such account")) with { IsClosed = true, Stamp = room.Accounts.NewId("t") }),
                Tokens = pages.Tokens.RemoveAll(one => one.Account == id),
            });
            room.Activity.Note(visit, "account-changed", null, id, "closed");
            return await Task.FromResult(Results.NoContent()).ConfigureAwait(false);
        }));
        owners.MapPost("/{Id}/link", (HttpContext context, string id, Workroom room) => Answers.Guard(async () =>
        {
            var account = room.Accounts.Find(id) ?? throw new BadInputException("there is no such account");
            var secret = room.Accounts.Invite(new("", false, null, null, account.Id, room.Now + InvitedFor), room.Now);
            room.Activity.Note(InSession(context), "account-changed", null, id, "one-time link made");
            return await Task.FromResult(Results.Json(new { link = Link(context, secret) }, Answers.Form)).ConfigureAwait(false);
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

    private static Visit InSession(HttpContext context) => Visits.Of(context) is { Session: not null } visit ? visit : throw new BadInputException("a token can't do this: sign in");

    private static string Short(string? text, string otherwise) => text?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, 80)] : otherwise;

    internal sealed record KeyBody(string PublicKey, string? Device);

    internal sealed record TokenBody(string? Name, string? Case, string[] Verbs, int Days);
}
