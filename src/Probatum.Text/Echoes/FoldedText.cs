using System.Collections.Immutable;

namespace Probatum.Text.Echoes;

/// <summary>What a word is, as far as it says where a text comes from.</summary>
[Flags]
internal enum WordTraits : byte
{
    None = 0,

    /// <summary>A word of grammar.</summary>
    Grammar = 1,

    /// <summary>A name, by its capital letter.</summary>
    Name = 2,

    /// <summary>A figure or a number in words.</summary>
    Number = 4,

    /// <summary>Stands between quotation marks.</summary>
    Quoted = 8,

    /// <summary>Stands in a sentence that papers print under anything.</summary>
    Stock = 16,

    /// <summary>A word that every report of the field has.</summary>
    Field = 32,

    /// <summary>Stands only in rows of words that reports of unrelated events have too.</summary>
    Common = 64,
}

/// <summary>A name or a number of a text, with the first and the last word that has it. <c>Value</c> is the number; 0 for a name.</summary>
internal readonly record struct Feature(ulong Hash, int First, int Last, string Shown, long Value)
{
    public bool IsNumber => Value > 0;
}

/// <summary>A text as a row of folded words, each with its place and its traits.</summary>
internal sealed class FoldedText
{
    private readonly int[]? _points;

    public FoldedText(EchoText source, ulong[] words, int[] starts, int[] ends, WordTraits[] traits, int[] sentences, List<Feature> features, string language)
    {
        (Source, Words, Starts, Ends, Traits, Sentences, Language) = (source, words, starts, ends, traits, sentences, language);
        Features = [.. features.OrderBy(feature => feature.Hash)];
        _points = CodePoints.Map(source.Text);
        Identities = Identity.Of(source);
    }

    public EchoText Source { get; }

    public ulong[] Words { get; }

    public int[] Starts { get; }

    public int[] Ends { get; }

    public WordTraits[] Traits { get; }

    /// <summary>The number of each word's sentence.</summary>
    public int[] Sentences { get; }

    /// <summary>Names and numbers, each once, by hash.</summary>
    public Feature[] Features { get; }

    /// <summary>Two letters; empty where it can't be told.</summary>
    public string Language { get; }

    /// <summary>Who is named as a speaker or a source.</summary>
    public Identity[] Identities { get; }

    /// <summary>Rows of three words that count, by hash; made once the common ones are known.</summary>
    public (ulong Hash, int At)[] Shingles { get; set; } = [];

    /// <summary>The smallest hashes of its rows of three words: two texts that have many of them are copies.</summary>
    public ulong[] Sketch { get; set; } = [];

    /// <summary>Digests of its pictures, without those that unrelated reports have, too; made when those are known.</summary>
    public ImmutableArray<string> Images { get; set; } = [];

    public int Count => Words.Length;

    /// <summary>The span of the words [from, end) in code points.</summary>
    public Span Span(int from, int end) => new(Point(Starts[from]), Point(Ends[end - 1]));

    /// <summary>The words that lie in the span, [from, end); empty where none does.</summary>
    public (int From, int End) Within(Span span)
    {
        var from = Array.BinarySearch(Starts, Unit(span.Start));
        from = from < 0 ? ~from : from;
        var end = from;
        while (end < Count && Point(Ends[end]) <= span.End)
        {
            end++;
        }

        return (from, end);
    }

    /// <summary>What a word of a shared passage weighs: how much it says about where the passage comes from.</summary>
    public int Weight(int at)
    {
        var traits = Traits[at];
        return (traits & (WordTraits.Grammar | WordTraits.Name | WordTraits.Stock | WordTraits.Common)) != 0 ? 0
            : (traits & WordTraits.Number) != 0 ? 2
            : (traits & WordTraits.Field) != 0 ? 1
            : 2;
    }

    private int Point(int unit) => _points is null ? unit : _points[unit];

    private int Unit(int point)
    {
        if (_points is null)
        {
            return point;
        }

        var at = Array.BinarySearch(_points, point);
        return at < 0 ? ~at : at;
    }
}
