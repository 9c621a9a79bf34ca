using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Ledger;
using KeyName = Probatum.Core.Records.KeyName;

namespace Probatum.Tests.Records;

/// <summary>One leaf with its disclosures and what a reader must say of it: null for good, else the code of the fault.</summary>
internal sealed record RecordVector(string Name, string? Code, byte[] Leaf, ImmutableArray<string> Disclosures)
{
    public string Folder => Code is null ? "valid" : "invalid";
}

/// <summary>The scenarios of tests/vectors/records, each made from fixed seeds; an invalid one breaks one rule.</summary>
internal static class RecordVectors
{
    public const string WorkedText =
        """
        probatum/custody-transferred@1
        {"_sd":["3gZISulbmR1eaBbU6jWTiP_BZ8Km-od3WghWRXZCpvQ","GowYcErosCuCu0vWlu8l45SMq3-Hj3-E2ZssByN34gg","iMcAAj8SWsqDH6qmwWMAeZnC_QiO7vsV38XCDFa2nfg","s1ZDBHVCKlILJyPE9F3HLm0gB9H6zEKRDxPUz2joTvQ","tq3pS_P_PyneBfpoud02oDCrmF3Sp95cFqbsCPstCso","v6bEsdyQLhbsOSiWRB1B8BA9DuXJFJJZK2V85lm3pzY"],"by":["k-H0p8dUESE9q1SCK9GLzCDt","k-dkbxVeRms4adXoiqilsV5m"],"case":"c-TGFyY2hfZXhlcmNpc2VfMQ","made":{"at":"2016-11-13T11:31:04Z","clock":"device"},"prev":"r-hP2brDM615FUNIKWIE-n-MU3qW4ImD5fc7P1rKjo7fc","seen":{"root":"SBNJTRN-FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I","size":212},"seq":7}

        """;

    public const string WorkedId = "r-H6qf0T-hjkv-MRMfxjc-ikT5Nu4p76P9azx6loY0dFQ";
    public const string WorkedMember = """["MmG0qPvlS0fAEJscxxqctQ","label","S-09"]""";

    public static readonly SignerKey Giver = KeyName.Signer(Hash256.Sha256("probatum example giver"u8).ToArray());
    public static readonly SignerKey Receiver = KeyName.Signer(Hash256.Sha256("probatum example receiver"u8).ToArray());

    private static readonly Disclosure Verdict = Member("verdict", "adopted", 1);
    private static readonly Disclosure Reason = Member("reason", "e\u0301 \u2028 \u007f 😀 \\ \" \n", 2);
    private static readonly string Entity = "e-" + Base64Url.Encode([.. Enumerable.Repeat((byte)9, 16)]);
    private static readonly Disclosure Finding = Member("finding", Entity, 3);
    private static readonly string SomeId = "r-" + Base64Url.Encode(new byte[32]);

    private static readonly string G = Giver.Verifier.Name;
    private static readonly string Digests = Sorted(Verdict, Reason, Finding);

    // A good record of the giver, in the pieces that the scenarios break.
    private static readonly string Good =
        $$"""{"_sd":[{{Digests}}],"by":["{{G}}"],"case":"c-TGFyY2hfZXhlcmNpc2VfMQ","made":{"at":"2016-11-13T11:31:04Z","clock":"device"},"seq":0}""";

    public static string Root { get; } = Path.Combine(TestData.Repository, "tests", "vectors", "records");

    public static ImmutableDictionary<string, VerifierKey> Keys { get; } =
        new[] { Giver, Receiver }.ToImmutableDictionary(key => key.Verifier.Name, key => key.Verifier);

    public static IEnumerable<RecordVector> All() => Valid().Concat(Envelopes()).Concat(Spellings()).Concat(Notes()).Concat(Sealed());

    /// <summary>What this program says of a leaf: null for good, else a code.</summary>
    public static string? Judge(byte[] leaf, IReadOnlyList<string> disclosures)
    {
        if (!RecordText.TryRead(leaf, disclosures, out var record, out var fault))
        {
            return fault.Code;
        }

        var keys = record.Envelope.By.Select(name => Keys.GetValueOrDefault(name.Text)).ToList();
        return keys.Contains(null) ? "key/unknown" : record.TryVerify(keys.OfType<VerifierKey>(), out fault) ? null : fault.Code;
    }

