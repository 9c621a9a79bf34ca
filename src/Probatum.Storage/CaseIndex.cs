using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>A line of the list of cases.</summary>
public sealed record IndexedCase(CaseId Id, string Title, long Size);

/// <summary>A record in which searched words stand.</summary>
public sealed record FoundRecord(CaseId Case, long Index, string Type, string Member, string Passage);

/// <summary>What is looked up without folding a log: the cases, their records, the words in them. Rebuilt from the logs at any time.</summary>
/// <remarks>
/// SQLite in WAL mode; a cache, so it need not survive a crash, only notice one: it remembers up to which leaf it goes. Without a path it
/// lives in memory, for as long as the workspace is open.
/// </remarks>
public sealed class CaseIndex(string? path) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS cases(id TEXT PRIMARY KEY, title TEXT NOT NULL, size INTEGER NOT NULL, erased INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS records(
            case_id TEXT NOT NULL, leaf INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, author TEXT NOT NULL,
            seq INTEGER NOT NULL, made TEXT NOT NULL, PRIMARY KEY(case_id, leaf)) WITHOUT ROWID;
        CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
            case_id UNINDEXED, leaf UNINDEXED, type UNINDEXED, member UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2');
        """;

    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    private SqliteConnection? _connection;

    /// <summary>Brings the index up to the history of a case; what is there already stays.</summary>
    public void Follow(CaseHistory history)
    {
        if (history.Id is { } id)
        {
            // An index that was made before somebody was erased still has the words: it is thrown away whole.
            if (Healing(() => Erased(id)) is { } known && known != history.State.Erasures.Records.Count)
            {
                Discard();
            }

            Healing(() => Follow(history, id));
        }
    }

    private long? Erased(CaseId id)
    {
        Connection();
        return Scalar("SELECT erased FROM cases WHERE id = $case", ("$case", id.Text)) as long?;
    }

    private long Follow(CaseHistory history, CaseId id)
    {
        var connection = Connection();
        using var transaction = connection.BeginTransaction();
        var from = Scalar("SELECT size FROM cases WHERE id = $case", ("$case", id.Text)) as long? ?? 0;
        using var record = Command("INSERT OR REPLACE INTO records VALUES($case, $leaf, $id, $type, $author, $seq, $made)");
        using var word = Command("INSERT INTO words VALUES($case, $leaf, $type, $member, $text)");
        foreach (var entry in history.State.Entries.SkipWhile(entry => entry.Index < from))
        {
            Run(
                record, ("$case", id.Text), ("$leaf", entry.Index), ("$id", entry.Id.Text), ("$type", entry.Type),
                ("$author", entry.Author.Text), ("$seq", entry.Envelope.Seq), ("$made", entry.Envelope.Made.At));
            foreach (var (member, text) in Texts(entry))
            {
                Run(word, ("$case", id.Text), ("$leaf", entry.Index), ("$type", entry.Type), ("$member", member), ("$text", text));
            }
        }

        using var place = Command("INSERT OR REPLACE INTO cases VALUES($case, $title, $size, $erased)");
        Run(place, ("$case", id.Text), ("$title", history.State.Opened?.Title ?? ""), ("$size", history.Size), ("$erased", (long)history.State.Erasures.Records.Count));
        transaction.Commit();
        return history.Size;
    }

    /// <summary>The cases by title.</summary>
    public ImmutableArray<IndexedCase> Cases() => Healing(ListCases);

    /// <summary>The records in which all these words stand, best first, at most 100.</summary>
    public ImmutableArray<FoundRecord> Search(string words) => Healing(() => Find(words));

    /// <summary>A digest of everything in the index, by which a rebuilt one is compared with the one before.</summary>
    public string Digest() => Healing(Hashed);

    private ImmutableArray<IndexedCase> ListCases()
    {
        Connection();
        using var command = Command("SELECT id, title, size FROM cases ORDER BY title, id");
        using var rows = command.ExecuteReader();
        var cases = ImmutableArray.CreateBuilder<IndexedCase>();
        while (rows.Read())
        {
            cases.Add(new(new(rows.GetString(0)), rows.GetString(1), rows.GetInt64(2)));
        }

        return cases.ToImmutable();
    }

    private ImmutableArray<FoundRecord> Find(string words)
    {
        Connection();

        // Every word is quoted, so that the user's signs are words and no query language.
        var query = string.Join(' ', words.Split([' ', '\0'], StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        if (query.Length == 0)
        {
            return [];
        }

        using var command = Command("SELECT case_id, leaf, type, member, snippet(words, 4, '[', ']', '…', 16) FROM words WHERE words MATCH $query ORDER BY rank LIMIT 100");
        command.Parameters.AddWithValue("$query", query);
        using var rows = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<FoundRecord>();
        while (rows.Read())
        {
            found.Add(new(new(rows.GetString(0)), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)));
        }

        return found.ToImmutable();
    }

    private string Hashed()
    {
        Connection();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in new[] { "cases", "records", "words" })
        {
            using var command = Command($"SELECT * FROM {table} ORDER BY {(table == "cases" ? "1" : "1, 2, 3, 4, 5")}");
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

    /// <summary>Whether it begins empty in every process, and has to follow every log before it is asked.</summary>
    public bool IsInMemory => path is null;

    /// <summary>Throws the index away.</summary>
    public void Discard()
    {
        Dispose();
        foreach (var file in path is null ? [] : new[] { path, path + "-wal", path + "-shm" })
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
        SqliteConnection.ClearAllPools();
    }

    /// <summary>A damaged cache is no loss: it is thrown away, and what is asked for is looked up in a new one.</summary>
    /// <remarks>The new index knows only what is followed from then on; whoever lists cases follows each log first.</remarks>
    private T Healing<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NoDatabase)
        {
            Discard();
            return look();
        }
    }

    private SqliteConnection Connection()
    {
        return _connection ??= Opened();
    }

    private SqliteConnection Opened()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path ?? ":memory:", Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; " + Schema;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection!.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private object? Scalar(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteScalar();
    }

    private static void Run(SqliteCommand command, params (string Name, object Value)[] parameters)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private static IEnumerable<(string Member, string Text)> Texts(Entry entry)
    {
        if (entry.Statement is null)
        {
            return [];
        }

        var body = new BodyWriter();
        entry.Statement.Describe(body);
        return body.Sealed.SelectMany(member => Texts(member.Value).Select(text => (member.Name, text)));
    }

    private static IEnumerable<string> Texts(Json json) => json switch
    {
        JsonText text when !EntityId.IsWellFormed(text.Value) && !Core.Records.Digests.IsHex(text.Value) => [text.Value],
        JsonMap map => map.Members.Values.SelectMany(Texts),
        JsonList list => list.Items.SelectMany(Texts),
        _ => [],
    };
}
