using System.Globalization;

namespace Probatum.Storage;

/// <summary>The workspace is held by another process, and it did not let go in time.</summary>
public sealed class WorkspaceHeldException(string holder) : IOException($"the workspace is held by {holder}");

/// <summary>Lets one process at a time write to a workspace; says who holds it.</summary>
internal sealed class WorkspaceLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _holderPath;

    private WorkspaceLock(FileStream locked, string holderPath) => (_lock, _holderPath) = (locked, holderPath);

    /// <summary>Waits until the workspace is free or <paramref name="patience"/> is over; <paramref name="waiting"/> hears once who holds it.</summary>
    public static WorkspaceLock Take(string folder, TimeSpan patience, Action<string> waiting)
    {
        var (path, holderPath) = (Path.Combine(folder, "lock"), Path.Combine(folder, "lock-holder"));
        for (var (waited, told) = (TimeSpan.Zero, false); ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                var locked = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                var held = new WorkspaceLock(locked, holderPath);
                held.SayWho();
                return held;
            }
            catch (IOException e) when (File.Exists(path) && e is not (FileNotFoundException or DirectoryNotFoundException) && !IsPlaceFault(e))
            {
                var holder = Holder(holderPath);
                if (waited >= patience)
                {
                    throw new WorkspaceHeldException(holder);
                }

                if (!told)
                {
                    waiting(holder);
                    told = true;
                }

                Thread.Sleep(50);
            }
        }
    }

    /// <summary>No space left, a read-only place, a failing disk: that is no other process.</summary>
    private static bool IsPlaceFault(IOException e) => e.HResult is 28 or 30 or 5 or 122;

    public void Dispose()
    {
        File.Delete(_holderPath);
        _lock.Dispose();
    }

    /// <summary>A note for others; a full disk is no reason to refuse to read.</summary>
    private void SayWho()
    {
        try
        {
            File.WriteAllText(_holderPath, $"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} on {Environment.MachineName}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Others hear of "another process" then.
        }
    }

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
