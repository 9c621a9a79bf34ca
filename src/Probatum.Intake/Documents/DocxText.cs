using System.Xml;

namespace Probatum.Intake;

/// <summary>What was met in a DOCX that a reader of the text must know.</summary>
internal sealed class DocxCounts
{
    public int Deletions { get; set; }

    public int Insertions { get; set; }

    public int Hidden { get; set; }

    public IEnumerable<string> Words()
    {
        if (Deletions > 0)
        {
            yield return $"left out: {Deletions} {(Deletions == 1 ? "stretch" : "stretches")} of words that somebody deleted with changes tracked";
        }

        if (Insertions > 0)
        {
            yield return $"in the text: {Insertions} {(Insertions == 1 ? "stretch" : "stretches")} of words that somebody inserted with changes tracked";
        }

        if (Hidden > 0)
        {
            yield return $"in the text: {Hidden} {(Hidden == 1 ? "stretch" : "stretches")} of words that are hidden on the page";
        }
    }
}

/// <summary>Walks through one part of a DOCX and writes its words, each with the path and number of its paragraph.</summary>
internal sealed class DocxText(XmlReader xml, MappedText text, string part, IReadOnlyDictionary<string, MappedText> notes, DocxCounts counts)
{
    private const int DeepestNesting = 200;
    private const int MostText = 16_000_000;

    private readonly List<(string Step, Dictionary<string, int> Children)> _path = [];
    private readonly List<(string Sign, MappedText Text)> _called = [];
    private MappedText _text = text;
    private int _place = -1;
    private int _paragraphs;
    private int _notes;

    /// <summary>Adds the words of the whole part.</summary>
    public void Append()
    {
        while (xml.Read() && xml.NodeType != XmlNodeType.Element)
        {
            // Up to the root.
        }

        Element();
    }

    /// <summary>The notes of a part of notes, each by its id.</summary>
    public IEnumerable<(string Id, MappedText Text)> Notes(string element)
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == element && xml.GetAttribute("w:id") is { } id)
            {
                _text = new();
                Element();
                _text.TrimEnd();
                yield return (id, _text);
            }
        }
    }

    // The reader stands on a start; it is left standing on the end of the same element.
    private void Element()
    {
        var (name, empty) = (xml.LocalName, xml.IsEmptyElement);
        if (Skips(name))
        {
            Pass(empty);
            return;
        }

        Enter(name);
        switch (name)
        {
            case "p":
                _paragraphs++;
                _place = _text.Place(new(part, Node: Path(), Paragraph: _paragraphs));
                break;
            case "tab" when Parent is "r":
                _text.Append("\t", _place);
                break;
            case "br" or "cr" when Parent is "r":
                _text.Append("\n", _place);
                break;
            case "noBreakHyphen":
                _text.Append("\u2011", _place);
                break;
            case "vanish" when xml.GetAttribute("w:val") is not ("0" or "false"):
                counts.Hidden++;
                break;
            case "ins" or "moveTo" when Parent is not ("rPr" or "trPr"):
                counts.Insertions++;
                break;
            case "footnoteReference" or "endnoteReference":
                Call(name[..^"Reference".Length]);
                break;
        }

        if (!empty)
        {
            Children(name);
        }

        Leave(name);
    }

    private void Children(string name)
    {
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    Element();
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA when name == "t":
                    _text.Append(xml.Value.Replace("\u00AD", "", StringComparison.Ordinal), _place);
                    break;
            }
        }

        if (_text.Length > MostText)
        {
            throw new DocumentException("docx/too-long", part, "the document holds more text than is read");
        }
    }

    // What is left out: what was deleted, codes of fields, and the second form of what is written in two.
    private bool Skips(string name)
    {
        if (name is "del" or "moveFrom" && Inner is not ("rPr" or "trPr"))
        {
            counts.Deletions++;
        }

        return name is "del" or "moveFrom" or "instrText" or "delText" or "delInstrText" or "Fallback" or "sdtPr" or "sectPr" or "pPrChange" or "rPrChange" or "tblPr" or "tblGrid";
    }

    private void Pass(bool empty)
    {
        if (empty)
        {
            return;
        }

        for (var depth = 1; depth > 0 && xml.Read();)
        {
            depth += xml.NodeType switch
            {
                XmlNodeType.Element when !xml.IsEmptyElement => 1,
                XmlNodeType.EndElement => -1,
                _ => 0,
            };
        }
    }

    private string Inner => _path.Count > 0 ? Bare(_path[^1].Step) : "";

    private string Parent => _path.Count > 1 ? Bare(_path[^2].Step) : "";

    private static string Bare(string step) => step.Split('[')[0];

    private void Enter(string name)
    {
        if (_path.Count >= DeepestNesting)
        {
            throw new DocumentException("docx/too-deep", part, $"it nests its elements deeper than {DeepestNesting}");
        }

        var step = name;
        if (_path.Count > 0)
        {
            var nth = _path[^1].Children[name] = _path[^1].Children.GetValueOrDefault(name) + 1;
            step = $"{name}[{nth}]";
        }

        _path.Add((step, new(StringComparer.Ordinal)));
    }

    private void Leave(string name)
    {
        _path.RemoveAt(_path.Count - 1);
        switch (name)
        {
            case "p" when _path.Exists(one => one.Step.StartsWith("tc[", StringComparison.Ordinal)):
                _text.Break("\n");
                break;
            case "p":
                _text.Break("\n\n");
                WriteNotes();
                break;
            case "tc":
                TrimLine();
                _text.Separate("\t");
                break;
            case "tr":
                _text.Break("\n");
                break;
            case "tbl" when !_path.Exists(one => one.Step.StartsWith("tc[", StringComparison.Ordinal)):
                _text.Break("\n\n");
                WriteNotes();
                break;
        }
    }

    private void TrimLine()
    {
        while (_text.Last == '\n')
        {
            _text.Shorten(1);
        }
    }

    // "[1]" stands in the sentence, the note's own words behind its paragraph.
    private void Call(string kind)
    {
        if (xml.GetAttribute("w:id") is { } id && notes.TryGetValue($"{kind} {id}", out var note))
        {
            _notes++;
            _text.Append($"[{_notes}]", _place);
            _called.Add(($"[{_notes}] ", note));
        }
    }

    private void WriteNotes()
    {
        foreach (var (sign, note) in _called)
        {
            _text.Separate(sign);
            _text.Append(note);
            _text.Break("\n\n");
        }

        _called.Clear();
        if (_text.Length > MostText)
        {
            throw new DocumentException("docx/too-long", part, "the document holds more text than is read");
        }
    }

    private string Path() => "/" + string.Join('/', _path.Select(one => one.Step));
}
