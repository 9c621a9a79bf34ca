using Probatum.Core.Records;

namespace Probatum.Core;

/// <summary>Why something may not be recorded: a stable code for programs, a sentence for people.</summary>
public sealed record Refused(string Code, string Why);

/// <summary>Who wants to record something: the key, the role it was registered with, the party it acts for.</summary>
public sealed record Actor(KeyName Key, string? Role, EntityId? Party);
