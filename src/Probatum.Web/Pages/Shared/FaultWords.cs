using System.Text.RegularExpressions;
using Probatum.Web.Runs;

namespace Probatum.Web.Pages.Shared;

/// <summary>Why something was refused, in the words of a screen: a verb of the command line is a link to its form.</summary>
internal static partial class FaultWords
{
    /// <summary>What is shown to somebody whose session ended.</summary>
    public const string SignedOut = "you were signed out; what you typed is kept in this tab";

    /// <summary>The text in pieces, each with the address that it leads to.</summary>
    /// <param name="words">As the program said it.</param>
    /// <param name="caseId">The case that is looked at; null for none.</param>
    /// <param name="here">The address that is looked at.</param>
    public static IEnumerable<(string Text, string? Address)> Pieces(string words, string? caseId, string here)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(here);
        if (words == SignedOut)
        {
            yield return (words + ": ", null);
            yield return ("sign in again", $"/sign-in?to={Uri.EscapeDataString(new Uri(here).PathAndQuery)}");
            yield break;
        }

        var at = 0;
        foreach (Match found in Spoken().Matches(words))
        {
            if (caseId is not null && Leading(found.Groups["verb"].Value, found.Groups["own"].Success, caseId) is var (text, address))
            {
                yield return (words[at..found.Index], null);
                yield return (text, address);
                at = found.Index + found.Length;
            }
        }

        yield return (words[at..], null);
        if (caseId is not null && words.Contains("(allegation/other-speaker)", StringComparison.Ordinal))
        {
            yield return (". ", null);
            yield return ("Correct the claim in the Inbox and say under “Speaker” which party speaks", $"/case/{caseId}/inbox");
        }
    }

    private static (string Text, string Address)? Leading(string said, bool isAddress, string caseId)
    {
        if (isAddress)
        {
            return ("Your keys and devices", "/account");
        }

        // As many words as are a verb: what follows them is what it is told.
        var parts = said.Split(' ');
        for (var count = parts.Length; count > 0; count--)
        {
            var verb = string.Join(' ', parts.Take(count));
            if (verb is "key register" or "key accept")
            {
                return ("Members", $"/case/{caseId}/members");
            }

            if (VerbRules.All.ContainsKey(verb))
            {
                return ($"“{verb}”", $"/case/{caseId}/do/{verb.Replace(' ', '/')}");
            }
        }

        return null;
    }

    [GeneratedRegex("'probatum (?<verb>[a-z][a-z-]*(?: [a-z][a-z-]*)*)[^']*'|(?<own>'Your keys')", RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();
}