    private static IEnumerable<RecordVector> Valid()
    {
        yield return new("worked-example", null, Note(WorkedText, Giver, Receiver), [Base64Url.Encode(Encoding.ASCII.GetBytes(WorkedMember))]);
        yield return Of("all-disclosed", null, Good, Verdict, Reason, Finding);
        yield return Of("all-withheld", null, Good);
        yield return Of("one-withheld", null, Good, Finding, Verdict);
        yield return Opened();
        yield return Correction();
        yield return Of("unknown-kind", null, Good, "sample-blessed@1", Verdict);
        yield return Of("unknown-major", null, Good, "finding-reviewed@2", Verdict);
        yield return Of("no-members", null, Good.Replace(Digests, ""), "sample-blessed@0");
        yield return Of("time-with-offset", null, Good.Replace("04Z", "04+03:30"));
        yield return Of("leap-day", null, Good.Replace("2016-11-13", "2016-02-29"));
        yield return Of("largest-numbers", null, Opening("""{"x":[9007199254740991,-9007199254740991]}"""), "sample-blessed@1");
        yield return Of("deepest-nesting", null, Opening($$"""{"x":{{new string('[', 31)}}{{new string(']', 31)}}}"""), "sample-blessed@1");
        yield return Of("odd-names", null, Opening("""{"":"","\n":"","__proto__":{"toString":1},"constructor":"","~":""}"""), "sample-blessed@1");
        yield return Of("longest-leaf", null, OfLength(65_535), "sample-blessed@1");
    }

    private static IEnumerable<RecordVector> Envelopes()
    {
        yield return Of("envelope-unknown-member", "envelope/form", Good.Replace("\"seq\":0", "\"seq\":0,\"tags\":[]"));
        yield return Of("seq-0-with-prev", "envelope/form", Good.Replace("\"seq\":0", $"\"prev\":\"{SomeId}\",\"seq\":0"));
        yield return Of("seq-1-without-prev", "envelope/form", Good.Replace("\"seq\":0", "\"seq\":1"));
        yield return Of("seq-negative", "envelope/form", Good.Replace("\"seq\":0", $"\"prev\":\"{SomeId}\",\"seq\":-1"));
        yield return Of("seq-as-text", "envelope/form", Good.Replace("\"seq\":0", "\"seq\":\"0\""));
        yield return Of("prev-no-id", "envelope/form", Good.Replace("\"seq\":0", "\"prev\":\"r-AAAA\",\"seq\":1"));
        yield return Of("corrects-no-id", "envelope/form", Good.Replace("\"made\"", $"\"corrects\":\"{SomeId[2..]}\",\"made\""));
        yield return Of("case-too-short", "envelope/form", Good.Replace("c-TGFyY2hfZXhlcmNpc2VfMQ", "c-TGFyY2hfZXhlcmNpc2Vf"));
        yield return Of("case-trailing-bits", "envelope/form", Good.Replace("VfMQ\"", "VfMR\""));
        yield return Of("case-missing", "envelope/form", Good.Replace("\"case\":\"c-TGFyY2hfZXhlcmNpc2VfMQ\",", ""));
        yield return Of("by-empty", "envelope/form", Good.Replace($"\"{G}\"", ""));
        yield return By("by-twice", "envelope/form", Good.Replace($"\"{G}\"", $"\"{G}\",\"{G}\""), Giver, Giver);
        yield return Of("by-no-key-name", "envelope/form", Good.Replace(G, "k-" + new string('.', 22)));
        yield return By("by-17-keys", "envelope/form", Good.Replace($"\"{G}\"", string.Join(',', Many.Select(key => $"\"{key.Verifier.Name}\""))), Many);
        yield return Of("open-empty", "envelope/form", Opening("{}"), "sample-blessed@1");
        yield return Of("open-a-list", "envelope/form", Opening("[]"), "sample-blessed@1");
        yield return Of("made-unknown-clock", "envelope/form", Good.Replace("device", "sundial"));
        yield return Of("made-without-seconds", "envelope/form", Good.Replace("11:31:04Z", "11:31Z"));
        yield return Of("made-with-fraction", "envelope/form", Good.Replace("04Z", "04.5Z"));
        yield return Of("made-zero-offset", "envelope/form", Good.Replace("04Z", "04+00:00"));
        yield return Of("made-offset-without-colon", "envelope/form", Good.Replace("04Z", "04+0330"));
        yield return Of("made-no-such-day", "envelope/form", Good.Replace("2016-11-13", "2015-02-29"));
        yield return Of("made-hour-24", "envelope/form", Good.Replace("T11", "T24"));
        yield return Of("made-leap-second", "envelope/form", Good.Replace(":04Z", ":60Z"));
        yield return Of("made-extra-member", "envelope/form", Good.Replace("\"device\"", "\"device\",\"zone\":\"UTC\""));
        yield return Of("seen-without-root", "envelope/form", Good.Replace("\"seq\"", "\"seen\":{\"size\":1},\"seq\""));
        yield return Of("sd-unsorted", "envelope/form", Good.Replace(Digests, string.Join(',', Digests.Split(',').Reverse())));
        yield return Of("sd-twice", "envelope/form", Good.Replace(Digests, Digests.Split(',')[0] + "," + Digests));
        yield return Of("sd-padded", "envelope/form", Good.Replace(Digests, Digests.Split(',')[0].TrimEnd('"') + "=\""));
        yield return Of("sd-short", "envelope/form", Good.Replace(Digests, "\"AAAA\""));
        yield return Of("sd-missing", "envelope/form", Good.Replace($"\"_sd\":[{Digests}],", ""));
    }

