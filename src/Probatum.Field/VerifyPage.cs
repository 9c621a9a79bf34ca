using System.Reflection;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text;
using Probatum.Bags;
using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Field;

/// <summary>What the page calls. Texts go both ways; bytes of files are asked for as they are needed.</summary>
[SupportedOSPlatform("browser")]
internal static partial class VerifyPage
{
    /// <summary>The most bytes that are checked here: more takes minutes in a browser, and the program takes seconds.</summary>
    public const long LongestDossier = 4L << 30;

    /// <summary>The most files of a folder.</summary>
    public const int MostFiles = 100_000;

    private static readonly Lazy<Dictionary<string, string>> KnownTables = new(ReadTables);

    /// <summary>Why what was given is not even looked at, as <c>{"refused": WORDS}</c>; empty when it can be checked.</summary>
    /// <param name="name">Of the ZIP or the folder.</param>
    /// <param name="lengths">Of the files in bytes.</param>
    /// <param name="policy">The reader's own tlog-policy; empty for none.</param>
    [JSExport]
    public static string Refused(string name, [JSMarshalAs<JSType.Array<JSType.Number>>] double[] lengths, string policy) =>
        !TryPolicy(policy, out _, out var fault) ? Refused($"the policy can't be used: {fault.Why}")
        : lengths.Sum() > LongestDossier || lengths.Length > MostFiles ? Refused(
            $"{name} is too large for a browser: at most {LongestDossier >> 30} GiB and, in a folder, {MostFiles} files; check it with probatum verify or the single-file verifier")
        : "";

    /// <summary>Where the contents of a ZIP's files lie, as starts and lengths by turns; none of what is no ZIP in the form of a dossier.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Array<JSType.Number>>]
    public static double[] Stretches(double length)
    {
        try
        {
            using var zip = new ZipBag("", new GivenZip((long)length));
            return [.. zip.Stretches.SelectMany(stretch => new double[] { stretch.Start, stretch.Length })];
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Checking it says what is wrong.
            return [];
        }
    }

    /// <summary>Checks one dossier that is not refused, and gives <see cref="PageResult"/> as JSON; or <c>{"refused": WORDS}</c> where it can't be read.</summary>
    /// <param name="name">Of the ZIP or the folder.</param>
    /// <param name="isZip">Whether file 0 is a ZIP; else the files are those of a folder.</param>
    /// <param name="paths">Of the files below the folder, with slashes; of a ZIP its name.</param>
    /// <param name="lengths">Their lengths in bytes.</param>
    /// <param name="emptyFolders">Folders without a file.</param>
    /// <param name="policy">The reader's own tlog-policy; empty for none.</param>
    [JSExport]
    public static string Check(string name, bool isZip, string[] paths, [JSMarshalAs<JSType.Array<JSType.Number>>] double[] lengths, string[] emptyFolders, string policy)
    {
        TryPolicy(policy, out var trusted, out _);
        try
        {
            using var zip = isZip ? new ZipBag(name, new GivenZip((long)lengths[0])) : null;
            IBagReader bag = zip is null ? new GivenFolder(paths, lengths, emptyFolders) : zip;
            return CanonicalJson.WriteText(PageResult.Of(name, Verify(bag, trusted), bag, trusted is not null));
        }
        catch (InvalidDataException e)
        {
            return CanonicalJson.WriteText(PageResult.Of(name, new([new("zip", Outcome.Fails, e.Message)], null), null, trusted is not null));
        }
        catch (IOException e)
        {
            return Refused(e.Message);
        }
        catch (OutOfMemoryException)
        {
            return Refused($"{name} needs more memory than a browser gives: check it with probatum verify or the single-file verifier");
        }
    }

    private static bool TryPolicy(string policy, out TrustPolicy? trusted, out Fault fault)
    {
        (trusted, fault) = (null, default);
        return policy.Length == 0 || ReadersPolicy.TryRead(Encoding.UTF8.GetBytes(policy), out trusted, out fault);
    }

    private static Verdict Verify(IBagReader bag, TrustPolicy? policy) =>
        DossierVerifier.Verify(bag, progress: new Shown(), known: KnownTables.Value, policy: policy);

    private static string Refused(string why) => CanonicalJson.WriteText(JsonMap.Of(("refused", SafeText.Line(why))));

    // The rule tables that come with this page, by their digests.
    private static Dictionary<string, string> ReadTables()
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        var page = Assembly.GetExecutingAssembly();
        foreach (var name in page.GetManifestResourceNames())
        {
            using var stream = page.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            digests[name.Replace('\\', '/')] = Digests.Hex(bytes);
        }

        return digests;
    }

    /// <summary>Passes progress on in hundredths.</summary>
    private sealed class Shown : IProgress<double>
    {
        private int _shown = -1;

        public void Report(double value)
        {
            if ((int)(value * 100) is var hundredths && hundredths != _shown)
            {
                _shown = hundredths;
                GivenFiles.Progress(value);
            }
        }
    }
}
