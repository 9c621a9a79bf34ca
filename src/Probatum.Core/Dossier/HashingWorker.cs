using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>One thread's means of hashing files. What it has open when it fails is closed with it.</summary>
internal sealed class HashingWorker<T>(DrawnFiles<T> files) : IDisposable
{
    // All lanes together take one MiB: what was read is still in the second-level cache, or not far, when it is hashed. Smaller
    // pieces cost more calls than larger ones cost misses.
    private const int Room = 1 << 16;

    private StreamHasher? _hasher;
    private InLane[] _lanes = [];
    private int _busy;
    private FileHasher? _one;
    private Stream? _alone;
    private OpenFile<T>[] _group = [];

    /// <summary>Hashes until there is nothing more to draw.</summary>
    public void Work()
    {
        var isWhole = false;
        try
        {
            while (files.TryDraw(out var file, out var opened))
            {
                if (opened.Length == 0)
                {
                    Begin(file);
                }
                else if (opened.Length == 1)
                {
                    Alone(opened[0]);
                }
                else
                {
                    _group = opened;
                    Finish();
                    Array.ForEach(opened, Add);
                    Finish();
                    _group = [];
                }
            }

            Finish();
            isWhole = true;
        }
        finally
        {
            if (!isWhole)
            {
                files.Fail();
            }
        }
    }

    public void Dispose()
    {
        _one?.Dispose();
        var inLanes = _lanes.Where(lane => lane.IsTaken).Select(lane => lane.File.Content);
        foreach (var content in inLanes.Concat(_group.Select(file => file.Content)).Append(_alone).OfType<Stream>())
        {
            FileDigests.Abandon(content);
        }
    }

    private void Begin(T file)
    {
        if (files.Wanted.Open(file) is not { } content)
        {
            return;
        }

        _alone = content;
        OpenFile<T> opened;
        try
        {
            opened = new(file, content, content.Length);
        }
        catch (InvalidDataException e)
        {
            Refuse(file, content, e);
            return;
        }

        if (!files.IsForLanes(opened.Length))
        {
            Alone(opened);
        }
        else if (opened.Length >= LongFiles<T>.From)
        {
            files.Wait(opened);
        }
        else
        {
            Add(opened);
        }

        _alone = null;
    }

    private void Alone(OpenFile<T> file)
    {
        _alone = file.Content;
        Span<byte> digest = stackalloc byte[Hash256.Length];
        long length;
        try
        {
            length = (_one ??= new()).Hash(file.Content, digest);
        }
        catch (InvalidDataException e)
        {
            Refuse(file.File, file.Content, e);
            return;
        }

        Done(file, digest, length);
        _alone = null;
    }

    /// <summary>Puts a file into a lane, when there is one free again.</summary>
    private void Add(OpenFile<T> file)
    {
        _hasher ??= new(files.Path, Room);
        if (_lanes.Length == 0)
        {
            _lanes = new InLane[_hasher.Lanes];
        }

        while (_busy == _lanes.Length)
        {
            GoOn();
        }

        var lane = Array.FindIndex(_lanes, lane => !lane.IsTaken);
        _lanes[lane] = new() { IsTaken = true, File = file };
        _busy++;
        _hasher.Begin(lane);
    }

    /// <summary>Hashes what is in the lanes to its end.</summary>
    private void Finish()
    {
        while (_busy > 0 && !files.HasFailed)
        {
            GoOn();
        }
    }

    private void GoOn()
    {
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            if (_lanes[lane].IsTaken)
            {
                Feed(lane, ref _lanes[lane]);
            }
        }

        _hasher!.Step();
        Span<byte> digest = stackalloc byte[Hash256.Length];
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            if (_lanes[lane].IsTaken && _hasher.TryDigest(lane, digest))
            {
                Done(_lanes[lane].File, digest, _lanes[lane].Length);
                Free(lane);
            }
        }
    }

    private void Feed(int lane, ref InLane one)
    {
        try
        {
            for (Span<byte> room; !(room = _hasher!.Room(lane)).IsEmpty;)
            {
                var read = one.File.Content.Read(room);
                one.Length += read;
                if (read == 0)
                {
                    _hasher.End(lane);
                }
                else
                {
                    _hasher.Feed(lane, read);
                }
            }
        }
        catch (InvalidDataException e)
        {
            var file = one.File;
            _hasher!.Leave(lane);
            Free(lane);
            Refuse(file.File, file.Content, e);
        }
    }

    private void Free(int lane)
    {
        _lanes[lane] = default;
        _busy--;
    }

    private void Done(OpenFile<T> file, ReadOnlySpan<byte> digest, long length)
    {
        file.Content.Dispose();
        files.Wanted.Done(file.File, digest, length);
    }

    private void Refuse(T file, Stream content, InvalidDataException why)
    {
        FileDigests.Abandon(content);
        files.Wanted.Refuse(file, why);
    }

    private struct InLane
    {
        public bool IsTaken;
        public OpenFile<T> File;
        public long Length;
    }
}