    private static IEnumerable<RecordVector> Spellings()
    {
        yield return Of("json-white-space", "json/no-value", Good.Replace("\"seq\":0", "\"seq\": 0"));
        yield return Of("json-unsorted", "json/not-canonical", Good.Replace("\"made\":{\"at\":\"2016-11-13T11:31:04Z\",\"clock\":\"device\"}", "\"made\":{\"clock\":\"device\",\"at\":\"2016-11-13T11:31:04Z\"}"));
        yield return Of("json-duplicate-name", "json/bad-name", Good.Replace("\"seq\":0", "\"seq\":0,\"seq\":0"));
        yield return Of("json-fraction", "json/expected", Good.Replace("\"seq\":0", "\"seq\":0.0"));
        yield return Of("json-exponent", "json/expected", Good.Replace("\"seq\":0", "\"seq\":0e0"));
        yield return Of("json-minus-zero", "json/not-canonical", Good.Replace("\"seq\":0", "\"seq\":-0"));
        yield return Of("json-leading-zero", "json/not-canonical", Good.Replace("\"seq\":0", "\"seq\":00"));
        yield return Of("json-null", "json/no-value", Opening("null"), "sample-blessed@1");
        yield return Of("json-name-not-ascii", "json/bad-name", Opening("{\"caf\u00e9\":1}"), "sample-blessed@1");
        yield return Of("json-number-2-to-53", "json/number", Opening("{\"x\":9007199254740992}"), "sample-blessed@1");
        yield return Of("json-number-huge", "json/number", Opening("{\"x\":123456789012345678901234567890}"), "sample-blessed@1");
        yield return Of("json-lone-surrogate", "json/escape", Opening("{\"x\":\"\\ud800\"}"), "sample-blessed@1");
        yield return Of("json-surrogate-pair-escaped", "json/escape", Opening("{\"x\":\"\\ud83d\\ude00\"}"), "sample-blessed@1");
        yield return Of("json-needless-escape", "json/not-canonical", Opening("{\"x\":\"\\u0041\"}"), "sample-blessed@1");
        yield return Of("json-escaped-solidus", "json/escape", Opening("{\"x\":\"\\/\"}"), "sample-blessed@1");
        yield return Of("json-upper-case-hex", "json/not-canonical", Opening("{\"x\":\"\\u001F\"}"), "sample-blessed@1");
        yield return Of("json-long-escape", "json/not-canonical", Opening("{\"x\":\"\\u000a\"}"), "sample-blessed@1");
        yield return Of("json-trailing", "json/trailing", Good + "{}");
        yield return Of("json-cut-short", "json/expected", Good[..^1]);
        yield return Of("json-a-list", "record/form", "[]");
        yield return Of("json-too-deep", "json/too-deep", Opening($$"""{"x":{{new string('[', 32)}}{{new string(']', 32)}}}"""), "sample-blessed@1");
    }

