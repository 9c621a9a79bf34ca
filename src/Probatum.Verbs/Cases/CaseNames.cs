using Probatum.Core.Casualties;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>What the words of a sheet mean in an opened case. Files are kept only once the sheet is recorded.</summary>
/// <param name="opened">The case.</param>
/// <param name="open">The bytes of a file that a cell names; null when it is not there.</param>
internal sealed class CaseNames(OpenedCase opened, Func<string, byte[]?> open) : IFhirNames
{
    private readonly Dictionary<(string Sort, string Name), EntityId?> _found = [];
    private Dictionary<EntityId, Statement>? _standing;

    private readonly Dictionary<string, (Blob Blob, Photo Photo)?> _files = new(StringComparer.Ordinal);

    public EntityId? Party(string name) => One("party", name);

    public EntityId? Incident(string label) => One("incident", label);

    public EntityId? Sample(string label) => One("sample", label) ?? (opened.State.Samples.Codes.TryGetValue(label, out var coded) ? coded : null);

    public Blob? File(string path) => Named(path)?.Blob;

    public Photo? Photo(string path) => Named(path)?.Photo;

    public IEnumerable<string> Matrices => opened.Tables.Matrices.Keys;

    public IEnumerable<string> Techniques => opened.Tables.Techniques.Keys;

    public EntityId? Job(string name) => One("job", name);

    public CriteriaTable? Criteria => opened.Tables.Criteria;

    public EntityId NewId() => opened.NewId();

    public EntityId? Person(string code) =>
        opened.State.Entities.Named(code).Where(one => one.Sort is "person" or "casualty" && one.Label == code && !opened.State.Entities.Withdrawn.Contains(one.Id)).ToList() is [var one] ? one.Id : null;

    public Statement? Standing(EntityId id) => (_standing ??= opened.State.Counting.SelectMany(entry => entry.Statement switch
    {
        CasualtyRecorded { Casualty: { } casualty } => [(casualty, entry.Statement)],
        SampleCollected { Sample: { } sample } => [(sample, entry.Statement)],
        SampleSplit split => split.Aliquots.Select(part => (part.Sample, (Statement)split)),
        _ => Array.Empty<(EntityId, Statement)>(),
    }).DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2)).GetValueOrDefault(id);

    /// <summary>Keeps the files that cells named and these records name.</summary>
    public void KeepFiles(IEnumerable<Statement> statements)
    {
        if (_files.Count == 0)
        {
            return;
        }

        var wanted = statements.SelectMany(Blobs).Select(blob => blob.Sha256).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, file) in _files.Where(one => one.Value is { } file && wanted.Contains(file.Blob.Sha256)))
        {
            var blob = opened.Workspace.Blobs.Put(open(path) ?? throw new BadInputException($"{path}: was there when the sheet was read and is no more"), file!.Value.Blob.Media);
            if (blob.Sha256 != file.Value.Blob.Sha256)
            {
                throw new BadInputException($"{path}: was changed while the sheet was read");
            }
        }
    }

    private static IEnumerable<Blob> Blobs(Statement statement)
    {
        var body = new BodyWriter();
        statement.Describe(body);
        return body.Sealed.SelectMany(member => Core.Dossier.DossierContent.Blobs(member.Value));
    }

    private (Blob Blob, Photo Photo)? Named(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            if (open(path) is { } bytes)
            {
                var told = PhotoTold.Read(bytes);
                var blob = Blob.Of(bytes, told?.Media ?? Files.Media(path));
                file = (blob, new(blob, told?.Taken, told?.LatE7, told?.LonE7));
            }

            _files[path] = file;
        }

        return file;
    }

    private EntityId? One(string sort, string name)
    {
        if (!_found.TryGetValue((sort, name), out var id))
        {
            // A sheet's maker knows names, not the short ones that this program gives; only jobs have no other.
            id = opened.State.Entities.Named(name).Where(one => one.Sort == sort && !opened.State.Entities.Withdrawn.Contains(one.Id) && (sort == "job" || !one.IsShort(name))).ToList() is [var one] ? one.Id : null;
            _found[(sort, name)] = id;
        }

        return id;
    }
}
