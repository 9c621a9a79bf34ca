using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A table of a block, with the labels that stood when it came.</summary>
internal sealed record JcampTableAt(JcampLabel Label, JcampForm Form, ImmutableDictionary<string, JcampLabel> Labels);

/// <summary>One block of a JCAMP-DX file: from its TITLE to its END, blocks within it apart.</summary>
internal sealed class JcampBlock
{
    // labels that belong to the next table only
    private static readonly string[] OfOneTable = ["NPOINTS", "PAGE", "RETENTIONTIME", "SCANNUMBER", "TIC", ".RETENTIONTIME"];

    private ImmutableDictionary<string, JcampLabel> _labels = ImmutableDictionary.Create<string, JcampLabel>(StringComparer.Ordinal);

    public ImmutableDictionary<string, JcampLabel> Labels => _labels;

    public List<JcampTableAt> Tables { get; } = [];

    /// <summary>Whether tables were met of a form that we do not read, and the first of them.</summary>
    public JcampLabel? Unread { get; private set; }

    public bool IsLink { get; set; }

    /// <summary>Whether labels wait for a table that has not come.</summary>
    public bool IsWithinATable => Array.Exists(OfOneTable, _labels.ContainsKey);

    public void Take(ReadOnlySpan<byte> file, JcampLabel label)
    {
        if (label.Key is "XYDATA" or "PEAKTABLE" or "XYPOINTS" or "DATATABLE")
        {
            if (JcampForm.TryRead(FirstLine(file, label), out var form))
            {
                Tables.Add(new(label, form, _labels));
                _labels = _labels.RemoveRange(OfOneTable);
            }
            else
            {
                Unread ??= label;
            }
        }
        else if (label.Key is "PEAKASSIGNMENTS" or "PEAKASSIGNMENT" or "RADATA" or "ATOMLIST")
        {
            Unread ??= label;
        }
        else
        {
            _labels = _labels.SetItem(label.Key, label);
        }
    }

    /// <summary>The bytes of a table behind its form, and the line they begin on.</summary>
    public static (int Begin, long Line) Body(ReadOnlySpan<byte> file, JcampTableAt table)
    {
        var value = file[table.Label.Begin..table.Label.End];
        var end = value.IndexOfAny((byte)'\n', (byte)'\r');
        var first = end < 0 ? value : value[..end];
        var form = first.LastIndexOf((byte)')');
        // pairs may begin on the form's line; behind the form of a page stand words
        if (table.Label.Key != "DATATABLE" && form >= 0)
        {
            return (table.Label.Begin + form + 1, table.Label.Line);
        }

        return (table.Label.Begin + (end < 0 ? value.Length : end), table.Label.Line);
    }

    private static string FirstLine(ReadOnlySpan<byte> file, JcampLabel label)
    {
        var lines = new TextLines(file[label.Begin..label.End]);
        return lines.Next() ? TextLines.TextOf(JcampLabels.WithoutComment(lines.Current)) : "";
    }
}
