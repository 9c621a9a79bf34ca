using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class TrustPolicyTests
{
    private static readonly SignerKey Log = SignerKey.FromSeed("log.example", KeyType.Ed25519, Seed("log"));
    private static readonly SignerKey[] Witnesses =
        [.. Enumerable.Range(0, 6).Select(i => SignerKey.FromSeed($"w.example/{i}", i % 3 == 2 ? KeyType.CosignatureMlDsa44 : KeyType.CosignatureEd25519, Seed($"w{i}")))];

    private static readonly string Lines = $"log {Log.Verifier.Text}\n" + string.Concat(Witnesses.Select((key, i) => $"witness W{i} {key.Verifier.Text}\n"));

    [Fact]
    public void The_published_log_is_opened_with_every_kind_of_cosignature_and_its_time()
    {
        var note = LogVectors.Note(LogVectors.Bytes("size-257/checkpoint"));
        Assert.True(LogVectors.Policy(3, "w1", "w2", "pq").TryOpen(note, out var witnessed, out var fault), fault.Why);
        Assert.Equal(257, witnessed.Checkpoint.Size);
        Assert.Equal([("w1", LogVectors.Time), ("w2", LogVectors.Time), ("pq", LogVectors.Time)], witnessed.Witnesses.Select(one => (one.Witness.Name.ToString(), one.Time)));
        Assert.Null(Assert.Single(witnessed.LogSignatures).Time);
        Assert.Contains(PolicyName.Of("all-of-them"), witnessed.Met);
        var unknown = SignerKey.FromSeed("w.example", KeyType.CosignatureEd25519, new byte[32]).Verifier.Text;
        var more = LogVectors.ReadPolicy($"log {LogVectors.Log.Text}\nwitness a {unknown}\nwitness w1 {LogVectors.Verifier("w1").Text}\ngroup g all a w1\nquorum g\n");
        Assert.False(more.TryOpen(note, out _, out fault));
        Assert.Equal("checkpoint/quorum", fault.Code);
        Assert.Contains("1 of the 2 that g needs have signed; missing: a", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Cosigners_do_not_stand_in_for_the_log()
    {
        var note = LogVectors.Note(LogVectors.Bytes("negative/only-witnesses"));
        Assert.False(LogVectors.Policy(0, "w1", "w2").TryJudge(note, out _, out var fault));
        Assert.Equal("checkpoint/not-signed", fault.Code);
    }

    // Whatever the groups: the quorum is met exactly if counting by hand says so.
    [Fact]
    public void A_quorum_of_groups_of_groups_is_counted_by_definition() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Bool.Array[6]).Sample(
            (x, y, both, signs) =>
            {
                var policy = LogVectors.ReadPolicy($"{Lines}group X {x} W0 W1 W2\ngroup Y {y} W3 W4 W5\ngroup XY {both} X Y\nquorum XY\n");
                SignerKey[] signers = [Log, .. Witnesses.Where((_, i) => signs[i])];
                Assert.True(policy.TryJudge(new Checkpoint("log.example", 1, default).Sign(signers, 5), out var witnessed, out var fault), fault.Why);
                var (metX, metY) = (signs[..3].Count(one => one) >= x, signs[3..].Count(one => one) >= y);
                Assert.Equal((metX ? 1 : 0) + (metY ? 1 : 0) >= both, witnessed.QuorumIsMet);
                Assert.Equal(metX, witnessed.Met.Contains(new("X")));
                Assert.Equal(metY, witnessed.Met.Contains(new("Y")));
                Assert.Equal(witnessed.QuorumIsMet, witnessed.Wanting.Length == 0);
                Assert.All(signs.Select((signed, i) => (signed, i)), one => Assert.Equal(one.signed, witnessed.Met.Contains(new($"W{one.i}"))));
            },
            iter: 60);

    [Fact]
    public void What_is_written_is_read_back_and_comments_and_white_space_are_passed_over()
    {
        var policy = LogVectors.ReadPolicy($"# who counts\n\n \t# more\n\tlog  {Log.Verifier.Text}\thttps://log.example/ \nwitness Wü {Witnesses[0].Verifier.Text}\nwitness W1 {Witnesses[1].Verifier.Text} http://w/\ngroup g any Wü W1\nquorum g\n");
        Assert.Equal("https://log.example/", policy.Logs[0].Url);
        Assert.Equal("Wü", policy.Witnesses[0].Name.ToString());
        var text = Encoding.UTF8.GetString(policy.ToBytes());
        Assert.Equal($"log {Log.Verifier.Text} https://log.example/\nwitness Wü {Witnesses[0].Verifier.Text}\nwitness W1 {Witnesses[1].Verifier.Text} http://w/\ngroup g any Wü W1\nquorum g\n", text);
        Assert.Equal(text, Encoding.UTF8.GetString(LogVectors.ReadPolicy(text).ToBytes()));
    }

    [Fact]
    public void Names_are_octets_and_nothing_else()
    {
        byte[] kelvin = [.. Encoding.UTF8.GetBytes($"witness \u212a {Witnesses[0].Verifier.Text}\nquorum K\n")];
        Assert.False(TrustPolicy.TryParse(kelvin, out _, out var fault));
        Assert.Equal("policy/unknown-name", fault.Code);
        byte[] latin = [.. "witness "u8, 0xe4, .. Encoding.UTF8.GetBytes($" {Witnesses[0].Verifier.Text}\nquorum "), 0xe4, (byte)'\n'];
        Assert.True(TrustPolicy.TryParse(latin, out var policy, out fault), fault.Why);
        Assert.Equal(latin, policy.ToBytes());
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "policy/no-line-end" },
        { "\n", "policy/no-quorum" },
        { "quorum none", "policy/no-line-end" },
        { "quorum none\nquorum none\n", "policy/quorum-twice" },
        { "quorum W9\n", "policy/unknown-name" },
        { "quorum\n", "policy/line" },
        { "quorum none none\n", "policy/line" },
        { "quorum none\r\n", "policy/control-character" },
        { "quorum none\u007f\n", "policy/control-character" },
        { "Quorum none\n", "policy/line" },
        { "log\nquorum none\n", "policy/line" },
        { "log {0} a b\nquorum none\n", "policy/line" },
        { "log {0}\nlog {0}\nquorum none\n", "policy/key-twice" },
        { "log {1}\nquorum none\n", "policy/key-type" },
        { "log nonsense\nquorum none\n", "key/shape" },
        { "witness A {0}\nquorum none\n", "policy/key-type" },
        { "witness A {1}\nwitness B {1}\nquorum none\n", "policy/key-twice" },
        { "witness A {1}\nwitness B {2}\nquorum none\n", "policy/key-twice" },
        { "witness A {3}\nlog {0}\nquorum none\n", "policy/key-twice" },
        { "witness none {1}\nquorum none\n", "policy/name" },
        { "witness A {1}\nwitness A {4}\nquorum none\n", "policy/name-twice" },
        { "witness A {1}\ngroup A any A\nquorum none\n", "policy/name-twice" },
        { "group g any g\nquorum none\n", "policy/unknown-name" },
        { "group g any\nquorum none\n", "policy/line" },
        { "group g any none\nquorum none\n", "policy/unknown-name" },
        { "group g any A\nwitness A {1}\nquorum none\n", "policy/unknown-name" },
        { "witness A {1}\ngroup g 0 A\nquorum none\n", "policy/threshold" },
        { "witness A {1}\ngroup g 2 A\nquorum none\n", "policy/threshold" },
        { "witness A {1}\ngroup g 01 A\nquorum none\n", "policy/threshold" },
        { "witness A {1}\ngroup g +1 A\nquorum none\n", "policy/threshold" },
        { "witness A {1}\ngroup g any A A\nquorum none\n", "policy/member-twice" },
        { "witness A {1}\ngroup g any A\ngroup h any A\nquorum none\n", "policy/member-twice" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_policy_that_breaks_a_rule_is_refused_for_it(string text, string code)
    {
        var sameSeed = SignerKey.FromSeed("other.example", KeyType.CosignatureEd25519, Seed("w0")).Verifier.Text;
        var logAsWitness = SignerKey.FromSeed("log.example", KeyType.CosignatureEd25519, Seed("log")).Verifier.Text;
        var filled = string.Format(null, text, Log.Verifier.Text, Witnesses[0].Verifier.Text, sameSeed, logAsWitness, Witnesses[1].Verifier.Text);
        Assert.False(TrustPolicy.TryParse(Encoding.Latin1.GetBytes(filled), out _, out var fault));
        Assert.Equal(code, fault.Code);
        Assert.NotEmpty(fault.Why);
    }

    [Fact]
    public void A_policy_has_a_size_and_at_most_256_of_a_kind()
    {
        Assert.False(TrustPolicy.TryParse(new byte[TrustPolicy.LongestText + 1], out _, out var fault));
        Assert.Equal("policy/too-large", fault.Code);
        string Of(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"witness W{i} {VerifierKey.Create("w", KeyType.CosignatureEd25519, Seed($"k{i}")).Text}\n")) + "quorum none\n";
        Assert.True(TrustPolicy.TryParse(Encoding.ASCII.GetBytes(Of(256)), out _, out fault), fault.Why);
        Assert.False(TrustPolicy.TryParse(Encoding.ASCII.GetBytes(Of(257)), out _, out fault));
        Assert.Equal("policy/too-many", fault.Code);
        Assert.StartsWith("line 257: ", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_the_reader_throw_and_what_is_read_is_kept()
    {
        var good = Encoding.UTF8.GetBytes($"{Lines}group X 2 W0 W1 W2\ngroup all any X W3\nquorum all\n");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte.Array[0, 3], Gen.Int[0, 40]).Sample(
            (at, with, cut) =>
            {
                byte[] changed = [.. good[..at], .. with, .. good[Math.Min(good.Length, at + cut)..]];
                return !TrustPolicy.TryParse(changed, out var policy, out _)
                    || (TrustPolicy.TryParse(policy.ToBytes(), out var again, out _) && again.ToBytes().SequenceEqual(policy.ToBytes()));
            },
            iter: 3000);
    }

    [Fact]
    public void A_log_is_added_to_a_policy_that_only_names_witnesses()
    {
        var rivals = LogVectors.ReadPolicy($"witness A {Witnesses[0].Verifier.Text}\nquorum A\n");
        Assert.True(rivals.TryWithLog(Log.Verifier, null, out var policy, out _));
        Assert.Equal($"log {Log.Verifier.Text}\nwitness A {Witnesses[0].Verifier.Text}\nquorum A\n", Encoding.UTF8.GetString(policy.ToBytes()));
        Assert.False(policy.TryWithLog(Log.Verifier, null, out _, out var fault));
        Assert.Equal("policy/key-twice", fault.Code);
        Assert.Equal([Log.Verifier], TrustPolicy.OfLogs(Log.Verifier).Logs.Select(log => log.Key));
        Assert.Throws<ArgumentException>(() => TrustPolicy.OfLogs(Log.Verifier, Log.Verifier));
    }

    private static byte[] Seed(string name) => Hash256.Sha256(Encoding.UTF8.GetBytes(name)).ToArray();
}
