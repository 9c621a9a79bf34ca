using Microsoft.Data.Sqlite;

namespace Probatum.Storage;

/// <summary>One reading connection of an index with its prepared statements; used by one thread at a time.</summary>
internal sealed class IndexSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _rows;
    private readonly SqliteCommand _terms;
    private readonly SqliteCommand _passage;

    public IndexSession(SqliteConnection connection)
    {
        _connection = connection;
        _rows = Prepared("SELECT rowid FROM words WHERE words MATCH $query AND rowid <= $last ORDER BY rowid DESC", "$query", "$last");

        // Of many words with one beginning some thousands are looked at, and the most frequent of them taken.
        _terms = Prepared("SELECT term FROM (SELECT term, count FROM terms WHERE term >= $from AND term < $to LIMIT 2048) ORDER BY count DESC, term LIMIT $most", "$from", "$to", "$most");
        _passage = Prepared("SELECT text FROM passages WHERE row = $row", "$row");
    }

    /// <summary>The numbers of the rows for which an expression holds, from the last wanted one down to older ones.</summary>
    public IEnumerable<long> Rows(string expression, long last)
    {
        _rows.Parameters[0].Value = expression;
        _rows.Parameters[1].Value = last;
        using var rows = _rows.ExecuteReader();
        while (rows.Read())
        {
            yield return rows.GetInt64(0);
        }
    }

    /// <summary>The most frequent words that begin so.</summary>
    public List<string> Beginning(string prefix, int most)
    {
        _terms.Parameters[0].Value = prefix;
        _terms.Parameters[1].Value = prefix + "\U0010FFFF";
        _terms.Parameters[2].Value = most;
        using var rows = _terms.ExecuteReader();
        var terms = new List<string>();
        while (rows.Read())
        {
            terms.Add(rows.GetString(0));
        }

        return terms;
    }

    /// <summary>The text of a row; empty where it has none.</summary>
    public string Passage(long row)
    {
        _passage.Parameters[0].Value = row;
        return _passage.ExecuteScalar() as string ?? "";
    }

    public void Dispose()
    {
        _rows.Dispose();
        _terms.Dispose();
        _passage.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepared(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
        {
            command.Parameters.Add(new(name, null));
        }

        return command;
    }
}
