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
