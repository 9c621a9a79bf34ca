using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>Turns what a computed sentence calls by its name into a link to the place of the page that shows it.</summary>
/// <remarks>
/// Only claims and samples, only a whole word that is the handle or label of exactly one thing: the levels L1 to L4 are called
/// as results are. A label without a digit is a word of the language and no link.
/// </remarks>
internal sealed partial class Mentions(CaseState state)
{
    private const int LongestSentence = 20_000;

    /// <summary>The place of that entity on the page, where it has one.</summary>
    public string? Anchor(EntityId? id) => state.Entities.Find(id) is { } entity && entity.Number <= MostOf(entity.Sort) ? entity.Handle : null;

    /// <summary>What people call the entity, as a link where the page shows it.</summary>
    public Markup To(EntityId? id) => Link(Anchor(id), state.Entities.Call(id));

    /// <summary>The sentence with its mentions as links; everything is escaped. One that names thousands of things is cut, and says so.</summary>
    public Markup In(string sentence)
    {
        var end = sentence.Length <= LongestSentence ? sentence.Length : sentence.LastIndexOf(' ', LongestSentence) is > 0 and var space ? space : LongestSentence;
        var (linked, at) = (new StringBuilder(), 0);
        foreach (Match word in Words().Matches(sentence[..end]))
        {
            linked.Append(SafeText.Escape(sentence[at..word.Index])).Append(Link(Named(word.Value), word.Value).Html);
            at = word.Index + word.Length;
        }

        linked.Append(SafeText.Escape(sentence[at..end]));
        var left = sentence.Length - end;
        return new(left == 0 ? linked.ToString() : linked.Append(CultureInfo.InvariantCulture, $" … ({left} more characters are left out here)").ToString());
    }

    /// <summary>How many of a sort the page shows: they stand in the order of their handles.</summary>
    private static int MostOf(string sort) => sort switch
    {
        "claim" or "casualty" => PageWriter.MostRows,
        "sample" => PageWriter.MostBlocks,
        _ => 0,
    };

    private static Markup Link(string? anchor, string text) => anchor is null ? text : new Markup($"<a href=\"#{anchor}\">{SafeText.Escape(text)}</a>");

    private string? Named(string word) =>
        state.Entities.Named(word) is [{ Sort: "claim" or "sample" } only] && (only.Handle == word || only.Label == word) ? Anchor(only.Id) : null;

    // No letter, digit or joint of a name may stand beside it. 64 characters are more than a handle has and than a label needs.
    [GeneratedRegex(@"(?<![\p{L}\p{N}_/.-])(?=[A-Za-z/_-]{0,63}[0-9])[A-Za-z0-9][A-Za-z0-9/_-]{0,63}(?![\p{L}\p{N}_/-])", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
