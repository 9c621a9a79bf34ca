using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>What a verb has of the world outside: where it prints, what time it is, where chance comes from.</summary>
/// <param name="Out">Results only.</param>
/// <param name="Error">Notes, progress and errors.</param>
/// <param name="Clock">The machine's clock; what it says is a claim of this machine.</param>
/// <param name="Random">The machine's generator.</param>
/// <param name="Quiet">True where nobody watches: no progress is drawn.</param>
public sealed record Shell(TextWriter Out, TextWriter Error, Func<DateTimeOffset> Clock, Randomness Random, bool Quiet)
{
    /// <summary>Asks for a secret: the environment variable that may hold it, and what a person is asked.</summary>
    public Func<string, string, string> Secret { get; init; } = Secrets.Ask;

    /// <summary>How much work a guess at the vault's passphrase takes, as a power of two.</summary>
    public int VaultWork { get; init; } = Ledger.AgeFile.Work;

    /// <summary>What this machine saw of logs before, outside any workspace.</summary>
    public Storage.LastSeen LastSeen { get; init; } = Storage.LastSeen.OfThisMachine();

    /// <summary>What listens on a port; null where nothing may.</summary>
    public IListening? Listening { get; init; }

    /// <summary>The case that verbs work on, where a server holds it open; null where a verb opens the workspace that is named.</summary>
    internal OpenedCase? Held { get; init; }

    /// <summary>Hears how far a long work is, between 0 and 1, and what it is; null draws a line on <see cref="Error"/>.</summary>
    public Action<string, double>? Progressing { get; init; }

    /// <summary>The rule tables that come with the program.</summary>
    public static string TablesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>The examples that come with the program.</summary>
    public static string ExamplesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "examples");
}

/// <summary>What the user gave can't be used: printed as it is, exit code 2.</summary>
public sealed class BadInputException(string message) : Exception(message);


/// <summary>Draws how far something is, once it has taken two seconds, on one line of standard error.</summary>
internal sealed class ProgressLine(Shell shell, string what) : IProgress<double>, IDisposable
{
    private const int Width = 30;

    private readonly long _began = Environment.TickCount64;
    private long _drawn;

    public void Report(double value)
    {
        shell.Progressing?.Invoke(what, value);
        var now = Environment.TickCount64;
        if (shell.Quiet || now - _began < 2000 || now - _drawn < 100)
        {
            return;
        }

        _drawn = now;
        var full = (int)(Math.Clamp(value, 0, 1) * Width);
        shell.Error.Write($"\r{what} [{new string('#', full)}{new string('.', Width - full)}] {(int)(Math.Clamp(value, 0, 1) * 100),3} %");
    }

    public void Dispose()
    {
        if (_drawn > 0)
        {
            shell.Error.Write($"\r{new string(' ', what.Length + Width + 10)}\r");
        }
    }
}
