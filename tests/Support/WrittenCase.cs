using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.TestSupport;

/// <summary>A case written the only way there is: decided, signed and appended. The same seed gives the same bytes.</summary>
internal sealed class WrittenCase
{
    private readonly Author _owner;
    private int _seconds;

    public WrittenCase(int seed = 1, Action<MemoryLog>? files = null, string? rivals = null)
    {
        Random = Said.Seeded(seed);
        Id = CaseId.New(Random);
        var origin = $"ws-test.invalid/{Id}";
        Signers = [SignerKey.FromSeed(origin, KeyType.Ed25519, Seed()), SignerKey.FromSeed(origin, KeyType.CosignatureMlDsa44, Seed())];
        Log = new(Signers);
        _owner = new(KeyName.Signer(Seed()), Clock, Random);
        foreach (var file in Said.TableFiles.Values)
        {
            Log.Keep(file.ToArray(), "text/plain");
        }

        files?.Invoke(Log);
        Record(new CaseOpened(
            "A case", "a mandate", _owner.Key.Verifier.Text, [.. Signers.Select(key => key.Verifier.Text)], RuleTables.Digests(Said.TableFiles), rivals is null ? null : Policy(rivals)));
    }

    public Randomness Random { get; }

    public CaseId Id { get; }

    public ImmutableArray<SignerKey> Signers { get; }

    public MemoryLog Log { get; }

    public Author Owner => _owner;

    public CaseHistory History { get; private set; } = CaseHistory.Empty;

    public CaseState State => History.State;

    public Author Key(string role, EntityId? party)
    {
        var author = new Author(KeyName.Signer(Seed()), Clock, Random);
        Record(new Intended(new KeyRegistered(author.Key.Verifier.Text, "a person", role, party), CoSigners: [author.Key]));
        return author;
    }

    public void Record(params Statement[] statements) => Record([.. statements.Select(said => new Intended(said))]);

    public void Record(params Intended[] intended) => Record(_owner, intended);

    public void Record(Author author, params Intended[] intended)
    {
        var submission = Submit(author, intended);
        Assert.True(submission is Acknowledged, (submission as NotAccepted)?.Why.ToString());
    }

    public Submission Submit(Author author, params Intended[] intended) => Submit(author, null, intended);

    public Submission Submit(Author author, AuthorPosition? at, params Intended[] intended)
    {
        var submission = CaseFile.Submit(History, Id, Log.Covered, author, intended, Log, at);
        History = submission is Acknowledged done ? done.History : History;
        return submission;
    }

    public string Refusal(Author author, Statement said) =>
        Assert.IsType<NotAccepted>(Submit(author, new Intended(said))).Why.Code;

    /// <summary>Seals under the policy: states what the records carry, then writes the bag.</summary>
    public MemoryBag Seal(WithholdingPolicy policy, JsonMap? stated = null)
    {
        RecordSeal(policy.Name, stated, DossierWriter.WithheldSha256(Log, policy, History));
        var bag = new MemoryBag();
        DossierWriter.Write(Log, policy, bag);
        return bag;
    }

    public void RecordSeal(string policy, JsonMap? stated = null, string? withheld = null)
    {
        Assert.True(DossierContent.TryOf(History, File, new(), new(), out var content, out var fault), fault.Why);
        var entries = new List<byte>();
        Assert.True(LogAudit.TryAudit(Log.Covered!, Log, (_, leaf) => entries.AddRange(leaf.Span), out fault), fault.Why);
        var sha512 = Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData([.. entries]));
        Record(new DossierSealed(policy, stated ?? content.StatedCeilings(), sha512, History.Size, Engine.Version, withheld));
    }

    /// <summary>The policy of these witness, group and quorum lines over this case's log.</summary>
    public string Policy(string rivals)
    {
        Assert.True(TrustPolicy.TryParse(System.Text.Encoding.UTF8.GetBytes(rivals), out var agreed, out var fault), fault.Why);
        Assert.True(CasePolicy.TryCompose(agreed, Signers.Select(key => key.Verifier), out var text, out fault), fault.Why);
        return text;
    }

    private DateTimeOffset Clock() => new DateTimeOffset(2016, 11, 30, 12, 0, 0, TimeSpan.Zero).AddSeconds(_seconds++);

    private ReadOnlyMemory<byte>? File(string sha256)
    {
        var bytes = new MemoryStream();
        Log.OpenFile(sha256)?.CopyTo(bytes);
        return bytes.ToArray();
    }

    private byte[] Seed()
    {
        var seed = new byte[32];
        Random(seed);
        return seed;
    }
}
