using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>An opened index: the one connection that writes, and what of it is held in memory. For one thread at a time but where said.</summary>
internal sealed class IndexFile : IDisposable
{
    private const int Version = 3;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS names(number INTEGER PRIMARY KEY, what TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(what, name));
        CREATE TABLE IF NOT EXISTS cases(id TEXT PRIMARY KEY, title TEXT NOT NULL, size INTEGER NOT NULL, erased INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS records(
            row INTEGER PRIMARY KEY, case_no INTEGER NOT NULL, kind_no INTEGER NOT NULL, author_no INTEGER NOT NULL, leaf INTEGER NOT NULL, minutes INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS passages(row INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS terms(term TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
        CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content = '', columnsize = 0, tokenize = "ascii tokenchars '~='");
        """;

    private const int MergePages = 400;
    private const int FewRows = 20_000;

    private readonly SqliteConnection _connection;
    private readonly string _source;
    private readonly ConcurrentDictionary<(string What, string Name), int> _numbers = new();
    private readonly ConcurrentDictionary<int, string> _names = new();

    private int _unmerged;
    private bool _isMerging;

    private IndexFile(SqliteConnection connection, string source) => (_connection, _source) = (connection, source);

    /// <summary>The rows; others may read them.</summary>
    public IndexRows Rows { get; } = new();

    /// <summary>Opens or makes an index; one of another version or folding is thrown away first.</summary>
    public static IndexFile Open(string? path, string folding)
    {
        if (path is not null && File.Exists(path) && IsOfAnother(path, folding))
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            {
                File.Delete(file);
            }
        }

        // Several connections stand on one database in memory by its name, which is a random one.
        var source = path ?? $"file:/{Guid.NewGuid():n}?vfs=memdb";
        var opened = new IndexFile(Connected(source, SqliteOpenMode.ReadWriteCreate), source);
        try
        {
            opened.Run($"PRAGMA journal_mode = {(path is null ? "MEMORY" : "WAL")}; PRAGMA synchronous = {(path is null ? "OFF" : "NORMAL")}; PRAGMA user_version = {Version}; {Schema}");
            opened.Run("INSERT INTO words(words, rank) VALUES('hashsize', 16777216)");
            opened.Number("folding", folding);
            opened.Load();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>A connection that reads; from any thread.</summary>
    public IndexSession Session() => new(Connected(_source, SqliteOpenMode.ReadOnly));

    /// <summary>How far a case is indexed, and how many of its records were erased then; null where it is not.</summary>
    public (long Size, long Erased)? Find(CaseId id)
    {
        using var command = Command("SELECT size, erased FROM cases WHERE id = $id", ("$id", id.Text));
        using var rows = command.ExecuteReader();
        return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : null;
    }

    /// <summary>The cases by title.</summary>
    public ImmutableArray<IndexedCase> Cases()
    {
        using var command = Command("SELECT id, title, size FROM cases ORDER BY title, id");
        using var rows = command.ExecuteReader();
        var cases = ImmutableArray.CreateBuilder<IndexedCase>();
        while (rows.Read())
        {
            cases.Add(new(new(rows.GetString(0)), rows.GetString(1), rows.GetInt64(2)));
        }

        return cases.ToImmutable();
    }

    /// <summary>The number of a name; null where no record has it. From any thread.</summary>
    public int? NumberOf(string what, string name) => _numbers.TryGetValue((what, name), out var number) ? number : null;

    /// <summary>How many names of that sort there are. From any thread.</summary>
    public int CountOf(string what) => _numbers.Keys.Count(key => key.What == what);

    /// <summary>The name of a number. From any thread.</summary>
    public string NameOf(int number) => _names[number];

    /// <summary>Writes a batch of one case, and how far the case is indexed with it, at once.</summary>
    public bool Write(IndexBatch batch, IndexedCase place, long erased)
    {
        var added = new List<IndexRow>(batch.Rows.Count);
        using (var transaction = _connection.BeginTransaction())
        {
            using var record = Command("INSERT INTO records VALUES($row, $case, $kind, $author, $leaf, $minutes)");
            using var passage = Command("INSERT INTO passages VALUES($row, $text)");
            using var words = Command("INSERT INTO words(rowid, text) VALUES($row, $text)");
            using var term = Command("INSERT INTO terms VALUES($term, $count) ON CONFLICT(term) DO UPDATE SET count = count + excluded.count");
            var of = Number("case", place.Id.Text);
            foreach (var (entry, text, kept) in batch.Rows)
            {
                var row = new IndexRow(of, Number("kind", entry.Type), Number("author", entry.Author.Text), checked((int)entry.Index), IndexBatch.Minutes(entry));
                added.Add(row);
                var number = (long)Rows.Count + added.Count;
                Run(record, ("$row", number), ("$case", row.Case), ("$kind", row.Kind), ("$author", row.Author), ("$leaf", row.Leaf), ("$minutes", row.Minutes));
                Run(passage, ("$row", number), ("$text", kept));
                Run(words, ("$row", number), ("$text", text + Marks(row)));
            }

            foreach (var (word, count) in batch.Terms.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Run(term, ("$term", word), ("$count", count));
            }

            using var known = Command("INSERT OR REPLACE INTO cases VALUES($id, $title, $size, $erased)");
            Run(known, ("$id", place.Id.Text), ("$title", place.Title), ("$size", place.Size), ("$erased", erased));
            transaction.Commit();
        }

        added.ForEach(Rows.Add);
        _unmerged += added.Count;
        return true;
    }

    /// <summary>Does a part of the work of bringing together what many batches wrote, so that a search looks in few places; whether some is left.</summary>
    /// <remarks>Begun when much was written since, in proportion to what is there: each row is merged some few times. Source: SQLite, FTS5, "The 'merge' Command".</remarks>
    public bool Merge()
    {
        if (!_isMerging && _unmerged < Math.Max(FewRows, Rows.Count / 8))
        {
            return false;
        }

        using var command = Command("INSERT INTO words(words, rank) VALUES('merge', $pages)", ("$pages", _isMerging ? MergePages : -MergePages));
        var before = Changes();
        command.ExecuteNonQuery();

        // One change is the command itself.
        _isMerging = Changes() - before > 1;
        _unmerged = 0;
        return _isMerging;
    }

    /// <summary>A digest of all that follows from the logs, in whatever order the cases were followed.</summary>
    public string Hashed()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in new[]
        {
            "SELECT * FROM cases ORDER BY id",
            """
            SELECT c.name, r.leaf, k.name, a.name, r.minutes, p.text FROM records r JOIN passages p ON p.row = r.row JOIN names c ON c.number = r.case_no
            JOIN names k ON k.number = r.kind_no JOIN names a ON a.number = r.author_no ORDER BY c.name, r.row
            """,
            "SELECT * FROM terms ORDER BY term",
        })
        {
            using var command = Command(table);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) + "\u001f"));
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>What facets ask of a row.</summary>
    private static string Marks(IndexRow row)
    {
        var made = row.Month == 0 ? "" : SearchExpression.Mark('m', row.Month) + " " + SearchExpression.Mark('y', row.Month / 12);
        return $"{SearchExpression.Mark('c', row.Case)} {SearchExpression.Mark('k', row.Kind)} {SearchExpression.Mark('a', row.Author)} {made}";
    }

    private static bool IsOfAnother(string path, string folding)
    {
        using var connection = Connected(path, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        if (command.ExecuteScalar() as long? != Version)
        {
            return true;
        }

        command.CommandText = "SELECT name FROM names WHERE what = 'folding'";
        return command.ExecuteScalar() as string != folding;
    }

    private static SqliteConnection Connected(string source, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false, Mode = mode }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA cache_size = -16384";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Load()
    {
        using (var names = Command("SELECT number, what, name FROM names"))
        using (var rows = names.ExecuteReader())
        {
            while (rows.Read())
            {
                Know(rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
            }
        }

        using var records = Command("SELECT row, case_no, kind_no, author_no, leaf, minutes FROM records ORDER BY row");
        using var all = records.ExecuteReader();
        while (all.Read())
        {
            if (all.GetInt64(0) != Rows.Count + 1L)
            {
                // Rows that were lost: as a damaged page.
                throw new SqliteException("the index lacks rows", CaseIndex.Corrupt);
            }

            Rows.Add(new(all.GetInt32(1), all.GetInt32(2), all.GetInt32(3), all.GetInt32(4), all.GetInt32(5)));
        }
    }

    private int Number(string what, string name)
    {
        if (_numbers.TryGetValue((what, name), out var known))
        {
            return known;
        }

        using var command = Command("INSERT OR IGNORE INTO names(what, name) VALUES($what, $name); SELECT number FROM names WHERE what = $what AND name = $name", ("$what", what), ("$name", name));
        var number = (int)(long)command.ExecuteScalar()!;
        Know(number, what, name);
        return number;
    }

    private void Know(int number, string what, string name)
    {
        _names[number] = name;
        _numbers[(what, name)] = number;
    }

    private long Changes()
    {
        using var command = Command("SELECT total_changes()");
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (command.Parameters.Count == i)
            {
                command.Parameters.AddWithValue(parameters[i].Name, parameters[i].Value);
            }
            else
            {
                command.Parameters[i].Value = parameters[i].Value;
            }
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
