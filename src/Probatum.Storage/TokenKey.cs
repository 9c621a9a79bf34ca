using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>A signing key on a PKCS#11 token: the library that speaks to it, the token's label, the key's id there, and its public half.</summary>
/// <remarks>
/// The private key is made on the token, is not extractable, and never leaves it. Source: OASIS PKCS#11 3.0, section 2.3
/// (CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA, curve edwards25519).
/// </remarks>
public sealed record TokenKey(string Module, string Token, string Id, string PublicKey)
{
    private const string Form = "pkcs11";
    private const ulong EdwardsKeyPairGen = 0x1055;
    private const ulong EdDsa = 0x1057;
    private const ulong EdwardsKey = 0x40;

    // DER of the PrintableString "edwards25519", by which PKCS#11 names the curve.
    private static readonly byte[] Curve = [0x13, 0x0c, .. "edwards25519"u8];

    static TokenKey() =>

        // glibc has no library of the bare name since 2.34.
        NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, (name, _, _) => name == "libdl" && OperatingSystem.IsLinux() ? NativeLibrary.Load("libdl.so.2") : 0);

    /// <summary>Makes a key on a token; the name of the key in records follows from its public half.</summary>
    /// <exception cref="IOException">There is no such library or token, the PIN is wrong, or the token can't make Ed25519 keys.</exception>
    public static TokenKey Make(string module, string token, string label, string pin) => Guard(module, () =>
    {
        using var library = Load(module);
        using var session = LogIn(library, module, token, pin, SessionType.ReadWrite);
        var id = RandomNumberGenerator.GetBytes(8);
        var make = session.Factories.ObjectAttributeFactory;
        session.GenerateKeyPair(
            session.Factories.MechanismFactory.Create(EdwardsKeyPairGen),
            [
                make.Create(CKA.CKA_TOKEN, true), make.Create(CKA.CKA_LABEL, label), make.Create(CKA.CKA_ID, id),
                make.Create(CKA.CKA_EC_PARAMS, Curve), make.Create(CKA.CKA_VERIFY, true),
            ],
            [
                make.Create(CKA.CKA_TOKEN, true), make.Create(CKA.CKA_LABEL, label), make.Create(CKA.CKA_ID, id), make.Create(CKA.CKA_PRIVATE, true),
                make.Create(CKA.CKA_SENSITIVE, true), make.Create(CKA.CKA_EXTRACTABLE, false), make.Create(CKA.CKA_SIGN, true),
            ],
            out var publicKey, out _);
        return new TokenKey(module, token, Convert.ToHexStringLower(id), KeyName.Verifier(PointOf(session, publicKey)).Text);
    });

    /// <summary>The key as a signer. Each signature opens the token anew, so that it may be pulled out in between.</summary>
    /// <param name="pin">Asked before each signature.</param>
    /// <exception cref="InvalidDataException">The public half is no key.</exception>
    public SignerKey Open(Func<string> pin)
    {
        if (!VerifierKey.TryParse(PublicKey, out var verifier, out var fault))
        {
            throw new InvalidDataException($"the key on the token {Token}: {fault.Why}");
        }

        return SignerKey.OnDevice(verifier, message =>
        {
            var signature = Sign(message.ToArray(), pin());
            return verifier.Verify(message, signature) ? signature : throw new IOException($"the token {Token} signed with another key than {verifier.Name}");
        });
    }

    /// <summary>The one written form: five words.</summary>
    public string ToText() => string.Join(' ', new[] { Form, Module, Token, Id, PublicKey }.Select(Uri.EscapeDataString));

    /// <summary>Reads the written form.</summary>
    public static bool TryParse(string text, out TokenKey key)
    {
        var parts = text.Split(' ').Select(Uri.UnescapeDataString).ToList();
        key = parts is [Form, var module, var token, var id, var publicKey] ? new(module, token, id, publicKey) : null!;
        return key is not null;
    }

    private byte[] Sign(byte[] message, string pin) => Guard(Module, () =>
    {
        using var library = Load(Module);
        using var session = LogIn(library, Module, Token, pin, SessionType.ReadOnly);
        var make = session.Factories.ObjectAttributeFactory;
        var found = session.FindAllObjects([make.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY), make.Create(CKA.CKA_ID, Convert.FromHexString(Id))]);
        return found is [var handle]
            ? session.Sign(session.Factories.MechanismFactory.Create(EdDsa), handle, message)
            : throw new IOException($"the token {Token} has no key {Id}");
    });

    private static IPkcs11Library Load(string module)
    {
        var factories = new Pkcs11InteropFactories();
        return factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, module, AppType.SingleThreaded);
    }

    private static ISession LogIn(IPkcs11Library library, string module, string token, string pin, SessionType type)
    {
        var slot = library.GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(one => one.GetTokenInfo().Label.TrimEnd('\0', ' ') == token)
            ?? throw new IOException($"{module} has no token '{token}'");
        var session = slot.OpenSession(type);
        try
        {
            session.Login(CKU.CKU_USER, pin);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static byte[] PointOf(ISession session, IObjectHandle publicKey)
    {
        // A DER octet string of 32 bytes.
        var point = session.GetAttributeValue(publicKey, [CKA.CKA_EC_POINT])[0].GetValueAsByteArray();
        return point.Length >= Ed25519.KeyLength ? point[^Ed25519.KeyLength..] : throw new IOException("the token made a key that is none of Ed25519");
    }

    private static T Guard<T>(string module, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Pkcs11Exception e)
        {
            throw new IOException($"{module}: {(e.RV == CKR.CKR_PIN_INCORRECT ? "the PIN is wrong" : $"the token refused ({e.RV})")}", e);
        }
        catch (Exception e) when (e is UnmanagedException or DllNotFoundException)
        {
            throw new IOException($"{module}: is no PKCS#11 library that can be loaded here", e);
        }
    }
}
