namespace Probatum.Intake;

/// <summary>A picture of a page, as a browser of the machine shows it. The browser fetches the page anew, with all that belongs to it.</summary>
public static class Screenshot
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The browser's file; null where none is installed.</summary>
    public static string? Browser => OtherProgram.Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>A PNG of the page.</summary>
    /// <exception cref="IOException">The browser fails; with the reason.</exception>
    public static byte[] Of(Uri page, string browser)
    {
        ArgumentNullException.ThrowIfNull(page);
        var folder = Directory.CreateTempSubdirectory("probatum-screenshot-").FullName;
        try
        {
            var picture = Path.Combine(folder, "page.png");

            // A profile of its own that is thrown away: no cookies of anybody, and nothing is left behind.
            List<string> arguments =
            [
                "--headless", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--window-size=1280,4000",
                $"--user-data-dir={Path.Combine(folder, "profile")}", $"--screenshot={picture}", "--virtual-time-budget=10000", page.AbsoluteUri,
            ];
            if (Environment.UserName == "root")
            {
                arguments.Insert(0, "--no-sandbox");
            }

            OtherProgram.Run(browser, arguments, Longest);
            return File.Exists(picture) ? File.ReadAllBytes(picture) : throw new IOException("the browser made no picture");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Which browser, in which version.</summary>
    public static string Version(string browser)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(OtherProgram.Run(browser, ["--version"], TimeSpan.FromSeconds(20))).Trim();
        }
        catch (IOException)
        {
            return Path.GetFileName(browser);
        }
    }
}
