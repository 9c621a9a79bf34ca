using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>What <c>probatum spectra match --sample</c> records: the file as an instrument run of the sample, and the answer.</summary>
internal sealed class SpectraMatchRecord
{
    private readonly Option<string?> _sample = Verb.Option("--sample", "record file and answer in the case, for this sample", "SAMPLE");
    private readonly Option<string?> _technique = Verb.Option("--technique", "with --sample: the technique's key, else RAMAN or FTIR_ATR as the spectra are", "KEY");
    private readonly RunOptions _run = new("with --sample: ", "evidential");
    private readonly Option<bool> _keep = Verb.Flag("--keep-spectra", "with --sample: keep the candidates' spectra beside the answer, where the references' licence allows it: scores can then be recomputed without them");

    public IEnumerable<Symbol> Symbols => [_sample, _keep, _technique, .. _run.Symbols];

    /// <summary>Whether anything is to be recorded.</summary>
    public bool IsAsked(ParseResult parse) => parse.GetValue(_sample) is not null;

    /// <summary>Refuses a file of two kinds of spectra, and a technique that the spectra are not of: to record them as another would mislead.</summary>
    public void CheckFits(ParseResult parse, OpenedCase theCase, string path, ReadOnlyMemory<byte> raw)
    {
        if (!IdentifyingOptical.TryRead(raw, path, out var spectra, out var fault))
        {
            throw new BadInputException(fault.Why);
        }

        var (kind, key) = (spectra[0].Kind, TechniqueOf(parse, spectra[0].Kind));
        var family = MethodFamilies.Of(kind);
        if (theCase.Technique(key).Family != family)
        {
            throw new BadInputException(
                $"'{key}' does not fit {(kind == Spectra.Technique.Raman ? "a Raman spectrum" : "an infrared spectrum")}; what fits: {string.Join(", ", theCase.Tables.Techniques.Values.Where(one => one.Family == family).Select(one => one.Key))}");
        }
    }

    /// <summary>Records; a safety reading has no answer on record.</summary>
    public (string Words, JsonMap Json) Record(
        ParseResult parse, OpenedCase theCase, ReadOnlyMemory<byte> raw, ImmutableArray<OpticalAnswer> answers, OpticalLibrary references, OpticalMeasure measure, AcceptanceProfile profile,
        Spectra.Technique kind)
    {
        var (blobs, name, purpose, run) = (theCase.Workspace.Blobs, parse.GetValue(_sample)!, _run.Purpose(parse), theCase.NewId());
        var statements = new List<Statement>
        {
            _run.Of(parse, theCase, run, theCase.Find("sample", name), TechniqueOf(parse, kind), blobs.Put(raw.Span, "application/octet-stream"), null),
        };
        var remark = "; a safety reading identifies nothing, so its answer is not recorded";
        if (purpose != "safety")
        {
            var made = IdentifyingOptical.Make(theCase.NewId(), run, raw, answers, references.DigestOf(kind), measure, profile);
            var kept = parse.GetValue(_keep) ? IdentifyingOptical.WithSpectra(made, raw, answers, references, theCase.Tables) : null;
            remark = parse.GetValue(_keep) && kept is null ? "; the candidates' spectra are not kept: searched in them alone the file has another answer, or there are none" : "";
            if (kept is { } with)
            {
                blobs.Put(with.Spectra, "text/plain");
            }

            statements.Add(kept?.Made ?? made);
        }

        var receipts = theCase.Record(statements);
        return ($"recorded as run {theCase.Call(run)} of {name} (leaf {receipts[^1].Index}){remark}", JsonMap.Of(("run", run.Text), ("leaf", receipts[^1].Index)));
    }

    private string TechniqueOf(ParseResult parse, Spectra.Technique kind) =>
        parse.GetValue(_technique) ?? (kind == Spectra.Technique.Raman ? "RAMAN" : "FTIR_ATR");
}
