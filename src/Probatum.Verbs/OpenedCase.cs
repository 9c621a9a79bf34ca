using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>A case of an opened workspace, as a verb works on it. Closed, it lets the workspace go.</summary>
internal sealed partial class OpenedCase : IDisposable
{
    private const int MostNotes = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Shell _shell;
    private readonly string? _keyName;
    private RuleTables? _tables;
    private Author? _author;
    private Task _following = Task.CompletedTask;
    private Ledger.SignedNote? _copyOf;
    private bool _isCopyKnown;
    private readonly Func<CaseLog> _log;
    private readonly IHeldCase? _held;
    private Func<Author>? _signing;

    private OpenedCase(Workspace workspace, Func<CaseLog> log, CaseId id, CaseHistory history, Shell shell, string? keyName, IHeldCase? held = null)
    {
        (Workspace, _log, Id, History, _shell, _keyName, _held) = (workspace, log, id, history, shell, keyName, held);
    }

    /// <summary>A case that a server holds open for many, as one of them works on it; the workspace stays open.</summary>
    /// <param name="workspace">The workspace, which stays open.</param>
    /// <param name="log">The case's log.</param>
    /// <param name="id">The case.</param>
    /// <param name="shown">What whoever works on it may see of the case.</param>
    /// <param name="shell">What a verb has of the world outside.</param>
    /// <param name="author">Who signs.</param>
    /// <param name="held">Where records go, one writer at a time.</param>
    /// <param name="tables">The rule tables that the case pins, where they are read already.</param>
    public static OpenedCase Held(Workspace workspace, Func<CaseLog> log, CaseId id, CaseHistory shown, Shell shell, Func<Author> author, IHeldCase held, RuleTables? tables = null) =>
        new(workspace, log, id, shown, shell, null, held) { _signing = author, _tables = tables };


    public Workspace Workspace { get; }

    public CaseLog Log => _log();

    /// <summary>The log as whoever works on the case may see it, with what witnesses signed of it: what is taken out is made of this.</summary>
    public IDossierSource Told => Cosignatures.Source(Log) is var all && _held is { IsWhole: false } held ? held.Told(all) : all;

    /// <summary>Whether a server works on it for somebody, whose files lie where the server keeps them.</summary>
    public bool IsServed => _held is not null;

    /// <summary>Refuses to whoever sees only part of the case what is made of all of it.</summary>
    /// <param name="what">What was asked for.</param>
    public void OnlyWhole(string what)
    {
        if (_held is { IsWhole: false })
        {
            throw new BadInputException($"{what} by somebody who sees all of the case: you see a part of it");
        }
    }

    public CaseId Id { get; }

    /// <summary>The main log's signed checkpoint, where the case here is a copy; null where its log is kept here.</summary>
    public Ledger.SignedNote? CopyOf
    {
        get
        {
            if (!_isCopyKnown)
            {
                (_copyOf, _isCopyKnown) = (Workspace.CopyOf(Id, State.Opened), true);
            }

            return _copyOf;
        }
    }

    /// <summary>
    /// The last checkpoint of the case's log that is known here, which records name as seen: on a copy that of the main log, never
    /// that of the copy's own tree.
    /// </summary>
    public Ledger.Checkpoint? Seen => CopyOf is not { } note ? Log.Covered
        : Ledger.Checkpoint.TryParse(note.Text, out var checkpoint, out var fault) ? checkpoint
        : throw new InvalidDataException(fault.Why);

    /// <summary>Refuses on a copy what only whoever keeps the log can do.</summary>
    /// <param name="what">What was asked for.</param>
    public void OnlyWhereTheLogIsKept(string what)
    {
        if (CopyOf is not null)
        {
            throw new BadInputException(
                $"this is a copy of the case, its log {Seen!.Origin} is kept elsewhere: {what} at the office that keeps it; what was recorded here gets there with 'bundle export', and 'bundle merge' there");
        }
    }

    /// <summary>What witnesses signed of the log.</summary>
    public Cosignatures Cosignatures => new(Workspace, Id);

    public CaseHistory History { get; private set; }

    public CaseState State => History.State;

    /// <summary>The state with these claims held against the texts of their reports: none counts whose words do not stand there.</summary>
    public CaseState Placed(Func<ClaimView, bool>? wanted = null) => ClaimPlaces.In(State, Workspace.Blobs.Read, wanted);

    /// <summary>The same for the claims that count for something.</summary>
    public CaseState Counting() => Placed(claim => claim.IsConfirmed);

    /// <summary>The rule tables that the case pins.</summary>
    public RuleTables Tables => _tables ??= ReadTables();

