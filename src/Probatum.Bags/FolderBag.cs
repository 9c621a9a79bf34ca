using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;
using Probatum.Core.Dossier;

namespace Probatum.Bags;

/// <summary>A bag as a folder, as it was when it was first looked at. Links are not followed: a dossier holds files, nothing that points elsewhere.</summary>
/// <remarks>
/// The walk looks for links among folders; a link in place of a file is refused by the system when it is opened, at no cost
/// for all others.
/// </remarks>
public sealed class FolderBag : IBagReader, IDisposable
{
    private readonly string _folder;
    private readonly Lazy<SafeFileHandle> _opened;
    private readonly Lazy<(HashSet<string> Files, List<NotAFile> Others)> _found;

    /// <summary>A bag in that folder.</summary>
    public FolderBag(string folder)
    {
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _opened = new(() => PlainFile.OpenFolder(_folder));
        _found = new(Walk);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Paths => _found.Value.Files;

    /// <inheritdoc/>
    public IEnumerable<NotAFile> NotFiles => _found.Value.Others;

    /// <inheritdoc/>
    public Stream? Open(string path)
    {
        ObjectDisposedException.ThrowIf(_opened.Value.IsClosed, this);
        return _found.Value.Files.Contains(path) ? PlainFile.Open(_opened.Value, _folder, path) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_opened.IsValueCreated)
        {
            _opened.Value.Dispose();
        }
    }

    private (HashSet<string> Files, List<NotAFile> Others) Walk()
    {
        var (files, others, folders) = (new HashSet<string>(StringComparer.Ordinal), new List<NotAFile>(), new HashSet<string>(StringComparer.Ordinal));
        var filled = new HashSet<string>(StringComparer.Ordinal);
        var (here, prefix) = (_folder, "");
        var all = new FileSystemEnumerable<(string Path, Sort Sort)>(
            _folder, (ref entry) => (Named(ref entry), SortOf(ref entry)),
            new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false, MaxRecursionDepth = int.MaxValue })
        {
            ShouldRecursePredicate = (ref entry) => SortOf(ref entry) == Sort.Folder,
        };
        foreach (var (path, sort) in all)
        {
            switch (sort)
            {
                case Sort.File:
                    files.Add(path);
                    break;
                case Sort.Folder:
                    folders.Add(path);
                    break;
                default:
                    others.Add(new(path, "link"));
                    break;
            }
        }

        others.AddRange(folders.Where(folder => !filled.Contains(folder)).Select(folder => new NotAFile(folder, "empty folder")));
        return (files, others);

        string Named(ref FileSystemEntry entry)
        {
            // Entries of one folder come together, so its own name is made once.
            if (!entry.Directory.SequenceEqual(here))
            {
                here = entry.Directory.ToString();
                prefix = here[_folder.Length..].Replace(Path.DirectorySeparatorChar, '/').Trim('/');
                filled.Add(prefix);
                prefix += prefix.Length > 0 ? "/" : "";
            }

            return string.Concat(prefix, entry.FileName);
        }
    }

    // Asking for the attributes costs a call to the system; the sort alone does not.
    private static Sort SortOf(ref FileSystemEntry entry) =>
        !entry.IsDirectory ? Sort.File : entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Sort.Link : Sort.Folder;

    private enum Sort
    {
        File,
        Folder,
        Link,
    }
}
