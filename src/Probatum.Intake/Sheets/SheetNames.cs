using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Intake;

/// <summary>What a sheet's words mean in a case: parties, incidents and samples by the names people gave them.</summary>
public interface ISheetNames
{
    /// <summary>The party of that name, or null.</summary>
    EntityId? Party(string name);

    /// <summary>The incident of that label, or null.</summary>
    EntityId? Incident(string label);

    /// <summary>The sample or aliquot of that label, or null when there is none or more than one.</summary>
    EntityId? Sample(string label);

    /// <summary>The file that a cell names, relative to the sheet; null when it can't be read.</summary>
    Blob? File(string path);

    /// <summary>The photograph that a cell names, with what it tells of itself; null when it can't be read.</summary>
    Photo? Photo(string path);

    /// <summary>The matrices that the case's tables have.</summary>
    IEnumerable<string> Matrices { get; }

    /// <summary>The techniques that the case's tables have.</summary>
    IEnumerable<string> Techniques { get; }

    /// <summary>The job of that short name, or null.</summary>
    EntityId? Job(string name);

    /// <summary>The criteria that the case's tables have; null where they have none.</summary>
    CriteriaTable? Criteria { get; }

    /// <summary>A name for a new thing.</summary>
    EntityId NewId();
}
