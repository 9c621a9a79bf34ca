using System.Security.Cryptography.X509Certificates;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

/// <summary>Time stamps made by openssl. Source: RFC 3161; the vectors' README.</summary>
public sealed class TimeStampTests
{
    private static byte[] Data => Read("data.bin");
    private static X509Certificate2 Root => X509CertificateLoader.LoadCertificate(Read("ca.crt"));
    private static X509Certificate2 Authority => X509CertificateLoader.LoadCertificate(Read("tsa.crt"));

    [Theory]
    [InlineData("v.tsr")]
    [InlineData("v.tst")]
    public void A_reply_and_a_bare_token_are_read_and_hold(string file)
    {
        Assert.True(TimeStamp.TryRead(Read(file), out var stamp, out var fault), fault.Why);
        Assert.True(stamp.TryVerify(Data, [], out fault), fault.Why);
        Assert.True(stamp.TryTrust([Root], out var until, out fault), fault.Why);
        Assert.True(until > stamp.Time);
        Assert.Equal(TimeSpan.FromSeconds(1.5), stamp.Accuracy);
        Assert.Equal(stamp.Time + stamp.Accuracy, stamp.Latest);
        Assert.NotEmpty(stamp.Authority);
        Assert.False(stamp.TryVerify([.. Data, 0], [], out fault));
        Assert.Equal("stamp/signature", fault.Code);
        Assert.False(stamp.TryTrust([Authority], out _, out fault));
        Assert.Equal("stamp/chain", fault.Code);
        Assert.False(stamp.TryTrust([], out _, out _));
    }

    [Fact]
    public void A_stamp_without_its_certificate_needs_one_given()
    {
        Assert.True(TimeStamp.TryRead(Read("sha512-nocert.tsr"), out var stamp, out var fault), fault.Why);
        Assert.False(stamp.TryVerify(Data, [], out _));
        Assert.False(stamp.TryTrust([Root], out _, out fault));
        Assert.Equal("stamp/certificate", fault.Code);
        Assert.True(stamp.TryVerify(Data, [Authority], out fault), fault.Why);
        Assert.True(stamp.TryTrust([Root, Authority], out _, out fault), fault.Why);
    }

    [Fact]
    public void A_refusal_is_told_with_its_reason()
    {
        Assert.False(TimeStamp.TryRead(Read("md5-refused.tsr"), out _, out var fault));
        Assert.Equal("stamp/refused", fault.Code);
        Assert.NotEqual("the authority refused: no reason given", fault.Why);
    }

    [Fact]
    public void A_request_asks_for_the_digest_of_the_bytes_with_the_nonce()
    {
        var request = TimeStamp.Request(Data, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.True(request.AsSpan().IndexOf(System.Security.Cryptography.SHA256.HashData(Data)) > 0);
        Assert.True(request.AsSpan().IndexOf((byte[])[1, 2, 3, 4, 5, 6, 7, 8]) > 0);
        Assert.True(TimeStamp.TryRead(Read("v.tsr"), out var stamp, out _));
        Assert.False(stamp.Answers([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void Any_changed_byte_is_refused_or_leaves_the_same_answer_and_nothing_is_thrown()
    {
        var good = Read("v.tsr");
        Assert.True(TimeStamp.TryRead(good, out var known, out _));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[1, 255]).Sample(
            (at, bits) =>
            {
                var bad = (byte[])[.. good];
                bad[at] ^= (byte)bits;
                return !TimeStamp.TryRead(bad, out var stamp, out _) || !stamp.TryVerify(Data, [], out _) || !stamp.TryTrust([Root], out _, out _)
                    || (stamp.Time == known.Time && stamp.Accuracy == known.Accuracy);
            },
            iter: 3000);
    }

    [Fact]
    public void Any_bytes_are_answered()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => !TimeStamp.TryRead(bytes, out _, out _));
        Assert.False(TimeStamp.TryRead(new byte[TimeStamp.Longest + 1], out _, out var fault));
        Assert.Equal("stamp/too-large", fault.Code);
        var good = Read("v.tsr");
        for (var length = 0; length < good.Length; length++)
        {
            Assert.False(TimeStamp.TryRead(good.AsMemory(0, length), out _, out _));
        }

        Assert.False(TimeStamp.TryRead((byte[])[.. good, 0], out _, out _));
    }

    private static byte[] Read(string name) => File.ReadAllBytes(TestData.At($"vectors/rfc3161/{name}"));
}
