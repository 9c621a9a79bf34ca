namespace Probatum.Core.Fhir;

/// <summary>The names that stand in FHIR resources which go out and come in: our own code systems and extensions, and those of HL7 that are used.</summary>
/// <remarks>
/// Ours are names and no addresses: nothing is to be fetched there. What each means is said in docs/fhir.md. No code of SNOMED CT or LOINC is written; a few are
/// understood. Source: FHIR R4 (4.0.1), HL7 Terminology.
/// </remarks>
public static class FhirNames
{
    /// <summary>What every name of ours begins with.</summary>
    public const string Own = "urn:probatum:fhir:";

    /// <summary>Which sort of record an Observation comes from: <c>sign</c>, <c>measurement</c> and so on.</summary>
    public const string Category = Own + "category";

    /// <summary>What an Observation or a component is of, where it is one of a few things.</summary>
    public const string Observed = Own + "observed";

    /// <summary>A sign by its key in data/toxidromes.</summary>
    public const string Sign = Own + "sign";

    /// <summary>found, not-found, inconclusive.</summary>
    public const string Outcome = Own + "outcome";

    /// <summary>pass, fail, not-reported.</summary>
    public const string Criterion = Own + "criterion";

    /// <summary>L0 to L4.</summary>
    public const string Level = Own + "level";

    /// <summary>suspected, probable, confirmed.</summary>
    public const string Classification = Own + "classification";

    /// <summary>What consent is to.</summary>
    public const string Purpose = Own + "purpose";

    /// <summary>A matrix by its key in data/custody.</summary>
    public const string Matrix = Own + "matrix";

    /// <summary>Identifiers: the case with its size, a person's code, an entity, a container's label, a seal, a party, an observer by code, a key, a record, a file.</summary>
    public const string Case = Own + "case";

    /// <summary>A person's code.</summary>
    public const string Person = Own + "person";

    /// <summary>An entity of a case.</summary>
    public const string Entity = Own + "entity";

    /// <summary>What a container says.</summary>
    public const string Label = Own + "label";

    /// <summary>A seal's number.</summary>
    public const string Seal = Own + "seal";

    /// <summary>A party of a case.</summary>
    public const string Party = Own + "party";

    /// <summary>Who observed, by role or code.</summary>
    public const string Observer = Own + "observer";

    /// <summary>A signing key.</summary>
    public const string Key = Own + "key";

    /// <summary>A record: the digest of its text.</summary>
    public const string Record = Own + "record";

    /// <summary>A file by its SHA-256.</summary>
    public const string File = Own + "sha256";

    /// <summary>A time, a quantity or a word as it was told, beside what FHIR makes of it.</summary>
    public const string AsTold = Own + "as-told";

    /// <summary>An InChIKey.</summary>
    public const string InChIKey = Own + "inchikey";

    /// <summary>CAS numbers. Source: HL7 Terminology, NamingSystem CAS.</summary>
    public const string Cas = "urn:oid:2.16.840.1.113883.6.61";

    /// <summary>HL7: sorts of specimen.</summary>
    public const string SpecimenType = "http://terminology.hl7.org/CodeSystem/v2-0487";

    /// <summary>HL7: sections of a diagnostic service.</summary>
    public const string Section = "http://terminology.hl7.org/CodeSystem/v2-0074";

    /// <summary>HL7: categories of observations.</summary>
    public const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";

    /// <summary>HL7: why there is no value.</summary>
    public const string AbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

    /// <summary>HL7: the extension that says so of an element.</summary>
    public const string AbsentExtension = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /// <summary>HL7: detected, not detected, positive, negative …</summary>
    public const string Interpretation = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

    /// <summary>HL7: yes and no.</summary>
    public const string YesNo = "http://terminology.hl7.org/CodeSystem/v2-0136";

    /// <summary>HL7: scopes of consent.</summary>
    public const string ConsentScope = "http://terminology.hl7.org/CodeSystem/consentscope";

    /// <summary>HL7: what somebody did for a resource.</summary>
    public const string ProvenanceAgent = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

    /// <summary>UCUM.</summary>
    public const string Units = "http://unitsofmeasure.org";

    /// <summary>SNOMED CT: read, never written.</summary>
    public const string Snomed = "http://snomed.info/sct";

    /// <summary>LOINC: read, never written.</summary>
    public const string Loinc = "http://loinc.org";

    /// <summary>The name of an extension of ours.</summary>
    public static string Extension(string name) => Own + name;

    /// <summary>Matrices that table 0487 of HL7 has a code for.</summary>
    public static IReadOnlyDictionary<string, string> SpecimenTypes { get; } =
        new[] { ("BIO_BLOOD", "BLD"), ("BIO_PLASMA", "PLAS"), ("BIO_SERUM", "SER"), ("BIO_URINE", "UR"), ("BIO_HAIR", "HAR"), ("BIO_TISSUE", "TISS") }.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
}
