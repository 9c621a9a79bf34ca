using Microsoft.JSInterop;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Pages.Shared;

/// <summary>Keys of the browser that looks.</summary>
internal static class Keys
{
    /// <summary>Two keys of this account that lie in this browser, made where they are missing.</summary>
    /// <param name="script">The browser.</param>
    /// <param name="visit">Who looks.</param>
    /// <param name="but">A key that the second must not be, and that the first is where it lies here; null for any.</param>
    /// <param name="isFree">Whether a key may be the second one; any may where this is null.</param>
    /// <exception cref="BadInputException">The browser makes none, or does not have the first.</exception>
    public static async Task<(SigningKey First, SigningKey Second)> Two(IJSRuntime script, Visit visit, SigningKey? but = null, Func<SigningKey, bool>? isFree = null)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(visit);
        var free = visit.Account.Keys.Where(key => key.Name != but?.Name && (isFree?.Invoke(key) ?? true)).Select(key => key.Name).ToArray();
        string[] here;
        try
        {
            here = await script.InvokeAsync<string[]>("probatum.keys.atLeast", but is null ? 2 : 1, free, "this browser").ConfigureAwait(false);
        }
        catch (JSException e)
        {
            throw new BadInputException($"this browser made no key: {e.Message.Split('\n')[0]}");
        }

        var found = here.Select(name => visit.Account.Keys.FirstOrDefault(key => key.Name == name)).OfType<SigningKey>().ToList();
        return but is not null && found.Count > 0 ? (but, found[^1])
            : found.Count > 1 ? (found[0], found[1])
            : throw new BadInputException("this browser has no second key");
    }
}
