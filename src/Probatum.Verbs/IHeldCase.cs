using Probatum.Core.Cases;
using Probatum.Core.Dossier;

namespace Probatum.Verbs;

/// <summary>A case that stays open while many work on it: one of them writes at a time, each on what the others wrote before.</summary>
public interface IHeldCase
{
    /// <summary>All of the case as it is now.</summary>
    CaseHistory Now { get; }

    /// <summary>Waits for its turn to write, which ends when the result is disposed of.</summary>
    /// <exception cref="BadInputException">The turn did not come in time.</exception>
    IDisposable Enter();

    /// <summary>Takes in what the case is after a batch, and gives back what whoever wrote it may see of that.</summary>
    CaseHistory Recorded(CaseHistory now);

    /// <summary>Whether whoever works on it sees all of it.</summary>
    bool IsWhole { get; }

    /// <summary>The case's log as whoever works on it may see it, for as long as the log does not grow.</summary>
    /// <param name="log">The log.</param>
    IDossierSource Told(IDossierSource log);
}
