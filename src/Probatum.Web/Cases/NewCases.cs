using Probatum.Verbs;
using Probatum.Web.Api;
using Probatum.Web.Runs;

namespace Probatum.Web.Cases;

/// <summary>Opens cases: the first record is signed by whoever opens it, in their browser.</summary>
public sealed class NewCases(Workroom room, Jobs jobs)
{
    /// <summary>Opens a case for an owner of the workspace.</summary>
    /// <exception cref="BadInputException">They have no key, or the title is none.</exception>
    public Job Open(Visit visit, string title, string? mandate, string? key)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var signing = (key is null ? visit.Account.Keys.FirstOrDefault() : visit.Account.Keys.FirstOrDefault(one => one.Name == key))
            ?? throw new BadInputException("whoever opens a case signs its first record: make a key under 'Your keys' first");
        if (string.IsNullOrWhiteSpace(title))
        {
            throw new BadInputException("a case needs a title that people can call it by");
        }

        var live = room.NewCase();
        var seen = new SeenCase(visit, live, SignInEndpoints.OfOwner, Sight.Whole);
        string[] words = ["case", "open", .. mandate is { Length: > 0 } said ? new[] { $"--mandate={said}" } : [], "--", title.Trim()];
        return jobs.Start(
            seen, "case open", signing, (shell, opened) =>
            {
                var answer = Verb.Of(shell, words, opened);
                room.Add(live);
                room.Accounts.Change(visit.Account.Id, account => account with { Grants = account.Grants.SetItem(live.Id.Text, SignInEndpoints.OfOwner) });
                return answer;
            },

            // What was never signed leaves neither a log nor its keys.
            () => room.Workspace.Abandon(live.Id));
    }
}
