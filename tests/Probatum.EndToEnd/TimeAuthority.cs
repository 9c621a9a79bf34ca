namespace Probatum.EndToEnd;

/// <summary>A real time-stamp authority: openssl's, behind HTTP on this machine, with a root of its own.</summary>
internal sealed class TimeAuthority : IDisposable
{
    private readonly Desk _desk;
    private readonly string _name;
    private readonly Site _site;
    private int _number;

    /// <summary>Makes keys and certificates and begins to answer.</summary>
    /// <param name="desk">Where its files lie.</param>
    /// <param name="name">The authority's common name.</param>
    /// <param name="days">How many days its certificate is good.</param>
    public TimeAuthority(Desk desk, string name, int days = 3650)
    {
        (_desk, _name) = (desk, name);
        Directory.CreateDirectory(desk.At(name));
        File.WriteAllText(At("tsa.cnf"), """
            [req]
            distinguished_name = dn
            [dn]
            [ca_ext]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign
            subjectKeyIdentifier = hash
            [tsa_ext]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature
            extendedKeyUsage = critical,timeStamping
            [tsa]
            default_tsa = tsa_config1
            [tsa_config1]
            serial = tsaserial
            signer_cert = tsa.crt
            certs = ca.crt
            signer_key = tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256,sha512
            accuracy = secs:1
            ordering = yes
            tsa_name = yes
            ess_cert_id_alg = sha256
            """);
        Openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "36500", "-subj", $"/CN={name} Root", "-config", "tsa.cnf", "-extensions", "ca_ext");
        Openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-config", "tsa.cnf", "-subj", $"/CN={name}");
        Openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", $"{days}", "-extfile", "tsa.cnf", "-extensions", "tsa_ext", "-out", "tsa.crt");
        File.WriteAllText(At("tsaserial"), "01\n");
        _site = new(async (asked, over) =>
        {
            if (!asked.Head.Contains("Content-Type: application/timestamp-query\r\n", StringComparison.OrdinalIgnoreCase))
            {
                return Site.Answer("HTTP/1.1 415 Unsupported Media Type", []);
            }

            var query = At($"query-{++_number}.tsq");
            await File.WriteAllBytesAsync(query, asked.Body, over);
            return Site.Answer("HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply", Instead ?? await File.ReadAllBytesAsync(Answer(query), over));
        });
    }

    /// <summary>Where it answers.</summary>
    public string Url => $"{_site.Address}/";

    /// <summary>The root's certificate.</summary>
    public string Root => At("ca.crt");

    /// <summary>What it answers instead of a token; null for a token.</summary>
    public byte[]? Instead { get; set; }

    /// <summary>Answers a request that lies in a file, as a person would carry it.</summary>
    public string Answer(string request)
    {
        var reply = At($"reply-{++_number}.tsr");
        Openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", request, "-out", reply);
        return reply;
    }

    public void Dispose() => _site.Dispose();

    private string At(string file) => _desk.At(_name, file);

    private void Openssl(params string[] args) => Desk.Other("openssl", _desk.At(_name), args).Expect(0);
}
