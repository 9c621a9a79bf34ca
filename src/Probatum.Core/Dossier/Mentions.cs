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
    /// <summary>The place of that entity on the page, where it has one.</summary>
    public string? Anchor(EntityId? id) =>
        state.Entities.Find(id) is { Sort: "claim" or "sample" or "casualty" } entity ? entity.Handle : null;

    /// <summary>What people call the entity, as a link where the page shows it.</summary>
    public Markup To(EntityId? id) => Link(Anchor(id), state.Entities.Call(id));

    /// <summary>The sentence with its mentions as links; everything is escaped.</summary>
    public Markup In(string sentence)
    {
        Markup linked = "";
        var at = 0;
        foreach (Match word in Words().Matches(sentence))
        {
            linked = linked + sentence[at..word.Index] + Link(Named(word.Value), word.Value);
            at = word.Index + word.Length;
        }

        return linked + sentence[at..];
    }

    private static Markup Link(string? anchor, string text) => anchor is null ? text : new Markup($"<a href=\"#{anchor}\">{SafeText.Escape(text)}</a>");

    private string? Named(string word) =>
        state.Entities.Named(word) is [{ Sort: "claim" or "sample" } only] && (only.Handle == word || only.Label == word) ? Anchor(only.Id) : null;

    // No letter, digit or joint of a name may stand beside it. 64 characters are more than a handle has and than a label needs.
    [GeneratedRegex(@"(?<![\p{L}\p{N}_/.-])(?=[A-Za-z/_-]{0,63}[0-9])[A-Za-z0-9][A-Za-z0-9/_-]{0,63}(?![\p{L}\p{N}_/-])", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
