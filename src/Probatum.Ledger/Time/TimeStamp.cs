using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Probatum.Ledger;

/// <summary>What an outside authority says: these bytes existed by that time. Source: RFC 3161.</summary>
/// <remarks>
/// Reading says nothing about the signature; <see cref="TryVerify"/> checks it, and <see cref="TryTrust"/> whether the authority is
/// one that given roots vouch for. A time stamp bounds from above only.
/// </remarks>
public sealed class TimeStamp
{
    /// <summary>The longest reply that is read, in bytes: with a chain of certificates it has a few thousand.</summary>
    public const int Longest = 256 * 1024;

    // id-kp-timeStamping, RFC 3161 section 2.3.
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    // SHA-256, SHA-384, SHA-512: of older ones two files can be made that share a digest.
    private static readonly string[] Digests = ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"];

    // An authority that knows the time no better than to a day bounds nothing, and sums with more than that leave the calendar.
    private static readonly TimeSpan WorstAccuracy = TimeSpan.FromDays(1);

    private readonly Rfc3161TimestampToken _token;

    private TimeStamp(Rfc3161TimestampToken token, byte[] bytes)
    {
        (_token, Bytes) = (token, bytes);
        var accuracy = token.TokenInfo.AccuracyInMicroseconds ?? 0;
        Accuracy = TimeSpan.FromMicroseconds(accuracy);
        Authority = token.TokenInfo.GetTimestampAuthorityName() is { } name ? NameOf(name) ?? Signer() : Signer();
    }

    /// <summary>The reply or the bare token, as read.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The time that the authority states.</summary>
    public DateTimeOffset Time => _token.TokenInfo.Timestamp;

    /// <summary>How far the true time may be from the stated one; zero where the authority does not say.</summary>
    public TimeSpan Accuracy { get; }

    /// <summary>The latest instant at which the bytes came to exist, as the authority has it.</summary>
    public DateTimeOffset Latest => Time < DateTimeOffset.MaxValue - Accuracy ? Time + Accuracy : DateTimeOffset.MaxValue;

    /// <summary>The earliest instant at which the authority can have stamped them.</summary>
    public DateTimeOffset Earliest => Time > DateTimeOffset.MinValue + Accuracy ? Time - Accuracy : DateTimeOffset.MinValue;

    /// <summary>What the authority calls itself; a claim until it is trusted.</summary>
    public string Authority { get; }

    /// <summary>The policy under which it stamps, as a dotted object identifier.</summary>
    public string Policy => _token.TokenInfo.PolicyId.Value ?? "";

    /// <summary>A request to stamp these bytes by their SHA-256, with the authority's certificates in the answer.</summary>
    /// <param name="data">What is to be stamped.</param>
    /// <param name="nonce">Up to 16 random bytes which the answer must repeat; empty for none.</param>
    public static byte[] Request(ReadOnlySpan<byte> data, ReadOnlySpan<byte> nonce) => Rfc3161TimestampRequest.CreateFromData(
        data, HashAlgorithmName.SHA256, requestSignerCertificates: true, nonce: nonce.IsEmpty ? null : (ReadOnlyMemory<byte>?)nonce.ToArray()).Encode();

    /// <summary>Reads an authority's reply (.tsr) or a bare token; a reply that refuses is a fault with the authority's reason.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TimeStamp? stamp, out Fault fault)
    {
        stamp = null;
        if (bytes.Length > Longest)
        {
            fault = new("stamp/too-large", Longest, $"a time stamp has at most {Longest} bytes");
            return false;
        }

        if (!TryToken(bytes, out var token, out fault))
        {
            return false;
        }

        try
        {
            if (Rfc3161TimestampToken.TryDecode(token, out var read, out var used) && used == token.Length)
            {
                stamp = new(read, bytes.ToArray());
                fault = stamp.Accuracy <= WorstAccuracy ? default : new("stamp/accuracy", 0, "the authority knows the time no better than to a day");
                stamp = fault == default ? stamp : null;
                return stamp is not null;
            }
        }
        catch (CryptographicException)
        {
            // A name or a number within that is none: the same as a token that can't be read.
        }

        fault = new("stamp/form", 0, "these bytes are no time-stamp token");
        return false;
    }

    /// <summary>Whether the nonce of the request is in the answer.</summary>
    public bool Answers(ReadOnlySpan<byte> nonce) => _token.TokenInfo.GetNonce() is { } there && TrimSign(there.Span).SequenceEqual(TrimSign(nonce));

