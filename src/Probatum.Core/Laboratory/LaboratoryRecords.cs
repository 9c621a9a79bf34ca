using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Laboratory;

/// <summary>
/// An instrument's file as it came, or the photograph of what a device without files showed: on which sample, by which technique, with which
/// device and library, checked how and when, in which mode, where and in what air, with which blank readings before and after.
/// </summary>
/// <remarks>
/// A safety reading is no evidence: <c>Purpose</c> is safety, screening or evidential. Temperature and humidity are thousandths of a degree
/// Celsius and of a per cent. Source: docs/domain.md 2.2 and 4.
/// </remarks>
public sealed record InstrumentRunRecorded(
    EntityId? Run, EntityId? Sample, string? Technique, string? Instrument, EntityId? By, When? When, string? Purpose,
    Blob? Raw, EntityId? BlankRun, string? ScreenText, string? Make = null, string? Model = null, string? Serial = null, string? Library = null, string? LibraryVersion = null,
    string? Calibration = null, When? Calibrated = null, string? Mode = null, Where? Where = null, long? Temperature = null, long? Humidity = null,
    ImmutableArray<string> Interferents = default, string? Score = null, ImmutableArray<string> Alternatives = default, string? BlankBefore = null, string? BlankAfter = null,
    ImmutableArray<Photo> Photos = default, string? Lot = null) : Statement
{
    /// <summary>What stood near that can disturb the device.</summary>
    public ImmutableArray<string> Interferents { get; init; } = Interferents.IsDefault ? [] : Interferents;

    /// <summary>What else the device offered, as it showed it.</summary>
    public ImmutableArray<string> Alternatives { get; init; } = Alternatives.IsDefault ? [] : Alternatives;

    /// <summary>What was photographed.</summary>
    public ImmutableArray<Photo> Photos { get; init; } = Photos.IsDefault ? [] : Photos;

    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("instrument-run-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("run", Run).Id("sample", Sample).Text("technique", Technique).Text("instrument", Instrument).Id("by", By)
        .When("when", When).Text("purpose", Purpose).Blob("raw", Raw).Id("blankRun", BlankRun).Text("screenText", ScreenText)
        .Text("make", Make).Text("model", Model).Text("serial", Serial).Text("library", Library).Text("libraryVersion", LibraryVersion)
        .Text("calibration", Calibration).When("calibrated", Calibrated).Text("mode", Mode).Where("where", Where).Number("temperature", Temperature).Number("humidity", Humidity)
        .Texts("interferents", Interferents).Text("score", Score).Texts("alternatives", Alternatives).Text("blankBefore", BlankBefore).Text("blankAfter", BlankAfter)
        .List("photos", Photos, photo => photo.ToJson()).Text("lot", Lot);

    private static InstrumentRunRecorded Read(BodyReader body) => new(
        body.Need("run", "raw").Id("run"), body.Id("sample"), body.Text("technique"), body.Text("instrument"), body.Id("by"),
        body.When("when"), body.Text("purpose"), body.Blob("raw"), body.Id("blankRun"), body.Text("screenText"),
        body.Text("make"), body.Text("model"), body.Text("serial"), body.Text("library"), body.Text("libraryVersion"),
        body.Text("calibration"), body.When("calibrated"), body.Text("mode"), body.Where("where"), body.Number("temperature"), body.Number("humidity"),
        body.Texts("interferents"), body.Text("score"), body.Texts("alternatives"), body.Text("blankBefore"), body.Text("blankAfter"),
        body.List("photos", Photo.FromJson), body.Text("lot"));
}

/// <summary>One compound of an answer: score in 10⁻⁶.</summary>
public sealed record CandidateCompound(string Name, string? InChIKey, string? Accession, long Score)
{
    internal Json ToJson() => JsonMap.Of(
        ("name", Name), ("inchikey", InChIKey is null ? null : (Json)InChIKey),
        ("accession", Accession is null ? null : (Json)Accession), ("score", Score));

    internal static CandidateCompound? FromJson(Json json) =>
        json is JsonMap map && map.Text("name") is { } name && map.Number("score") is { } score
            ? new(name, map.Text("inchikey"), map.Text("accession"), score)
            : null;
}

/// <summary>
/// Two references that together explain an infrared or Raman spectrum much better than the best alone: the first one's share of
/// what both explain, and what the best alone and both leave unexplained, in 10⁻⁶. A question, no finding.
/// </summary>
public sealed record HintedMixture(string First, string Second, long Share, long Alone, long Together)
{
    internal Json ToJson() => JsonMap.Of(("first", First), ("second", Second), ("share", Share), ("alone", Alone), ("together", Together));

    internal static HintedMixture? FromJson(Json? json) =>
        json is JsonMap map && map.Text("first") is { } first && map.Text("second") is { } second
            && map.Number("share") is { } share && map.Number("alone") is { } alone && map.Number("together") is { } together
            ? new(first, second, share, alone, together)
            : null;
}

/// <summary>
/// What was found at one time of a run, or in one infrared or Raman spectrum: apex in milliseconds, or the spectrum's place among the
/// file's traces (from 1); the set of compounds, the wording, the remarks, the calibrated chance that the set holds the right
/// compound, and the mixture that the spectrum may be of.
/// </summary>
public sealed record AnsweredComponent(
    long? ApexMs, string Wording, ImmutableArray<CandidateCompound> Candidates, ImmutableArray<string> Notes, long? ChanceInThousand = null,
    long? Spectrum = null, HintedMixture? Mixture = null)
{
    internal Json ToJson() => JsonMap.Of(
        ("apexMs", ApexMs is { } apex ? apex : null), ("wording", Wording),
        ("candidates", JsonList.Of(Candidates.Select(candidate => candidate.ToJson()))),
        ("notes", JsonList.Of(Notes.Select(note => (Json)note))), ("chance", ChanceInThousand is { } chance ? chance : null),
        ("spectrum", Spectrum is { } number ? number : null), ("mixture", Mixture?.ToJson()));

    internal static AnsweredComponent? FromJson(Json json) =>
        json is JsonMap map && map.Text("wording") is { } wording && (map.Number("apexMs") ?? map.Number("spectrum")) is not null
            ? new(
                map.Number("apexMs"), wording, [.. map.List("candidates").Select(CandidateCompound.FromJson).OfType<CandidateCompound>()], map.Texts("notes"),
                map.Number("chance"), map.Number("spectrum"), HintedMixture.FromJson(map["mixture"]))
            : null;

    /// <inheritdoc/>
    public bool Equals(AnsweredComponent? other) => other is not null && ToJson().Equals(other.ToJson());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ApexMs, Spectrum, Wording);
}

