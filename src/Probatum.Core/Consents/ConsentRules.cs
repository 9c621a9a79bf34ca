using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Consents;

/// <summary>What may be recorded about consent.</summary>
internal static class ConsentRules
{
    public static Refused? Judge(ConsentRecorded consent, CaseState state) => consent switch
    {
        { Person: null } => new("consent/no-person", "consent is somebody's"),
        { Code: null or "" } when state.Entities.Find(consent.Person) is null => new("consent/no-code", "a person is recorded under a code"),
        { Code: { } code } when state.Entities.Named(code).Any(one => one.Sort is "person" or "casualty" && one.Id != consent.Person)
            => new("consent/code", $"the code {code} stands for somebody else"),
        _ => Purposes(consent.Purposes),
    };

    public static Refused? Judge(ConsentWithdrawn withdrawn, CaseState state) => Person(withdrawn.Person, state) ?? Purposes(withdrawn.Purposes);

    public static Refused? Judge(LawfulBasisRecorded basis, CaseState state) =>
        Person(basis.Person, state) ?? Purposes([basis.Purpose ?? ""]) ?? (string.IsNullOrWhiteSpace(basis.Basis) ? new("consent/basis", "a lawful basis is named") : null);

    /// <summary>Refuses whoever is no person of the case.</summary>
    public static Refused? Person(EntityId? person, CaseState state) =>
        state.Entities.Find(person) is { Sort: "person" or "casualty" } ? null : new("person/unknown", "there is no such person or casualty");

    private static Refused? Purposes(ImmutableArray<string> purposes) =>
        purposes.IsDefaultOrEmpty ? new("consent/no-purpose", $"a purpose is named: {string.Join(", ", Purpose.All)}")
        : purposes.FirstOrDefault(one => !Purpose.All.Contains(one)) is { } odd ? new("consent/purpose", $"'{odd}' is no purpose; there are {string.Join(", ", Purpose.All)}")
        : null;
}
