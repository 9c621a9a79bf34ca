using System.Buffers;
using System.IO.MemoryMappedFiles;
using Probatum.Spectra;

namespace Probatum.Bags;

/// <summary>Opens spectral libraries where they lie.</summary>
public static class LibraryFiles
{
    // reading so much takes a few milliseconds, and what was read nobody can cut off
    private const long ReadWhole = 1 << 22;

    /// <summary>Opens a library file; a large one is mapped into memory, not read.</summary>
    /// <remarks>
    /// While it is mapped the file is held open against writers that ask (all of ours do, and replace a library by renaming a
    /// new file over it, which leaves this one as it is). A program that asks nobody and cuts the file shorter in place ends
    /// this process when the part that is gone is read: the system offers no other answer.
    /// </remarks>
    /// <exception cref="IOException">The file is not there, or somebody writes to it.</exception>
    public static bool TryOpen(string path, out SpectralLibrary library, out SpectraFault fault)
    {
        library = null!;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var length = stream.Length;
        if (length > Array.MaxLength)
        {
            stream.Dispose();
            fault = new("pbl/too-large", length, "a library file holds 2 GiB at most");
            return false;
        }

        if (length > ReadWhole)
        {
            // the length that is mapped is the one that the header is held against
            return SpectralLibrary.TryOpen(new MappedBytes(stream, (int)length).Memory, out library, out fault);
        }

        using (stream)
        {
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return SpectralLibrary.TryOpen(bytes, out library, out fault);
        }
    }

    /// <summary>Whether a path is a library file of mass spectra, by its first bytes; all else can only be references.</summary>
    public static bool IsLibrary(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        Span<byte> first = stackalloc byte[8];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return stream.ReadAtLeast(first, first.Length, false) == first.Length && first.SequenceEqual("PROBTPBL"u8);
    }

    /// <summary>Reads references for Raman and infrared spectra: files, or all files of folders but hidden ones.</summary>
    /// <exception cref="IOException">A file is not there, or is larger than 2 GiB.</exception>
    public static OpticalLibrary References(IEnumerable<string> paths) =>
        OpticalLibrary.Of(paths.SelectMany(FilesOf).Select(file => (file, (ReadOnlyMemory<byte>)File.ReadAllBytes(file))));

    /// <summary>Opens what is given as libraries: at most one file of mass spectra, all else references; null for what was not given.</summary>
    /// <param name="paths">In any order.</param>
    /// <param name="open">Opens the one file.</param>
    /// <exception cref="InvalidDataException">There are two files of mass spectra, or no reference among the rest.</exception>
    /// <exception cref="IOException">A file is not there, or somebody writes to it.</exception>
    public static (SpectralLibrary? Library, OpticalLibrary? References) OpenAll(IReadOnlyCollection<string> paths, Func<string, SpectralLibrary> open)
    {
        var byKind = paths.ToLookup(IsLibrary);
        var (files, others) = (byKind[true].ToList(), byKind[false].ToList());
        var references = others.Count == 0 ? null : References(others);
        return files.Count > 1 ? throw new InvalidDataException($"{files[1]}: one library of mass spectra at the most")
            : references?.References.Any() == false ? throw new InvalidDataException($"neither a library of mass spectra nor a reference: {string.Join("; ", references.LeftOut.DefaultIfEmpty(others[0]))}")
            : (files.Count == 0 ? null : open(files[0]), references);
    }

    private static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)
        : [path];

    /// <summary>A file's bytes where the system keeps them; freed with the last reader.</summary>
    private sealed unsafe class MappedBytes : MemoryManager<byte>
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _first;
        private readonly int _length;

        public MappedBytes(FileStream stream, int length)
        {
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _first);
            _length = length;
        }

        public override Span<byte> GetSpan() => new(_first, _length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex, default, this);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
