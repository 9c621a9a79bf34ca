using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Cases;

/// <summary>A key of the case: who may sign with it, since when, until when.</summary>
public sealed record KnownKey(
    VerifierKey Key, long RegisteredAt, string? Role, string? Holder, EntityId? Party, long? RevokedAt = null, string? RevokedWhy = null);

/// <summary>The keys of a case by name. What counts is the log index of registration and revocation, never a clock.</summary>
public sealed record KeyRing(ImmutableDictionary<KeyName, KnownKey> Keys)
{
    /// <summary>No keys.</summary>
    public static KeyRing Empty { get; } = new(ImmutableDictionary<KeyName, KnownKey>.Empty);

    /// <summary>Whether a record signed by this key counts at this index.</summary>
    public bool Counts(KeyName name, long index) =>
        Keys.TryGetValue(name, out var key) && key.RegisteredAt <= index && !(key.RevokedAt < index);

    /// <summary>The ring after this entry.</summary>
    /// <remarks>A correction changes who holds a key, never which keys there are or what they may do.</remarks>
    public KeyRing Then(Entry entry) => entry.Envelope.Corrects is not null ? this : entry.Statement switch
    {
        CaseOpened { Owner: { } owner } when TryAuthorKey(owner, out var key, out _)
            => With(new(key, entry.Index, "owner", null, null)),
        KeyRegistered { Key: { } text } registered when TryAuthorKey(text, out var key, out _) && !Keys.ContainsKey(new(key.Name))
            => With(new(key, entry.Index, registered.Role, registered.Holder, registered.Party)),
        KeyRevoked { Key: { } name } revoked when Keys.TryGetValue(new(name), out var key) && key.RevokedAt is null
            => With(key with { RevokedAt = entry.Index, RevokedWhy = revoked.Reason }),
        _ => this,
    };

    /// <summary>
    /// Reads the vkey of an author: type Ed25519, named after itself, and no point of low order, under which one signature
    /// would fit many texts.
    /// </summary>
    public static bool TryAuthorKey(string text, out VerifierKey key, out Fault fault)
    {
        if (!VerifierKey.TryParse(text, out key!, out fault))
        {
            return false;
        }

        fault = key switch
        {
            { Type: not KeyType.Ed25519 } => new("key/type", 0, "a record is signed with Ed25519"),
            _ when KeyName.Of(key.PublicKey.Span).Text != key.Name => new("key/name", 0, "the key is not named after itself"),
            _ when Ed25519.IsLowOrder(key.PublicKey.Span) => new("key/low-order", 0, "the key is a point of low order"),
            _ => default,
        };
        return fault == default;
    }

    private KeyRing With(KnownKey key) => new(Keys.SetItem(new(key.Key.Name), key));
}
