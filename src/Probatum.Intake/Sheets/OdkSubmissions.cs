using System.Collections.Immutable;
using System.Text;
using System.Xml;

namespace Probatum.Intake;

/// <summary>
/// Submissions of a form that was filled in on a telephone (ODK, KoBo and others): as CSV with its repeat groups and media in a ZIP, or
/// as OpenRosa XML. They become a sheet with one row a submission, named by its instanceID, under headings that are the questions' names.
/// </summary>
/// <remarks>
/// A repeat group whose name means signs or aliquots becomes one cell; groups are passed through. Sources: OpenRosa, "Metadata schema"; ODK
/// XForms specification, "Data types" (geopoint, dateTime, binary), "Repeats"; ODK Central, submission export.
/// </remarks>
public sealed class OdkSubmissions
{
    private const int LargestFile = 512 << 20;
    private const int LargestPart = 64 << 20;
    private const long MostUnpacked = 1L << 30;
    private const int MostSubmissions = 200_000;
    private const int Deepest = 32;
    private const int MostQuestions = 2_000;

    private static readonly string[] OfThePoint = ["Latitude", "Longitude", "Altitude", "Accuracy"];

    // What servers and telephones add of their own. Source: ODK Central documentation, "Submissions".
    private static readonly HashSet<string> OfTheServer = new(StringComparer.Ordinal)
    {
        "SubmissionDate", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion", "KEY", "PARENT_KEY",
        "instanceID", "instanceName", "start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "_id", "_uuid", "__version__",
    };