    private static IEnumerable<RecordVector> Notes()
    {
        var both = Good.Replace($"\"{G}\"", $"\"{G}\",\"{Receiver.Verifier.Name}\"");
        yield return By("signature-line-missing", "record/signature-lines", both, Giver);
        yield return By("signature-line-extra", "record/signature-lines", Good, Giver, Receiver);
        yield return By("signature-lines-swapped", "record/signature-lines", both, Receiver, Giver);
        yield return By("signature-line-twice", "record/signature-lines", Good, Giver, Giver);
        yield return By("signature-of-another", "record/signature-lines", Good, Receiver);
        yield return new("signature-none", "note/no-signature", Lined(Text(Good)), []);
        yield return new("signature-key-id", "note/no-known-signature", Lined(Text(Good), [new(G, 0, Signature(Text(Good)))]), []);
        yield return new(
            "co-signature-key-id", "record/unknown-signature",
            Lined(Text(both), [Line(Giver, Text(both)), new(Receiver.Verifier.Name, Receiver.Verifier.Id ^ 1, Signature("another text\n"))]), []);
        yield return new("signature-of-another-text", "note/bad-signature", Lined(Text(Good), [Line(Giver, "another text\n")]), []);
        yield return new("signature-too-short", "note/bad-signature", Lined(Text(Good), [new(G, Giver.Verifier.Id, Signature(Text(Good)).AsMemory(0, 63))]), []);
        yield return new("key-name-of-nobody", "key/unknown", Lined(Text(Good.Replace(G, "k-0000000000000000000000")), [new("k-0000000000000000000000", Giver.Verifier.Id, Signature(Text(Good.Replace(G, "k-0000000000000000000000"))))]), []);
        yield return Bytes("signature-base64-padding", "note/base64", note => note.Replace("=\n", "\n"));
        yield return Bytes("signature-hyphen-for-dash", "note/signature-line", note => note.Replace("\u2014 k-", "- k-"));
        yield return Bytes("signature-two-spaces", "note/signature-line", note => note.Replace($"{G} ", $"{G}  "));
        yield return Bytes("note-without-last-line-feed", "note/no-line-end", note => note[..^1]);
        yield return Bytes("note-without-empty-line", "note/no-empty-line", note => note.Replace("\n\n", "\n"));
        yield return Bytes("note-carriage-return", "note/control-character", note => note.Replace("\n", "\r\n").Replace("\r\n\r\n", "\r\n\n"));
        yield return new("note-not-utf8", "note/not-utf8", Note([.. Encoding.UTF8.GetBytes($"probatum/sample-blessed@1\n{Opening("{\"x\":\"")}"[..^9]), 0xff, .. "\"},\"seq\":0}\n"u8]), []);
        yield return Typed("type-line-feed-missing", "record/form", $"probatum/finding-reviewed@1{Good}\n");
        yield return Typed("type-another-product", "record/form", $"probatus/finding-reviewed@1\n{Good}\n");
        yield return Typed("type-major-leading-zero", "record/form", $"probatum/finding-reviewed@01\n{Good}\n");
        yield return Typed("type-major-missing", "record/form", $"probatum/finding-reviewed\n{Good}\n");
        yield return Typed("type-major-too-large", "record/form", $"probatum/finding-reviewed@2147483648\n{Good}\n");
        yield return Typed("type-upper-case", "record/form", $"probatum/Finding-reviewed@1\n{Good}\n");
        yield return Typed("type-empty", "record/form", $"probatum/@1\n{Good}\n");
        yield return Typed("text-third-line", "record/form", $"probatum/finding-reviewed@1\n{Good}\n{Good}\n");
        yield return Of("leaf-too-long", "note/too-large", OfLength(65_536), "sample-blessed@1");
    }

    private static IEnumerable<RecordVector> Sealed()
    {
        var short15 = Open($"""["{Base64Url.Encode(new byte[15])}","verdict","adopted"]""");
        var spaced = Open($"""["{Base64Url.Encode(new byte[16])}", "verdict","adopted"]""");
        var two = Open($"""["{Base64Url.Encode(new byte[16])}","verdict"]""");
        var four = Open($"""["{Base64Url.Encode(new byte[16])}","verdict","adopted",1]""");
        var map = Open("""{"verdict":"adopted"}""");
        var name = Open($"""["{Base64Url.Encode(new byte[16])}",1,"adopted"]""");
        var umlaut = Open($"""["{Base64Url.Encode(new byte[16])}","wörd","adopted"]""");
        var again = Member("verdict", "rejected", 4);
        yield return Of("disclosure-foreign", "disclosure/foreign", Good, Member("verdict", "adopted", 5));
        yield return Of("disclosure-twice", "disclosure/foreign", Good, Verdict, Verdict);
        yield return Of("member-twice", "disclosure/twice", Good.Replace(Digests, Sorted(Verdict, again)), "sample-blessed@1", Verdict, again);
        yield return Bad("disclosure-salt-of-15", "disclosure/form", short15);
        yield return Bad("disclosure-white-space", "json/no-value", spaced);
        yield return Bad("disclosure-of-two", "disclosure/form", two);
        yield return Bad("disclosure-of-four", "disclosure/form", four);
        yield return Bad("disclosure-a-map", "disclosure/form", map);
        yield return Bad("disclosure-name-a-number", "disclosure/form", name);
        yield return Bad("disclosure-name-not-ascii", "disclosure/form", umlaut);
        yield return Bad("disclosure-padded", "disclosure/encoding", Open("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"verdict\",\"adopte\"]") + "=");
        yield return Bad("disclosure-empty", "json/no-value", "");
        yield return Bad("disclosure-carriage-return", "disclosure/encoding", Verdict.Text + "\r");

        RecordVector Bad(string called, string code, string disclosure) => new(
            called, code, Note(Text(Good.Replace(Digests, $"\"{Core.Records.Digests.OfText(disclosure)}\""), "sample-blessed@1"), Giver), [disclosure]);
    }

