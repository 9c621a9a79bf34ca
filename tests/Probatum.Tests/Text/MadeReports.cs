using System.Globalization;
using System.Text;
using Probatum.Text.Echoes;

namespace Probatum.Tests.Text;

/// <summary>Made reports with planted echoes: copies cut to half, one quoted sentence, reworded ones; footers of eight papers under all.</summary>
/// <remarks>Words are made of syllables and drawn with the frequencies of a language (rank to the power of -1). A seed gives the same reports.</remarks>
internal sealed class MadeReports
{
    private const int Vocabulary = 20_000;
    private const int Names = 3_000;

    private static readonly string[] Syllables = ["ba", "ko", "ri", "ten", "mal", "so", "du", "vi", "ner", "la", "gor", "pe", "stan", "fi", "ro", "tul"];

    private static readonly string[] Small =
        ["the", "of", "and", "to", "in", "a", "was", "that", "for", "on", "with", "by", "from", "had", "at", "were", "after", "it", "he", "they"];

    private readonly string[] _words = [.. Enumerable.Range(0, Vocabulary).Select(i => Spelt(i + 300))];
    private readonly double[] _ranks;
    private readonly List<EchoText> _texts = [];
    private readonly List<(string Echo, string Source)> _planted = [];
    private readonly List<string[]> _names = [];
    private ulong _state = 88172645463325252;

    private MadeReports()
    {
        _ranks = new double[Vocabulary];
        var sum = 0.0;
        for (var i = 0; i < Vocabulary; i++)
        {
            _ranks[i] = sum += 1.0 / (i + 20);
        }
    }

    /// <summary>So many reports, one in five of them an echo of an earlier one, and the pairs that were planted.</summary>
    public static (List<EchoText> Texts, List<(string Echo, string Source)> Planted) Make(int count)
    {
        var made = new MadeReports();
        for (var i = 0; i < count; i++)
        {
            made.Add(i);
        }

        return (made._texts, made._planted);
    }

    private void Add(int number)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        var day = 735_000 + Next(1_000);
        if (number % 5 != 4)
        {
            _names.Add([.. Enumerable.Range(0, 5).Select(_ => Name(Next(Names)))]);
            _texts.Add(new(id, Body(8 + Next(10), _names[^1]) + Footer(number % 8), $"Paper {number % 8}", DateOnly.FromDayNumber(day)));
            return;
        }

        // Of the same event, so of the same names; the words are its own, but for what is taken over.
        var at = Next(_texts.Count);
        var (source, names) = (_texts[at], _names[at]);
        _names.Add(names);
        var sentences = source.Text.Split(". ");
        var text = (number / 5 % 3) switch
        {
            0 => Body(1, names) + string.Join(". ", sentences.Take(sentences.Length / 2)) + ".\n",
            1 => Body(4, names) + sentences[1] + ". " + Body(4, names),
            _ => string.Join(". ", sentences.SkipLast(1).Select(Reworded)) + ".\n",
        };
        _texts.Add(new(id, text + Footer(number % 8), $"Paper {number % 8}", DateOnly.FromDayNumber(source.Date!.Value.DayNumber + Next(4))));
        _planted.Add((id, source.Id));
    }

    private string Body(int sentences, string[] own)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sentences; i++)
        {
            var words = Enumerable.Range(0, 14 + Next(14)).Select(_ => Next(10) < 4 ? Small[Next(Small.Length)] : Next(10) == 0 ? own[Next(own.Length)] : Word()).ToList();
            words[Next(words.Count)] = (13 + Next(400)).ToString(CultureInfo.InvariantCulture);
            words[0] = char.ToUpperInvariant(words[0][0]) + words[0][1..];
            text.Append(string.Join(' ', words)).Append(i % 4 == 3 ? ".\n" : ". ");
        }

        return text.ToString();
    }

    /// <summary>Every fourth word is another one.</summary>
    private string Reworded(string sentence) => string.Join(' ', sentence.Split(' ').Select(word => Next(4) == 0 && char.IsLower(word[0]) ? Word() : word));

    private static string Footer(int paper) => string.Create(CultureInfo.InvariantCulture, $"\nThis paper keeps {Spelt(paper)} desks in {Spelt(paper + 8)} and prints {Spelt(paper + 16)} sheets for readers of {Spelt(paper + 24)} every {Spelt(paper + 32)}.\n");

    private static string Name(int number) => char.ToUpperInvariant(Spelt(number + 5_000)[0]) + Spelt(number + 5_000)[1..] + "en";

    private static string Spelt(int number)
    {
        var text = new StringBuilder();
        for (var rest = number + 17; rest > 0; rest /= Syllables.Length)
        {
            text.Append(Syllables[rest % Syllables.Length]);
        }

        return text.ToString();
    }

    private string Word()
    {
        var at = Array.BinarySearch(_ranks, Next(1 << 24) / (double)(1 << 24) * _ranks[^1]);
        return _words[Math.Min(Vocabulary - 1, at < 0 ? ~at : at)];
    }

    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)below);
    }
}
