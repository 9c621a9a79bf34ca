namespace Probatum.Text;

/// <summary>A speaker's name with office and body.</summary>
internal sealed record Speaker(string Name, string? Role = null, string? Org = null);
