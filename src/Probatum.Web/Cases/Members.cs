using System.Collections.Frozen;
using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Api;
using Probatum.Web.Runs;

namespace Probatum.Web.Cases;

/// <summary>A record that another signed and that waits for somebody's own signature.</summary>
/// <param name="Id">The record's name.</param>
/// <param name="Key">Whose signature it waits for.</param>
/// <param name="Giver">Whose it has.</param>
/// <param name="Statement">What it says; null where this version does not know the kind.</param>
/// <param name="Half">The half itself.</param>
public sealed record Waiting(RecordId Id, KeyName Key, KeyName Giver, Statement? Statement, HalfSigned Half)
{
    /// <summary>As much of the half as whoever looks may see.</summary>
    public HalfSigned Told { get; init; } = Half;
}

/// <summary>Who works on a case: keys that sign in it, and records that need two people's signatures.</summary>
public sealed class Members
{
    // What makes, takes or settles a half.
    private static readonly FrozenSet<string> Halving = new[] { "key register", "key accept", "sample transfer", "sample receive", "sample refuse" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Workroom _room;
    private readonly Jobs _jobs;

    /// <summary>Watches the jobs that make and settle halves.</summary>
    public Members(Workroom room, Jobs jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        (_room, _jobs) = (room, jobs);
        jobs.Changed += job =>
        {
            if (job is { State: JobState.Done, Case: { } caseId } && Halving.Contains(job.Words))
            {
                Changed?.Invoke(caseId);
            }
        };
    }

    /// <summary>Hears of a case in which something began or ended to wait for a second signature.</summary>
    public event Action<string>? Changed;

    /// <summary>
    /// Registers the first key of an owner's browser. The registrar is the key at the machine, which opened the case: whoever made the
    /// one-time link there stands for it. Every other key is registered by a person in a browser.
    /// </summary>
    /// <exception cref="BadInputException">There is no such key at the machine, or the owner's key counts already.</exception>
    public Job RegisterOwner(SeenCase seen, SigningKey key, string holder, string? party = null)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var registrar = _room.Workspace.Keys.Names.Contains("owner") ? _room.Workspace.Keys.Find("owner", _ => throw new BadInputException("the key 'owner' lies on a token; register this key with 'probatum key register'")) : null;
        return registrar is null || !seen.Visit.Account.IsOwner || !AccessRules.Allows(seen.Visit.GrantIn(seen.Id.Text), Needs.CaseOwner) || !seen.Live.Now.Keys.Counts(new(registrar.Verifier.Name), seen.Live.Now.Size)
            ? throw new BadInputException("the key 'owner' at the machine did not open this case; register this key there with 'probatum key register'")
            : _jobs.Start(
            seen, "key register", (job, opened) =>
            {
                var statement = new KeyRegistered(key.Vkey, holder, "owner", opened.FindOr("party", party));
                return OpenedCase.Recorded(opened.RecordPart(new(registrar, _room.Shell.Clock, _room.Shell.Random), [new(statement, CoSigners: [Jobs.SignerOf(job, key)])]), $"key {key.Name} may sign as owner", ("key", key.Name));
            });
    }

