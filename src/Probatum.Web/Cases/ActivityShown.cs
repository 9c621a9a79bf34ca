using Probatum.Storage;

namespace Probatum.Web.Cases;

/// <summary>The log of activity as somebody may read it: who is in a compartment that the reader is not in is not named by it.</summary>
public static class ActivityShown
{
    private const string Instead = "(in a compartment)";
    private const int ShortestName = 2;

    /// <summary>A page of it.</summary>
    /// <param name="visit">Who reads.</param>
    /// <param name="only">The only case of which it is read; null for the whole workspace.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="before">From which place backwards; null for the newest.</param>
    /// <param name="count">How many at the most.</param>
    public static ActivityPage Read(Visit visit, string? only, ActivityQuery query, long? before, int count)
    {
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(query);
        var page = visit.Room.Activity.Log.Read(query.Filter(only), before, count);
        var names = new Dictionary<string, string[]>(StringComparer.Ordinal);
        string[] NamesOf(string caseId) => names.TryGetValue(caseId, out var known) ? known : names[caseId] = [.. Hidden(visit, caseId)];
        if (!page.Entries.Any(one => one.Entry.Case is { } id && NamesOf(id.Text).Length > 0) && (only is null || NamesOf(only).Length == 0))
        {
            return page;
        }

        // A search for a name that does not show finds nothing by it.
        return page with
        {
            Entries =
            [
                .. page.Entries.Select(one => (one.Place, Entry: one.Entry.Case is { } id ? Without(one.Entry, NamesOf(id.Text)) : one.Entry))
                    .Where(one => query.Text.Length == 0 || ReferenceEquals(one.Entry, page.Entries.First(other => other.Place == one.Place).Entry)
                        || new[] { one.Entry.What, one.Entry.Account, one.Entry.Session, one.Entry.Token, one.Entry.Subject, one.Entry.Detail, one.Entry.Address }.Any(text => text?.Contains(query.Text, StringComparison.OrdinalIgnoreCase) == true)),
            ],
        };
    }

    private static ActivityEntry Without(ActivityEntry entry, string[] names)
    {
        var (subject, detail) = (Without(entry.Subject, names), Without(entry.Detail, names));
        return subject == entry.Subject && detail == entry.Detail ? entry : entry with { Subject = subject, Detail = detail };
    }

    private static string? Without(string? text, string[] names) => text is null ? null : names.Aggregate(text, (all, name) => all.Replace(name, Instead, StringComparison.OrdinalIgnoreCase));

    /// <summary>The ids and names of those in compartments of a case that this one is not in, the longest first.</summary>
    private static IEnumerable<string> Hidden(Visit visit, string caseId)
    {
        var sight = visit.SightIn(caseId) ?? new(null, string.Join(' ', visit.Room.Accounts.Pages.Compartments.GetValueOrDefault(caseId, [])));
        if (sight.Hidden.Length == 0)
        {
            return [];
        }

        // Of a case that can't be opened nobody knows what its persons are called.
        var hidden = visit.Room.FaultOf(caseId) is null && visit.Room.Case(caseId) is { } live ? live.Concealed(sight) : new(sight.HiddenPersons, []);
        return hidden.Persons.Union(hidden.Codes).Where(name => name.Length >= ShortestName).OrderByDescending(name => name.Length);
    }
}
