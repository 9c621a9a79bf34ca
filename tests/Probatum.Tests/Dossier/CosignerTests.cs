using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Ledger;
using Probatum.Tests.Ledger;
using Check = Probatum.Core.Dossier.Check;

namespace Probatum.Tests.Dossier;

/// <summary>Rivals as equals: a case says whose cosignatures it needs, and a dossier without them is not complete.</summary>
public sealed class CosignerTests
{
    private static readonly SignerKey A = Key("a.example/w", 1, KeyType.CosignatureEd25519);
    private static readonly SignerKey B = Key("b.example/w", 2, KeyType.CosignatureMlDsa44);
    private static readonly SignerKey C = Key("c.example/w", 3, KeyType.CosignatureEd25519);
    private static readonly SignerKey Stranger = Key("stranger.example/w", 4, KeyType.CosignatureEd25519);

    private static readonly string TwoOfThree =
        $"witness A {A.Verifier.Text}\nwitness B {B.Verifier.Text}\nwitness C {C.Verifier.Text}\ngroup rivals 2 A B C\nquorum rivals\n";

    [Fact]
    public void A_dossier_that_the_named_parties_countersigned_is_complete_and_says_who_and_when()
    {
        var bag = Sealed(TwoOfThree, A, B);
        var verdict = DossierVerifier.Verify(bag);
        Assert.True(verdict.Holds);
        Assert.Contains("A (2023-11-14T22:13:20Z), B (2023-11-14T22:13:20Z)", Of(verdict, "quorum", Outcome.Holds).Words, StringComparison.Ordinal);
        Assert.Contains("a.example/w (2023-11-14T22:13:20Z), b.example/w", Of(verdict, "history", Outcome.Holds).Words, StringComparison.Ordinal);
        Assert.EndsWith(TwoOfThree, Encoding.UTF8.GetString(bag.Files[BagLayout.Policy]), StringComparison.Ordinal);
        Assert.True(TrustPolicy.TryParse(bag.Files[BagLayout.Policy], out var policy, out _));
        Assert.True(policy.TryOpen(LogVectors.Note(bag.Files[BagLayout.Checkpoint]), out var witnessed, out _));
        Assert.Equal(2, witnessed.LogSignatures.Length);
    }

    [Fact]
    public void A_dossier_without_them_fails_and_names_who_is_missing()
    {
        var verdict = DossierVerifier.Verify(Sealed(TwoOfThree, B));
        Assert.Equal("the dossier does not count as complete: 1 of the 2 that rivals needs have signed; missing: A, C", Of(verdict, "quorum", Outcome.Fails).Words);
        Of(verdict, "history", Outcome.Holds);
        verdict = DossierVerifier.Verify(Sealed(TwoOfThree));
        Of(verdict, "quorum", Outcome.Fails);
        Of(verdict, "history", Outcome.NotProven);
    }

    [Fact]
    public void A_cosignature_that_does_not_hold_fails()
    {
        var bag = Sealed(TwoOfThree, A, B);
        foreach (var which in new[] { 2, 3 })
        {
            var note = LogVectors.Note(bag.Files[BagLayout.Checkpoint]);
            var changed = new MemoryBag(bag.Files);
            changed.Files[BagLayout.Checkpoint] = Lines(note, (line, i) => i == which ? new(line.Name, line.Id, Flipped(line.Signature)) : line);
            Of(DossierVerifier.Verify(changed.Remade()), "cosignatures", Outcome.Fails);
        }
    }

    [Fact]
    public void Lines_of_unknown_cosigners_are_listed_and_prove_nothing()
    {
        var verdict = DossierVerifier.Verify(Sealed(null, Stranger));
        Assert.True(verdict.Holds);
        Assert.Contains("stranger.example/w", Of(verdict, "cosignatures", Outcome.NotProven).Words, StringComparison.Ordinal);
        Of(verdict, "history", Outcome.NotProven);
        Assert.DoesNotContain(verdict.Checks, check => check.Code == "quorum");
        verdict = DossierVerifier.Verify(Sealed(TwoOfThree, A, Stranger));
        Of(verdict, "quorum", Outcome.Fails);
        Of(verdict, "cosignatures", Outcome.NotProven);
    }

    [Fact]
    public void The_logs_own_lines_come_first_and_once()
    {
        var bag = Sealed(TwoOfThree, A, B);
        var note = LogVectors.Note(bag.Files[BagLayout.Checkpoint]);
        foreach (int[] order in new[] { new[] { 1, 0, 2, 3 }, [2, 0, 1, 3], [0, 2, 3], [0, 1, 2, 3, 0] })
        {
            var changed = new MemoryBag(bag.Files);
            changed.Files[BagLayout.Checkpoint] = [.. note.TextBytes.Span, (byte)'\n', .. Encoding.UTF8.GetBytes(string.Concat(order.Select(i => note.Signatures[i].ToText() + "\n")))];
            Of(DossierVerifier.Verify(changed.Remade()), "log/signatures", Outcome.Fails);
        }
    }

