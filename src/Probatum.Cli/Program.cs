using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Probatum.Verbs;
using Probatum.Web;

// A closed pipe at the reader's end is no fault of ours, and no language setting changes what is printed.
Console.OutputEncoding = new System.Text.UTF8Encoding(false);

// Where files may not grow beyond a limit, the system ends the program unless it says that it takes the error instead.
const PosixSignal FileSizeExceeded = (PosixSignal)25;
using var limit = OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true) : null;
var shell = new Shell(Console.Out, Console.Error, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, Console.IsErrorRedirected) { Listening = new Listening() };
return CommandLine.Run(args, shell);
