using System.Text;
using CsCheck;
using Probatum.Core;

namespace Probatum.Tests.Records;

public sealed class TableTests
{
    private static readonly Gen<string> Cell = Gen.String[Gen.Char["ab ,\"\n\r#é;'"], 0, 8].Select(text => text.Trim());

    [Fact]
    public void Cells_that_are_quoted_are_read_as_they_were() =>
        Gen.Int[1, 5].SelectMany(width => Cell.Array[width].Array[0, 6]).Sample(rows =>
        {
            var width = rows.Length == 0 ? 1 : rows[0].Length;
            var header = string.Join(',', Enumerable.Range(0, width).Select(i => $"c{i}"));
            foreach (var end in new[] { "\n", "\r\n" })
            {
                var sheet = string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + end));
                Assert.True(Table.TryRead(Encoding.UTF8.GetBytes($"# a remark, with \"quotes\n{header}{end}{sheet}"), out var table, out var fault), fault.Why);
                Assert.Equal(width, table.Columns.Length);
                Assert.Equal(rows, table.Rows.Select(row => table.Columns.Select(column => row[column]).ToArray()));
            }
        });

    [Fact]
    public void No_bytes_make_the_reader_throw_and_a_fault_names_its_line() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Gen.String[Gen.Char["ab,\"\n\r#"], 0, 40].Select(Encoding.UTF8.GetBytes)).Sample(bytes =>
            Table.TryRead(bytes, out var table, out var fault)
                ? table.Rows.All(row => row.Cells.Count == table.Columns.Length)
                : fault.Code.StartsWith("table/", StringComparison.Ordinal) && fault.Why.Length > 0);

    [Theory]
    [InlineData("", "table/empty")]
    [InlineData("# only a remark\n", "table/empty")]
    [InlineData("a,a\n", "table/header")]
    [InlineData("a,\n", "table/header")]
    [InlineData("a,b\n1\n", "table/cells")]
    [InlineData("a,b\n1,2,3\n", "table/cells")]
    [InlineData("a\n\"1\n", "table/quote")]
    [InlineData("a\n\"1\"2\n", "table/quote")]
    public void A_sheet_that_would_shift_or_lose_words_is_refused(string text, string code)
    {
        Assert.False(Table.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public void A_fault_names_the_line_as_an_editor_counts_it()
    {
        Assert.False(Table.TryRead("# remark\na,b\n\"x\ny\",1\n\n1\n"u8, out _, out var fault));
        Assert.Equal(6, fault.At);
        Assert.StartsWith("line 6: ", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_that_is_no_utf8_is_refused()
    {
        Assert.False(Table.TryRead([(byte)'a', (byte)'\n', 0xe9], out _, out var fault));
        Assert.Equal("table/encoding", fault.Code);
        Assert.True(Table.TryRead("\u00ef\u00bb\u00bfa\n1\n".Select(c => (byte)c).ToArray(), out var table, out _));
        Assert.Equal("1", table.Rows[0]["a"]);
    }

    [Fact]
    public void A_sheet_has_limits()
    {
        Assert.False(Table.TryRead(new byte[Table.LargestSheet + 1], out _, out var fault));
        Assert.Equal("table/too-large", fault.Code);
        Assert.False(Table.TryRead(Encoding.ASCII.GetBytes("a\n" + string.Concat(Enumerable.Repeat("1\n", 1_000_001))), out _, out fault));
        Assert.Equal("table/too-long", fault.Code);
    }

    [Fact]
    public void A_column_that_is_not_there_reads_as_empty()
    {
        Assert.True(Table.TryRead("a,b\n 1 ,\n"u8, out var table, out _));
        Assert.Equal(("1", "", ""), (table.Rows[0]["a"], table.Rows[0]["b"], table.Rows[0]["c"]));
        Assert.Equal(("1", null, null), (table.Rows[0].Or("a"), table.Rows[0].Or("b"), table.Rows[0].Or("c")));
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
