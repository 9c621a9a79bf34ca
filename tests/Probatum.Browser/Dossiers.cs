using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>The demo's dossiers: whole and public, as folders and as ZIP files, made once.</summary>
public sealed class Dossiers : IDisposable
{
    private readonly Desk _desk = new();

    public Dossiers()
    {
        Desk.Run("demo", "--out", _desk.At("demo")).Expect(0);
        foreach (var example in Examples)
        {
            var whole = _desk.At("demo", example, "dossier");
            Directory.Move(whole, _desk.At($"{example}-whole"));
            Desk.Run("redact", _desk.At($"{example}-whole"), "-o", _desk.At($"{example}-public"), "--withhold", "public").Expect(0);
            Desk.Run("redact", _desk.At($"{example}-whole"), "-o", _desk.At($"{example}-public.zip"), "--withhold", "public").Expect(0);
            Desk.Run("seal", "-o", _desk.At($"{example}-sealed.zip"), "--workspace", _desk.At("demo", example, "workspace")).Expect(0);
        }
    }

    public static string[] Examples { get; } = ["aleppo-1070", "exercise-larch"];

    /// <summary>Where a dossier of that name lies.</summary>
    public string At(string name) => _desk.At(name);

    /// <summary>A copy of a dossier under another name, to be damaged.</summary>
    public string Copy(string name, string copy)
    {
        var (from, to) = (At(name), At(copy));
        if (File.Exists(from))
        {
            File.Copy(from, to, true);
            return to;
        }

        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(file, there, true);
        }

        return to;
    }

    public void Dispose() => _desk.Dispose();
}
