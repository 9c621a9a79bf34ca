using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Probatum.Core;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Runs;

/// <summary>Verbs at work for those who are signed in.</summary>
public sealed class Jobs : IDisposable
{
    private const int MostAtOnce = 6;
    private const int MostOfOneAtOnce = 3;
    private const int MostOfOne = 12;
    private const int MostHalved = 8;
    private const string FolderName = "served";
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);

    private readonly Workroom _room;
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Places _places = new(MostAtOnce, MostOfOneAtOnce);
    private readonly ConcurrentDictionary<(string Account, string Case), SemaphoreSlim> _writing = new();
    private readonly ConcurrentDictionary<string, (int InRow, int Ever)> _unanswered = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <summary>Verbs over a workroom. What an earlier server left of files that were sent and made is removed: this process alone holds the workspace.</summary>
    public Jobs(Workroom room)
    {
        ArgumentNullException.ThrowIfNull(room);
        (_room, _folder) = (room, Path.Combine(Path.GetFullPath(room.Workspace.Folder), FolderName));
        Remove(_folder);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>How long a job waits for a signature at the most.</summary>
    internal TimeSpan SignedWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Hears of every change of a job.</summary>
    public event Action<Job>? Changed;

    /// <summary>A job by its id, if it is theirs.</summary>
    public Job? Find(string id, Visit visit) => _jobs.TryGetValue(id, out var job) && IsFor(job, visit) ? job : null;

    /// <summary>The jobs of somebody, newest first.</summary>
    public IEnumerable<Job> Of(Visit visit) => _jobs.Values.Where(job => IsFor(job, visit)).OrderByDescending(job => job.Began);

    /// <summary>
    /// Whether a job is for whoever visits: begun by the same person, of a verb that their token covers, in a case that is just being
    /// opened or of which they still see as much and may still do what was asked for.
    /// </summary>
    public static bool IsFor(Job job, Visit visit)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(visit);
        try
        {
            return job.Account == visit.AccountId && !visit.IsOver && visit.Covers(job.Words)
                && (job.Case is not { } caseId || !visit.Room.Has(caseId)
                    || (visit.GrantIn(caseId) is { } grant && visit.SightIn(caseId) is { } sight && IsWithin(job.Sight, sight) && job.Refusal(grant) is null));
        }
        catch (AccessEndedException)
        {
            return false;
        }
    }

    /// <summary>A folder of its own for files that are sent along.</summary>
    public string NewFolder()
    {
        Forget();
        var folder = Path.Combine(_folder, _room.Accounts.NewId("f"));
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        return folder;
    }

    /// <summary>Removes a folder of which no job came.</summary>
    public void Discard(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Path.GetDirectoryName(folder) == _folder && !_jobs.Values.Any(job => job.Folder == folder))
        {
            Remove(folder);
        }
    }

    /// <summary>Runs a verb to its end, for a screen that waits for it.</summary>
    /// <exception cref="BadInputException">It was refused.</exception>
    public async Task<Job> Run(SeenCase seen, Asking asking, string? folder = null)
    {
        try
        {
            await CheckAsync(seen, asking).ConfigureAwait(false);
        }
        catch
        {
            if (folder is not null)
            {
                Discard(folder);
            }

            throw;
        }

        var job = Start(seen, asking, folder);
        await job.Ended.ConfigureAwait(false);
        return job.State == JobState.Done ? job : throw new BadInputException(job.Text ?? "it failed");
    }

    /// <summary>Refuses what they may not ask for, before anything is taken in for it; the refusal is on record when this throws.</summary>
    /// <exception cref="BadInputException">They may not, or there is no such verb.</exception>
    public async Task CheckAsync(SeenCase seen, Asking asking)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(asking);
        if (RefusalOf(seen, asking) is { } refusal)
        {
            await _room.Activity.NoteAsync(seen.Visit, ActivityKinds.Refused, seen.Id.Text, asking.Words, refusal).ConfigureAwait(false);
            throw new BadInputException(refusal);
        }
    }

    /// <summary>Writes down that somebody is told what a verb says although nothing new is worked out.</summary>
    public Task NoteAsync(SeenCase seen, Asking asking)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(asking);
        return _room.Activity.NoteAsync(seen.Visit, What(asking.Words), seen.Id.Text, asking.Words, asking.Detail());
    }

    /// <summary>Begins a verb for somebody, on its own thread.</summary>
    /// <param name="seen">The case as they may see it.</param>
    /// <param name="asking">What they ask for.</param>
    /// <param name="folder">Where files were sent to, from <see cref="NewFolder"/>; removed where the verb does not begin.</param>
    /// <exception cref="BadInputException">They may not, or what they ask for is none.</exception>
    public Job Start(SeenCase seen, Asking asking, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(asking);
        var place = folder ?? NewFolder();
        try
        {
            if (RefusalOf(seen, asking) is { } refusal)
            {
                _room.Activity.Note(seen.Visit, ActivityKinds.Refused, seen.Id.Text, asking.Words, refusal);
                throw new BadInputException(refusal);
            }

            // As much as they see now: a screen may have stood open while something was taken back.
            var now = seen.Visit.Case(seen.Id.Text) ?? throw new BadInputException("there is no such case");
            var words = asking.Line(place);
            return Begin(now, asking, place, What(asking.Words), grant => Refusal(asking, grant), () => KeyIn(now, asking.Key), (_, shell, opened) => Verb.Of(shell, words, opened));
        }
        catch
        {
            Discard(place);
            throw;
        }
    }

    /// <summary>Begins something that is no verb of the command line, for somebody who may.</summary>
    internal Job Start(SeenCase seen, string words, Func<Job, OpenedCase, Answer> work) =>
        Begin(seen, new(words, [], []), NewFolder(), ActivityKinds.Verb, _ => null, () => KeyIn(seen, null), (job, _, opened) => work(job, opened));

    /// <summary>The same with a key that need not count in the case yet.</summary>
    /// <param name="seen">The case.</param>
    /// <param name="words">What it is called.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="work">What it does.</param>
    /// <param name="failed">What is done once it failed, before anybody hears of that.</param>
    internal Job Start(SeenCase seen, string words, SigningKey key, Func<Job, Shell, OpenedCase, Answer> work, Action? failed = null) =>
        Begin(seen, new(words, [], []), NewFolder(), ActivityKinds.Verb, _ => null, () => key, work, failed);

    private Job Begin(SeenCase seen, Asking asking, string place, string what, Func<Grant?, string?> refusal, Func<SigningKey> key, Func<Job, Shell, OpenedCase, Answer> work, Action? failed = null)
    {
        var account = seen.Visit.Account.Id;
        if (_jobs.Values.Count(one => one.Account == account && !one.IsOver) >= MostOfOne)
        {
            Discard(place);
            throw new BadInputException("you have as many jobs at work as one may; wait until one ends");
        }

        if (_room.Has(seen.Id.Text) && seen.Visit.GrantIn(seen.Id.Text) is null)
        {
            Discard(place);
            throw new BadInputException("there is no such case");
        }

        var job = new Job(_room.Accounts.NewId("j"), seen.Visit, seen.Id.Text, asking.Words, _room.Now, Tell)
        {
            Folder = place,
            Sight = seen.Sight,
            Refusal = refusal,
            Patience = () => PatienceWith(account),
            Answered = isSigned => Heard(account, isSigned),
            Unanswered = _unanswered.GetValueOrDefault(account).Ever,
            Aside = () => _places.Aside(account),
        };
        _jobs[job.Id] = job;
        Task.Factory.StartNew(() => Work(job, seen, asking, what, key, work, failed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return job;
    }

    /// <summary>Who lets records wait in vain is waited for ever more shortly, until one is signed again: others wait meanwhile.</summary>
    private TimeSpan PatienceWith(string account)
    {
        var patience = SignedWithin / (1 << Math.Min(_unanswered.GetValueOrDefault(account).InRow, MostHalved));
        return patience < Shortest ? SignedWithin < Shortest ? SignedWithin : Shortest : patience;
    }

    private void Heard(string account, bool isSigned) => _unanswered.AddOrUpdate(account, isSigned ? (0, 0) : (1, 1), (_, known) => isSigned ? (0, known.Ever) : (known.InRow + 1, known.Ever + 1));

    // Whoever listens and fails at it breaks nobody's job.
    private void Tell(Job job)
    {
        foreach (var one in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<Job>)one)(job);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A screen that went, or a session that ended.
            }
        }
    }

    private static string? RefusalOf(SeenCase seen, Asking asking) =>
        !VerbRules.All.ContainsKey(asking.Words) || !seen.Visit.Covers(asking.Words)
            ? VerbRules.NotServed.TryGetValue(asking.Words, out var why) ? $"'{asking.Words}' is not served: it {why}" : $"there is no verb '{asking.Words}'"
            : Refusal(asking, seen.Visit.GrantIn(seen.Id.Text));

    /// <summary>Why a grant does not let somebody ask for this; null where it does.</summary>
    private static string? Refusal(Asking asking, Grant? grant) => VerbRules.Refusal(VerbRules.All[asking.Words], grant)
        ?? (grant is { MayExport: false } && VerbRules.OptionsOf(asking.Words).FirstOrDefault(option => PathValues.GivesOut(option) && asking.Options.Any(one => one.Name == option.Name)) is { } given
            ? $"{given.Name} gives a file out, which needs the permission 'export' in this case" : null);

    /// <summary>Whether whoever sees a case so sees all that was seen by another sight.</summary>
    private static bool IsWithin(Sight seen, Sight now) => now.IsWhole || now == seen
        || (now.Policy == seen.Policy && now.HiddenPersons.IsSubsetOf(seen.HiddenPersons));

    private static string What(string words) => VerbRules.All[words] is var rule && rule.Needs is Needs.Export or Needs.Withhold ? ActivityKinds.Export : rule.Kind == VerbKind.Writes ? ActivityKinds.Verb : ActivityKinds.Read;

    /// <summary>Whether verbs that a token names cover this one.</summary>
    public static bool Covers(ImmutableArray<string> verbs, string words) => verbs.Any(one => one == "*" || one == words || (one.EndsWith(" *", StringComparison.Ordinal) && words.StartsWith(one[..^1], StringComparison.Ordinal)));

    private void Work(Job job, SeenCase seen, Asking asking, string what, Func<SigningKey> key, Func<Job, Shell, OpenedCase, Answer> work, Action? failed)
    {
        Action end;
        try
        {
            // On record before it is done.
            _room.Activity.Note(seen.Visit, what, seen.Id.Text, asking.Words, asking.Detail());
            var (answer, files) = AtWork(job, seen, asking, key, work);
            var (text, json) = (Hidden(answer.Text, job.Folder!), Hidden(answer.Json, job.Folder!));
            end = () => job.End(answer with { Text = text, Json = json }, files);
        }
        catch (Exception e) when (e is BadInputException or IOException or InvalidDataException or UnauthorizedAccessException or AccessEndedException)
        {
            end = Failed(SafeText.Line(Hidden(e.Message, job.Folder!)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            end = Failed($"an unforeseen fault, please report it: {e.GetType().Name}: {SafeText.Line(Hidden(e.Message, job.Folder!))}");
        }

        job.Ceased = _room.Now;
        end();

        Action Failed(string why)
        {
            try
            {
                failed?.Invoke();
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                why += "; what it had begun could not be taken back";
            }

            return () => job.Fail(why);
        }
    }

    private (Answer Answer, ImmutableArray<string> Files) AtWork(Job job, SeenCase seen, Asking asking, Func<SigningKey> key, Func<Job, Shell, OpenedCase, Answer> work)
    {
        using var place = _places.Take(job.Account);
        using var notes = new Notes(job, note => Hidden(note, job.Folder!));

        // A log is read and written by one thread; this one catches up with what the others wrote, as another process would. Most readers need none.
        var log = new Lazy<CaseLog>(seen.Live.OpenLog);
        try
        {
            var shell = _room.Shell with
            {
                Out = TextWriter.Null,
                Error = notes,
                Quiet = true,
                Progressing = job.Progressing,
                Secret = (_, what) => asking.Secret ?? throw new BadInputException($"the {what} is needed, and was not given"),
            };
            var seeing = new Seeing(this, job, seen, asking.Expected);
            using var opened = OpenedCase.Held(
                _room.Workspace, () => log.Value, seen.Id, seen.History, shell, () => seeing.Expecting<Author>(new(SignerOf(job, key()), _room.Shell.Clock, _room.Shell.Random)), seeing);
            var answer = work(job, shell, opened);
            var made = Path.Combine(job.Folder!, "out");
            return (answer, [.. Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(made, path)).Order(StringComparer.Ordinal)]);
        }
        finally
        {
            if (log.IsValueCreated)
            {
                log.Value.Dispose();
            }
        }
    }

    /// <summary>Words without the places of this machine.</summary>
    private string Hidden(string words, string folder) => words
        .Replace(Path.Combine(folder, "in") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(Path.Combine(folder, "out") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(folder, "", StringComparison.Ordinal).Replace(Path.GetFullPath(_room.Workspace.Folder), "the workspace", StringComparison.Ordinal)
        .Replace(_room.Workspace.Folder.Length > 2 ? _room.Workspace.Folder : "\0", "the workspace", StringComparison.Ordinal)
        .Replace(Shell.TablesFolder, "the program's tables", StringComparison.Ordinal);

    private Json Hidden(Json json, string folder) => json switch
    {
        JsonText text => new JsonText(Hidden(text.Value, folder)),
        JsonList list => JsonList.Of(list.Items.Select(one => Hidden(one, folder))),
        JsonMap map => JsonMap.Of(map.Members.Select(one => (one.Key, (Json?)Hidden(one.Value, folder)))),
        _ => json,
    };

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
        foreach (var job in _jobs.Values.Where(job => job is { IsOver: true, Ceased: { } ceased } && _room.Now - ceased > Kept))
        {
            if (_jobs.TryRemove(job.Id, out _) && job.Folder is { } folder)
            {
                Remove(folder);
            }
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Remove(_folder);

    /// <summary>The case as somebody may see it, written to as all of it.</summary>
    private sealed class Seeing(Jobs jobs, Job job, SeenCase seen, long? expected) : IHeldCase
    {
        private bool _isBegun;

        public Core.Cases.CaseHistory Now => seen.Live.Now;

        public bool IsWhole => seen.Sight.IsWhole;

        public IDisposable Enter()
        {
            var mine = jobs._writing.GetOrAdd((job.Account, seen.Id.Text), _ => new(1, 1));
            IDisposable turn;
            using (job.Aside!())
            {
                // One record of a person at a time waits for its signature within the case's gate; whatever else that person writes waits here.
                if (!mine.Wait(Patience))
                {
                    throw new BadInputException("another record of yours in this case still waits for its signature; nothing was recorded, try again");
                }

                try
                {
                    // What was asked for behind a record that nobody signed is not signed either.
                    turn = jobs._unanswered.GetValueOrDefault(job.Account).Ever == job.Unanswered ? seen.Live.Enter()
                        : throw new BadInputException("an earlier record of yours was not signed in time; nothing was recorded, try again");
                }
                catch
                {
                    mine.Release();
                    throw;
                }
            }

            var both = new Turn(turn, mine);
            try
            {
                // What an earlier batch of the same verb recorded was expected.
                _ = _isBegun || Expecting(true);
                _isBegun = true;
                return both;
            }
            catch
            {
                both.Dispose();
                throw;
            }
        }

        /// <summary>Refuses where the case is no longer what was decided on.</summary>
        public T Expecting<T>(T what) => expected is { } size && !_isBegun && Now.Size != size
            ? throw new BadInputException($"the case has changed since: it has {Now.Size} records now; nothing was recorded") : what;

        public Core.Dossier.IDossierSource Told(Core.Dossier.IDossierSource log) => seen.Live.Told(log, seen.Sight);

        public Core.Cases.CaseHistory Recorded(Core.Cases.CaseHistory now)
        {
            seen.Live.Recorded(now);

            // Within the gate a narrower sight can't be made; the next look has it.
            return seen.Sight.IsWhole ? now : seen.History;
        }

        private sealed class Turn(IDisposable turn, SemaphoreSlim mine) : IDisposable
        {
            private int _ended;

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _ended, 1) == 0)
                {
                    mine.Release();
                    turn.Dispose();
                }
            }
        }
    }

    /// <summary>What a verb says on standard error, a line a note.</summary>
    private sealed class Notes(Job job, Func<string, string> hidden) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value) => job.Note(SafeText.Line(hidden(value is { } note && note.StartsWith("note: ", StringComparison.Ordinal) ? note[6..] : value ?? "")));

        public override Encoding Encoding => Encoding.UTF8;
    }
}
