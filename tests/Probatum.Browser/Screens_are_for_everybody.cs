using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>Every screen of a case: at peace with the policy on content, clean for axe, no wider than the window, at a desk and on a telephone.</summary>
public sealed class Screens_are_for_everybody(Chromium chromium, Filled filled)
{
    private static readonly string[] Paths = ["", "/inbox", "/echoes", "/claims", "/incidents", "/requests", "/assessment", "/dossiers", "/members", "/do/sample/add", "/places", "/samples", "/laboratory", "/people", "/records", "/activity", "/search"];

    private static readonly Dictionary<string, Look> Sizes = new() { ["desk"] = new(), ["telephone-dark"] = Look.Telephone with { IsDark = true } };

    public static TheoryData<string> Looks => [.. Sizes.Keys];

    [Theory, MemberData(nameof(Looks))]
    public async Task All_screens(string look)
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium, Sizes[look]);
        var home = owner.Page.Url;
        var wrong = new List<string>();
        foreach (var path in Paths.Select(path => home + path).Append($"{served.Address}/").Append($"{served.Address}/account").Append($"{served.Address}/jobs"))
        {
            await owner.Page.GotoAsync(path);
            await owner.SettledAsync();
            await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            wrong.AddRange((await owner.AxeAsync()).Select(one => $"{path}: {one}"));
            if (await owner.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") is > 0 and var over)
            {
                wrong.Add($"{path}: {over} pixels too wide");
            }

            await owner.PictureAsync($"{look}{path.Replace(served.Address, "", StringComparison.Ordinal).Split('/', 4).LastOrDefault() switch { null or "" => "-home", var last => "-" + last.Replace('/', '-') }}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        owner.AssertAtPeace();
    }
}
