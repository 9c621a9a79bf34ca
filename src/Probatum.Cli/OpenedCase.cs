using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Storage;

namespace Probatum.Cli;

/// <summary>A case of an opened workspace, as a verb works on it. Closed, it lets the workspace go.</summary>
internal sealed class OpenedCase : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Shell _shell;
    private readonly string? _keyName;
    private RuleTables? _tables;

    private OpenedCase(Workspace workspace, CaseLog log, CaseId id, CaseHistory history, Shell shell, string? keyName)
    {
        (Workspace, Log, Id, History, _shell, _keyName) = (workspace, log, id, history, shell, keyName);
    }

    public Workspace Workspace { get; }

    public CaseLog Log { get; }

    public CaseId Id { get; }

    public CaseHistory History { get; private set; }

    public CaseState State => History.State;

    /// <summary>The rule tables that the case pins.</summary>
    public RuleTables Tables => _tables ??= ReadTables();

    /// <summary>The workspace that the command line or the environment names, for this process alone.</summary>
    public static Workspace OpenWorkspace(ParseResult parse, Shell shell)
    {
        var folder = parse.GetValue(Verb.Workspace) ?? Environment.GetEnvironmentVariable("PROBATUM_WORKSPACE") ?? "probatum-workspace";
        try
        {
            return Workspace.Open(folder, shell.Clock, Patience, holder => shell.Error.WriteLine($"probatum: waiting, the workspace is held by {holder}"));
        }
        catch (WorkspaceHeldException e)
        {
            throw new BadInputException($"{folder}: {e.Message}; try again when it has ended");
        }
    }

    /// <summary>Opens the case that the command line names.</summary>
    public static OpenedCase Open(ParseResult parse, Shell shell, string? wanted = null)
    {
        var workspace = OpenWorkspace(parse, shell);
        try
        {
            var (id, log, history) = Choose(workspace, wanted ?? parse.GetValue(Verb.Case));
            return new(workspace, log, id, history, shell, parse.CommandResult.Command.Options.Contains(Verb.Key) ? parse.GetValue(Verb.Key) : null);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>A case that was never written to, to put its first record into.</summary>
    public static OpenedCase New(Workspace workspace, ParseResult parse, Shell shell)
    {
        var id = CaseId.New(shell.Random);
        return new(workspace, workspace.OpenLog(id), id, CaseHistory.Empty, shell, parse.GetValue(Verb.Key));
    }

    /// <summary>The key that signs, by the name given on the command line.</summary>
    public Author Author => new(SignerKey(_keyName ?? "owner"), _shell.Clock, _shell.Random);

    /// <summary>The key of that name in this workspace.</summary>
    public Ledger.SignerKey SignerKey(string name) => Workspace.Keys.Find(name)
        ?? throw new BadInputException($"there is no key '{name}' here; the keys are {string.Join(", ", Workspace.Keys.Names)}");

    /// <summary>A name for a new thing.</summary>
    public EntityId NewId() => EntityId.New(_shell.Random);

    /// <summary>Records statements in one batch: all of them or none.</summary>
    public ImmutableArray<Receipt> Record(params IEnumerable<Statement> statements) => RecordAll([.. statements.Select(statement => new Intended(statement))]);

    /// <summary>Records in one batch: all of them or none. Refusals and lost races become errors with their code.</summary>
    public ImmutableArray<Receipt> RecordAll(IReadOnlyList<Intended> intended, Func<int, string>? place = null)
    {
        var author = Author;
        return Take(CaseFile.Submit(History, Id, Log.Covered, author, intended, Log, PendingHalves.Reserve(this, author.Name)), place);
    }

    /// <summary>Records a half that the receiver signs now.</summary>
    public ImmutableArray<Receipt> RecordHalf(HalfSigned half) => Take(CaseFile.SubmitHalf(History, half, Author.Key, Log), null);

    /// <summary>The one entity of that sort by its id, handle (S3), label or name.</summary>
    public EntityId Find(string sort, string name)
    {
        var found = State.Entities.Named(name).Where(one => one.Sort == sort).ToList();
        return found switch
        {
            [var one] => one.Id,
            [] => throw new BadInputException($"this case has no {sort} '{name}'{Hint(sort)}"),
            _ => throw new BadInputException($"{found.Count} are called '{name}': {string.Join(", ", found.Select(one => one.Handle))}; say which by that short name"),
        };
    }

    /// <summary>As <see cref="Find"/>; null for null.</summary>
    public EntityId? FindOr(string sort, string? name) => name is null ? null : Find(sort, name);

    /// <summary>Any entity by its id, handle, label or name.</summary>
    public NamedEntity Any(string name) => State.Entities.Named(name) switch
    {
        [var one] => one,
        [] => throw new BadInputException($"this case has nothing called '{name}'"),
        var several => throw new BadInputException($"{several.Length} are called '{name}': {string.Join(", ", several.Select(one => one.Handle))}; say which by that short name"),
    };

    /// <summary>What screens call it.</summary>
    public string Call(EntityId? id) => State.Entities.Call(id);

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

    /// <inheritdoc/>
    public void Dispose() => Workspace.Dispose();

    private static JsonMap Receipt(Receipt receipt) => JsonMap.Of(
        ("id", receipt.Id.Text), ("index", receipt.Index), ("checkpoint", receipt.Checkpoint.ToText()));

    private ImmutableArray<Receipt> Take(Submission submission, Func<int, string>? place)
    {
        switch (submission)
        {
            case Acknowledged done:
                History = done.History;
                Workspace.Index.Follow(History);
                return done.Receipts;
            case NotAccepted { Why: var why } refused:
                var at = place is null ? "" : place(refused.Position) + ": ";
                throw new BadInputException($"{at}refused ({why.Code}): {why.Why}; nothing was recorded");
            default:
                throw new BadInputException("another process wrote to this case meanwhile; nothing was recorded, try again");
        }
    }

    private static string Hint(string sort) => sort switch
    {
        "party" => "; add it with 'probatum party add'",
        "claim" => "; 'probatum claim list' shows them",
        "sample" => "; 'probatum sample list' shows them",
        "incident" => "; open it with 'probatum incident open'",
        _ => "",
    };

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

        var opened = cases.Where(id => wanted is null || !CaseId.IsWellFormed(wanted) || id.Text == wanted)
            .Select(id => (Id: id, Log: workspace.OpenLog(id))).Select(one => (one.Id, one.Log, History: one.Log.ReadAll(SignatureCheck.AlreadyChecked)))
            .Where(one => wanted is null || one.Id.Text == wanted || one.History.State.Opened?.Title?.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) == true).ToList();
        return opened switch
        {
            [var one] => one,
            [] => throw new BadInputException($"{workspace.Folder} has no case '{wanted}'"),
            _ => throw new BadInputException($"{opened.Count} cases begin with '{wanted}'; say which by its id"),
        };
    }

    private RuleTables ReadTables()
    {
        var files = State.Tables.ToDictionary(
            table => table.Key,
            table => Workspace.Blobs.Read(table.Value) ?? throw new InvalidDataException($"the rule table {table.Key} is not kept here"));
        return RuleTables.TryRead(files, out var tables, out var fault) ? tables : throw new InvalidDataException(fault.Why);
    }
}
