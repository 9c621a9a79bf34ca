using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Probatum.Bags;

/// <summary>Writes a bag as a ZIP: under a temporary name, which gets its own when all of it is there and durable.</summary>
public sealed class ZipBagWriter : IFinishedBag
{
    private readonly string _path;
    private readonly ZipForm _form;
    private readonly SafeFileHandle _file;
    private readonly List<ZipEntry> _entries = [];
    private long _at;
    private int _open;
    private bool _finished;

    /// <summary>Begins a ZIP.</summary>
    /// <exception cref="IOException">The file is there already.</exception>
    public ZipBagWriter(string path)
        : this(path, ZipForm.Usual)
    {
    }

    internal ZipBagWriter(string path, ZipForm form)
    {
        (_path, _form) = (Path.GetFullPath(path), form);
        if (File.Exists(_path) || Directory.Exists(_path))
        {
            throw new IOException($"{path} is there already");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = File.OpenHandle(_path + ".unfinished", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    /// <inheritdoc/>
    public Stream Create(string path, long length)
    {
        var entry = new ZipEntry(path, _at, length, 0);
        _at = checked(_at + _form.HeadLength(entry.NameLength, length) + length);
        Interlocked.Increment(ref _open);
        lock (_entries)
        {
            _entries.Add(entry);
        }

        return new NewEntry(this, _entries.Count - 1, entry);
    }

    /// <summary>Writes the directory, makes the ZIP durable and gives it its name.</summary>
    public void Finish()
    {
        if (_open > 0)
        {
            throw new IOException($"{_path}: not every file of it is whole");
        }

        var (at, chunk) = (_at, new MemoryStream());
        foreach (var entry in _entries)
        {
            chunk.Write(_form.Central(entry));
            if (chunk.Length > 1 << 16)
            {
                Flush();
            }
        }

        chunk.Write(_form.End(_entries.Count, _at, at + chunk.Length - _at));
        Flush();
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        File.Move(_path + ".unfinished", _path, false);
        Durable.SyncFolder(Path.GetDirectoryName(_path)!);
        _finished = true;

        void Flush()
        {
            RandomAccess.Write(_file, chunk.GetBuffer().AsSpan(0, (int)chunk.Length), at);
            at += chunk.Length;
            chunk.SetLength(0);
        }
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        if (!_finished)
        {
            _file.Dispose();
            File.Delete(_path + ".unfinished");
        }
    }

    private void Put(int index, uint crc)
    {
        ZipEntry entry;
        lock (_entries)
        {
            entry = _entries[index] = _entries[index] with { Crc = crc };
        }

        RandomAccess.Write(_file, _form.Local(entry), entry.Offset);
        Interlocked.Decrement(ref _open);
    }

    private sealed class NewEntry(ZipBagWriter zip, int index, ZipEntry entry)
        : FileStretch(entry.Path, zip._file, entry.Offset + zip._form.HeadLength(entry.NameLength, entry.Length), entry.Length)
    {
        private readonly Crc32 _crc = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            _crc.Append(buffer);
        }

        protected override void Complete() => zip.Put(index, _crc.GetCurrentHashAsUInt32());
    }
}
