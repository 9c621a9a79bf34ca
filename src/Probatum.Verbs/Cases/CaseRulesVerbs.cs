using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum case rules …</summary>
internal static class CaseRulesVerbs
{
    public static Command Of(Shell shell) => Verb.Group("rules", "The rule tables that a case is judged by, pinned by digest.", List(shell), Adopt(shell));

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the tables that the case pins, and how each stands to the one that comes with the program.", "probatum case rules list", [], (parse, opened) =>
    {
        var rows = Beside(opened);
        return Answer.Of(
            Columns.Of(["table", "beside the shipped one", "sha256"], rows.Select(row => new[] { row.Name, row.Stands, row.Digest })),
            JsonList.Of(rows.Select(row => (Json)JsonMap.Of(("table", row.Name), ("sha256", row.Digest), ("shipped", row.Stands)))));
    });

    /// <summary>Each table that the case pins or the program brings, and how the one stands to the other: the same, another, not shipped, not pinned here.</summary>
    internal static List<(string Name, string Digest, string Stands)> Beside(OpenedCase opened)
    {
        var shipped = CaseVerbs.ReadTables(Shell.TablesFolder).ToDictionary(file => file.Key, file => Digests.Hex(file.Value.Span), StringComparer.Ordinal);
        return
        [
            .. opened.State.Tables.Select(table => (table.Key, table.Value, !shipped.TryGetValue(table.Key, out var now) ? "not shipped" : now == table.Value ? "the same" : Another)),
            .. shipped.Where(file => !opened.State.Tables.ContainsKey(file.Key)).Select(file => (file.Key, "-", "not pinned here")),
        ];
    }

    /// <summary>How a table stands to the shipped one whose content it has not.</summary>
    internal const string Another = "another";

    private static Command Adopt(Shell shell)
    {
        var folder = new Argument<string?>("FOLDER") { Description = "a folder of tables as data/ has them; else those that come with the program", Arity = ArgumentArity.ZeroOrOne };
        var reason = Verb.Required("--reason", "why", "WHY");
        return Verb.Writing(
            shell, "adopt", "Judge the case by other tables from here on; 'assess --since' tells what that moved. Tables of a name that is not among them stay.", "probatum case rules adopt --reason 'the ladder of 2031'", [folder, reason], (parse, opened) =>
            {
                var from = parse.GetValue(folder) ?? Shell.TablesFolder;
                if (!Directory.Exists(from))
                {
                    throw new BadInputException($"{from}: is no folder of tables");
                }

                var shipped = CaseVerbs.ReadTables(Shell.TablesFolder).Keys.ToHashSet(StringComparer.Ordinal);
                var tables = CaseVerbs.ReadTables(from);
                if (tables.Keys.FirstOrDefault(name => !shipped.Contains(name) && !name.StartsWith("routes/", StringComparison.Ordinal) && !name.StartsWith("profiles/", StringComparison.Ordinal)) is { } strange)
                {
                    throw new BadInputException($"{Path.Combine(from, strange)}: a case is judged by no such table; the folder has them as data/ does: routes/…, markers/markers.csv …");
                }

                var whole = opened.State.Tables.Where(table => !tables.ContainsKey(table.Key))
                    .ToDictionary(table => table.Key, table => opened.Workspace.Blobs.Read(table.Value) ?? throw new InvalidDataException($"the rule table {table.Key} is not kept here"), StringComparer.Ordinal);
                foreach (var (name, bytes) in tables)
                {
                    whole[name] = bytes;
                }

                if (!RuleTables.TryRead(whole, out _, out var fault))
                {
                    throw new BadInputException($"{from}: {fault.Why}");
                }

                var changed = tables.Where(file => opened.State.Tables.GetValueOrDefault(file.Key) != Digests.Hex(file.Value.Span)).ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
                if (changed.Count == 0)
                {
                    throw new BadInputException($"{from}: the case pins these tables already");
                }

                foreach (var (name, bytes) in changed)
                {
                    opened.Workspace.Blobs.Put(bytes.Span, CaseVerbs.MediaOf(name));
                }

                return OpenedCase.Recorded(
                    opened.Record(new RulesAdopted(RuleTables.Digests(changed), parse.GetRequiredValue(reason))), $"adopted: {string.Join(", ", changed.Keys.Order(StringComparer.Ordinal))}",
                    ("tables", JsonList.Of(changed.Keys.Order(StringComparer.Ordinal).Select(name => (Json)name))));
            });
    }
}
