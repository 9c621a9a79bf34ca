using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Runs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>It works.</summary>
    Running,

    /// <summary>It waits for a signature of its owner's key.</summary>
    Signing,

    /// <summary>It is done, and has an answer.</summary>
    Done,

    /// <summary>It was refused, or failed, and nothing was recorded.</summary>
    Failed,
}

/// <summary>Texts that wait for signatures of a key that lies with its owner.</summary>
/// <param name="Number">The number of the asking within its job.</param>
/// <param name="Key">The key's name.</param>
/// <param name="Texts">Exactly the bytes to sign, each by itself.</param>
public sealed record Asked(int Number, string Key, IReadOnlyList<byte[]> Texts);

/// <summary>A verb at work for somebody. It goes on when the screen is closed; only its signature needs a browser that has the key.</summary>
public sealed class Job
{
    private readonly Lock _turn = new();
    private readonly Action<Job> _changed;
    private TaskCompletionSource<IReadOnlyList<byte[]>>? _signature;
    private int _numbers;

    internal Job(string id, Visit visit, string? caseId, string words, DateTimeOffset began, Action<Job> changed) =>
        (Id, Account, By, Case, Words, Began, _changed) = (id, visit.AccountId, visit.By, caseId, words, began, changed);

    /// <summary>"j-" and 22 characters.</summary>
    public string Id { get; }

    /// <summary>Whose it is.</summary>
    public string Account { get; }

    /// <summary>By which session or token it was begun. A browser signs by itself only what its own session began.</summary>
    public string By { get; }

    /// <summary>In which case; null for none.</summary>
    public string? Case { get; }

    /// <summary>The verb's words, without what was said to it.</summary>
    public string Words { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>How far it is.</summary>
    public JobState State { get; private set; }

    /// <summary>What it is doing, and how much of it is done, between 0 and 1.</summary>
    public (string What, double Part)? Progress { get; private set; }

    /// <summary>What the verb said beside its result.</summary>
    public ImmutableArray<string> Notes { get; private set; } = [];

    /// <summary>What it says, for people.</summary>
    public string? Text { get; private set; }

    /// <summary>What it says, for programs.</summary>
    public Json? Json { get; private set; }

    /// <summary>0 good, 1 found wanting, 2 refused.</summary>
    public int Code { get; private set; }

    /// <summary>Files that came out, by name.</summary>
    public ImmutableArray<string> Files { get; private set; } = [];

    /// <summary>Where those lie.</summary>
    public string? Folder { get; internal set; }

    /// <summary>How much of the case it saw: its answer is for nobody who sees less.</summary>
    internal Sight Sight { get; init; } = Sight.Whole;

    /// <summary>Why a grant does not let somebody have it; null where it does. Asked again whenever the job is looked at.</summary>
    internal Func<Grant?, string?> Refusal { get; init; } = _ => null;

    /// <summary>Leaves the place at which it works until what this gives is disposed of: whoever waits for a person keeps nobody from working.</summary>
    internal Func<IDisposable>? Aside { get; init; }

    /// <summary>How long it waits for a signature now: meanwhile others wait for their turn to write.</summary>
    internal Func<TimeSpan> Patience { get; init; } = () => TimeSpan.Zero;

    /// <summary>Hears whether a signature came in time.</summary>
    internal Action<bool> Answered { get; init; } = _ => { };

    /// <summary>How many records of its owner had waited in vain when it began.</summary>
    internal int Unanswered { get; init; }

    /// <summary>When it was over.</summary>
    internal DateTimeOffset? Ceased { get; set; }

    /// <summary>What waits for a signature; null where nothing does.</summary>
    public Asked? Asked { get; private set; }

    /// <summary>Ends when the job does.</summary>
    public Task Ended => _ended.Task;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is over.</summary>
    public bool IsOver => State is JobState.Done or JobState.Failed;

    internal void Progressing(string what, double part)
    {
        // A bar moves by steps that can be seen.
        if (Progress is { } known && known.What == what && Math.Abs(known.Part - part) < 0.01 && part < 1)
        {
            return;
        }

        Progress = (what, Math.Clamp(part, 0, 1));
        _changed(this);
    }

    internal void Note(string note) => Notes = Notes.Length < 200 ? Notes.Add(note) : Notes;

    /// <summary>Waits for the signatures over texts. On the job's own thread.</summary>
    /// <exception cref="BadInputException">No browser signed in time.</exception>
    internal IReadOnlyList<byte[]> Sign(VerifierKey key, IReadOnlyList<byte[]> texts)
    {
        TaskCompletionSource<IReadOnlyList<byte[]>> signatures;
        lock (_turn)
        {
            signatures = _signature = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (Asked, State) = (new(++_numbers, key.Name, texts), JobState.Signing);
        }

        _changed(this);
        try
        {
            var patience = Patience();
            bool isSigned;
            using (Aside?.Invoke())
            {
                isSigned = signatures.Task.Wait(patience);
            }

            Answered(isSigned);
            return isSigned ? signatures.Task.Result
                : throw new BadInputException($"no browser with the key {key.Name} signed within {Math.Ceiling(patience.TotalSeconds)} seconds; nothing was recorded. Where that browser is lost, 'Your keys' says what to do");
        }
        finally
        {
            lock (_turn)
            {
                (_signature, Asked, State) = (null, null, JobState.Running);
            }

            _changed(this);
        }
    }

    /// <summary>Takes signatures, if they are those that are waited for and each fits its text.</summary>
    public bool TrySign(int number, IReadOnlyList<byte[]> signatures, VerifierKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signatures);
        lock (_turn)
        {
            return _signature is { } waiting && Asked is { } asked && asked.Number == number && asked.Key == key.Name && asked.Texts.Count == signatures.Count
                && asked.Texts.Zip(signatures).All(pair => pair.Second.Length == 64 && key.Verify(pair.First, pair.Second))
                && waiting.TrySetResult(signatures);
        }
    }

    internal void End(Answer answer, ImmutableArray<string> files)
    {
        (Text, Json, Code, Files, State, Progress) = (answer.Text, answer.Json, answer.Code, files, JobState.Done, null);
        Over();
    }

    internal void Fail(string why)
    {
        (Text, Code, State, Progress) = (why, 2, JobState.Failed, null);
        Over();
    }

    private void Over()
    {
        _ended.TrySetResult();
        _changed(this);
    }
}
