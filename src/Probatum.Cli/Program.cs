using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Probatum.Verbs;
using Probatum.Web;

// A closed pipe at the reader's end is no fault of ours, and no language setting changes what is printed.
Console.OutputEncoding = new System.Text.UTF8Encoding(false);

Signals.TakeErrorInstead();
var shell = new Shell(Console.Out, Console.Error, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, Console.IsErrorRedirected) { Listening = new Listening() };
return CommandLine.Run(args, shell);

/// <summary>Signals that must not end the program.</summary>
internal static class Signals
{
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    // Never given up: a signal that is still being dealt with when the program ends would end it another way, with another exit code.
    private static PosixSignalRegistration? Limit;

    /// <summary>Where files may not grow beyond a limit, the system ends the program unless it says that it takes the error instead.</summary>
    public static void TakeErrorInstead() =>
        Limit = OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true) : null;
}