    /// <summary>Whether the stamp is over these bytes and its signature is good under the certificate that it carries or one that is given.</summary>
    /// <remarks>Imprints by SHA-256, SHA-384 and SHA-512 count, and no others.</remarks>
    public bool TryVerify(ReadOnlySpan<byte> data, IEnumerable<X509Certificate2> candidates, out Fault fault)
    {
        fault = default;
        if (!Digests.Contains(_token.TokenInfo.HashAlgorithmId.Value))
        {
            fault = new("stamp/hash", 0, "the stamp is over a digest that proves nothing any more, or is none of SHA-2");
            return false;
        }

        try
        {
            fault = _token.VerifySignatureForData(data, out _, Certificates(candidates)) ? default
                : _token.VerifySignatureForData(data, out _, null) ? default
                : new("stamp/signature", 0, "the stamp is not over these bytes, or its signature is not good, or its certificate is missing");
        }
        catch (CryptographicException e)
        {
            fault = new("stamp/signature", 0, $"the stamp can't be verified: {e.Message}");
        }

        return fault == default;
    }

    /// <summary>
    /// Whether the authority's certificate leads to one of these roots, for the purpose of time stamping, at the stated time; tells
    /// until when its certificates are good. Nothing is fetched, so revocation is not asked: that is the reader's to know.
    /// </summary>
    /// <remarks>Source: RFC 3161 section 2.3; RFC 5280 section 6.</remarks>
    public bool TryTrust(IReadOnlyCollection<X509Certificate2> roots, out DateTimeOffset goodUntil, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(roots);
        (goodUntil, fault) = (default, default);
        var cms = _token.AsSignedCms();
        var signer = cms.SignerInfos.Count == 1 ? cms.SignerInfos[0].Certificate ?? Find(roots, cms.SignerInfos[0]) : null;
        if (signer is null)
        {
            fault = new("stamp/certificate", 0, "the authority's certificate is neither in the stamp nor among those given");
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Time.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(TimeStamping));
        chain.ChainPolicy.ExtraStore.AddRange(cms.Certificates);
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        if (!chain.Build(signer))
        {
            fault = new("stamp/chain", 0, $"the authority {Authority} is not vouched for by the given roots: {string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct())}");
            return false;
        }

        goodUntil = chain.ChainElements.Min(element => new DateTimeOffset(element.Certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero));
        return true;
    }

    private static bool TryToken(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> token, out Fault fault)
    {
        (token, fault) = (bytes, default);
        try
        {
            // TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken ContentInfo OPTIONAL }; a bare token begins with an OID.
            var whole = new AsnReader(bytes, AsnEncodingRules.DER);
            var outer = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            if (outer.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
            {
                return true;
            }

            var status = outer.ReadSequence();
            if (!status.TryReadInt32(out var code) || code is not (0 or 1))
            {
                var why = status.HasData && status.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? status.ReadSequence().ReadCharacterString(UniversalTagNumber.UTF8String) : "no reason given";
                fault = new("stamp/refused", 0, $"the authority refused: {why}");
                return false;
            }

            token = outer.ReadEncodedValue();
            outer.ThrowIfNotEmpty();
        }
        catch (AsnContentException)
        {
            fault = new("stamp/form", 0, "these bytes are neither a reply of a time-stamp authority nor a token");
        }

        return fault == default;
    }

    private static X509Certificate2? Find(IEnumerable<X509Certificate2> given, SignerInfo signer) => given.FirstOrDefault(certificate => signer.SignerIdentifier.Value switch
    {
        System.Security.Cryptography.Xml.X509IssuerSerial serial => certificate.Issuer == serial.IssuerName && certificate.SerialNumber == serial.SerialNumber,
        string identifier => certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any(extension => extension.SubjectKeyIdentifier == identifier),
        _ => false,
    });

    private static X509Certificate2Collection Certificates(IEnumerable<X509Certificate2> candidates) => [.. candidates];

    // DER integers have a sign byte where the first bit is set.
    private static ReadOnlySpan<byte> TrimSign(ReadOnlySpan<byte> number) => number.TrimStart((byte)0);

    private string Signer() => _token.AsSignedCms().SignerInfos is [{ Certificate: { } certificate }, ..]
        ? certificate.GetNameInfo(X509NameType.SimpleName, false)
        : "an authority that does not name itself";

    private static string? NameOf(ReadOnlyMemory<byte> generalName)
    {
        try
        {
            // GeneralName: directoryName is [4] EXPLICIT Name.
            var reader = new AsnReader(generalName, AsnEncodingRules.DER);
            var name = reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 4)).ReadEncodedValue();
            return new X500DistinguishedName(name.Span).EnumerateRelativeDistinguishedNames().FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")?.GetSingleElementValue();
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }
}
