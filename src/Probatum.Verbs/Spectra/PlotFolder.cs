using System.CommandLine;
using System.Text;
using Probatum.Core.Records;
using Probatum.Export;

namespace Probatum.Verbs;

/// <summary>A folder of pictures of one run, and the list in it of what was drawn, as <c>sha256sum</c> writes and checks one.</summary>
/// <remarks>
/// A folder that is drawn into again would keep pictures of the run before beside the new ones. So what the list names is taken
/// away first, as long as it is as it was drawn; a file that somebody changed, and one under a name of ours that the list does
/// not have, is left alone and the folder refused. Files of other names are none of ours.
/// </remarks>
internal sealed class PlotFolder
{
    private const string List = "plots.sha256";
    private static readonly string[] Formats = ["svg", "png"];
    private readonly string _folder;
    private readonly string[] _formats;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private PlotFolder(string folder, string[] formats)
    {
        (_folder, _formats) = (folder, formats);
    }

    /// <summary>The option of every verb that draws.</summary>
    public static Option<string[]> Format
    {
        get
        {
            var format = new Option<string[]>("--format") { Description = "with --plot: svg, png, or both", HelpName = "WHAT", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["svg"] };
            format.AcceptOnlyFromAmong(Formats);
            return format;
        }
    }

    /// <summary>A folder to draw into, looked at before anything is computed; null where none is asked for.</summary>
    /// <exception cref="BadInputException">It holds a picture of an earlier drawing that was changed since.</exception>
    public static PlotFolder? Open(string? folder, string[] formats)
    {
        if (folder is null)
        {
            return null;
        }

        if (File.Exists(folder))
        {
            throw new BadInputException($"{folder}: is a file; give a folder");
        }

        var opened = new PlotFolder(folder, formats);
        opened.Earlier();
        return opened;
    }

    /// <summary>One picture in the formats asked for, and where there is any its data.</summary>
    /// <param name="name">Without an ending.</param>
    /// <param name="drawing">The picture.</param>
    /// <param name="data">What it shows, for other programs.</param>
    public void Add(string name, Drawing drawing, Json? data = null)
    {
        foreach (var format in _formats)
        {
            _files[$"{name}.{format}"] = format == "png" ? drawing.Png() : Encoding.UTF8.GetBytes(drawing.Svg());
        }

        if (data is not null)
        {
            _files[$"{name}.json"] = CanonicalJson.Write(data);
        }
    }

    /// <summary>Takes away what an earlier drawing left, and writes the new pictures with their list.</summary>
    /// <exception cref="BadInputException">One of the names is taken by a file that no list of ours has.</exception>
    public void Write()
    {
        var earlier = Earlier();
        if (_files.Keys.FirstOrDefault(name => !earlier.Contains(name) && Path.Exists(At(name))) is { } taken)
        {
            throw new BadInputException($"{At(taken)}: is there, and is not listed in {List} as a picture drawn before; give another folder, or move it away");
        }

        // The list first: whatever breaks after it, the next drawing knows what to take away.
        var list = _files.Select(file => $"{Digests.Hex(file.Value)}  {file.Key}\n");
        foreach (var name in earlier)
        {
            File.Delete(At(name));
        }

        Files.Write(At(List), Encoding.UTF8.GetBytes(string.Concat(list)));
        foreach (var (name, bytes) in _files)
        {
            Files.Write(At(name), bytes);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    // What the list names and is still there. Only plain names of kinds that we write: a list is a file like any other.
    private HashSet<string> Earlier()
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        if (!File.Exists(At(List)))
        {
            return there;
        }

        foreach (var line in Encoding.UTF8.GetString(Files.Read(At(List))).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split("  ", 2) is not [{ Length: 64 } digest, var name] || !IsOurs(name))
            {
                throw new BadInputException($"{At(List)}: is no list of pictures; give another folder");
            }

            if (!File.Exists(At(name)))
            {
                continue;
            }

            if (Digests.Hex(Files.Read(At(name))) != digest)
            {
                throw new BadInputException($"{At(name)}: was changed since it was drawn; give another folder, or move it away");
            }

            there.Add(name);
        }

        return there;
    }

    private static bool IsOurs(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return name == stem + Path.GetExtension(name) && Path.GetExtension(name) is ".svg" or ".png" or ".json"
            && (stem is "chromatogram" or "ladder" || IsNumbered(stem, "component-") || IsNumbered(stem, "spectrum-"));
    }

    private static bool IsNumbered(string stem, string kind) =>
        stem.StartsWith(kind, StringComparison.Ordinal) && stem.Length > kind.Length && stem.AsSpan(kind.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
