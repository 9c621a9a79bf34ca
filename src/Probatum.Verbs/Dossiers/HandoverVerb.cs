using System.CommandLine;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum handover</summary>
internal static class HandoverVerb
{
    public static Command Of(Shell shell)
    {
        var (dossier, to) = (Verb.Argument("DOSSIER", "a folder or a .zip"), Verb.Required("--to", "who received it", "PARTY"));
        var (when, receipt) = (Verb.Option("--when", "when; else now", "TIME"), Verb.Option("--receipt", "the receipt's number or words", "TEXT"));
        return Verb.Writing(shell, "handover", "Record that a dossier was handed to somebody; names it by the digest of its tag manifest.", "probatum handover dossier.zip --to OPCW --receipt 'NV-17'", [dossier, to, when, receipt], (parse, opened) =>
        {
            opened.OnlyWhereTheLogIsKept("record the hand-over of a dossier");
            var path = parse.GetRequiredValue(dossier);
            using var bag = VerifyVerb.Open(path);
            var verdict = DossierVerifier.Verify(bag.Reader);
            if (verdict.Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails) is { } failed)
            {
                throw new BadInputException($"{path}: the dossier does not hold ({failed.Code}: {failed.Words}); nothing was recorded");
            }

            if (verdict.Content?.History.Id != opened.Id)
            {
                throw new BadInputException($"{path}: this is a dossier of another case; nothing was recorded");
            }

            using var stream = bag.Reader.Open(BagLayout.TagManifest) ?? throw new BadInputException($"{path}: has no {BagLayout.TagManifest}: this is no dossier");
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var digest = Digests.Hex(bytes.ToArray());
            return OpenedCase.Recorded(
                opened.Record(new DossierHandedOver(
                    digest, opened.Find("party", parse.GetRequiredValue(to)), OpenedCase.When(parse.GetValue(when)) ?? When.At(shell.Clock().ToUniversalTime(), "device"), parse.GetValue(receipt))),
                $"{path} handed to {parse.GetRequiredValue(to)}; tag manifest sha256 {digest}", ("tagManifest", digest));
        });
    }
}
