using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Ledger;

namespace Probatum.Tests.Dossier;

/// <summary>Time stamps that somebody made to hurt whoever verifies: an authority of one's own costs nothing.</summary>
public sealed class HostileStampTests
{
    private static readonly DateTimeOffset Ended = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_stamp_at_the_end_of_the_calendar_with_a_wide_accuracy_is_answered()
    {
        var written = new WrittenCase();
        using var authority = new Authority(new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
        written.RecordSeal("whole", null, DossierWriter.WithheldSha256(written.Log, WithholdingPolicy.Nothing));
        written.Log.Stamps = authority.Stamp(written.Log.Covered!, new(9999, 12, 31, 23, 0, 0, TimeSpan.Zero), int.MaxValue, HashAlgorithmName.SHA256);
        var bag = new MemoryBag();
        DossierWriter.Write(written.Log, WithholdingPolicy.Nothing, bag);
        Assert.NotEmpty(DossierVerifier.Verify(bag).Checks);
    }

    [Fact]
    public void An_imprint_by_md5_proves_nothing_as_one_by_sha1_does()
    {
        var written = new WrittenCase();
        using var authority = new Authority(Ended);
        var stamps = authority.Stamp(written.Log.Covered!, Ended.AddYears(-3), 1, HashAlgorithmName.MD5);
        Assert.True(TimeStamp.TryRead(stamps.Tokens[0], out var stamp, out var fault), fault.Why);
        Assert.False(stamp.TryVerify(stamps.Stamped.Span, [], out _), "an MD5 imprint was taken");
    }

    [Fact]
    public async Task Thirty_stamps_of_an_authority_whose_certificate_ran_out_are_judged_in_time()
    {
        var written = new WrittenCase();
        using var authority = new Authority(Ended);
        for (var i = 0; i < 30; i++)
        {
            var covered = written.Log.Covered!;
            Stamp(written, covered.Size, authority.Stamp(covered, Ended.AddDays(-100 + i), 1, HashAlgorithmName.SHA256));
        }

        var bag = written.Seal(WithholdingPolicy.Nothing);
        var judged = Task.Run(() => DossierVerifier.Verify(bag, time: new(Ended.AddYears(1), [authority.Certificate])));
        Assert.Same(judged, await Task.WhenAny(judged, Task.Delay(TimeSpan.FromSeconds(40))));
    }

    [Fact]
    public void Two_histories_are_told_only_where_both_are_signed()
    {
        var (one, other) = (new WrittenCase(), new WrittenCase());
        other.Record(new PartyDescribed(Said.Id(1), "Forged", null, null, null, null));
        one.Record(new PartyDescribed(Said.Id(2), "True", null, null, null, null));
        var (a, b) = (one.Seal(WithholdingPolicy.Nothing), other.Seal(WithholdingPolicy.Nothing));
        var (signed, forged) = (Encoding.UTF8.GetString(a.Files[BagLayout.Checkpoint]), Encoding.UTF8.GetString(b.Files[BagLayout.Checkpoint]));

        // Anybody can write this: another tree above the signature lines of the true one.
        b.Files[BagLayout.Checkpoint] = Encoding.UTF8.GetBytes(forged[..forged.IndexOf("\n\n", StringComparison.Ordinal)] + signed[signed.IndexOf("\n\n", StringComparison.Ordinal)..]);
        Assert.False(DossierComparison.TryOf(a, b, out var comparison, out _) && comparison.Lineage == Lineage.Fork, "nobody signed the second history");
    }

    private static void Stamp(WrittenCase written, long size, LogStamps stamps) => written.Record(new TimeStamped(
        size, written.Log.Keep(stamps.Proof.ToArray(), "text/plain"), written.Log.Keep(stamps.Stamped.ToArray(), "text/plain"),
        [.. stamps.Tokens.Select(token => written.Log.Keep(token.ToArray(), "application/timestamp-reply"))], ["an authority"]));

    /// <summary>An authority in a few lines: a root that stamps itself.</summary>
    private sealed class Authority : IDisposable
    {
        private readonly SignerKey _registry = SignerKey.FromSeed("registry.invalid", KeyType.Ed25519, new byte[32]);
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public Authority(DateTimeOffset until)
        {
            var request = new CertificateRequest("CN=Authority", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], true));
            Certificate = request.CreateSelfSigned(new(1949, 1, 1, 0, 0, 0, TimeSpan.Zero), until);
        }

        public X509Certificate2 Certificate { get; }

        public LogStamps Stamp(Checkpoint covered, DateTimeOffset time, int accuracy, HashAlgorithmName hash)
        {
            var root = Merkle.Leaf(Encoding.UTF8.GetBytes(covered.ToText()));
            var note = new Checkpoint("registry.invalid", 1, root).Sign([_registry], 1_700_000_000);
            var stamped = LogStamps.BytesToStamp(note);
            var proof = Encoding.UTF8.GetBytes(new TlogProof(0, [], note, null).ToText());
            return new(proof, stamped, [Token(stamped, time, accuracy, hash)]);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }

        private byte[] Token(byte[] data, DateTimeOffset time, int accuracy, HashAlgorithmName hash)
        {
            var info = new AsnWriter(AsnEncodingRules.DER);
            using (info.PushSequence())
            {
                info.WriteInteger(1);
                info.WriteObjectIdentifier("1.2.3.4.1");
                using (info.PushSequence())
                {
                    using (info.PushSequence())
                    {
                        info.WriteObjectIdentifier(hash == HashAlgorithmName.MD5 ? "1.2.840.113549.2.5" : "2.16.840.1.101.3.4.2.1");
                        info.WriteNull();
                    }

                    info.WriteOctetString(CryptographicOperations.HashData(hash, data));
                }

                info.WriteInteger(7);
                info.WriteGeneralizedTime(time, true);
                using (info.PushSequence())
                {
                    info.WriteInteger(accuracy);
                }
            }

            var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()));
            var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate) { IncludeOption = X509IncludeOption.EndCertOnly };
            signer.SignedAttributes.Add(new AsnEncodedData(new Oid("1.2.840.113549.1.9.16.2.47"), Ess()));
            cms.ComputeSignature(signer);
            return cms.Encode();
        }

        private byte[] Ess()
        {
            var ess = new AsnWriter(AsnEncodingRules.DER);
            using (ess.PushSequence())
            using (ess.PushSequence())
            using (ess.PushSequence())
            {
                ess.WriteOctetString(SHA256.HashData(Certificate.RawData));
            }

            return ess.Encode();
        }
    }
}
