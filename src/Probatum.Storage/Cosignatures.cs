using System.Globalization;
using Probatum.Core.Dossier;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>
/// What witnesses signed of a case's log, beside that log: cosignatures/SIZE is the log's checkpoint of that size with its own
/// lines first, then theirs. The log itself never depends on it.
/// </summary>
public sealed class Cosignatures(Workspace workspace, Core.Records.CaseId id)
{
    private const string Place = "cosignatures";
    private readonly string _folder = Path.Combine(workspace.Folder, "cases", id.Text, "cosignatures");

    /// <summary>The log's checkpoint with the lines collected for exactly its text.</summary>
    /// <exception cref="InvalidDataException">A note on the disk can't be read.</exception>
    public SignedNote Of(CaseLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var note = Read(log.Checkpoint.Span, "the log's checkpoint");
        var path = PathOf(log);
        return File.Exists(path) && Kept(path) is { } kept && kept.Text == note.Text
            ? Joined(note, kept.Signatures)
            : note;
    }

    /// <summary>Adds lines that the caller verified; a key's line that is there already stays, being the older one.</summary>
    public SignedNote Add(CaseLog log, IEnumerable<NoteSignature> lines)
    {
        var note = Joined(Of(log), lines);
        DurableFile.Replace(PathOf(log), workspace.Vault.Seal(note.ToBytes(), Place));
        return note;
    }

    /// <summary>The largest size up to <paramref name="most"/> of which a line of that key's name is here; 0 where there is none.</summary>
    public long LastOf(string keyName, long most) => Directory.Exists(_folder)
        ? Directory.GetFiles(_folder)
            .Where(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= most
                && Kept(path).Signatures.Any(line => line.Name == keyName))
            .Select(path => long.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max()
        : 0;

    /// <summary>The log as a dossier takes it: with what witnesses signed of its checkpoint.</summary>
    public IDossierSource Source(CaseLog log) => new Cosigned(log, Of(log).ToBytes());

    private static SignedNote Joined(SignedNote note, IEnumerable<NoteSignature> lines)
    {
        foreach (var line in lines.Where(line => !note.Signatures.Any(own => (own.Name, own.Id) == (line.Name, line.Id))))
        {
            note = note.Signatures.Length < SignedNote.MostSignatures ? note.With(line) : throw new InvalidDataException($"a checkpoint has at most {SignedNote.MostSignatures} signatures");
        }

        return note;
    }

    private static SignedNote Read(ReadOnlySpan<byte> bytes, string path) =>
        SignedNote.TryParse(bytes, out var note, out var fault) ? note : throw new InvalidDataException($"{path}: {fault.Why}");

    private SignedNote Kept(string path) =>
        Read(workspace.Vault.TryOpen(File.ReadAllBytes(path), Place) ?? throw new InvalidDataException($"{path} was changed"), path);

    private string PathOf(CaseLog log) => Path.Combine(_folder, (log.Covered?.Size ?? 0).ToString(CultureInfo.InvariantCulture));

    private sealed class Cosigned(CaseLog log, byte[] checkpoint) : IDossierSource
    {
        public ReadOnlyMemory<byte> Checkpoint => checkpoint;

        public ReadOnlyMemory<byte>? Read(string path) => log.Read(path);

        public IReadOnlyList<string> Disclosures(long index) => log.Disclosures(index);

        public Stream? OpenFile(string sha256) => log.OpenFile(sha256);

        public LogStamps? Stamps => log.Stamps;
    }
}
