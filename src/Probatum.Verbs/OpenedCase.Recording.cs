using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

/// <summary>What a verb records: in its turn where many write, refused in words that tell no more than whoever asks may see.</summary>
internal sealed partial class OpenedCase
{
    private bool _isMyTurn;

    /// <summary>Records statements in one batch: all of them or none.</summary>
    public ImmutableArray<Receipt> Record(params IEnumerable<Statement> statements) => RecordAll([.. statements.Select(statement => new Intended(statement))]);

    /// <summary>Records in one batch: all of them or none. Refusals and lost races become errors with their code.</summary>
    public ImmutableArray<Receipt> RecordAll(IReadOnlyList<Intended> intended)
    {
        var before = State.Samples;
        var receipts = RecordPart(Author, intended);
        RecordedParts(before);
        return receipts;
    }

    /// <summary>The case to this one alone until the result is disposed of: nobody else records meanwhile what would stand before it.</summary>
    /// <exception cref="BadInputException">The turn did not come in time.</exception>
    public IDisposable Turn()
    {
        var turn = new MyTurn(this, _held?.Enter());
        History = _held is { IsWhole: true } held ? held.Now : History;
        return turn;
    }

    /// <summary>Records one batch of several, of which <see cref="RecordedParts"/> is said once all are recorded.</summary>
    public ImmutableArray<Receipt> RecordPart(Author author, IReadOnlyList<Intended> intended)
    {
        if (Whole.Size > 0)
        {
            Registered(author.Name);
        }

        return Take(
            () => CaseFile.Submit(Whole, Id, Seen, author, intended, Log, PendingHalves.Reserve(this, Whole, author.Name),
                (history, review) => Core.Assessment.CeilingRule.Judge(ClaimPlaces.In(history.State, Workspace.Blobs.Read, claim => claim.IsConfirmed), Tables, history.Remarks, review)),
            refused => Why(refused.Why, intended[refused.Position].Statement.Kind));
    }

    /// <summary>All of the case, where whoever works on it may not see all of it.</summary>
    private CaseHistory Whole => _held?.Now ?? History;

    /// <summary>Lets the index follow what was recorded, and says which anomalies it brought.</summary>
    /// <param name="before">The samples before it.</param>
    public void RecordedParts(SamplesView before)
    {
        _following.GetAwaiter().GetResult();
        FollowIndex();
        NoteAnomalies(before);
    }

    /// <summary>Lets the index follow what was recorded so far while more is recorded.</summary>
    public void FollowMeanwhile()
    {
        if (_following.IsCompleted)
        {
            var history = Whole;
            _following = Task.Run(() => FollowIndex(history));
        }
    }

    /// <summary>Signs a statement that another key must sign too, into a new file where one is named; the half is kept as pending, which gives the record its place.</summary>
    public HalfSigned Half(Statement statement, KeyName receiver, string? path = null)
    {
        var author = Author;
        Registered(author.Name);

        // Its place in the author's sequence is taken when it is kept: nobody else may take one in between.
        using var turn = Turn();
        var signed = CaseFile.Half(
            Whole, Id, Seen, author, statement, receiver, PendingHalves.Reserve(this, Whole, author.Name) ?? Whole.Position(author.Name), out var refused)
            ?? throw new BadInputException($"{Why(refused!, statement.Kind)}; nothing was signed");
        if (path is not null)
        {
            Files.WriteNew(path, signed.ToBytes());
        }

        PendingHalves.Keep(this, signed);
        return signed;
    }

    /// <summary>Records a half that the receiver signs now, with the key that signs here or another one.</summary>
    public ImmutableArray<Receipt> RecordHalf(HalfSigned half, RecordKind kind, Ledger.SignerKey? receiver = null)
    {
        var key = receiver ?? Author.Key;
        if (kind != KeyRegistered.Row)
        {
            Registered(new(key.Verifier.Name));
        }

        var before = State.Samples;
        var receipts = Take(() => CaseFile.SubmitHalf(Whole, half, key, Log), refused => Why(refused.Why, kind));
        RecordedParts(before);
        return receipts;
    }

    /// <summary>Refuses what may not be recorded now, before anything is done for it.</summary>
    /// <param name="statement">What would be recorded.</param>
    /// <param name="what">What is not done then.</param>
    public void Judge(Statement statement, string what)
    {
        Registered(Author.Name);
        var known = Whole.Keys.Keys[Author.Name];
        if (Rules.Judge(Whole.State, new(Author.Name, known.Role, known.Party), statement) is { } refused)
        {
            throw new BadInputException($"{Why(refused, statement.Kind)}; {what}");
        }
    }

    /// <summary>Refuses a key that no record of this case registers.</summary>
    /// <param name="key">The key.</param>
    /// <param name="called">What the user calls it; null for the key that signs.</param>
    public void Registered(KeyName key, string? called = null)
    {
        if (!Whole.Keys.Keys.ContainsKey(key))
        {
            throw new BadInputException($"the key '{called ?? _keyName ?? "owner"}' is not registered in this case; register it with 'probatum key register'");
        }
    }

    private string Why(Refused why, RecordKind kind) => _held is { IsWhole: false } && why.Code != "access/not-permitted"
        // The words may tell of what this person may not see.
        ? $"refused ({why.Code}): it does not fit what is on record, of which you see a part"
        : Refusal(why, kind);

    /// <summary>What a refusal says to a person who sees all of the case; one for want of a permission names the roles that have it.</summary>
    public static string Refusal(Refused why, RecordKind kind) =>
        $"refused ({why.Code}): {why.Why}{(why.Code == "access/not-permitted" ? $" ({string.Join(", ", Permissions.RolesFor(kind))} may)" : "")}";

    private ImmutableArray<Receipt> Take(Func<Submission> submit, Func<NotAccepted, string> refusal)
    {
        using var turn = _isMyTurn ? null : _held?.Enter();
        switch (submit())
        {
            case Acknowledged done:
                History = _held?.Recorded(done.History) ?? done.History;
                return done.Receipts;
            case NotAccepted refused:
                throw new BadInputException($"{refusal(refused)}; nothing was recorded");
            default:
                throw new BadInputException("another process wrote to this case meanwhile; nothing was recorded, try again");
        }
    }

    private sealed class MyTurn : IDisposable
    {
        private readonly OpenedCase _of;
        private readonly IDisposable? _turn;

        public MyTurn(OpenedCase of, IDisposable? turn)
        {
            (_of, _turn) = (of, turn);
            of._isMyTurn = true;
        }

        public void Dispose()
        {
            _of._isMyTurn = false;
            _turn?.Dispose();
        }
    }
}