    /// <summary>The workspace that the command line or the environment names, for this process alone.</summary>
    public static Workspace OpenWorkspace(ParseResult parse, Shell shell)
    {
        if (shell.Held is not null)
        {
            throw new BadInputException("this works on a whole workspace, which is being served; stop the server to do it");
        }

        var folder = Verb.Said(parse, Verb.Workspace) ?? Environment.GetEnvironmentVariable("PROBATUM_WORKSPACE") ?? "probatum-workspace";
        try
        {
            return Workspace.Open(
                folder, shell.Clock, Patience, holder => shell.Error.WriteLine($"probatum: waiting, the workspace is held by {holder}"),
                () => shell.Secret(Secrets.Passphrase, $"passphrase of {folder}"), shell.LastSeen, Folding());
        }
        catch (WorkspaceHeldException e)
        {
            throw new BadInputException($"{folder}: {e.Message}; try again when it has ended");
        }
    }

    /// <summary>How words meet in a search, whatever their script and ending.</summary>
    public static SearchFolding Folding()
    {
        var words = new Text.SearchWords();
        return new(Text.SearchWords.Version, words.Written, words.Asked);
    }

    /// <summary>Opens the case that the command line names.</summary>
    public static OpenedCase Open(ParseResult parse, Shell shell, string? wanted = null)
    {
        if (shell.Held is { } held)
        {
            return held;
        }

        var workspace = OpenWorkspace(parse, shell);
        try
        {
            return In(workspace, parse, shell, wanted ?? Verb.Said(parse, Verb.Case));
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Opens a case of an opened workspace, which goes on being the caller's if that fails.</summary>
    public static OpenedCase In(Workspace workspace, ParseResult parse, Shell shell, string? wanted)
    {
        var (id, log, history) = Choose(workspace, wanted);
        var opened = new OpenedCase(workspace, () => log, id, history, shell, Verb.Said(parse, Verb.Key));
        if (history.State.Entries.Exists(entry => entry.Withheld > 0 && !history.State.Erasures.Records.Contains(entry.Id)))
        {
            opened.Note("records of this case have members that can't be opened here, what is shown lacks them; 'probatum log audit' counts them");
        }

        return opened;
    }

    /// <summary>A case that was never written to, to put its first record into.</summary>
    public static OpenedCase New(Workspace workspace, ParseResult parse, Shell shell)
    {
        if (shell.Held is { } held)
        {
            return held;
        }

        var id = CaseId.New(shell.Random);
        var log = workspace.OpenLog(id);
        return new(workspace, () => log, id, CaseHistory.Empty, shell, Verb.Said(parse, Verb.Key));
    }

    /// <summary>The key that signs, by the name given on the command line.</summary>
    public Author Author => _author ??= _signing?.Invoke() ?? new(SignerKey(_keyName ?? "owner"), _shell.Clock, _shell.Random);

    /// <summary>The key of that name in this workspace.</summary>
    public Ledger.SignerKey SignerKey(string name) => Workspace.Keys.Find(name, key => _shell.Secret(Secrets.Pin, $"PIN of the token that holds the key '{key}'"))
        ?? throw new BadInputException(_held is null ? $"there is no key '{name}' here; the keys are {string.Join(", ", Workspace.Keys.Names)}" : $"there is no key '{name}' here");

    /// <summary>A line on standard error about what was done.</summary>
    public void Note(string words) => _shell.Error.WriteLine($"note: {Probatum.Core.SafeText.Line(words)}");

    /// <summary>A name for a new thing.</summary>
    public EntityId NewId() => EntityId.New(_shell.Random);

    /// <summary>A time from the command line; null for null.</summary>
    public static When? When(string? said, string source = "as typed") => said is null
        ? null
        : Times.Read(said, source) ?? throw new BadInputException($"'{said}' is no time such as 2031-05-04T10:20Z, 2031-05-04, an interval with '/', or 'unknown: why'");

    /// <summary>Keeps a file and returns its name in records; null for null.</summary>
    public Blob? Keep(string? path, string media) => path is null ? null : Workspace.Blobs.Put(Files.Read(path), media);

    /// <summary>The words and JSON that every writing verb ends with.</summary>
    public static Answer Recorded(ImmutableArray<Receipt> receipts, string words, params IEnumerable<(string Name, Json? Value)> more) => new(
        receipts.IsEmpty ? words : $"{words} (leaf {receipts[^1].Index}, covered by a checkpoint of {receipts[^1].Checkpoint.Size})",
        JsonMap.Of([.. more, ("receipts", JsonList.Of(receipts.Select(Receipt)))]));

    /// <summary>Destroys the keys of those whose erasure is on record: now, or when a crash, a restored backup or a merge left them.</summary>
    public void FinishErasures()
    {
        if (Workspace.FinishErasures(Id, History) > 0)
        {
            History = Log.ReadAll(SignatureCheck.AlreadyChecked);
            FollowIndex();
        }
    }

    /// <summary>An index that lives in memory begins empty, and so does one that was thrown away: it follows every log that it does not know.</summary>
    public static Storage.CaseIndex Index(Workspace workspace)
    {
        var known = workspace.Index.Cases().Select(one => one.Id).ToHashSet();
        foreach (var (_, _, history) in All(workspace, id => !known.Contains(id)))
        {
            workspace.Index.Follow(history);
        }

        return workspace.Index;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _following.GetAwaiter().GetResult();
        if (_held is null)
        {
            Workspace.Dispose();
        }
    }

    private static JsonMap Receipt(Receipt receipt) => JsonMap.Of(
        ("id", receipt.Id.Text), ("index", receipt.Index), ("checkpoint", receipt.Checkpoint.ToText()));

    /// <summary>Lets go of what was read of the case, where nothing is asked of it any more.</summary>
    public void LetHistoryGo() => History = CaseHistory.Empty;

    /// <summary>Makes the index anew: a copy has another order than before.</summary>
    public void RemakeIndex()
    {
        Workspace.Index.Discard();
        FollowIndex();
    }

    /// <summary>Reads the log again after records came in from elsewhere.</summary>
    public void Refresh()
    {
        History = Log.ReadAll(SignatureCheck.AlreadyChecked);
        FollowIndex();
        FinishErasures();
    }

    /// <summary>The records are in the log; an index that can't follow is made anew later.</summary>
    private void FollowIndex() => FollowIndex(Whole);

    private void FollowIndex(CaseHistory history)
    {
        if (_held is not null)
        {
            // Where many write, whoever holds the case lets the index follow, beside them.
            return;
        }

        try
        {
            Workspace.Index.Follow(history);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            Note($"recorded, but the index could not follow ({e.Message}); 'probatum log audit --rebuild' makes it anew");
        }
    }

    /// <summary>What does not fit of a sample. That a control is missing is no news of one sample: the next one collected may be it.</summary>
    public IEnumerable<(long? Leaf, string Words)> Odd(SampleView sample, SamplesView samples) =>
        CustodyReview.Of(sample, samples, Tables.Anomalies).Misfits.Where(one => one.What != Anomaly.NoBlank)
            .Select(one => (one.Link?.Index, Tables.Anomalies.Words(one.What) + (one.Detail is { } detail ? $": {detail}" : "")));

    /// <summary>Says which anomalies the samples have now and had not before: whoever records them is told at once.</summary>
    private void NoteAnomalies(SamplesView before)
    {
        var notes = State.Samples.All.SelectMany(sample =>
        {
            var known = before.Samples.GetValueOrDefault(sample.Id);
            return ReferenceEquals(known, sample) ? [] : Odd(sample, State.Samples).Except(known is null ? [] : Odd(known, before)).Select(one => $"{sample.Label}: {one.Words}");
        }).Distinct().ToList();
        foreach (var note in notes.Take(MostNotes))
        {
            Note(note);
        }

        if (notes.Count > MostNotes)
        {
            Note($"{notes.Count - MostNotes} more of this kind; 'probatum sample list' shows them");
        }
    }

    /// <summary>The cases of a workspace with what is on record in them.</summary>
    public static IEnumerable<(CaseId Id, CaseLog Log, CaseHistory History)> All(Workspace workspace, Func<CaseId, bool>? wanted = null) =>
        workspace.Cases.Where(id => wanted?.Invoke(id) != false).Select(id => (Id: id, Read: workspace.Read(id, SignatureCheck.AlreadyChecked)))
            .Select(one => (one.Id, one.Read.Log, one.Read.History));

    private static (CaseId Id, CaseLog Log, CaseHistory History) Choose(Workspace workspace, string? wanted)
    {
        var cases = workspace.Cases;
        if (cases.IsEmpty)
        {
            throw new BadInputException($"{workspace.Folder} has no case; open one with 'probatum case open'");
        }

        if (wanted is null && cases.Length > 1)
        {
            throw new BadInputException($"{workspace.Folder} has {cases.Length} cases; say which with --case ('probatum case list' shows them)");
        }

        var opened = All(workspace, id => wanted is null || !CaseId.IsWellFormed(wanted) || id.Text == wanted)
            .Where(one => wanted is null || one.Id.Text == wanted || one.History.State.Opened?.Title?.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) == true).ToList();
        var named = opened.Where(one => string.Equals(one.History.State.Opened?.Title, wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return (named.Count == 1 ? named : opened) switch
        {
            [var one] => one,
            [] => throw new BadInputException($"{workspace.Folder} has no case '{wanted}'"),
            _ => throw new BadInputException($"{opened.Count} cases begin with '{wanted}'; say which by its id"),
        };
    }

    private RuleTables ReadTables() => TablesOf(State);

    /// <summary>The rule tables that a state of this case pins.</summary>
    public RuleTables TablesOf(CaseState state)
    {
        var files = state.Tables.ToDictionary(
            table => table.Key,
            table => Workspace.Blobs.Read(table.Value) ?? throw new InvalidDataException($"the rule table {table.Key} is not kept here"));
        return RuleTables.TryRead(files, out var tables, out var fault) ? tables : throw new InvalidDataException(fault.Why);
    }
}
