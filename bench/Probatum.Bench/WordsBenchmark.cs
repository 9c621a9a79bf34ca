using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Storage;
using Probatum.Verbs;

namespace Probatum.Bench;

/// <summary>Words searched for in the records and reports of many cases, by many at once.</summary>
internal static class WordsBenchmark
{
    private const int CaseSize = 100_000;
    private const int Readers = 100;
    private const string Peer = "plain FTS5";

    public static Benchmark Row { get; } = new("words", "words in a million records of ten cases, a hundred readers at once", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 1_000_000 : settings.Size;
        var folder = Directory.CreateTempSubdirectory("probatum-words-").FullName;
        try
        {
            var (made, words) = (new MadeRecords(), OpenedCase.Folding());
            using var index = new CaseIndex(Path.Combine(folder, "index.sqlite"), words, made.File);
            using var plain = new PlainIndex(Path.Combine(folder, "plain.sqlite"));
            var (cases, ours, theirs) = (new List<CaseId>(), TimeSpan.Zero, TimeSpan.Zero);
            for (var left = size; left > 0; left -= CaseSize)
            {
                var id = CaseId.New(RandomNumberGenerator.Fill);
                cases.Add(id);
                var entries = made.Entries(id, Math.Min(left, CaseSize));
                var start = Stopwatch.GetTimestamp();
                index.Follow(id, CaseState.Empty with { Entries = [.. entries] }, entries.Count);
                ours += Stopwatch.GetElapsedTime(start);
                start = Stopwatch.GetTimestamp();
                plain.Add(entries, made.File);
                theirs += Stopwatch.GetElapsedTime(start);
            }

            yield return new($"{size} records indexed", size / ours.TotalSeconds, Peer, size / theirs.TotalSeconds, Bar.None)
            {
                Note = $"{Megabytes(Path.Combine(folder, "index.sqlite"))} MB, {Peer} {Megabytes(Path.Combine(folder, "plain.sqlite"))} MB; texts of {made.Units >> 20} M signs; {Memory()}",
            };

            var asked = made.Queries(2000);
            var scopes = new[] { SearchScope.Everything, SearchScope.Of(cases[^1]), SearchScope.Of(cases.Take((cases.Count + 1) / 2)) };
            SearchRequest Request(int i) => new(asked[i % asked.Length], scopes[i % 4 % 3])
            {
                Last = i % 5 == 0 ? LastWord.Begun : LastWord.Whole,
                Filter = i % 7 == 0 ? new() { Kinds = ["claim-proposed", "report-captured"] } : SearchFilter.Nothing,
            };
            var next = 0;
            var own = Measure.CoreRate(settings.Runs, () =>
            {
                for (var i = 0; i < 400; i++)
                {
                    index.Search(Request(next++));
                }

                return 400;
            });
            next = 0;
            long Plain(bool ranked)
            {
                for (var i = 0; i < 400; i++)
                {
                    plain.Search(asked[next++ % asked.Length], ranked);
                }

                return 400;
            }

            yield return new("searched, one core, facets and page of 20", own, $"{Peer}, newest 20", Measure.CoreRate(settings.Runs, () => Plain(false)), Bar.None)
            {
                Note = FormattableString.Invariant($"{Peer}, best 20 by rank: {Measure.Text(Measure.CoreRate(1, () => Plain(true)))}/s"),
            };
            yield return Together("each searching once a second", index, Request, TimeSpan.FromSeconds(1), new(Rate: 10));
            yield return Together("each searching again at once", index, Request, TimeSpan.Zero, Bar.None);
            index.Dispose();
            var reopen = Stopwatch.GetTimestamp();
            index.Search(Request(0));
            yield return new("opened, first search answered", 1 / Stopwatch.GetElapsedTime(reopen).TotalSeconds, "", null, Bar.None);
            yield return InMemory(made, words, Request);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>As a workspace under a passphrase has it.</summary>
    private static Figure InMemory(MadeRecords made, SearchFolding words, Func<int, SearchRequest> request)
    {
        using var index = new CaseIndex(null, words, made.File);
        var id = CaseId.New(RandomNumberGenerator.Fill);
        index.Follow(id, CaseState.Empty with { Entries = [.. made.Entries(id, CaseSize)] }, CaseSize);
        return Together($"{CaseSize} records in memory, each searching again at once", index, i => request(i) with { Scope = SearchScope.Everything }, TimeSpan.Zero, Bar.None);
    }

    /// <summary>A hundred readers for ten seconds: the rate at which one of them is served at the 95th percentile.</summary>
    private static Figure Together(string how, CaseIndex index, Func<int, SearchRequest> request, TimeSpan pause, Bar bar)
    {
        var (times, found, next) = (new List<double>(), 0L, 0);
        var end = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        Task.WaitAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            await Task.Delay(pause * reader / Readers).ConfigureAwait(false);
            while (Stopwatch.GetTimestamp() < end)
            {
                var start = Stopwatch.GetTimestamp();
                var result = await index.SearchAsync(request(Interlocked.Increment(ref next)), CancellationToken.None).ConfigureAwait(false);
                var took = Stopwatch.GetElapsedTime(start);
                lock (times)
                {
                    times.Add(took.TotalMilliseconds);
                    found += result.Counted;
                }

                await Task.Delay(pause > took ? pause - took : TimeSpan.Zero).ConfigureAwait(false);
            }
        })));
        times.Sort();
        double At(double part) => times[(int)(part * (times.Count - 1))];
        return new($"{Readers} readers, {how}: searches a second at the 95th percentile", 1000 / At(0.95), "", null, bar)
        {
            Note = FormattableString.Invariant($"p50 {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms; {times.Count / 10.0:0} searches/s, {found / times.Count} records counted each; {Memory()}"),
        };
    }

    private static string Memory()
    {
        using var process = Process.GetCurrentProcess();
        return $"peak memory {process.PeakWorkingSet64 >> 20} MB, of it managed now {GC.GetTotalMemory(true) >> 20} MB";
    }

    private static long Megabytes(string path) => new[] { path, path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length) >> 20;

    /// <summary>The same texts as SQLite itself tells words, one row a record.</summary>
    private sealed class PlainIndex : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _newest;
        private readonly SqliteCommand _best;
        private long _row;

        public PlainIndex(string path)
        {
            _connection = new($"Data Source={path};Pooling=False");
            _connection.Open();
            using var make = _connection.CreateCommand();
            make.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')";
            make.ExecuteNonQuery();
            (_newest, _best) = (_connection.CreateCommand(), _connection.CreateCommand());
            _newest.CommandText = "SELECT rowid, snippet(words, 0, '[', ']', '…', 16) FROM words WHERE words MATCH $query ORDER BY rowid DESC LIMIT 20";
            _best.CommandText = "SELECT rowid, snippet(words, 0, '[', ']', '…', 16) FROM words WHERE words MATCH $query ORDER BY rank LIMIT 20";
            _newest.Parameters.AddWithValue("$query", "");
            _best.Parameters.AddWithValue("$query", "");
        }

        public void Add(IEnumerable<Entry> entries, Func<string, ReadOnlyMemory<byte>?> file)
        {
            foreach (var batch in entries.Chunk(2048))
            {
                using var transaction = _connection.BeginTransaction();
                using var insert = _connection.CreateCommand();
                insert.CommandText = "INSERT INTO words(rowid, text) VALUES($row, $text)";
                insert.Parameters.AddWithValue("$row", 0L);
                insert.Parameters.AddWithValue("$text", "");
                foreach (var entry in batch)
                {
                    insert.Parameters[0].Value = ++_row;
                    insert.Parameters[1].Value = string.Join('\n', RecordTexts.Of(entry, file).SelectMany(piece => piece.Select(one => one.Text)));
                    insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }
        }

        public int Search(string words, bool ranked)
        {
            var command = ranked ? _best : _newest;
            command.Parameters[0].Value = string.Join(' ', words.Split(' ').Select(word => $"\"{word}\""));
            using var rows = command.ExecuteReader();
            var found = 0;
            while (rows.Read())
            {
                found += rows.GetString(1).Length > 0 ? 1 : 0;
            }

            return found;
        }

        public void Dispose()
        {
            _newest.Dispose();
            _best.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>SYNTHETIC. Records whose words are made of syllables in three scripts, a few of them frequent and most of them rare, as in any language.</summary>
    private sealed class MadeRecords
    {
        private const int Kinds = 20_000;

        private static readonly string[][] Syllables =
        [
            ["ba", "ko", "ri", "tel", "mun", "sha", "dor", "vi", "pen", "lo", "ha", "ster", "ing", "ca", "ne", "fa", "gur", "ti", "zo", "mel"],
            ["ба", "ко", "ри", "тель", "мун", "ша", "дор", "ви", "пен", "ло", "ха", "стер", "ный", "ка", "не", "фа", "гур", "ти", "зо", "мель"],
            ["با", "كو", "ري", "تل", "من", "شا", "دور", "في", "بن", "لو", "حا", "ست", "ين", "قا", "نه", "فا", "غر", "طي", "زو", "مل"],
        ];

        private readonly Random _random = new(7);
        private readonly string[][] _words = [.. Syllables.Select((syllables, script) => Enumerable.Range(0, Kinds).Select(i => Word(syllables, i, script)).ToArray())];
        private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
        private readonly List<string> _samples = [];

        public long Units { get; private set; }

        public ReadOnlyMemory<byte>? File(string sha256) => _files.TryGetValue(sha256, out var bytes) ? bytes : null;

        public List<Entry> Entries(CaseId id, int count)
        {
            _files.Clear();
            var authors = Enumerable.Range(0, 12).Select(_ => new KeyName(KeyName.Signer(RandomNumberGenerator.GetBytes(32)).Verifier.Name)).ToArray();
            var (party, report, entries) = (EntityId.New(RandomNumberGenerator.Fill), EntityId.New(RandomNumberGenerator.Fill), new List<Entry>(count));
            for (var i = 0; i < count; i++)
            {
                var script = _random.Next(10) switch { < 5 => 0, < 8 => 1, _ => 2 };
                Statement said = (i % 10) switch
                {
                    _ when i == 0 => new CaseOpened(Text(script, 4), Text(script, 6), "", [], JsonMap.Empty),
                    1 => new ReportCaptured(report, Text(script, 6), party, null, null, $"https://news.example/{i}", null, Kept(Text(script, 300)), "html/1"),
                    2 or 3 or 4 or 5 => new ClaimProposed(
                        report, report, "rules/1", "said-that", "SAID", "ASSERTS", "USE", "HIGH", Text(script, 2), [new(Text(script, 2), "publisher", null)], [], [], [], "said",
                        Text(script, 14 + _random.Next(12)), [new("where", Text(script, 1))]),
                    6 => new ClaimReviewed(report, "confirmed", party, "3", Text(script, 5)),
                    7 => new SampleCollected(report, report, $"S-{i}", "ENV_SOIL", "12 g", null, new(Text(script, 3)), party, $"{_random.Next(1_000_000)}", "TEAM_COLLECTED", [Text(script, 2)], Text(script, 6)),
                    8 => new PartyDescribed(report, Text(script, 2), "person", null, "C", Text(script, 4)),
                    _ => new IncidentOpened(report, $"I-{i}", Text(script, 5), null, new(Text(script, 2))),
                };
                var made = new DateTimeOffset(2016 + _random.Next(10), 1 + _random.Next(12), 1, 12, 0, 0, TimeSpan.Zero).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                entries.Add(new(
                    i, new(string.Create(CultureInfo.InvariantCulture, $"r-{i}")), said.Kind.Name, 1, new(id, [authors[_random.Next(authors.Length)]], i, null, null, new(made, "device"), []), said, 0));
            }

            return entries;
        }

        /// <summary>One to three words out of a text that was made, which therefore stand together somewhere; frequent ones as often as they stand there.</summary>
        public string[] Queries(int count) => [.. Enumerable.Range(0, count).Select(i =>
        {
            var words = _samples[_random.Next(_samples.Count)].Split(' ');
            var many = Math.Min(words.Length, 1 + (i % 3));
            var at = _random.Next(words.Length - many + 1);
            return string.Join(' ', words.Skip(at).Take(many));
        })];

        private static string Word(string[] syllables, int number, int script)
        {
            // The frequent ones are short.
            var word = new StringBuilder();
            for (var rest = number + 7; rest > 0; rest /= syllables.Length)
            {
                word.Append(syllables[rest % syllables.Length]);
            }

            // Every tenth is a name: with a capital, or with the article.
            if (number % 10 == 0)
            {
                return script == 2 ? "ال" + word : char.ToUpperInvariant(word[0]) + word.ToString(1, word.Length - 1);
            }

            return word.ToString();
        }

        private string Text(int script, int words)
        {
            // Zipf's law: how often a word stands there goes down as its rank goes up.
            var text = string.Join(' ', Enumerable.Range(0, words).Select(_ => _words[script][(int)Math.Pow(Kinds, _random.NextDouble()) - 1]));
            Units += text.Length;
            if (_samples.Count < 20_000)
            {
                _samples.Add(text);
            }
            else if (_random.Next(50) == 0)
            {
                _samples[_random.Next(_samples.Count)] = text;
            }

            return text;
        }

        private Blob Kept(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var blob = Blob.Of(bytes, "text/plain");
            _files[blob.Sha256] = bytes;
            return blob;
        }
    }
}
