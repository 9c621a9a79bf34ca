using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Api;
using Probatum.Web.Runs;

namespace Probatum.Web.Cases;

/// <summary>Opens cases: the first record is signed by whoever opens it, in their browser.</summary>
public sealed class NewCases(Workroom room, Jobs jobs)
{
    /// <summary>Opens a case for an owner of the workspace.</summary>
    /// <param name="visit">Who opens it.</param>
    /// <param name="title">What people call the case.</param>
    /// <param name="mandate">Who works on it, and by what right.</param>
    /// <param name="key">The key that signs its first record; null for one that lies where they are.</param>
    /// <param name="acting">
    /// The key that signs from then on, under a name and for a party; the first one ends. The first record of a case names a key and nobody who
    /// holds it, and a registration is not changed later. Null where the first key goes on.
    /// </param>
    /// <exception cref="BadInputException">They have no key, or the title is none.</exception>
    public Job Open(Visit visit, string title, string? mandate, string? key, Acting? acting = null)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var signing = (key is null ? visit.Nearest(visit.Account.Keys).FirstOrDefault() : visit.Account.Keys.FirstOrDefault(one => one.Name == key))
            ?? throw new BadInputException("whoever opens a case signs its first record: make a key under 'Your keys' first");
        if (string.IsNullOrWhiteSpace(title))
        {
            throw new BadInputException("a case needs a title that people can call it by");
        }

        if (acting is not null && string.IsNullOrWhiteSpace(acting.Holder))
        {
            throw new BadInputException("give your name, as it stands on record");
        }

        var live = room.NewCase();
        var seen = new SeenCase(visit, live, SignInEndpoints.OfOwner, Sight.Whole);
        string[] words = ["case", "open", .. mandate is { Length: > 0 } said ? new[] { $"--mandate={said}" } : [], "--", title.Trim()];
        return jobs.Start(
            seen, "case open", signing, (job, shell, opened) =>
            {
                var answer = Verb.Of(shell, words, opened);
                room.Add(live);
                room.Accounts.Change(visit.Account.Id, account => account with { Grants = account.Grants.SetItem(live.Id.Text, SignInEndpoints.OfOwner) });

                // What fails from here on leaves a case that is open, and whose members' screen offers the same again.
                if (acting is not null)
                {
                    Members.Acting(opened, opened.Author, Jobs.SignerOf(job, acting.Key), acting.Holder, acting.Party, acting.Sort);
                }

                return answer;
            },

            // What was never signed leaves neither a log nor its keys.
            () => room.Workspace.Abandon(live.Id));
    }
}

/// <summary>Who signs in a case once it is open.</summary>
/// <param name="Key">The key.</param>
/// <param name="Holder">Whose name stands on record.</param>
/// <param name="Party">The party that it acts for, which is described with it; null for none.</param>
/// <param name="Sort">What that party is; null where that is not said.</param>
public sealed record Acting(SigningKey Key, string Holder, string? Party, string? Sort);