/// <summary>A compound of a reference standard that a run was held against: the standard's raw file by digest, and when it comes in that, in milliseconds.</summary>
public sealed record StandardUsed(string Raw, string Name, string? InChIKey, long? RtMs)
{
    internal Json ToJson() => JsonMap.Of(
        ("raw", Raw), ("name", Name), ("inchikey", InChIKey is null ? null : (Json)InChIKey), ("rtMs", RtMs is { } at ? at : null));

    internal static StandardUsed? FromJson(Json json) =>
        json is JsonMap map && map.Text("raw") is { } raw && map.Text("name") is { } name ? new(raw, name, map.Text("inchikey"), map.Number("rtMs")) : null;
}

/// <summary>
/// What a method found in a run: the answer, the method, the digests of library, profile and raw file, and the homologues that
/// gave retention indices, and the reference standards, so that anyone with the library can recompute it; and, where their licence allows it, the candidates'
/// spectra as MSP, so that the scores can be recomputed without.
/// </summary>
public sealed record IdentificationMade(
    EntityId? Identification, EntityId? Run, string? Method, string? LibraryDigest, string? Profile, string? RawDigest,
    string? BlankDigest, ImmutableArray<AnsweredComponent> Components, long? Unidentified, Blob? Ladder = null, Blob? Spectra = null,
    ImmutableArray<StandardUsed> Standards = default) : Statement
{
    /// <summary>The reference standards that times and spectra were held against; none for none.</summary>
    public ImmutableArray<StandardUsed> Standards { get; init; } = Standards.IsDefault ? [] : Standards;

    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("identification-made", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("identification", Identification).Id("run", Run).Text("method", Method).Text("libraryDigest", LibraryDigest)
        .Text("profile", Profile).Text("rawDigest", RawDigest).Text("blankDigest", BlankDigest)
        .List("components", Components, component => component.ToJson()).Number("unidentified", Unidentified)
        .Blob("ladder", Ladder).Blob("spectra", Spectra).List("standards", Standards, standard => standard.ToJson());

    private static IdentificationMade Read(BodyReader body) => new(
        body.Need("identification", "run", "rawDigest").Id("identification"), body.Id("run"), body.Text("method"),
        body.Text("libraryDigest"), body.Text("profile"), body.Text("rawDigest"), body.Text("blankDigest"),
        body.List("components", AnsweredComponent.FromJson), body.Number("unidentified"), body.Blob("ladder"), body.Blob("spectra"),
        body.List("standards", StandardUsed.FromJson));
}

/// <summary>How one acceptance criterion came out for one technique (RESULT for the result as a whole): pass, fail or not-reported, as the laboratory says.</summary>
public sealed record CriterionReported(string Technique, string Criterion, string Outcome, string? Value = null, string? Limit = null)
{
    /// <summary>The criterion was met.</summary>
    public const string Pass = "pass";

    /// <summary>It was not met.</summary>
    public const string Fail = "fail";

    /// <summary>Nothing was said of it.</summary>
    public const string NotReported = "not-reported";

    /// <summary>Reads TECHNIQUE:CRITERION=OUTCOME[:VALUE], such as GC_EI_MS:RI_TOLERANCE=pass:3; null where it is none, and why.</summary>
    /// <param name="text">As somebody typed it.</param>
    /// <param name="used">The techniques of the result.</param>
    /// <param name="table">The case's table; null for none, which knows every criterion.</param>
    /// <param name="why">What is wrong with it.</param>
    public static CriterionReported? Parse(string text, ImmutableArray<string> used, CriteriaTable? table, out string why)
    {
        var (name, said) = text.Split('=', 2) is [var left, var right] ? (left, right) : (text, "");
        var (technique, key) = name.Split(':', 2) is [var first, var second] ? (first, second) : ("", "");
        var (outcome, value) = said.Split(':', 2) is [var came, var with] ? (came, with) : (said, null);
        why = key.Length == 0 || outcome is not (Pass or Fail or NotReported)
            ? $"'{text}' is no criterion such as GC_EI_MS:RI_TOLERANCE=pass:3; an outcome is pass, fail or not-reported"
            : technique != AskedCriterion.OfResult && !used.Contains(technique)
            ? $"'{technique}' of '{text}' is none of the result's techniques; what is said of the result as a whole goes under {AskedCriterion.OfResult}"
            : table is { } known && !known.Profiles.Values.Any(profile => profile.Asked.Any(asked => asked.Key == key))
            ? $"'{key}' is no criterion of this case's tables: {string.Join(", ", known.Profiles.Values.SelectMany(profile => profile.Asked).Select(asked => asked.Key).Distinct())}"
            : "";
        return why.Length == 0 ? new(technique, key, outcome, value) : null;
    }

    internal Json ToJson() => JsonMap.Of(
        ("technique", Technique), ("criterion", Criterion), ("outcome", Outcome), ("value", Value is null ? null : (Json)Value), ("limit", Limit is null ? null : (Json)Limit));

    internal static CriterionReported? FromJson(Json json) =>
        json is JsonMap map && map.Text("technique") is { } technique && map.Text("criterion") is { } criterion && map.Text("outcome") is { } outcome
            ? new(technique, criterion, outcome, map.Text("value"), map.Text("limit"))
            : null;
}

/// <summary>
/// What a laboratory reports for a sample it received: one substance, found or not, by which techniques, with or without
/// a reference standard and clean blanks; for which job and under which code, when it was analysed, and how each criterion of a
/// profile came out. Its own word is kept as written. <c>ToldBy</c> is who tells it for the laboratory, in which <c>Document</c>, where the
/// laboratory did not report it here itself.
/// </summary>
public sealed record ResultReported(
    EntityId? Result, EntityId? Sample, EntityId? Laboratory, string? Substance, string? Outcome, ImmutableArray<string> Techniques,
    bool? ReferenceStandard, bool? BlanksClean, string? Word, When? When, Blob? ReportFile, EntityId? Job = null, string? Code = null,
    When? Analysed = null, string? Amount = null, string? DetectionLimit = null, string? Profile = null, ImmutableArray<CriterionReported> Criteria = default,
    EntityId? ToldBy = null, string? Document = null) : Statement
{
    /// <summary>How each criterion came out; none where the laboratory said nothing of them.</summary>
    public ImmutableArray<CriterionReported> Criteria { get; init; } = Criteria.IsDefault ? [] : Criteria;

    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("result-reported", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("result", Result).Id("sample", Sample).Id("laboratory", Laboratory).Text("substance", Substance)
        .Text("outcome", Outcome).Texts("techniques", Techniques).Truth("referenceStandard", ReferenceStandard)
        .Truth("blanksClean", BlanksClean).Text("word", Word).When("when", When).Blob("reportFile", ReportFile)
        .Id("job", Job).Text("code", Code).When("analysed", Analysed).Text("amount", Amount).Text("detectionLimit", DetectionLimit)
        .Text("profile", Profile).List("criteria", Criteria, one => one.ToJson()).Id("toldBy", ToldBy).Text("document", Document);

    private static ResultReported Read(BodyReader body) => new(
        body.Need("result", "sample", "laboratory", "substance", "outcome").Id("result"), body.Id("sample"),
        body.Id("laboratory"), body.Text("substance"), body.Text("outcome"), body.Texts("techniques"),
        body.Truth("referenceStandard"), body.Truth("blanksClean"), body.Text("word"), body.When("when"), body.Blob("reportFile"),
        body.Id("job"), body.Text("code"), body.When("analysed"), body.Text("amount"), body.Text("detectionLimit"),
        body.Text("profile"), body.List("criteria", CriterionReported.FromJson), body.Id("toldBy"), body.Text("document"));
}
