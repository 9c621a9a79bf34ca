using System.Globalization;

namespace Probatum.Export.Reports;

/// <summary>How the records that a sentence rests on stand behind it: [#3 #7–9], each a link.</summary>
public static class ReportReferences
{
    /// <summary>The marks with the leaf that each leads to; three leaves or more in a row are one mark.</summary>
    public static IEnumerable<(string Mark, long Leaf)> Marks(IReadOnlyList<long> leaves)
    {
        for (var i = 0; i < leaves.Count;)
        {
            var end = i;
            while (end + 1 < leaves.Count && leaves[end + 1] == leaves[end] + 1)
            {
                end++;
            }

            if (end - i < 2)
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"#{leaves[i]}"), leaves[i]);
                i++;
            }
            else
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"#{leaves[i]}–{leaves[end]}"), leaves[i]);
                i = end + 1;
            }
        }
    }

    /// <summary>Where a mark leads: into the dossier's page, or to the list of records of the report itself.</summary>
    /// <param name="dossier">The folder or URL of a dossier; null where there is none.</param>
    /// <param name="leaf">The leaf.</param>
    public static string Link(string? dossier, long leaf) => dossier is null
        ? "#" + AnnexPart.Anchor(leaf)
        : string.Create(CultureInfo.InvariantCulture, $"{dossier}{(dossier.Length == 0 || dossier.EndsWith('/') ? "" : "/")}data/README.html#leaf-{leaf}");
}