    /// <summary>
    /// Puts a second key of whoever asks in the place of their first one: registered under a name and for a party, while the first one ends.
    /// A registration can't be changed, so this is how somebody says later who holds a key and for whom it acts.
    /// </summary>
    /// <param name="seen">The case and who asks.</param>
    /// <param name="old">The key that counts in the case and registers keys there.</param>
    /// <param name="next">The key that takes its place.</param>
    /// <param name="holder">Whose name stands on record.</param>
    /// <param name="party">For whom the key acts, by the party's name or id: one that is not on record yet is described in the same go; null for nobody.</param>
    /// <param name="sort">What a party that is described here is; null where that is not said.</param>
    /// <exception cref="BadInputException">There is no name, or the keys are the wrong ones.</exception>
    public Job Replace(SeenCase seen, SigningKey old, SigningKey next, string holder, string? party, string? sort)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(next);
        return seen.Live.Now.Keys.Keys.ContainsKey(new(next.Name)) ? throw new BadInputException("the second key is in this case already")
            : _jobs.Start(seen, "key register", old, (job, _, opened) => OpenedCase.Recorded(
                Acting(opened, opened.Author, Jobs.SignerOf(job, next), holder, party, sort), $"key {next.Name} signs as {holder} from now on; {old.Name} has ended", ("key", next.Name)));
    }

    /// <summary>Registers a key under a name and for a party, in the place of the author's own.</summary>
    internal static ImmutableArray<Receipt> Acting(OpenedCase opened, Author author, Ledger.SignerKey next, string holder, string? party, string? sort)
    {
        if (string.IsNullOrWhiteSpace(holder))
        {
            throw new BadInputException("give the name of whoever holds the key, as it stands on record");
        }

        var role = opened.History.Keys.Keys.GetValueOrDefault(author.Name)?.Role ?? "owner";
        var known = party is { Length: > 0 } said ? opened.State.Entities.Named(said.Trim()).FirstOrDefault(one => one.Sort == "party")?.Id ?? (EntityId.IsWellFormed(said) ? new EntityId(said) : null) : null;
        var described = party is { Length: > 0 } && known is null ? new PartyDescribed(opened.NewId(), party.Trim(), sort is { Length: > 0 } ? sort : null, null, "F", null) : null;
        return opened.RecordAll(
        [
            .. described is null ? Array.Empty<Intended>() : [new(described)],
            new(new KeyRegistered(next.Verifier.Text, holder.Trim(), role, described?.Party ?? known), CoSigners: [next]),
            new(new KeyRevoked(author.Name.Text, "another key of its holder signs from here on")),
        ]);
    }

    /// <summary>Whether the registration of a key waits for that key's signature already.</summary>
    public bool IsWaiting(SeenCase seen, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(key);
        return PendingHalves.For(_room.Workspace, seen.Id, seen.Live.Now, new(key.Name)).Any(one => one.Record.Statement is KeyRegistered);
    }

    /// <summary>Signs the registration of somebody's key, as registrar; it counts once that key signed it too.</summary>
    public Job Register(SeenCase seen, SigningKey key, string role, string holder, string? party)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(key);
        return !Permissions.Roles.Contains(role) ? throw new BadInputException($"a key signs as {string.Join(", ", Permissions.Roles)}")
            : IsWaiting(seen, key) ? throw new BadInputException($"the key of {holder} is registered already, and waits for {holder}'s signature")
            : _jobs.Start(seen, "key register", (_, opened) =>
            {
                var half = opened.Half(new KeyRegistered(key.Vkey, holder, role, opened.FindOr("party", party)), new(key.Name));
                return new($"signed by the registrar; {holder} signs next, and then it may sign as {role}", JsonMap.Of(("id", half.Id.Text), ("key", key.Name)));
            });
    }

    /// <summary>What waits for somebody's signature in a case; what they declined does not.</summary>
    public ImmutableArray<Waiting> For(SeenCase seen) => Halves(seen, PendingHalves.For);

    /// <summary>What somebody signed in a case and another has neither signed nor declined.</summary>
    public ImmutableArray<Waiting> Given(SeenCase seen) => Halves(seen, PendingHalves.Of);

    private ImmutableArray<Waiting> Halves(SeenCase seen, Func<Storage.Workspace, CaseId, CaseHistory, KeyName, IEnumerable<(HalfSigned Half, ReadRecord Record)>> of)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return
        [
            .. seen.Visit.Account.Keys.SelectMany(key => of(_room.Workspace, seen.Id, seen.Live.Now, new(key.Name)))
                .Where(one => one.Record.Envelope.By.Length == 2 && Core.CaseFile.JudgeHalf(seen.Live.Now, one.Half, one.Record.Envelope.By[1])?.Code != "custody/declined")
                .Select(one => new Waiting(one.Half.Id, one.Record.Envelope.By[1], one.Record.Envelope.By[0], one.Record.Statement, one.Half)).Select(one => Shown(seen, one)).OfType<Waiting>(),
        ];
    }

    /// <summary>What waits as whoever looks may see it: as much as they will see of it once it is recorded. Null where that is nothing.</summary>
    private Waiting? Shown(SeenCase seen, Waiting waiting)
    {
        var hidden = seen.Sight.Hidden.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Subject.Of(waiting.Statement) is { } subject && hidden.Contains(subject.Text))
        {
            return null;
        }

        if (seen.Sight.Policy is not { } name || waiting.Statement is not { } statement)
        {
            return waiting;
        }

        var (policy, said) = (_room.Policy(name), waiting.Half.Disclosures);
        var told = waiting.Half with
        {
            Disclosures = [.. said.Where(one => policy.Reason(seen.Live.Now.Size, statement.Kind.Name, one.Name, member => said.FirstOrDefault(other => other.Name == member)?.Value) is null)],
        };
        return told.TryShow(out var record, out _) ? waiting with { Statement = record.Statement, Told = told } : null;
    }

    /// <summary>Lets somebody into a case, or gives somebody who is in it other permissions. Only who has a permission gives it.</summary>
    /// <param name="seen">The case, seen by an owner of it.</param>
    /// <param name="whom">An account's id; null for somebody new, who gets a one-time link.</param>
    /// <param name="grant">What the case lets them do.</param>
    /// <returns>The secret of the link; null where none is needed.</returns>
    /// <exception cref="BadInputException">They may not.</exception>
    public async Task<string?> LetIn(SeenCase seen, string? whom, Grant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var (visit, mine) = (seen?.Visit ?? throw new ArgumentNullException(nameof(seen)), OwnersOnly(seen));
        var had = whom is null ? null : (_room.Accounts.Find(whom) ?? throw new BadInputException("there is no such account")).Grants.GetValueOrDefault(seen.Id.Text);
        if (!Grant.Roles.Contains(grant.Role))
        {
            throw new BadInputException($"a role is one of {string.Join(", ", Grant.Roles)}");
        }

        if (whom == visit.AccountId)
        {
            throw new BadInputException("nobody changes what the case lets oneself do: another owner does");
        }

        foreach (var (name, wanted, own, before) in new[]
        {
            ("export", grant.MayExport, mine.MayExport, had?.MayExport), ("withhold", grant.MayWithhold, mine.MayWithhold, had?.MayWithhold), ("identities", grant.MayOpenIdentities, mine.MayOpenIdentities, had?.MayOpenIdentities),
        })
        {
            if (wanted && !own && before != true)
            {
                throw new BadInputException($"only somebody who has the permission '{name}' in this case gives it");
            }
        }

        await _room.Activity.NoteAsync(
            visit, Storage.ActivityKinds.AccountChanged, seen.Id.Text, whom, $"let in as {grant.Role}{(grant.MayExport ? ", export" : "")}{(grant.MayWithhold ? ", withhold" : "")}{(grant.MayOpenIdentities ? ", identities" : "")}").ConfigureAwait(false);
        if (whom is null)
        {
            return _room.Accounts.Invite(new("", false, seen.Id.Text, grant, null, _room.Now + AccountEndpoints.Invited) { Issuer = visit.AccountId }, _room.Now);
        }

        // Who no longer owns the case lets nobody in by links of before.
        _room.Accounts.Change(pages => pages with
        {
            Accounts = pages.Accounts.SetItem(whom, pages.Accounts[whom] with { Grants = pages.Accounts[whom].Grants.SetItem(seen.Id.Text, grant) }),
            Invitations = AccessRules.Allows(grant, Needs.CaseOwner) ? pages.Invitations : pages.Invitations.RemoveAll(one => one.Issuer == whom && one.Case == seen.Id.Text),
        });
        return null;
    }

    /// <summary>Takes a case from somebody, with the invitations into it that they made.</summary>
    /// <exception cref="BadInputException">They may not.</exception>
    public async Task TakeAway(SeenCase seen, string accountId)
    {
        ArgumentNullException.ThrowIfNull(seen);
        OwnersOnly(seen);
        await _room.Activity.NoteAsync(seen.Visit, Storage.ActivityKinds.AccountChanged, seen.Id.Text, accountId, "taken away").ConfigureAwait(false);
        _room.Accounts.TakeGrant(accountId, seen.Id.Text);
    }

    /// <summary>The links into a case that are still good.</summary>
    public ImmutableArray<Invitation> Invited(SeenCase seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return AccessRules.Allows(seen.Grant, Needs.CaseOwner) ? [.. _room.Accounts.Pages.Invitations.Where(one => one.Case == seen.Id.Text && one.Until > _room.Now)] : [];
    }

    /// <summary>Takes a link back.</summary>
    /// <exception cref="BadInputException">They may not.</exception>
    public async Task TakeBack(SeenCase seen, string id)
    {
        ArgumentNullException.ThrowIfNull(seen);
        OwnersOnly(seen);
        if (_room.Accounts.TakeBack(id, one => one.Case == seen.Id.Text))
        {
            await _room.Activity.NoteAsync(seen.Visit, Storage.ActivityKinds.AccountChanged, seen.Id.Text, id, "invitation taken back").ConfigureAwait(false);
        }
    }

    // A role may be taken away while the screen is open.
    private static Grant OwnersOnly(SeenCase seen) => seen.Visit.GrantIn(seen.Id.Text) is { } grant && AccessRules.Allows(grant, Needs.CaseOwner) ? grant
        : throw new BadInputException("only an owner of the case may");

    /// <summary>Declines what waits, as its second signer: the half is kept, and that it was declined is recorded.</summary>
    public async Task<Job> Decline(SeenCase seen, Waiting waiting, string reason)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        var folder = _jobs.NewFolder();
        await File.WriteAllBytesAsync(Path.Combine(folder, "in", "offered.half"), waiting.Half.ToBytes()).ConfigureAwait(false);
        return await _jobs.Run(seen, Asking.Of("sample refuse", ["offered.half"], ("--reason", reason)) with { Key = waiting.Key.Text }, folder).ConfigureAwait(false);
    }

    /// <summary>Signs what waits, as its second signer.</summary>
    public Job Sign(SeenCase seen, Waiting waiting)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(waiting);
        var key = seen.Visit.Account.Keys.First(one => one.Name == waiting.Key.Text);
        return _jobs.Start(seen, waiting.Statement is KeyRegistered ? "key accept" : "sample receive", (job, opened) =>
        {
            var kind = waiting.Statement?.Kind ?? throw new BadInputException("this version does not know that kind of record");
            return OpenedCase.Recorded(opened.RecordHalf(waiting.Half, kind, Jobs.SignerOf(job, key)), waiting.Statement is KeyRegistered registered ? $"key {key.Name} may sign as {registered.Role}" : "received: both have signed");
        });
    }
}
