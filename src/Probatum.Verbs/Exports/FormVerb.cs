using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Export;

namespace Probatum.Verbs;

/// <summary>probatum form: sheets to fill in by hand where no device is at hand.</summary>
internal static class FormVerb
{
    private static readonly FormField Sample = new("Sample, as its label says", "SAMPLE");
    private static readonly FormField When = new("When (date, time, UTC offset)", "--when");
    private static readonly FormField Witnesses = new("Witnesses (role or name)", "--witness", 2);
    private static readonly FormField SealFound = new("Seal found, read before breaking", "--seal-found");
    private static readonly FormField SealApplied = new("Seal applied", "--seal-applied");
    private static readonly FormField Photos = new("Photographs (file names)", "--photo");

    private static readonly ImmutableArray<FormField> HandOver =
    [
        Sample, new("Giver (organisation)", "--from"), new("Receiver (organisation)", "--to"), When, new("Place in words", "--where"), new("Purpose", "--purpose"), new("Read on the container", "--label"),
        SealFound, SealApplied, new("Condition as seen", "--condition", 2), new("Packaging, layers, container", "--packaging"), new("Temperature, °C", "--temperature"), new("Carrier, waybill", "--transport"),
        new("Dangerous goods entry", "--dangerous-goods"), new("Receipt number", "--receipt"), new("Accepted with remarks", "--remarks", 2), new("Objection of anybody there", "--objection", 2), Witnesses,
    ];

    /// <summary>The forms by the word that asks for them.</summary>
    public static ImmutableSortedDictionary<string, PaperForm> Forms { get; } = new Dictionary<string, PaperForm>
    {
        ["collection"] = new("Collection of a sample", "sample add", "Filled in where and when the sample is taken.",
        [
            new("Label on the container", "LABEL"), new("Pre-printed label, if one is used", "--label-id"), new("Incident", "--incident"), new("Matrix (soil, water, wipe, blood …)", "--matrix"), new("Quantity and unit", "--quantity"), When,
            new("Place in words", "--where", 2), new("Latitude, longitude", "--at"), new("Uncertainty in metres", "--radius"), new("Collected by (organisation)", "--collector"), new("Origin", "--origin"), new("How it was taken", "--method", 2),
            new("Seal applied", "--seal"), new("Blank or control of", "--control-of"), Photos, Witnesses, new("What else is to be said", "--note", 2),
        ], ["Collected by", "Witness"]),
        ["seal-check"] = new("Seal check", "sample check", "A seal is read and left as it is.",
            [Sample, new("Looked at by (organisation)", "--by"), When, new("Seal number read", "--seal-found"), new("Broken? (yes / no)", "--broken"), new("Condition as seen", "--condition", 3), Photos, Witnesses], ["Looked at by", "Witness"]),
        ["split"] = new("Split of a sample", "sample split", "The seal is read before it is broken. Each part gets a label and a seal of its own.",
            [Sample, new("Divided by (organisation)", "--by"), When, SealFound, new("Parts: label, quantity, seal", "--into", 8), new("Seal applied to what remains", "--seal-applied"), Photos, Witnesses], ["Divided by", "Witness"]),
        ["hand-over"] = new("Hand-over", "sample transfer", "Giver and receiver each keep a copy. The scan of this sheet goes on record with --paper.", HandOver, ["Giver", "Receiver"]),
        ["laboratory-receipt"] = new("Receipt at a laboratory", "sample transfer", "What the laboratory reads on the container is the code it was given. The scan of this sheet goes on record with --paper.", HandOver, ["Carrier", "Laboratory"]),
        ["storage"] = new("Storage", "sample store", "One sheet for each time at one place.",
            [Sample, new("Kept by (organisation)", "--by"), new("From when to when", "--when", 2), new("Place in words", "--where"), new("Lowest temperature, °C", "--lowest"), new("Highest temperature, °C", "--highest"), new("Limits to be kept, °C", "--limits"), new("The logger's file", "--log"), new("What else is to be said", "--note", 4)], ["Kept by"]),
        ["disposal"] = new("What became of the rest", "sample end", "Used up, returned, retained or destroyed. A certificate goes on record with --paper.",
            [Sample, new("Done by (organisation)", "--by"), When, new("Used up, returned, retained, destroyed", "--how", 2), new("Returned to", "--to"), new("Quantity there was", "--quantity"), new("Why", "--reason", 3), SealFound, Witnesses], ["Done by", "Witness"]),
        ["casualty"] = new("First account of a person affected", "casualty add", "A code, never a name. Ask once and only what is needed; stop when the person wants to stop.",
        [
            new("Code", "CODE"), new("Incident", "--incident"), new("Age band, such as 30-39", "--age-band"), new("Sex, as told", "--sex"), new("Role, as stated", "--role"), new("Exposed when", "--exposed"), new("Exposed where, as told", "--exposed-at", 2),
            new("Treated before signs were seen", "--treated-before", 2), new("Signs: sign, onset, who saw it", "--sign", 8), new("Outcome", "--outcome"), new("Told by", "--told-by"), new("Consent: purpose, version, date", "--consent", 2),
        ], ["Written down by"]),
        ["consent"] = new("Consent", "consent record", "Read out in a language the person speaks. It may be refused, limited, and taken back later. The name, if one is needed, stays on this sheet and is not typed in.",
        [
            new("Code", "CODE"), new("Agreed to, each by itself: interview, medical-data, biosample, sharing-opcw, court, public", "--purpose", 4), new("Form of words", "--form"), new("Its version", "--version"), new("Language it was explained in", "--language"), When,
            new("How it was given (signed, spoken, by a guardian)", "--how", 2), new("Interpreter, by code", "--interpreter"), new("Witness, by code", "--witness"), new("Scan or recording", "--file"),
        ], ["The person, by mark or code", "Read out by", "Interpreter or witness"]),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static Command Of(Shell shell)
    {
        var step = Verb.Argument("STEP", string.Join(", ", Forms.Keys));
        step.AcceptOnlyFromAmong([.. Forms.Keys]);
        var output = Verb.Required("--output", "a .pdf", "FILE");
        output.Aliases.Add("-o");
        return Verb.Alone(shell, "form", "Write a form of A4 to fill in by hand; each field names what types it in later.", "probatum form hand-over -o hand-over.pdf", [step, output], parse =>
        {
            var path = parse.GetRequiredValue(output);
            if (!path.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase))
            {
                throw new BadInputException($"{path}: a form is written as .pdf");
            }

            var form = Forms[parse.GetRequiredValue(step)];
            var pages = form.Pages();
            Files.Write(path, Pdf.Write(form.Title, pages));
            return Answer.Of([$"{form.Title}: {Words.Count(pages.Count, "sheet")} in {path}"], JsonMap.Of(("file", path), ("sheets", (long)pages.Count), ("verb", form.Verb)));
        });
    }
}
