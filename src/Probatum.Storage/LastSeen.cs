using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The last checkpoint of each log that this machine saw signed, kept outside the workspace.</summary>
/// <remarks>
/// Whoever puts an old copy of a workspace back puts back everything in it. This does not go back with it, so a log that is
/// behind what was signed before is noticed, and signs nothing until it is reconciled. Where the place can't be written, nothing
/// is noticed and nothing fails. Holds sizes and hashes only.
/// </remarks>
public sealed class LastSeen(string? folder)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "PROBATUM_STATE";

    /// <summary>The folder of this user on this machine: PROBATUM_STATE, else probatum below XDG_STATE_HOME, else below ~/.local/state.</summary>
    public static LastSeen OfThisMachine()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } said)
        {
            return new(said);
        }

        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } xdg ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".local", "state")
            : null;
        return new(state is null ? null : Path.Combine(state, "probatum"));
    }

    /// <summary>The last checkpoint of that log, or null when none was seen here.</summary>
    public Checkpoint? Of(string origin)
    {
        try
        {
            return PathOf(origin) is { } path && File.Exists(path) && Checkpoint.TryParse(File.ReadAllText(path), out var checkpoint, out _) && checkpoint.Origin == origin ? checkpoint : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a checkpoint.</summary>
    public void Remember(Checkpoint checkpoint)
    {
        try
        {
            if (PathOf(checkpoint.Origin) is { } path)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var temporary = $"{path}.{Environment.ProcessId}.tmp";
                File.WriteAllText(temporary, checkpoint.ToText());
                File.Move(temporary, path, true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A machine without such a place notices no rollback; that is no reason to refuse work.
        }
    }

    private string? PathOf(string origin) => folder is null ? null : Path.Combine(folder, "last-seen", Hash256.Sha256(Encoding.UTF8.GetBytes(origin)).ToHex());
}