    private readonly BoundedZip? _zip;
    private readonly HashSet<string> _files;
    private readonly SheetKind _kind;
    private readonly SheetReading _reading;
    private readonly List<string> _headings = [];
    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);

    private OdkSubmissions(BoundedZip? zip, SheetKind kind, SheetReading reading) =>
        (_zip, _kind, _reading, _files) = (zip, kind, reading, zip is null ? [] : zip.Names.ToHashSet(StringComparer.Ordinal));

    /// <summary>The submissions as a sheet.</summary>
    public SheetGrid Grid { get; private set; } = new(null, [], []);

    /// <summary>Reads a ZIP, an XML or a CSV of submissions.</summary>
    public static OdkSubmissions? Read(byte[] bytes, SheetKind kind, SheetReading reading, out IntakeFault fault)
    {
        try
        {
            if (bytes.Length > LargestFile)
            {
                throw new DocumentException("odk/too-large", "", "submissions are at most 512 MiB together");
            }

            fault = default;
            var isZip = bytes.AsSpan().StartsWith("PK\u0003\u0004"u8);
            var read = new OdkSubmissions(isZip ? new BoundedZip(bytes, LargestPart, MostUnpacked, "odk") : null, kind, reading);
            var rows = isZip ? read.OfZip() : StartsAsXml(bytes) ? [read.Submission(bytes, "")] : read.OfTable(bytes, "", _ => null);
            if (rows.GroupBy(row => row.Name).FirstOrDefault(group => group.Key is not null && group.Count() > 1) is { } twice)
            {
                throw new DocumentException("odk/twice", "", $"the submission {twice.Key} stands in it {twice.Count()} times");
            }

            read.Build(rows);
            return read;
        }
        catch (DocumentException e)
        {
            fault = e.Fault;
        }
        catch (XmlException e)
        {
            fault = new("odk/xml", $"line {e.LineNumber}", "its XML is damaged, or holds what is not read (a DTD)");
        }

        return null;
    }

    /// <summary>A file that a submission names: beside it, or in the folder of media.</summary>
    public byte[]? Media(string path)
    {
        try
        {
            return _zip?.Read(path);
        }
        catch (DocumentException)
        {
            return null;
        }
    }

    private static bool StartsAsXml(ReadOnlySpan<byte> bytes) => bytes.TrimStart("\u00ef\u00bb\u00bf \r\n\t"u8) is [(byte)'<', ..];

    private List<Answered> OfZip()
    {
        var (xml, csv) = (_files.Where(name => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList(),
            _files.Where(name => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("media/", StringComparison.Ordinal)).OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).ToList());
        if (csv.Count > 0)
        {
            // The shortest name is the form's; a repeat group's is that with the group's name behind it.
            var stem = csv[0][..^4];
            var others = csv.Skip(1).ToList();
            return others.Find(name => !name.StartsWith(stem + "-", StringComparison.Ordinal)) is { } strange
                ? throw new DocumentException("odk/several", strange, $"it is no repeat group of {csv[0]}; give the submissions of one form at a time")
                : OfTable(_zip!.Read(csv[0])!, "", group => others.Find(name => name == $"{stem}-{group}.csv") is { } file ? _zip.Read(file) : null, [.. others.Select(name => name[(stem.Length + 1)..^4])]);
        }

        return xml.Count is > 0 and <= MostSubmissions
            ? [.. xml.Select(name => (Name: name, Bytes: _zip!.Read(name)!)).Where(file => StartsAsXml(file.Bytes)).Select(file => Submission(file.Bytes, file.Name[..(file.Name.LastIndexOf('/') + 1)]))]
            : throw new DocumentException("odk/none", "", $"it has no CSV and no XML of submissions, or more than {MostSubmissions}");
    }

    /// <summary>One submission in XML, with the folder that it lies in.</summary>
    private Answered Submission(byte[] bytes, string folder)
    {
        using var xml = XmlReader.Create(new MemoryStream(bytes, false), new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = LargestPart,
        });
        xml.MoveToContent();
        var name = xml.GetAttribute("instanceID");
        var (answers, groups) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, List<Dictionary<string, string>>>(StringComparer.Ordinal));
        Descend(xml, answers, groups, 0);
        return new(answers.Remove("instanceID", out var id) && id.Length > 0 ? id : name ?? throw new DocumentException("odk/no-id", folder, "a submission has no instanceID"), answers, groups, folder);
    }

    /// <summary>The questions of the element at which the reader stands: answers, groups passed through, repeat groups that mean something.</summary>
    private void Descend(XmlReader xml, Dictionary<string, string> answers, Dictionary<string, List<Dictionary<string, string>>> groups, int depth)
    {
        if (depth > Deepest || answers.Count > MostQuestions)
        {
            throw new DocumentException("odk/too-deep", "", $"groups stand in one another at most {Deepest} deep, with at most {MostQuestions} questions");
        }

        if (xml.IsEmptyElement)
        {
            return;
        }

        var own = xml.Depth;
        xml.Read();
        Siblings(xml, own, answers, groups, depth);
    }

    /// <summary>The questions from here on, up to the end of the element that is so deep.</summary>
    private void Siblings(XmlReader xml, int own, Dictionary<string, string> answers, Dictionary<string, List<Dictionary<string, string>>> groups, int depth)
    {
        while (xml.Depth > own)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }

            var name = xml.LocalName;
            if (IsGroups(name))
            {
                var one = new Dictionary<string, string>(StringComparer.Ordinal);
                Descend(xml, one, [], depth + 1);
                (groups.TryGetValue(name, out var all) ? all : groups[name] = []).Add(one);
                xml.Read();
            }
            else if (Answer(xml, answers, groups, depth) is { } text && name != "meta" && !answers.TryAdd(name, text))
            {
                throw new DocumentException("odk/twice", name, "two questions have this name, or it stands in a repeat group that means nothing here");
            }
        }
    }

    /// <summary>The text of a question, the reader behind it; null where it is a group, whose questions are taken.</summary>
    private string? Answer(XmlReader xml, Dictionary<string, string> answers, Dictionary<string, List<Dictionary<string, string>>> groups, int depth)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return "";
        }

        var (text, own) = (new StringBuilder(), xml.Depth);
        xml.Read();
        while (xml.Depth > own)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (depth == Deepest)
                {
                    throw new DocumentException("odk/too-deep", "", $"groups stand in one another at most {Deepest} deep");
                }

                Siblings(xml, own, answers, groups, depth + 1);
                xml.Read();
                return null;
            }

            text.Append(xml.Value);
            xml.Read();
        }

        xml.Read();
        return text.ToString().Trim();
    }

    /// <summary>The submissions of a CSV; a repeat group's CSV names the submission in PARENT_KEY.</summary>
    private List<Answered> OfTable(byte[] bytes, string folder, Func<string, byte[]?> repeat, params ImmutableArray<string> repeats)
    {
        var rows = Table(bytes, "the submissions");
        if (rows.Count == 0 || !rows[0].ContainsKey("KEY"))
        {
            throw new DocumentException("odk/no-id", "", "there is no column KEY with the name of each submission");
        }

        var groups = repeats.Where(name => IsGroups(Last(name))).ToDictionary(
            Last, name => Table(repeat(name)!, name).ToLookup(row => row.GetValueOrDefault("PARENT_KEY", ""), StringComparer.Ordinal), StringComparer.Ordinal);
        _skipped.UnionWith(repeats.Where(name => !IsGroups(Last(name))).Select(name => $"the repeat group {name}"));
        return
        [
            .. rows.Select(row => new Answered(
                row["KEY"] is { Length: > 0 } key ? key : throw new DocumentException("odk/no-id", "", "a submission has no KEY"),
                row.Where(cell => cell.Key != "KEY").ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal),
                groups.ToDictionary(group => group.Key, group => group.Value[row["KEY"]].ToList(), StringComparer.Ordinal), folder)),
        ];
    }

    /// <summary>The rows of a CSV by the names of their questions; the four columns of a point are one.</summary>
    private static List<Dictionary<string, string>> Table(byte[] bytes, string what)
    {
        if (CsvGrid.Read(bytes, SheetReading.AsItStands with { Separator = ',' }, out var fault) is not { Rows: [var headings, ..] } grid)
        {
            throw new DocumentException("odk/csv", what, fault.Why is { Length: > 0 } why ? why : "there is nothing in it");
        }

        var names = headings.Cells.Select(cell => cell.Text).ToArray();
        var points = names.Where(name => name.EndsWith("-Latitude", StringComparison.Ordinal)).Select(name => name[..^9]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. grid.Rows.Skip(1).Select(row =>
            {
                var all = new Dictionary<string, string>(StringComparer.Ordinal);
                for (var i = 0; i < names.Length; i++)
                {
                    var (name, text) = (names[i], row[i].Text);
                    var dash = name.LastIndexOf('-');
                    var isOfPoint = dash > 0 && points.Contains(name[..dash]) && Array.IndexOf(OfThePoint, name[(dash + 1)..]) >= 0;
                    var question = Last(isOfPoint ? name[..dash] : name);
                    if (isOfPoint && all.TryGetValue(question, out var before))
                    {
                        all[question] = $"{before} {text}".Trim();
                    }
                    else if (!all.TryAdd(question, text))
                    {
                        throw new DocumentException("odk/twice", question, "two questions have this name");
                    }
                }

                return all;
            }),
        ];
    }

    // A question in a group is called after it: group-question.
    private static string Last(string heading) => heading[(heading.LastIndexOf('-') + 1)..];

    private ColumnSort? Sort(string question)
    {
        var column = _reading.Columns.GetValueOrDefault(question, question);
        return _kind.Columns.FirstOrDefault(one => one.Name == column)?.Sort;
    }

    private bool IsGroups(string question) => Sort(question) == ColumnSort.Groups;

    private void Build(List<Answered> submissions)
    {
        foreach (var name in submissions.SelectMany(one => one.Answers.Keys.Concat(one.Groups.Keys)))
        {
            if (OfTheServer.Contains(name) && Sort(name) is null)
            {
                _skipped.Add(name);
            }
            else if (!_headings.Contains(name))
            {
                _headings.Add(name);
            }
        }

        var rows = new List<GridRow> { new(1, null, [.. _headings.Select(heading => new GridCell(heading))]) };
        rows.AddRange(submissions.Select((one, i) => new GridRow(i + 2, one.Name, [.. _headings.Select(heading => Cell(one, heading))])));
        ImmutableArray<string> notes = _skipped.Count == 0 ? [] : [$"not read: {string.Join(", ", _skipped.Order(StringComparer.Ordinal))}"];
        Grid = new(null, rows, notes);
    }

    private GridCell Cell(Answered submission, string question)
    {
        if (submission.Groups.TryGetValue(question, out var groups))
        {
            var texts = groups.Select(group => Joined(_reading.Columns.GetValueOrDefault(question, question), group)).Where(text => text.Length > 0).ToList();
            return texts.Exists(text => text.Contains(';', StringComparison.Ordinal)) ? new("a semicolon within one group of a repeat", CellForm.Bad) : new(string.Join(';', texts));
        }

        var answer = submission.Answers.GetValueOrDefault(question, "");
        return Sort(question) switch
        {
            // Several choices stand in a submission with spaces between.
            ColumnSort.Choices => new(answer.Replace(' ', ';')),
            ColumnSort.Pictures when answer.Length > 0 => new(new[] { submission.Folder + answer, "media/" + answer, answer }.FirstOrDefault(_files.Contains) ?? answer),
            _ => new(answer),
        };
    }

    /// <summary>A group as the cell of a sheet has it: sign@onset/observer, or label|quantity|seal.</summary>
    private static string Joined(string column, Dictionary<string, string> group)
    {
        string Of(string name) => group.GetValueOrDefault(name) ?? group.GetValueOrDefault($"aliquot_{name}", "");
        return column == "signs"
            ? Of("sign") + (Of("onset") is { Length: > 0 } onset ? $"@{onset}" : "") + (Of("observer") is { Length: > 0 } observer ? $"/{observer}" : "")
            : $"{Of("label")}|{Of("quantity")}|{Of("seal")}".TrimEnd('|');
    }

    private sealed record Answered(string Name, Dictionary<string, string> Answers, Dictionary<string, List<Dictionary<string, string>>> Groups, string Folder);
}
