using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Probatum.Core;
using Probatum.Ledger;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Runs;

/// <summary>What somebody asks a verb for.</summary>
/// <param name="Words">The verb, such as "sample add".</param>
/// <param name="Arguments">Its arguments in order.</param>
/// <param name="Options">Its options with their values; a flag has none.</param>
public sealed record Asking(string Words, ImmutableArray<string> Arguments, ImmutableArray<(string Name, ImmutableArray<string> Values)> Options)
{
    /// <summary>A verb with arguments and options in one line: null values are left out.</summary>
    public static Asking Of(string words, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> options) => new(
        words, [.. arguments],
        [.. options.Where(one => one.Value is not null).GroupBy(one => one.Name).Select(group => (group.Key, (ImmutableArray<string>)[.. group.Select(one => one.Value!).Where(value => value.Length > 0)]))]);

    /// <summary>The key that signs, where somebody has several; null for the first that counts in the case.</summary>
    public string? Key { get; init; }

    /// <summary>A secret that the verb asks for, such as the passphrase of the identity vault. Never kept.</summary>
    public string? Secret { get; init; }
}

/// <summary>Verbs at work for those who are signed in.</summary>
public sealed class Jobs(Workroom room) : IDisposable
{
    private const int MostAtOnce = 6;
    private const int MostOfOne = 12;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);
    private readonly string _folder = Directory.CreateTempSubdirectory("probatum-served-").FullName;

    /// <summary>Hears of every change of a job.</summary>
    public event Action<Job>? Changed;

    /// <summary>A job by its id, if it is theirs.</summary>
    public Job? Find(string id, Visit visit) => _jobs.TryGetValue(id, out var job) && IsFor(job, visit) ? job : null;

    /// <summary>The jobs of somebody, newest first.</summary>
    public IEnumerable<Job> Of(Visit visit) => _jobs.Values.Where(job => IsFor(job, visit)).OrderByDescending(job => job.Began);

    /// <summary>Whether a job is for whoever visits: begun by the same person, in a case that they still may see or that is just being opened, and of a verb that their token covers.</summary>
    public static bool IsFor(Job job, Visit visit)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(visit);
        return job.Account == visit.AccountId && visit.Covers(job.Words) && (job.Case is not { } caseId || visit.GrantIn(caseId) is not null || visit.Room.Case(caseId) is null);
    }

    /// <summary>A folder of its own for files that are sent along.</summary>
    public string NewFolder()
    {
        Forget();
        var folder = Path.Combine(_folder, room.Accounts.NewId("f"));
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        return folder;
    }

    /// <summary>Runs a verb to its end, for a screen that waits for it.</summary>
    /// <exception cref="BadInputException">It was refused.</exception>
    public async Task<Job> Run(SeenCase seen, Asking asking, string? folder = null)
    {
        var job = Start(seen, asking, folder);
        await job.Ended.ConfigureAwait(false);
        return job.State == JobState.Done ? job : throw new BadInputException(job.Text ?? "it failed");
    }

    /// <summary>Begins a verb for somebody, on its own thread.</summary>
    /// <param name="seen">The case as they may see it.</param>
    /// <param name="asking">What they ask for.</param>
    /// <param name="folder">Where files were sent to, from <see cref="NewFolder"/>.</param>
    /// <exception cref="BadInputException">They may not, or what they ask for is none.</exception>
    public Job Start(SeenCase seen, Asking asking, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(asking);
        var (visit, place) = (seen.Visit, folder ?? NewFolder());
        if (!VerbRules.All.TryGetValue(asking.Words, out var rule) || !visit.Covers(asking.Words))
        {
            throw new BadInputException(VerbRules.NotServed.TryGetValue(asking.Words, out var why) ? $"'{asking.Words}' is not served: it {why}" : $"there is no verb '{asking.Words}'");
        }

        if (VerbRules.Refusal(rule, visit.GrantIn(seen.Id.Text)) is { } refusal)
        {
            room.Activity.Note(visit, "refused", seen.Id.Text, asking.Words, refusal);
            throw new BadInputException(refusal);
        }

        var words = Line(asking, place);
        return Begin(seen, asking, place, rule.Needs is Needs.Export or Needs.Withhold ? "export" : rule.Kind == VerbKind.Writes ? "verb" : "read", () => KeyIn(seen, asking.Key), (_, shell, opened) => Verb.Of(shell, words, opened));
    }

    /// <summary>Begins something that is no verb of the command line, for somebody who may.</summary>
    internal Job Start(SeenCase seen, string words, Func<Job, OpenedCase, Answer> work) =>
        Begin(seen, new(words, [], []), NewFolder(), "verb", () => KeyIn(seen, null), (job, _, opened) => work(job, opened));

    /// <summary>The same with a key that need not count in the case yet.</summary>
    internal Job Start(SeenCase seen, string words, SigningKey key, Func<Job, Shell, OpenedCase, Answer> work) =>
        Begin(seen, new(words, [], []), NewFolder(), "verb", () => key, work);

    private Job Begin(SeenCase seen, Asking asking, string place, string what, Func<SigningKey> key, Func<Job, Shell, OpenedCase, Answer> work)
    {
        var account = seen.Visit.Account.Id;
        if (_jobs.Values.Count(one => one.Account == account && !one.IsOver) >= MostOfOne)
        {
            throw new BadInputException("you have as many jobs at work as one may; wait until one ends");
        }

        room.Activity.Note(seen.Visit, what, seen.Id.Text, asking.Words, null);
        var job = new Job(room.Accounts.NewId("j"), account, seen.Id.Text, asking.Words, room.Now, one => Changed?.Invoke(one)) { Folder = place };
        _jobs[job.Id] = job;
        Task.Factory.StartNew(() => Work(job, seen, asking, key, work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return job;
    }

    /// <summary>Whether verbs that a token names cover this one.</summary>
    public static bool Covers(ImmutableArray<string> verbs, string words) => verbs.Any(one => one == "*" || one == words || (one.EndsWith(" *", StringComparison.Ordinal) && words.StartsWith(one[..^1], StringComparison.Ordinal)));

    /// <summary>The command line of what somebody asks for, with files in their places.</summary>
    private static List<string> Line(Asking asking, string folder)
    {
        var (options, arguments) = (VerbRules.OptionsOf(asking.Words), VerbRules.ArgumentsOf(asking.Words));
        var (sent, made) = (Path.Combine(folder, "in"), Path.Combine(folder, "out"));
        var line = asking.Words.Split(' ').ToList();
        foreach (var (name, values) in asking.Options)
        {
            var option = options.FirstOrDefault(one => one.Name == name)
                ?? throw new BadInputException($"'{asking.Words}' has no option {name}");
            line.AddRange(option.ValueType == typeof(bool) ? [name] : values.Select(value => $"{name}={PathValues.Confined(option, value, sent, made)}"));
        }

        var said = asking.Arguments.Select((value, i) => arguments.IsEmpty ? throw new BadInputException($"'{asking.Words}' takes no '{value}'")
            : PathValues.Confined(arguments[Math.Min(i, arguments.Length - 1)], value, sent, made)).ToList();
        if (said.Count > 0)
        {
            line.Add("--");
            line.AddRange(said);
        }

        return line;
    }

    private void Work(Job job, SeenCase seen, Asking asking, Func<SigningKey> key, Func<Job, Shell, OpenedCase, Answer> work)
    {
        _places.Wait();
        using var notes = new Notes(job);

        // A log is read and written by one thread; this one catches up with what the others wrote, as another process would. Most readers need none.
        var log = new Lazy<Storage.CaseLog>(seen.Live.OpenLog);
        try
        {
            var shell = room.Shell with
            {
                Out = TextWriter.Null,
                Error = notes,
                Quiet = true,
                Progressing = job.Progressing,
                Secret = (_, what) => asking.Secret ?? throw new BadInputException($"the {what} is needed, and was not given"),
            };
            using var opened = OpenedCase.Held(room.Workspace, () => log.Value, seen.Id, seen.History, shell, () => new(SignerOf(job, key()), room.Shell.Clock, room.Shell.Random), new Seeing(seen));
            var answer = work(job, shell, opened);
            var files = Directory.EnumerateFiles(Path.Combine(job.Folder!, "out"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Path.Combine(job.Folder!, "out"), path)).Order(StringComparer.Ordinal);
            job.End(answer, [.. files]);
        }
        catch (Exception e) when (e is BadInputException or IOException or InvalidDataException or UnauthorizedAccessException or AccessEndedException)
        {
            job.Fail(Hidden(e.Message, job.Folder!));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            job.Fail($"an unforeseen fault, please report it: {e.GetType().Name}: {Hidden(e.Message, job.Folder!)}");
        }
        finally
        {
            if (log.IsValueCreated)
            {
                log.Value.Dispose();
            }

            _places.Release();
        }
    }

    /// <summary>A message without the places of this machine.</summary>
    private string Hidden(string message, string folder) => SafeText.Line(message
        .Replace(Path.Combine(folder, "in") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(Path.Combine(folder, "out") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(folder, "", StringComparison.Ordinal).Replace(room.Workspace.Folder, "the workspace", StringComparison.Ordinal));

    private static SigningKey KeyIn(SeenCase seen, string? wanted) =>
        (wanted is null ? seen.KeysInCase.FirstOrDefault() : seen.KeysInCase.FirstOrDefault(one => one.Name == wanted))
        ?? throw new BadInputException("no key of yours may sign in this case yet: make one under 'Your keys', and let an owner or registrar register it");

    /// <summary>A key that lies with somebody: each signature is asked of a browser of theirs.</summary>
    internal static SignerKey SignerOf(Job job, SigningKey key)
    {
        var verifier = VerifierKey.TryParse(key.Vkey, out var read, out var fault) ? read : throw new InvalidDataException(fault.Why);
        return SignerKey.OnDevice(verifier, text => job.Sign(verifier, [text.ToArray()])[0], texts => job.Sign(verifier, texts));
    }

    /// <summary>Lets go of what ended long ago.</summary>
    private void Forget()
    {
        foreach (var job in _jobs.Values.Where(job => job.IsOver && room.Now - job.Began > Kept))
        {
            if (_jobs.TryRemove(job.Id, out _) && job.Folder is { } folder && Directory.Exists(folder))
            {
                Directory.Delete(folder, true);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, true);
        }
    }

    /// <summary>The case as somebody may see it, written to as all of it.</summary>
    private sealed class Seeing(SeenCase seen) : IHeldCase
    {
        public Core.Cases.CaseHistory Now => seen.Live.Now;

        public IDisposable Enter() => seen.Live.Enter();

        public Core.Cases.CaseHistory Recorded(Core.Cases.CaseHistory now)
        {
            seen.Live.Recorded(now);

            // Within the gate a narrower sight can't be made; the next look has it.
            return seen.Sight.IsWhole ? now : seen.History;
        }
    }

    /// <summary>What a verb says on standard error, a line a note.</summary>
    private sealed class Notes(Job job) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value) => job.Note(SafeText.Line(value is { } note && note.StartsWith("note: ", StringComparison.Ordinal) ? note[6..] : value ?? ""));

        public override Encoding Encoding => Encoding.UTF8;
    }
}
