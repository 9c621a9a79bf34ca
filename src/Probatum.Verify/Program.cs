using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Probatum.Bags;
using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Verify;

Console.OutputEncoding = new UTF8Encoding(false);
if (!Asked.TryRead(args, out var asked, out var why))
{
    Console.Error.WriteLine(why.Length > 0 ? $"probatum-verify: {SafeText.Line(why)}\n{Asked.Usage}" : Asked.Help);
    return why.Length > 0 ? 2 : 0;
}

try
{
    var (library, references) = LibraryFiles.OpenAll(asked.Libraries, path => LibraryFiles.TryOpen(path, out var opened, out var odd)
        ? opened
        : throw new InvalidDataException($"{path}: byte {odd.At}: {odd.Why}"));
    var trusted = asked.Policy is null ? null : ReadersPolicy.TryRead(File.ReadAllBytes(asked.Policy), out var policy, out var fault)
        ? policy
        : throw new InvalidDataException($"{asked.Policy}: {fault.Why}");
    ImmutableArray<X509Certificate2> roots = [.. asked.Roots.SelectMany(file => ReadersTime.TryReadRoots(File.ReadAllBytes(file), out var read, out var odd) ? read : throw new InvalidDataException($"{file}: {odd.Why}"))];
    var verdict = BagFiles.Verify(asked.Dossier, library, null, Tables(), trusted, roots.IsEmpty ? null : new(DateTimeOffset.UtcNow, roots), references);
    Console.Out.WriteLine(asked.AsJson
        ? CanonicalJson.WriteText(verdict.ToJson())
        : SafeText.Visible(SafeText.Lines(VerdictText.Lines(verdict, asked.Dossier, trusted is not null))));
    return VerdictText.Code(verdict, trusted is not null);
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"probatum-verify: {SafeText.Line(e.Message)}");
    return 2;
}

// The rule tables that come with this program, by their digests.
static Dictionary<string, string> Tables()
{
    var digests = new Dictionary<string, string>(StringComparer.Ordinal);
    var program = Assembly.GetExecutingAssembly();
    foreach (var name in program.GetManifestResourceNames())
    {
        using var stream = program.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        digests[name.Replace('\\', '/')] = Digests.Hex(bytes);
    }

    return digests;
}
