using System.Globalization;
using AngleSharp.Dom;

namespace Probatum.Intake;

/// <summary>The path of every element of a page, written on the elements, so that it survives what is done to the page.</summary>
/// <remarks>A path such as /html/body/div[2]/p is an XPath: a number stands where a parent has several children of that name.</remarks>
internal sealed class NodePaths
{
    private const string Attribute = "data-probatum-node";

    private readonly List<(int Parent, string Step)> _steps = [];
    private readonly Dictionary<int, string> _paths = [];

    private NodePaths()
    {
    }

    /// <summary>The path of the title.</summary>
    public string? Title { get; private set; }

    /// <summary>Writes on every element which one it is.</summary>
    public static NodePaths WriteOn(IDocument page)
    {
        var paths = new NodePaths();
        var open = new Stack<(IElement Element, int Parent, string Step)>();
        if (page.DocumentElement is { } root)
        {
            open.Push((root, -1, root.LocalName));
        }

        while (open.TryPop(out var next))
        {
            var number = paths._steps.Count;
            paths._steps.Add((next.Parent, next.Step));
            next.Element.SetAttribute(Attribute, number.ToString(CultureInfo.InvariantCulture));
            if (paths.Title is null && next.Element.LocalName == "title" && next.Element.ParentElement?.LocalName == "head")
            {
                paths.Title = paths.Of(number);
            }

            var children = next.Element.Children.ToList();
            var counts = children.CountBy(child => child.LocalName).ToDictionary(StringComparer.Ordinal);
            var met = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var child in children)
            {
                var nth = met[child.LocalName] = met.GetValueOrDefault(child.LocalName) + 1;
                open.Push((child, number, counts[child.LocalName] == 1 ? child.LocalName : $"{child.LocalName}[{nth}]"));
            }
        }

        return paths;
    }

    /// <summary>The path that is written on an element; that of its parent where there is none, as on elements made later.</summary>
    public string? Of(IElement? element, string? parent) =>
        element?.GetAttribute(Attribute) is { } written && int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _steps.Count
            ? Of(number)
            : parent;

    private string Of(int number)
    {
        if (_paths.TryGetValue(number, out var known))
        {
            return known;
        }

        var steps = new List<string>();
        for (var at = number; at >= 0; at = _steps[at].Parent)
        {
            steps.Add(_steps[at].Step);
        }

        steps.Reverse();
        return _paths[number] = "/" + string.Join('/', steps);
    }
}
