using System.Diagnostics;
using System.Security.Cryptography;
using Probatum.Verbs;

namespace Probatum.EndToEnd;

/// <summary>What a command printed and its exit code.</summary>
internal sealed record Printed(string Out, string Error, int Code)
{
    /// <summary>Fails the test, with all that was printed, when the exit code is another.</summary>
    public Printed Expect(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\n{Out}\n{Error}");
        return this;
    }
}

/// <summary>A folder of its own for one test, removed afterwards, with a workspace in it on demand.</summary>
internal sealed class Desk : IDisposable
{
    // What a machine remembers of logs is no matter of the machine that runs the tests.
    static Desk() => Environment.SetEnvironmentVariable("PROBATUM_STATE", Directory.CreateTempSubdirectory("probatum-test-state-").FullName);

    public Desk()
    {
        Folder = Directory.CreateTempSubdirectory("probatum-test-").FullName;
    }

    public string Folder { get; }

    /// <summary>The program as the build left it beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "probatum");

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    public string Workspace => At("workspace");

    /// <summary>Writes a file of the test's own.</summary>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>How many changes a test of damaged files makes; more with PROBATUM_FLIPS.</summary>
    public static int Flips => int.TryParse(Environment.GetEnvironmentVariable("PROBATUM_FLIPS"), out var flips) ? flips : 120;

    /// <summary>Runs a command line in this process.</summary>
    public static Printed Run(params string[] args) => Run(Storage.LastSeen.OfThisMachine(), DateTimeOffset.UtcNow, args);

    /// <summary>Runs a command line as at another time.</summary>
    public static Printed RunAt(DateTimeOffset now, params string[] args) => Run(Storage.LastSeen.OfThisMachine(), now, args);

    /// <summary>Runs a command line as on a machine that never saw any log.</summary>
    public static Printed Elsewhere(params string[] args) => Run(new Storage.LastSeen(null), DateTimeOffset.UtcNow, args);

    private static Printed Run(Storage.LastSeen lastSeen, DateTimeOffset now, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(args, new(output, error, () => now, RandomNumberGenerator.Fill, true) { LastSeen = lastSeen });
        return new(output.ToString(), error.ToString(), code);
    }

    /// <summary>Runs a command line in this process, in the test's workspace.</summary>
    public Printed In(params string[] args) => Run([.. args, "--workspace", Workspace]);

    /// <summary>A new workspace with one open case, two parties and one incident.</summary>
    public Desk WithCase()
    {
        Run("init", Workspace).Expect(0);
        In("case", "open", "A case").Expect(0);
        In("party", "add", "Team").Expect(0);
        In("party", "add", "Laboratory").Expect(0);
        In("incident", "open", "I-1", "--when", "2031-05-03").Expect(0);
        return this;
    }

    /// <summary>How many leaves the log has; an unread log fails the test.</summary>
    public long Leaves()
    {
        using var json = System.Text.Json.JsonDocument.Parse(In("case", "show", "--json").Expect(0).Out);
        return json.RootElement.GetProperty("size").GetInt64();
    }

    /// <summary>The id of the only case.</summary>
    public string CaseId()
    {
        using var json = System.Text.Json.JsonDocument.Parse(In("case", "show", "--json").Expect(0).Out);
        return json.RootElement.GetProperty("case").GetString()!;
    }

    /// <summary>Starts the program itself as a process of its own.</summary>
    public static Process Start(IEnumerable<string> args, params (string Name, string Value)[] environment) => Start(Program, args, environment);

    /// <summary>Starts any program, its output captured.</summary>
    public static Process Start(string program, IEnumerable<string> args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }

    /// <summary>Runs any program to its end.</summary>
    public static Printed Other(string program, string folder, params string[] args)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        return Finish(process);
    }

    /// <summary>Waits for a started program and takes what it printed.</summary>
    public static Printed Finish(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return new(output.Result, error.Result, process.ExitCode);
    }

    /// <summary>Whether a program of that name can be run here.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => System.IO.File.Exists(Path.Combine(folder, program)));

    public void Dispose() => Directory.Delete(Folder, true);
}