    [Fact]
    public void A_reader_judges_by_an_own_policy()
    {
        var bag = Sealed(null, Stranger);
        var log = Encoding.UTF8.GetString(bag.Files[BagLayout.LogKey]);
        Assert.Equal(Outcome.Holds, Trust($"log {log}quorum none\n"));
        Assert.Equal(Outcome.Holds, Trust($"log {log}witness S {Stranger.Verifier.Text}\nquorum S\n"));
        Assert.Equal(Outcome.Fails, Trust($"log {log}witness A {A.Verifier.Text}\nquorum A\n"));
        Assert.Equal(Outcome.Fails, Trust($"log {LogVectors.Log.Text}\nquorum none\n"));
        Assert.Equal(Outcome.NotProven, Assert.Single(DossierVerifier.Verify(bag).Checks, check => check.Code == "trust").Outcome);
        var verdict = DossierVerifier.Verify(bag, policy: LogVectors.ReadPolicy($"log {log}witness S {Stranger.Verifier.Text}\nquorum none\n"));
        Of(verdict, "history", Outcome.Holds);
        Assert.DoesNotContain(verdict.Checks, check => check.Code == "cosignatures");

        Outcome Trust(string policy) => Assert.Single(DossierVerifier.Verify(bag, policy: LogVectors.ReadPolicy(policy)).Checks, check => check.Code == "trust").Outcome;
    }

    [Fact]
    public void A_case_is_opened_with_a_policy_over_its_own_log_only()
    {
        var written = new WrittenCase();
        var good = new CaseOpened("t", null, null, [.. written.Signers.Select(key => key.Verifier.Text)], Probatum.Core.Records.JsonMap.Empty, written.Policy(TwoOfThree));
        Assert.Null(Judge(good));
        Assert.Null(Judge(good with { Policy = null }));
        Assert.Equal("case/policy", Judge(good with { LogKeys = good.LogKeys[..1] }));
        Assert.Equal("case/policy", Judge(good with { Policy = TwoOfThree }));
        Assert.Equal("case/policy", Judge(good with { Policy = good.Policy + "quorum none\n" }));
        Assert.Equal("case/policy", Judge(good with { Policy = good.Policy + new string('#', 40_000) + "\n" }));
        Assert.False(CasePolicy.TryCompose(LogVectors.ReadPolicy($"log {LogVectors.Log.Text}\nquorum none\n"), [], out _, out var fault));
        Assert.Contains("names a log", fault.Why, StringComparison.Ordinal);
        Assert.True(TrustPolicy.TryParse([.. "witness "u8, 0xe4, .. Encoding.UTF8.GetBytes($" {A.Verifier.Text}\nquorum none\n")], out var latin, out _));
        Assert.False(CasePolicy.TryCompose(latin, [LogVectors.Log], out _, out _));

        static string? Judge(CaseOpened opened) => Probatum.Core.Rules.Judge(Probatum.Core.CaseState.Empty, new(new("k-AAAAAAAAAAAAAAAAAAAAAA"), "owner", null), opened)?.Code;
    }

    private static MemoryBag Sealed(string? policy, params SignerKey[] cosigners)
    {
        var written = new WrittenCase(rivals: policy);
        written.Log.Cosigners.AddRange(cosigners);
        return written.Seal(WithholdingPolicy.Nothing);
    }

    private static Check Of(Verdict verdict, string code, Outcome outcome)
    {
        var check = Assert.Single(verdict.Checks, check => check.Code == code);
        Assert.True(check.Outcome == outcome, $"{check}");
        return check;
    }

    private static byte[] Lines(SignedNote note, Func<NoteSignature, int, NoteSignature> change) =>
        [.. note.TextBytes.Span, (byte)'\n', .. Encoding.UTF8.GetBytes(string.Concat(note.Signatures.Select((line, i) => change(line, i).ToText() + "\n")))];

    private static byte[] Flipped(ReadOnlyMemory<byte> signature)
    {
        var bytes = signature.ToArray();
        bytes[20] ^= 1;
        return bytes;
    }

    private static SignerKey Key(string name, byte seed, KeyType type) => SignerKey.FromSeed(name, type, Enumerable.Repeat(seed, 32).ToArray());
}
