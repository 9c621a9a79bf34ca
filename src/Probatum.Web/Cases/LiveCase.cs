using System.Collections.Concurrent;
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
}

/// <summary>A case that the server holds open: its log, its history as far as it goes by now, and what each sight of it shows.</summary>
/// <remarks>Safe for many threads: histories are values, and one writer at a time has the gate.</remarks>
public sealed class LiveCase : IHeldCase, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<Sight, CaseHistory> _narrowed = new();
    private readonly Func<string, WithholdingPolicy> _policy;
    private readonly Workspace _workspace;
    private volatile CaseHistory _now;
    private volatile Pinned? _tables;

    private LiveCase(Workspace workspace, CaseId id, CaseHistory history, Func<string, WithholdingPolicy> policy) =>
        (_workspace, Id, _now, _policy) = (workspace, id, history, policy);

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
        if (sight.IsWhole)
        {
            return _now;
        }

        if (_narrowed.TryGetValue(sight, out var shown) && shown.Size == _now.Size)
        {
            return shown;
        }

        // One makes it; whoever else asks meanwhile waits for that.
        lock (_narrowed)
        {
            if (!_narrowed.TryGetValue(sight, out shown) || shown.Size != _now.Size)
            {
                using var log = OpenLog();
                _narrowed[sight] = shown = DossierWriter.AsTold(new Compartmented(log, HiddenLeaves(sight)), sight.Policy is { } policy ? _policy(policy) : WithholdingPolicy.Nothing).History;
            }
        }

        return shown;
    }

    /// <summary>The case as that sight shows it under a policy: exactly what the reader of such a dossier will see.</summary>
    public (CaseHistory History, WithheldMembers Withheld) AsTold(WithholdingPolicy policy)
    {
        using var log = OpenLog();
        return DossierWriter.AsTold(log, policy);
    }

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

    private HashSet<long> HiddenLeaves(Sight sight)
    {
        var hidden = sight.Hidden.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return hidden.Count == 0 ? [] : [.. _now.State.Entries.Where(entry => Subject.Of(entry.Statement) is { } subject && hidden.Contains(subject.Text)).Select(entry => entry.Index)];
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

    /// <summary>A log without the members of some leaves.</summary>
    private sealed class Compartmented(CaseLog log, HashSet<long> hidden) : IDossierSource
    {
        public ReadOnlyMemory<byte> Checkpoint => log.Checkpoint;

        public LogStamps? Stamps => log.Stamps;

        public ReadOnlyMemory<byte>? Read(string path) => log.Read(path);

        public IReadOnlyList<string> Disclosures(long index) => hidden.Contains(index) ? [] : log.Disclosures(index);

        public Stream? OpenFile(string sha256) => log.OpenFile(sha256);
    }
}
