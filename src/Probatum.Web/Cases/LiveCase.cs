using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;

namespace Probatum.Web.Cases;

/// <summary>What somebody may see of a case: all of it, or what a policy leaves, without the persons that are none of theirs.</summary>
/// <param name="Policy">A policy of <c>data/policies</c> by its name; null for all.</param>
/// <param name="Hidden">Persons in compartments that this one is not in, sorted, with spaces between.</param>
public sealed record Sight(string? Policy, string Hidden)
{
    /// <summary>All of it.</summary>
    public static Sight Whole { get; } = new(null, "");

    /// <summary>Whether nothing is kept back.</summary>
    public bool IsWhole => Policy is null && Hidden.Length == 0;

    /// <summary>Whom it does not show, by their entity ids.</summary>
    public ImmutableSortedSet<string> HiddenPersons => ImmutableSortedSet.Create(StringComparer.Ordinal, Hidden.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A case that the server holds open: its log, its history as far as it goes by now, and what each sight of it shows.</summary>
/// <remarks>Safe for many threads: histories are values, and one writer at a time has the gate.</remarks>
public sealed class LiveCase : IHeldCase, IDisposable
{
    // Each holds as much as the case itself.
    private const int MostTellings = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Telling> _tellings = [];
    private readonly Func<string, WithholdingPolicy> _policy;
    private readonly Workspace _workspace;
    private volatile CaseHistory _now;
    private volatile Pinned? _tables;

    private LiveCase(Workspace workspace, CaseId id, CaseHistory history, Func<string, WithholdingPolicy> policy) =>
        (_workspace, Id, _now, _policy, LongWork) = (workspace, id, history, policy, new(this));

    /// <summary>Hears after every batch of records, on the thread that wrote it.</summary>
    public event Action? Changed;

    /// <summary>The case.</summary>
    public CaseId Id { get; }

    /// <inheritdoc/>
    public CaseHistory Now => _now;

    /// <summary>Its title, or its id where that is withheld.</summary>
    public string Title => _now.State.Opened?.Title ?? Id.Text;

    /// <summary>Opens a case of a workspace.</summary>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public static LiveCase Open(Workspace workspace, CaseId id, Func<string, WithholdingPolicy> policy)
    {
        return new(workspace, id, workspace.Read(id, SignatureCheck.AlreadyChecked).History, policy);
    }

    /// <summary>A case whose first record is still to be written.</summary>
    public static LiveCase New(Workspace workspace, CaseId id, Func<string, WithholdingPolicy> policy) => new(workspace, id, CaseHistory.Empty, policy);

    /// <summary>Its log, for one thread, which disposes of it.</summary>
    public CaseLog OpenLog() => _workspace.OpenOwnLog(Id);

    /// <summary>The rule tables that the case pins.</summary>
    public RuleTables Tables(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var digests = state.Tables;
        if (_tables is { } known && (ReferenceEquals(known.Digests, digests) || known.Digests.SequenceEqual(digests)))
        {
            return known.Tables;
        }

        var files = digests.ToDictionary(
            table => table.Key, table => _workspace.Blobs.Read(table.Value) ?? throw new InvalidDataException($"the rule table {table.Key} is not kept here"));
        var tables = RuleTables.TryRead(files, out var read, out var fault) ? read : throw new InvalidDataException(fault.Why);
        _tables = new(digests, tables);
        return tables;
    }

    /// <summary>The case as that sight shows it: what is not to be seen is withheld member by member, as a dossier would withhold it.</summary>
    public CaseHistory Shown(Sight sight)
    {
        ArgumentNullException.ThrowIfNull(sight);
        return sight.IsWhole ? _now : Told(sight).History;
    }

    /// <summary>The same with what stays back. It goes on with the case, and is let go where nobody asked for it for longest.</summary>
    public ToldCase Told(Sight sight)
    {
        ArgumentNullException.ThrowIfNull(sight);
        Telling telling;
        lock (_tellings)
        {
            telling = _tellings.Find(one => one.Sight == sight) ?? new(sight);
            _tellings.Remove(telling);
            _tellings.Insert(0, telling);
            if (_tellings.Count > MostTellings)
            {
                LongWork.LetGo(_tellings[MostTellings].Sight);
                _tellings.RemoveAt(MostTellings);
            }
        }

        // One goes on with it; whoever else asks meanwhile waits for that.
        lock (telling)
        {
            var (now, concealed) = (_now, Concealed(sight));
            var told = telling.Told?.Concealed.Equals(concealed) == true ? telling.Told : null;
            if (told?.History.Size >= now.Size)
            {
                return told;
            }

            using var log = OpenLog();
            using var still = log.Still();
            return telling.Told = told?.Then(log) ?? ToldCase.Of(log, PolicyOf(sight), concealed);
        }
    }

    /// <summary>The log as that sight shows it, for whoever takes something out of it; the log is not to grow meanwhile.</summary>
    public IDossierSource Told(IDossierSource log, Sight sight)
    {
        ArgumentNullException.ThrowIfNull(sight);
        return new ToldSource(log, PolicyOf(sight), Concealed(sight));
    }

    /// <summary>What takes long to work out of the case.</summary>
    internal LongWork LongWork { get; }

    /// <summary>Lets whoever looks at the case look again.</summary>
    internal void Stir() => Changed?.Invoke();

    /// <inheritdoc/>
    public bool IsWhole => true;

    /// <inheritdoc/>
    public IDossierSource Told(IDossierSource log) => log;

    /// <inheritdoc/>
    public IDisposable Enter() => _gate.Wait(Patience) ? new Turn(this) : throw new BadInputException("others are writing to this case, and their turn did not end in time; nothing was recorded, try again");

    /// <inheritdoc/>
    public CaseHistory Recorded(CaseHistory now)
    {
        _now = now;
        return now;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private WithholdingPolicy PolicyOf(Sight sight) => sight.Policy is { } policy ? _policy(policy) : WithholdingPolicy.Nothing;

    /// <summary>Whom that sight does not show, with what records call them.</summary>
    internal Concealed Concealed(Sight sight)
    {
        var (persons, state) = (sight.HiddenPersons, _now.State);
        return persons.Count == 0 ? Core.Dossier.Concealed.Nobody : new(
            persons,
            [.. persons.Select(id => new EntityId(id)).SelectMany(id => new[] { state.Entities.Find(id)?.Handle, state.Entities.Call(id) }).OfType<string>().Where(name => name.Length > 1 && !persons.Contains(name))]);
    }

    private sealed record Pinned(ImmutableSortedDictionary<string, string> Digests, RuleTables Tables);

    /// <summary>A turn at the gate. Whoever looks at the case hears of what was written in it once the next may enter.</summary>
    private sealed class Turn(LiveCase of) : IDisposable
    {
        private readonly CaseHistory _before = of._now;
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                var isChanged = !ReferenceEquals(_before, of._now);
                of._gate.Release();
                if (isChanged)
                {
                    of.Changed?.Invoke();
                }
            }
        }
    }

    /// <summary>What a sight is told.</summary>
    private sealed class Telling(Sight sight)
    {
        public Sight Sight { get; } = sight;

        public ToldCase? Told { get; set; }
    }
}
