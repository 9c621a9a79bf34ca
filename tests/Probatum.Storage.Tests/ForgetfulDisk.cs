namespace Probatum.Storage.Tests;

/// <summary>What becomes of the write that fails.</summary>
public enum Failure
{
    /// <summary>It never reached the disk.</summary>
    Lost,

    /// <summary>It is on the disk, and an error is reported all the same.</summary>
    StoredButFailed,
}

/// <summary>
/// A disk in memory that fails at a chosen write, and that forgets, when the power goes, any part of what was not synced.
/// </summary>
internal sealed class ForgetfulDisk : IDisk
{
    private const int Sector = 512;

    // One thread publishes while another writes on.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _durable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _now = new(StringComparer.Ordinal);

    /// <summary>How many writes, syncs and removals there were.</summary>
    public int Steps { get; private set; }

    /// <summary>The step that fails, once; none when negative.</summary>
    public int FailsAt { get; init; } = -1;

    public Failure Failure { get; init; }

    /// <summary>The files as they are now.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _now;

    /// <summary>The disk after the power went: of each file that was not synced the old content, the new one, or sectors of both.</summary>
    public ForgetfulDisk AfterPowerLoss(Random chance)
    {
        var after = new ForgetfulDisk();
        foreach (var path in _now.Keys.Union(_durable.Keys).Order(StringComparer.Ordinal))
        {
            var (old, young) = (_durable.GetValueOrDefault(path), _now.GetValueOrDefault(path));
            var kept = Same(old, young) ? young : chance.Next(3) switch { 0 => old, 1 => young, _ => Torn(old ?? [], young ?? [], chance) };
            if (kept is not null)
            {
                after._durable[path] = after._now[path] = [.. kept];
            }
        }

        return after;
    }

    public string NameOf(string path) => path;

    public byte[]? Read(string path)
    {
        lock (_gate)
        {
            return _now.TryGetValue(path, out var bytes) ? [.. bytes] : null;
        }
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
        {
            return [.. _now.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && !path[(folder.Length + 1)..].Contains('/')).Select(path => path[(folder.Length + 1)..]).Order(StringComparer.Ordinal)];
        }
    }

    public void Put(string path, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Step(() => _now[path] = copy);
    }

    public void Settle(IReadOnlyCollection<string> paths) => Step(() =>
    {
        foreach (var path in paths)
        {
            _durable[path] = [.. _now[path]];
        }
    });

    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Step(() => _durable[path] = [.. _now[path] = copy]);
    }

    public void Delete(string path) => Step(() => _now.Remove(path));

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Step(() =>
        {
            var there = _now.GetValueOrDefault(path, []);
            var after = new byte[Math.Max(there.Length, (int)offset + copy.Length)];
            there.CopyTo(after, 0);
            copy.CopyTo(after, (int)offset);
            _now[path] = after;
        });
    }

    public int ReadAt(string path, long offset, Span<byte> bytes)
    {
        lock (_gate)
        {
            var there = _now.GetValueOrDefault(path, []).AsSpan();
            there = offset >= there.Length ? [] : there[(int)offset..];
            there = there[..Math.Min(there.Length, bytes.Length)];
            there.CopyTo(bytes);
            return there.Length;
        }
    }

    public long Length(string path)
    {
        lock (_gate)
        {
            return _now.GetValueOrDefault(path, []).Length;
        }
    }

    public void Sync(string path) => Step(() => _durable[path] = [.. _now[path]]);

    public IDisposable Hold() => new MemoryStream();

    public void Dispose()
    {
    }

    private void Step(Action act)
    {
        lock (_gate)
        {
            var fails = Steps++ == FailsAt;
            if (!fails || Failure == Failure.StoredButFailed)
            {
                act();
            }

            if (fails)
            {
                throw new IOException($"step {Steps - 1} failed");
            }
        }
    }

    private static byte[] Torn(byte[] old, byte[] young, Random chance)
    {
        var torn = new byte[chance.Next(2) == 0 ? young.Length : Math.Min(young.Length, Math.Max(old.Length, chance.Next(young.Length + 1)))];
        for (var at = 0; at < torn.Length; at += Sector)
        {
            var from = chance.Next(2) == 0 ? old : young;
            var length = Math.Min(Sector, Math.Min(torn.Length, from.Length) - at);
            if (length > 0)
            {
                Array.Copy(from, at, torn, at, length);
            }
        }

        return torn;
    }

    private static bool Same(byte[]? a, byte[]? b) => a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);
}
