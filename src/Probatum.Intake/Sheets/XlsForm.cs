using System.Collections.Immutable;

namespace Probatum.Intake;

/// <summary>A form for a telephone (XLSForm) with one question for each column of a kind of sheet, so that its submissions can be imported as they are.</summary>
/// <remarks>Source: xlsform.org, "Specification": sheets survey, choices and settings; question types; begin_repeat.</remarks>
public static class XlsForm
{
    /// <summary>The columns that a form does not ask for: a point says what they say.</summary>
    private static readonly string[] SaidByThePoint = ["lat", "lon", "radius_m"];

    /// <summary>The form as a workbook.</summary>
    /// <param name="kind">The kind of sheet.</param>
    /// <param name="matrices">The matrices that a sample can have.</param>
    /// <param name="techniques">The techniques that a result can rest on.</param>
    public static byte[] Write(SheetKind kind, IEnumerable<string> matrices, IEnumerable<string> techniques)
    {
        var (survey, choices) = (new List<string[]>(), new List<string[]>());
        survey.Add(["type", "name", "label", "hint", "required"]);
        choices.Add(["list_name", "name", "label"]);
        survey.Add(["start", "start", "", "", ""]);
        foreach (var column in kind.Columns.Where(column => !SaidByThePoint.Contains(column.Name)))
        {
            var (label, required) = (Label(column.Name), column.Needed ? "yes" : "");
            switch (column.Sort)
            {
                case ColumnSort.Groups:
                    survey.Add(["begin_repeat", column.Name, label, "", ""]);
                    survey.AddRange(column.Name == "signs"
                        ? [["text", "sign", "Sign", "", "yes"], ["text", "onset", "Onset", "how long after exposure", ""], ["text", "observer", "Observed by", "", ""]]
                        : [["text", "aliquot_label", "Label", "", "yes"], ["text", "aliquot_quantity", "Quantity", "with its unit: 2 g", ""], ["text", "aliquot_seal", "Seal", "", ""]]);
                    survey.Add(["end_repeat", "", "", "", ""]);
                    break;
                case ColumnSort.Choice or ColumnSort.Choices:
                    ImmutableArray<string> keys = column.Name switch
                    {
                        "matrix" => [.. matrices],
                        "techniques" => [.. techniques],
                        _ => column.Choices,
                    };
                    survey.Add([$"{(column.Sort == ColumnSort.Choice ? "select_one" : "select_multiple")} {column.Name}", column.Name, label, "", required]);
                    choices.AddRange(keys.Select(key => new[] { column.Name, key, Label(key) }));
                    break;
                case ColumnSort.Truth:
                    survey.Add(["select_one yes_no", column.Name, label, "", required]);
                    break;
                default:
                    survey.Add([Type(column.Sort), column.Name, label, Hint(column), required]);
                    break;
            }
        }

        if (kind.Columns.Any(column => column.Sort == ColumnSort.Truth))
        {
            choices.AddRange([["yes_no", "yes", "Yes"], ["yes_no", "no", "No"]]);
        }

        return WorkbookWriter.Write(
            ("survey", survey), ("choices", choices),
            ("settings", [["form_title", "form_id", "version", "instance_name"], [$"Probatum: {kind.Name}", $"probatum_{kind.Name.Replace('-', '_')}", "1", $"${{{kind.Columns[0].Name}}}"]]));
    }

    private static string Type(ColumnSort sort) => sort switch
    {
        ColumnSort.Time => "dateTime",
        ColumnSort.Number => "decimal",
        ColumnSort.Point => "geopoint",
        ColumnSort.Pictures => "image",
        _ => "text",
    };

    private static string Hint(SheetColumn column) => column.Name switch
    {
        "quantity" => "with its unit: 12 g",
        "witnesses" => "semicolons between",
        "incident" or "collector" or "from" or "to" or "by" or "told_by" or "laboratory" => "the name that the case has for it",
        "code" => "never a name",
        _ => "",
    };

    private static string Label(string key) => key.Length == 0 ? key : (char.ToUpperInvariant(key[0]) + key[1..].ToLowerInvariant()).Replace('_', ' ');
}