    private static RecordVector Opened()
    {
        var statement = new CaseOpened("Larch", "exercise", Giver.Verifier.Text, [Receiver.Verifier.Text], JsonMap.Of(("routes/opcw-ffm.json", new string('0', 64))));
        var record = Compose(statement, null);
        return new("case-opened", null, record.Leaf.ToArray(), [.. record.Disclosures.Select(one => one.Text)]);
    }

    private static RecordVector Correction()
    {
        var record = Compose(new FindingReviewed(new EntityId(Entity), "rejected", "not enough"), new RecordId(SomeId));
        return new("correction", null, record.Leaf.ToArray(), [.. record.Disclosures.Select(one => one.Text)]);
    }

    private static SealedRecord Compose(Statement statement, RecordId? corrects)
    {
        byte salt = 0;
        var (text, disclosures) = RecordText.Compose(
            statement,
            (digests, open) => new(
                new("c-TGFyY2hfZXhlcmNpc2VfMQ"), [new KeyName(G)], 0, null, null, new("2016-11-13T11:31:04Z", "gnss"), digests, corrects, open),
            span => span.Fill(++salt), corrects is null ? null : "the wrong finding was reviewed");
        return RecordText.Sign(text, disclosures, Giver);
    }

    private static readonly SignerKey[] Many = [.. Enumerable.Range(0, 17).Select(i => Notebook.Key(i.ToString(CultureInfo.InvariantCulture)))];

    private static RecordVector Of(string name, string? code, string json, params Disclosure[] disclosures) =>
        Of(name, code, json, "finding-reviewed@1", disclosures);

    private static RecordVector Of(string name, string? code, string json, string type, params Disclosure[] disclosures) =>
        new(name, code, Note(Text(json, type), Giver), [.. disclosures.Select(one => one.Text)]);

    private static RecordVector By(string name, string code, string json, params SignerKey[] signers) =>
        new(name, code, Note(Text(json), signers), []);

    private static RecordVector Typed(string name, string code, string text) => new(name, code, Note(text, Giver), []);

    private static RecordVector Bytes(string name, string code, Func<string, string> change) =>
        new(name, code, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Note(Text(Good), Giver)))), []);

    private static string Text(string json, string type = "finding-reviewed@1") => $"probatum/{type}\n{json}\n";

    private static string Opening(string open) => Good.Replace("\"seq\":0", $"\"open\":{open},\"seq\":0");

    private static string OfLength(int bytes)
    {
        var rest = Note(Text(Opening("{\"x\":\"\"}"), "sample-blessed@1"), Giver).Length;
        return Opening($"{{\"x\":\"{new string('x', bytes - rest)}\"}}");
    }

    private static byte[] Note(string text, params SignerKey[] signers) => Lined(text, [.. signers.Select(key => Line(key, text))]);

    private static byte[] Note(byte[] text) =>
        [.. text, (byte)'\n', .. Encoding.UTF8.GetBytes(new NoteSignature(G, Giver.Verifier.Id, Giver.Sign(text)).ToText() + "\n")];

    private static byte[] Lined(string text, params NoteSignature[] lines) =>
        Encoding.UTF8.GetBytes($"{text}\n{string.Concat(lines.Select(line => line.ToText() + "\n"))}");

    private static NoteSignature Line(SignerKey key, string text) => new(key.Verifier.Name, key.Verifier.Id, key.Sign(Encoding.UTF8.GetBytes(text)));

    private static byte[] Signature(string text) => Giver.Sign(Encoding.UTF8.GetBytes(text));

    private static Disclosure Member(string name, string value, byte salt) => Disclosure.Seal(name, value, span => span.Fill(salt));

    private static string Open(string json) => Base64Url.Encode(Encoding.UTF8.GetBytes(json));

    private static string Sorted(params Disclosure[] members) =>
        string.Join(',', members.Select(one => $"\"{one.Digest}\"").Order(StringComparer.Ordinal));
}
