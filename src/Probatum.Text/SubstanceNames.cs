namespace Probatum.Text;

/// <summary>How much the name of a substance says.</summary>
public static class SubstanceNames
{
    /// <summary>
    /// <c>named</c> for one substance ('sarin'), <c>family</c> for a group ('nerve agent'), <c>vague</c> for words such
    /// as
    /// 'poison gas'; null for a value that no substance slot has.
    /// </summary>
    /// <param name="value">The value of a <c>substance</c> slot.</param>
    public static string? Specificity(string value) => Words.Specificity.GetValueOrDefault(value);
}
