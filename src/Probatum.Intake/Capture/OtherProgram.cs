using System.Diagnostics;

namespace Probatum.Intake;

/// <summary>A program of the machine that is run for one thing, in a process of its own, with a limit of time and of output.</summary>
public static class OtherProgram
{
    private const int MostOutput = 64 << 20;

    /// <summary>The program's file; null where it is not installed.</summary>
    public static string? Find(params IEnumerable<string> names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))).FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end and gives what it printed.</summary>
    /// <exception cref="IOException">It failed, took too long or printed too much.</exception>
    public static byte[] Run(string program, IEnumerable<string> arguments, TimeSpan longest) => Run(program, arguments, longest, default, MostOutput, []);

    /// <summary>The same with something to read on its standard input, another limit of output, and variables of its environment.</summary>
    /// <exception cref="IOException">It failed, took too long or printed too much.</exception>
    public static byte[] Run(string program, IEnumerable<string> arguments, TimeSpan longest, ReadOnlyMemory<byte> input, int mostOutput, IEnumerable<(string Name, string Value)> environment)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var called = Path.GetFileNameWithoutExtension(program);
        using var process = Process.Start(start) ?? throw new IOException($"{called} does not start");
        using var limit = new CancellationTokenSource(longest);
        try
        {
            var given = GiveAsync(process, input, limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = Bounded.ReadAllAsync(process.StandardOutput.BaseStream, mostOutput, limit.Token).GetAwaiter().GetResult();
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            given.GetAwaiter().GetResult();
            var said = errors.GetAwaiter().GetResult().Trim();
            return output is null ? throw new IOException($"{called} prints more than {mostOutput >> 20} MiB")
                : process.ExitCode == 0 ? output : throw new IOException($"{called} ends with {process.ExitCode}{(said.Length > 0 ? $": {said.Split('\n')[0]}" : "")}");
        }
        catch (OperationCanceledException e)
        {
            throw new IOException($"{called} takes longer than {longest.TotalSeconds:0} s", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(true);
            }
        }
    }

    private static async Task GiveAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancel)
    {
        try
        {
            var to = process.StandardInput.BaseStream;
            await using (to.ConfigureAwait(false))
            {
                await to.WriteAsync(input, cancel).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It ended before it read all; its exit code tells.
        }
    }
}
