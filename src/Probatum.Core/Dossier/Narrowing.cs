using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Persons of whom somebody may learn nothing: every record that names one of them stays closed, and so does what names their codes.</summary>
/// <param name="Persons">Their entity ids.</param>
/// <param name="Codes">What records call them, such as K-02: looked for as whole words.</param>
public sealed record Concealed(ImmutableSortedSet<string> Persons, ImmutableSortedSet<string> Codes)
{
    // Made when the first record is looked at: most are only compared.
    private readonly Lazy<NameSearch> _codes = new(() => NameSearch.OfWhole(Codes));

    /// <summary>Nobody is concealed.</summary>
    public static Concealed Nobody { get; } = new(ImmutableSortedSet.Create<string>(StringComparer.Ordinal), ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Whether a record with these open members is about one of them, rests on them or names them.</summary>
    public bool Covers(IEnumerable<DisclosedMember> open) => Persons.Count > 0 && open.Any(member => Names(member.Value));

    /// <summary>Whether a member of a record that is about others stays closed too: a sheet may list them.</summary>
    public bool Holds(string type, DisclosedMember member) => Persons.Count > 0 && type == SheetImported.Row.Name && DossierContent.Blobs(member.Value).Any();

    /// <inheritdoc/>
    public bool Equals(Concealed? other) => other is not null && Persons.SetEquals(other.Persons) && Codes.SetEquals(other.Codes);

    /// <inheritdoc/>
    public override int GetHashCode() => Persons.Aggregate(0, (hash, one) => HashCode.Combine(hash, one));

    private bool Names(Json value) => value switch
    {
        JsonText text => Persons.Contains(text.Value) || _codes.Value.StandsIn(text),
        JsonMap map => map.Members.Values.Any(Names),
        JsonList list => list.Items.Any(Names),
        _ => false,
    };
}

/// <summary>A leaf as it will be told: its record with what stays open, null and a fault where it is no record.</summary>
internal sealed record Narrowed(
    long Index, ReadRecord? Record, Fault Fault, IReadOnlyList<string> Kept, IReadOnlyList<Withholding> Withheld, int ForNames, IReadOnlyList<Json> Open);

/// <summary>What a policy leaves of a log, leaf by leaf. Safe for several threads.</summary>
/// <param name="source">The log.</param>
/// <param name="policy">What stays back.</param>
/// <param name="names">The names that the policy closes; null where it keeps none back.</param>
/// <param name="concealed">Persons of whom nothing is told.</param>
internal sealed class Narrowing(IDossierSource source, WithholdingPolicy policy, WithheldNames? names, Concealed concealed)
{
    /// <summary>Narrows a leaf with all its disclosures.</summary>
    public Narrowed Of(long index, ReadOnlyMemory<byte> leaf, IReadOnlyList<string> all, RecordOpening opening, SignatureCheck check)
    {
        if (opening.Open(leaf, all, SignatureCheck.AlreadyChecked, out var fault) is not { } record)
        {
            return new(index, null, fault, [], [], 0, []);
        }

        var (kept, values, open) = (new List<string>(all.Count), new List<Json>(all.Count), record.Opened);
        var (withheld, forNames, isConcealed) = (new List<Withholding>(), 0, concealed.Covers(open));
        foreach (var digest in record.Envelope.Sealed)
        {
            var at = Place(one => one.Digest == digest);
            var reason = at < 0 ? source.ReasonWithheld(index, digest)
                : isConcealed || concealed.Holds(record.Type, open[at]) ? WithheldNames.Reason
                : policy.Reason(index, record.Type, open[at].Name, name => Place(one => one.Name == name) is >= 0 and var other ? open[other].Value : null);
            if (reason is null && names?.KeepBack(record, open[at]) == true)
            {
                (reason, forNames) = (WithheldNames.Reason, forNames + 1);
            }

            if (reason is null)
            {
                kept.Add(all[at]);
                values.Add(open[at].Value);
            }
            else
            {
                withheld.Add(new(index, digest, reason));
            }
        }

        var narrowed = kept.SequenceEqual(all) ? opening.Checked(record, check) : opening.Open(leaf, kept, check, out fault);
        return new(index, narrowed, fault, kept, withheld, forNames, values);

        int Place(Predicate<DisclosedMember> holds)
        {
            for (var i = 0; i < open.Length; i++)
            {
                if (holds(open[i]))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
