using System.Security.Cryptography;
using Probatum.Cli;

// A closed pipe at the reader's end is no fault of ours, and no language setting changes what is printed.
Console.OutputEncoding = new System.Text.UTF8Encoding(false);
var shell = new Shell(Console.Out, Console.Error, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, Console.IsErrorRedirected);
return CommandLine.Run(args, shell);
