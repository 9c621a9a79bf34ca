using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>A report in a language without rules says so wherever its claims would stand; one with rules is read.</summary>
public sealed class The_language_of_a_report_is_said : IDisposable
{
    private const string Note = "the text is in Turkish, for which there are no rules: no claims are read";

    private const string Turkish =
        "Savunma Bakanlığı pazartesi günü birliklerin şehirde gaz kullanmadığını açıkladı ve bunun bir yalan olduğunu söyledi.\n"
        + "Doktorlara göre on beş kişi yaralandı ve hastaneye kaldırıldı.\n";

    private readonly Desk _desk = new();

    [Fact]
    public void By_claims_in_the_line_and_on_standard_error()
    {
        var printed = Desk.Run(
            "claims", _desk.File("tr.txt", Turkish), _desk.File("ru.txt", "Совет заявил, что колодцы закрыты.\n"),
            _desk.File("ar.txt", "قال المجلس إن الآبار مغلقة.\n"), _desk.File("en.txt", "The council said the wells were closed.\n")).Expect(0);
        var lines = printed.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["tr", "ru", "ar", "en"], lines.Select(line => line.GetProperty("language").GetString()));
        Assert.Equal([0, 1, 1, 1], lines.Select(line => line.GetProperty("claims").GetArrayLength()));
        Assert.Equal(Note, lines[0].GetProperty("note").GetString());
        Assert.Contains($"note: {_desk.At("tr.txt")}: {Note}", printed.Error, StringComparison.Ordinal);
        Assert.False(lines[1].TryGetProperty("note", out _));
    }

    [Fact]
    public void By_report_add_report_list_and_claim_list()
    {
        _desk.WithCase();
        var added = _desk.In("report", "add", _desk.File("tr.txt", Turkish), _desk.File("ru.txt", "Совет заявил, что колодцы закрыты.\n")).Expect(0);
        Assert.Contains($"tr.txt: {Note}", added.Error, StringComparison.Ordinal);
        Assert.Contains("tr.txt, 0 claims proposed", added.Out, StringComparison.Ordinal);
        Assert.Contains("ru.txt, 1 claim proposed", added.Out, StringComparison.Ordinal);
        var reports = JsonDocument.Parse(_desk.In("report", "list", "--json").Expect(0).Out).RootElement.EnumerateArray().ToList();
        Assert.Equal(["tr", "ru"], reports.Select(report => report.GetProperty("language").GetString()));
        Assert.Equal(Note, reports[0].GetProperty("note").GetString());
        var listed = _desk.In("claim", "list").Expect(0);
        Assert.Contains($"note: R1: {Note}", listed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("R2:", listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_names_the_language_is_believed_and_one_without_rules_is_refused()
    {
        var file = _desk.File("a.txt", "Мэр: колодцы закрыты\n");
        var line = JsonDocument.Parse(Desk.Run("claims", file, "--language", "en").Expect(0).Out).RootElement;
        Assert.Equal("en", line.GetProperty("language").GetString());
        Assert.NotEqual(0, Desk.Run("claims", file, "--language", "tr").Code);
    }

    public void Dispose() => _desk.Dispose();
}
