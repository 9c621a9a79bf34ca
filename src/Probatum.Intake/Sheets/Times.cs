using Probatum.Core.Records;

namespace Probatum.Intake;

/// <summary>Times as people type them.</summary>
public static class Times
{
    private const string Unknown = "unknown:";

    /// <summary>An ISO 8601 day, instant or interval, or "unknown: why"; null when it is none of these.</summary>
    public static When? Read(string said, string source) => said.StartsWith(Unknown, StringComparison.OrdinalIgnoreCase)
        ? said[Unknown.Length..].Trim() is { Length: > 0 } why ? When.NotKnown(why) : null
        : When.Parse(said, source);
}
