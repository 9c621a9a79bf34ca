namespace Probatum.EndToEnd;

/// <summary>Programs that others wrote, or that share no code with ours. Absent ones skip the test, which is counted.</summary>
internal static class Peers
{
    private static readonly Lock Building = new();

    private static string Artifacts => Path.Combine(TestData.Repository, "artifacts", "peers");

    /// <summary>The log peer, built from its source with the distribution's Go packages.</summary>
    public static string Tlogpeer()
    {
        var source = TestData.At("tools/tlogpeer");
        Assert.SkipUnless(Desk.Has("go") && Directory.Exists("/usr/share/gocode/src/golang.org/x/mod"), "go or its x/mod package is not here");
        lock (Building)
        {
            var program = Path.Combine(Artifacts, "tlogpeer");
            if (!File.Exists(program))
            {
                Directory.CreateDirectory(Artifacts);
                using var process = Desk.Start("sh", ["-c", $"cd '{source}' && GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS=-buildvcs=false GOCACHE='{Artifacts}/go-cache' go build -o '{program}' ."]);
                Desk.Finish(process).Expect(0);
            }

            return program;
        }
    }

    /// <summary>The folder of the signature peer with its packages; skips where they can't be had.</summary>
    public static string Jspeer()
    {
        var source = TestData.At("tools/jspeer");
        var folder = Path.Combine(Artifacts, "jspeer");
        Assert.SkipUnless(Desk.Has("node") && Directory.Exists(Path.Combine(folder, "node_modules")), "node or the peer's packages are not here (./test installs them)");
        File.Copy(Path.Combine(source, "jspeer.mjs"), Path.Combine(folder, "jspeer.mjs"), true);
        return folder;
    }

    /// <summary>The folder of the RO-Crate library of others; skips where it can't be had.</summary>
    public static string RoCrate()
    {
        var folder = Path.Combine(Artifacts, "rocrate");
        Assert.SkipUnless(Desk.Has("node") && Directory.Exists(Path.Combine(folder, "node_modules", "ro-crate")), "node or the RO-Crate library is not here (./test installs it)");
        return folder;
    }

    /// <summary>What a FHIR validator of others says of these files: its errors and their number; skips where it can't be had.</summary>
    public static Printed Fhir(params string[] files)
    {
        var folder = Path.Combine(Artifacts, "fhir");
        Assert.SkipUnless(Desk.Has("node") && Directory.Exists(Path.Combine(folder, "node_modules", "fhir")), "node or the FHIR validator is not here (./test installs it)");
        return Desk.Other("node", folder, [Path.Combine(TestData.Repository, "tests", "fhir", "validate.mjs"), folder, .. files]);
    }
}
