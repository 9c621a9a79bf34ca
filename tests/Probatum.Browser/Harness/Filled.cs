using Probatum.Browser;
using Probatum.EndToEnd;

[assembly: AssemblyFixture(typeof(Filled))]

namespace Probatum.Browser;

/// <summary>The workspaces that the demo leaves, made once for all tests when the first one asks for them; each test serves a copy of its own.</summary>
public sealed class Filled : IDisposable
{
    private readonly Desk _desk = new();
    private readonly Lazy<string> _demo;

    /// <summary>Nothing is made yet.</summary>
    public Filled() => _demo = new(() =>
    {
        Desk.Run("demo", "--out", _desk.At("demo")).Expect(0);
        return _desk.At("demo");
    });

    /// <summary>Serves a copy of an example's workspace.</summary>
    public Task<Served> ServeAsync(string example = "exercise-larch", params string[] more) => Served.StartAsync(Copy(example), more);

    /// <summary>A copy of an example's workspace, to be changed before it is served.</summary>
    public string Copy(string example = "exercise-larch")
    {
        var (from, to) = (Path.Combine(_demo.Value, example, "workspace"), _desk.At($"served-{Guid.NewGuid():N}"));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(file, there);
        }

        return to;
    }

    public void Dispose() => _desk.Dispose();
}
