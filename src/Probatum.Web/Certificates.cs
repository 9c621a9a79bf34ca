using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Probatum.Storage;
using Probatum.Verbs;

namespace Probatum.Web;

/// <summary>The certificate of a served workspace: one that somebody gives, or one that the workspace makes for itself and keeps.</summary>
internal static class Certificates
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(397);

    /// <summary>The certificate with its key.</summary>
    /// <exception cref="BadInputException">None is named, or the file can't be read.</exception>
    public static X509Certificate2 Find(Workspace workspace, string? said, IEnumerable<Uri> urls, DateTimeOffset now)
    {
        switch (said)
        {
            case null:
                throw new BadInputException("https needs a certificate: --tls CERT with a PEM or PFX file, or --tls self for one of the workspace's own");
            case "self":
                return Own(workspace, urls, now);
            default:
                try
                {
                    return said.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || said.EndsWith(".p12", StringComparison.OrdinalIgnoreCase)
                        ? X509CertificateLoader.LoadPkcs12FromFile(said, null)
                        : Usable(X509Certificate2.CreateFromPemFile(said));
                }
                catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
                {
                    throw new BadInputException($"{said}: no certificate with its key: {e.Message}");
                }
        }
    }

    private static X509Certificate2 Own(Workspace workspace, IEnumerable<Uri> urls, DateTimeOffset now)
    {
        var file = new SealedFile(Path.Combine(workspace.Folder, "tls"), workspace.Vault, "tls");
        var names = urls.Select(url => url.Host.Trim('[', ']')).Append("localhost").Append(Dns.GetHostName()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (file.Read() is { } kept && X509CertificateLoader.LoadPkcs12(kept, null) is var known && known.NotAfter > now.UtcDateTime.AddDays(7) && names.TrueForAll(name => Covers(known, name)))
        {
            return known;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Probatum workspace", key, HashAlgorithmName.SHA256);
        var subject = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (!IPAddress.TryParse(name, out var address))
            {
                subject.AddDnsName(name);
            }
            else if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            {
                subject.AddIpAddress(address);
            }
        }

        request.CertificateExtensions.Add(subject.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        using var made = request.CreateSelfSigned(now.AddHours(-1), now + Lasts);
        var bytes = made.Export(X509ContentType.Pkcs12);
        file.Replace(bytes);
        return X509CertificateLoader.LoadPkcs12(bytes, null);
    }

    private static bool Covers(X509Certificate2 certificate, string name) => IPAddress.TryParse(name, out var address)
        ? address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Any(one => one.EnumerateIPAddresses().Contains(address))
        : certificate.MatchesHostname(name);

    // A key of a PEM file is only usable by TLS everywhere once it went through PKCS#12.
    private static X509Certificate2 Usable(X509Certificate2 pem)
    {
        using (pem)
        {
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
    }
}
