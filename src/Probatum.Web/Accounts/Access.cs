namespace Probatum.Web.Accounts;

/// <summary>What whoever opens a screen or an address must be allowed. What states none of these is refused to all.</summary>
public enum Needs
{
    /// <summary>Nothing: the way in, and files of the program itself.</summary>
    Nothing,

    /// <summary>To be signed in.</summary>
    Session,

    /// <summary>To own the workspace.</summary>
    Owner,

    /// <summary>To have a role in the case that the address names.</summary>
    Case,

    /// <summary>To read what happened in the case: owner and auditor.</summary>
    Audit,

    /// <summary>To take something out of the case.</summary>
    Export,

    /// <summary>To seal and narrow dossiers of the case.</summary>
    Withhold,

    /// <summary>To ask the identity vault of the case.</summary>
    Identities,

    /// <summary>To own the case: keys, grants and compartments.</summary>
    CaseOwner,
}

/// <summary>What a screen or an address needs.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AccessAttribute(Needs needs) : Attribute
{
    /// <summary>What it needs.</summary>
    public Needs Needs { get; } = needs;

    /// <summary>The verb that a token must cover, such as "sample list"; empty for any token; null where no token may.</summary>
    public string? Token { get; init; }

    /// <summary>Whether whatever answers writes down by itself what is read; else the gate does.</summary>
    public bool NotesItself { get; init; }
}

/// <summary>Every "may …" of the web application beside what <see cref="Core.Access.Permissions"/> says of records.</summary>
public static class AccessRules
{
    /// <summary>Whether a grant lets somebody do this.</summary>
    public static bool Allows(Grant? grant, Needs needs, bool ownsWorkspace = false) => needs switch
    {
        Needs.Nothing or Needs.Session => true,
        Needs.Owner => ownsWorkspace,
        _ when grant is null => false,
        Needs.Case => true,
        Needs.Audit => grant.Role is "owner" or "auditor",
        Needs.Export => grant.MayExport,
        Needs.Withhold => grant.MayWithhold && grant.Role is "owner" or "registrar",
        Needs.Identities => grant.MayOpenIdentities,
        Needs.CaseOwner => grant.Role == "owner",
        _ => false,
    };
}
