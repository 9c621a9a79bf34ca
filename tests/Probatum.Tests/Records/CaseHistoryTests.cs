using CsCheck;
using Probatum.Core;
using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

public sealed class CaseHistoryTests
{
    private static readonly EntityId Claim = EntityId.New(span => span.Fill(1));
    private static readonly EntityId Giver = EntityId.New(span => span.Fill(2));
    private static readonly EntityId Receiver = EntityId.New(span => span.Fill(3));

    private static ClaimReviewed Review(string verdict) => new(Claim, verdict, null, "2", null);

    [Fact]
    public void A_case_with_its_keys_has_no_remarks()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, Review("confirmed"));
        Assert.Empty(notebook.History.Remarks);
        Assert.Equal(4, notebook.History.State.Entries.Count);
        Assert.Equal(Notebook.Case, notebook.History.Id);
        Assert.Equal(3, notebook.History.Position(new(Notebook.Owner.Verifier.Name)).NextSeq);
    }

    [Fact]
    public void A_leaf_that_is_no_record_is_a_remark_and_the_reading_goes_on()
    {
        var notebook = Notebook.Opened();
        var history = notebook.History.Then("rubbish"u8.ToArray(), [], SignatureCheck.Every);
        Assert.Equal("note/no-empty-line", history.Remarks[^1].Code);
        Assert.True(history.Remarks[^1].Void);
        Assert.Equal(notebook.History.Size + 1, history.Size);
    }

    [Fact]
    public void Nothing_but_an_opening_stands_first()
    {
        var notebook = new Notebook();
        notebook.Add(notebook.Write(Review("confirmed"), [Notebook.Owner]));
        notebook.AssertVoid("case/not-opened");
    }

    [Fact]
    public void A_case_is_opened_by_the_key_that_it_names_as_its_owner()
    {
        var notebook = new Notebook();
        notebook.Add(notebook.Write(new CaseOpened("Larch", null, Notebook.Owner.Verifier.Text, [], JsonMap.Empty), [Notebook.Stranger]));
        notebook.AssertVoid("key/not-registered");
    }

    [Fact]
    public void A_case_is_opened_once()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Owner, new CaseOpened("Larch again", null, Notebook.Owner.Verifier.Text, [], JsonMap.Empty));
        notebook.AssertVoid("case/opened-twice");
        Assert.Equal("Larch", notebook.History.State.Opened?.Title);
    }

    [Fact]
    public void A_record_of_another_case_counts_for_nothing()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Review("confirmed"), [Notebook.Analyst], inCase: CaseId.New(span => span.Fill(9))));
        notebook.AssertVoid("case/foreign");
    }

    [Fact]
    public void A_record_counts_once()
    {
        var notebook = Notebook.Opened();
        var record = notebook.Write(Review("confirmed"), [Notebook.Analyst]);
        notebook.Add(record);
        notebook.Add(record);
        notebook.AssertVoid("record/twice");
    }

    [Fact]
    public void A_key_that_nobody_registered_says_nothing()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Stranger, Review("confirmed"));
        notebook.AssertVoid("key/not-registered");
    }

    [Fact]
    public void A_co_signer_that_nobody_registered_voids_the_record()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Review("confirmed"), [Notebook.Analyst, Notebook.Stranger]));
        notebook.AssertVoid("key/not-registered");
    }

    [Fact]
    public void What_a_revoked_key_says_later_counts_for_nothing_and_what_it_said_before_stays()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, Review("confirmed"));
        notebook.Say(Notebook.Owner, new KeyRevoked(Notebook.Analyst.Verifier.Name, "lost"));
        notebook.AssertCounts();
        notebook.Say(Notebook.Analyst, Review("rejected"));
        notebook.AssertVoid("key/revoked");
        Assert.Contains(notebook.History.State.Entries, entry => entry.Author.Text == Notebook.Analyst.Verifier.Name);
        notebook.Register(Notebook.Analyst, "analyst");
        notebook.AssertVoid("key/revoked");
    }

    [Fact]
    public void A_new_key_signs_its_own_registration()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Notebook.Registration(Notebook.Stranger, "analyst"), [Notebook.Owner]));
        notebook.AssertVoid("key/unsigned");
        notebook.Say(Notebook.Stranger, Review("confirmed"));
        notebook.AssertVoid("key/not-registered");
    }

    [Fact]
    public void Nobody_registers_itself()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Notebook.Registration(Notebook.Stranger, "owner"), [Notebook.Stranger]));
        notebook.AssertVoid("key/not-registered");
        notebook.Add(notebook.Write(Notebook.Registration(Notebook.Stranger, "owner"), [Notebook.Stranger, Notebook.Owner]));
        notebook.AssertVoid("key/not-registered");
    }

    [Fact]
    public void A_key_is_not_registered_anew_under_another_role()
    {
        var notebook = Notebook.Opened();
        notebook.Register(Notebook.Analyst, "owner");
        Assert.Equal("analyst", notebook.History.Keys.Keys[new(Notebook.Analyst.Verifier.Name)].Role);
    }

    [Fact]
    public void Each_signature_is_verified_and_not_only_the_first()
    {
        var notebook = Notebook.Opened();
        var good = notebook.Write(Review("confirmed"), [Notebook.Analyst, Notebook.Custodian]);
        Assert.True(SignedNote.TryParse(good.Leaf.Span, out var note, out _));
        var line = note.Signatures[1];
        foreach (var forged in new[]
        {
            new NoteSignature(line.Name, line.Id, new byte[64]), new NoteSignature(line.Name, line.Id ^ 1, line.Signature),
            new NoteSignature(line.Name, Notebook.Analyst.Verifier.Id, note.Signatures[0].Signature),
        })
        {
            var leaf = SignedNote.Sign(note.Text, Notebook.Analyst).With(forged).ToBytes();
            notebook.Add(good with { Leaf = leaf });
            notebook.AssertVoid("signature/bad");
        }

        notebook.Add(good);
        notebook.AssertCounts();
    }

    [Fact]
    public void Every_role_writes_the_kinds_that_it_may_and_no_others()
    {
        foreach (var (role, kind) in Permissions.Roles.SelectMany(role => RecordKinds.All.Select(kind => (role, kind))))
        {
            var notebook = Notebook.Opened();
            notebook.Register(Notebook.Stranger, role);
            notebook.Say(Notebook.Stranger, Statements.Of(kind, 3));
            var code = notebook.LastRemark(out var isVoid);
            var expected = kind == CaseOpened.Row ? "case/opened-twice"
                : !Permissions.MayWrite(role, kind) ? "access/not-permitted"
                : kind == CustodyTransferred.Row ? "custody/signers" : null;
            Assert.True(code == expected && isVoid == code is not null, $"{role} {kind.Name}: {code}");
        }
    }

    [Fact]
    public void Every_kind_has_a_role_that_writes_it() =>
        Assert.All(RecordKinds.All, kind => Assert.Contains(Permissions.Roles, role => Permissions.MayWrite(role, kind)));

    [Fact]
    public void No_role_at_all_writes_nothing() => Assert.All(RecordKinds.All, kind =>
    {
        Assert.False(Permissions.MayWrite(null, kind));
        Assert.False(Permissions.MayWrite("onlooker", kind));
    });

    [Fact]
    public void A_live_hand_over_is_signed_by_giver_and_receiver_in_that_order()
    {
        var notebook = Notebook.Opened();
        var (giver, receiver) = (Notebook.Key("giver"), Notebook.Key("receiver"));
        foreach (var (key, party) in new[] { (giver, Giver), (receiver, Receiver) })
        {
            notebook.Add(notebook.Write(new KeyRegistered(key.Verifier.Text, null, "custodian", party), [Notebook.Owner, key]));
        }

        var moved = new CustodyTransferred(EntityId.New(span => span.Clear()), Giver, Receiver, null, null, null, null, null, null);
        foreach (var by in new SignerKey[][] { [giver], [receiver, giver], [giver, receiver, Notebook.Custodian], [giver, Notebook.Custodian] })
        {
            notebook.Add(notebook.Write(moved, by));
            notebook.AssertVoid("custody/signers");
        }

        notebook.Add(notebook.Write(moved, [giver, receiver], seq: 0));
        Assert.False(notebook.History.Remarks.Exists(remark => remark.Index == notebook.History.Size - 1 && remark.Void));
    }

    [Fact]
    public void A_gap_is_accepted_and_flagged()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Review("confirmed"), [Notebook.Analyst], seq: 4, prev: RecordId.Of([1])));
        notebook.AssertCounts("seq/gap");
        notebook.Say(Notebook.Analyst, Review("rejected"));
        notebook.AssertCounts();
    }

    [Fact]
    public void Two_records_in_one_place_of_a_sequence_both_count_and_are_flagged()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, Review("confirmed"));
        notebook.Add(notebook.Write(Review("rejected"), [Notebook.Analyst], seq: 0));
        notebook.AssertCounts("seq/equivocation");
    }

    [Fact]
    public void A_record_that_names_another_as_its_previous_one_is_flagged()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Analyst, Review("confirmed"));
        notebook.Add(notebook.Write(Review("rejected"), [Notebook.Analyst], prev: RecordId.Of([1])));
        notebook.AssertCounts("seq/prev");
    }

    [Fact]
    public void A_record_that_saw_more_than_there_was_is_flagged()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Review("confirmed"), [Notebook.Analyst], seen: new(3, default)));
        notebook.AssertCounts();
        notebook.Add(notebook.Write(Review("confirmed"), [Notebook.Analyst], seen: new(5, default)));
        notebook.AssertCounts("seen/future");
    }

    [Fact]
    public void Nobody_corrects_the_word_of_another_but_owners_and_registrars_each_others_typing()
    {
        var notebook = Notebook.Opened();
        var analysts = notebook.Say(Notebook.Analyst, Party("Ministry"));
        notebook.Add(notebook.Write(Party("Another ministry"), [Notebook.Owner], corrects: analysts));
        notebook.AssertVoid("corrects/author");
        Assert.Equal("Ministry", notebook.History.State.Parties.Name(Giver));
        var owners = notebook.Say(Notebook.Owner, Incident("A"));
        notebook.Add(notebook.Write(Incident("B"), [Notebook.Analyst], corrects: owners));
        notebook.AssertVoid("corrects/author");
        Assert.Equal("A", notebook.History.State.Incidents.Incidents.Single().Title);
        notebook.Say(Notebook.Owner, Incident("C"), corrects: owners);
        Assert.Equal("C", notebook.History.State.Incidents.Incidents.Single().Title);
        notebook.Say(Notebook.Owner, new KeyRevoked(Notebook.Analyst.Verifier.Name, "device lost"));
        notebook.Say(Notebook.Owner, Party("Another ministry"), corrects: analysts);
        Assert.Equal("Another ministry", notebook.History.State.Parties.Name(Giver));
        static PartyDescribed Party(string name) => new(Giver, name, null, null, null, null);
        static Core.Incidents.IncidentOpened Incident(string title) => new(Receiver, "I-1", title, null, null);
    }

    [Fact]
    public void Of_many_corrections_the_last_by_index_holds_and_all_stay_visible()
    {
        var notebook = Notebook.Opened();
        var first = notebook.Say(Notebook.Analyst, Party("Ministry"));
        var second = notebook.Say(Notebook.Analyst, Party("The Ministry"), corrects: first);
        Assert.Equal("The Ministry", Name(notebook));
        var third = notebook.Say(Notebook.Analyst, Party("Ministry of Health"), corrects: second);
        Assert.Equal("Ministry of Health", Name(notebook));
        var fourth = notebook.Say(Notebook.Analyst, Party("MoH"), corrects: first);
        Assert.Equal("MoH", Name(notebook));
        Assert.Equal(fourth, notebook.History.State.CorrectedBy[first]);
        Assert.Equal([first, second, third, fourth], notebook.History.State.Entries.Skip(3).Select(entry => entry.Id));
        Assert.Empty(notebook.History.Remarks);
        static PartyDescribed Party(string name) => new(Giver, name, null, null, null, null);
        static string Name(Notebook notebook) => notebook.History.State.Parties.Name(Giver);
    }

    [Fact]
    public void A_correction_of_nothing_or_of_another_kind_changes_nothing_and_is_flagged()
    {
        var notebook = Notebook.Opened();
        var first = notebook.Say(Notebook.Analyst, new PartyDescribed(Giver, "Ministry", null, null, null, null));
        notebook.Say(Notebook.Analyst, new PartyDescribed(Giver, "nobody", null, null, null, null), corrects: RecordId.Of([1]));
        notebook.AssertCounts("corrects/unknown");
        notebook.Say(Notebook.Analyst, Review("confirmed"), corrects: first);
        notebook.AssertCounts("corrects/type");
        Assert.Equal("Ministry", notebook.History.State.Parties.Name(Giver));
    }

    [Fact]
    public void Kinds_that_are_not_known_are_listed_and_their_signatures_hold()
    {
        var notebook = Notebook.Opened();
        var json = $$"""{"_sd":[],"by":["{{Notebook.Analyst.Verifier.Name}}"],"case":"{{Notebook.Case}}","made":{"at":"2016-11-13T11:31:04Z","clock":"device"},"seq":0}""";
        var text = $"probatum/sample-blessed@1\n{json}\n";
        notebook.Add(RecordText.Sign(text, [], Notebook.Analyst));
        notebook.AssertCounts();
        Assert.Equal("sample-blessed", Assert.Single(notebook.History.State.NotUnderstood).Type);
        notebook.Add(RecordText.Sign(text.Replace("\"seq\":0", $"\"prev\":\"{RecordId.Of([1])}\",\"seq\":1"), [], Notebook.Custodian));
        notebook.AssertVoid("record/signature-lines");
    }

    [Fact]
    public void A_withheld_role_is_no_reason_to_void_what_its_key_says()
    {
        var notebook = Notebook.Opened();
        notebook.Add(notebook.Write(Notebook.Registration(Notebook.Stranger, "custodian"), [Notebook.Owner, Notebook.Stranger]), "role", "holder");
        notebook.AssertCounts();
        notebook.Say(Notebook.Stranger, Review("confirmed"));
        notebook.AssertCounts();
    }

    [Fact]
    public void Rule_tables_hold_until_others_are_adopted()
    {
        var notebook = new Notebook();
        var tables = JsonMap.Of(("a.csv", "1"), ("b.csv", "1"));
        notebook.Add(notebook.Write(new CaseOpened(null, null, Notebook.Owner.Verifier.Text, [], tables), [Notebook.Owner]));
        notebook.Say(Notebook.Owner, new RulesAdopted(JsonMap.Of(("b.csv", "2")), "newer"));
        Assert.Equal("a.csv=1 b.csv=2", string.Join(' ', notebook.History.State.Tables.Select(table => $"{table.Key}={table.Value}")));
    }

    [Fact]
    public void No_order_and_no_withholding_of_records_makes_a_fold_throw() =>
        Gen.Select(Statements.Any, Gen.Int, Gen.Int[0, 9]).Array[1, 30].Sample(
            written =>
            {
                var entries = Entries(written).ToList();
                var state = CaseState.Of(entries);
                var step = entries.Aggregate(CaseState.Empty, (before, entry) => before.Then(entry));
                return state.Entries.Count == entries.Count && Shown(state) == Shown(step);
            },
            iter: 200);

    [Fact]
    public void Nothing_that_comes_later_changes_what_was_known_at_a_checkpoint() =>
        Gen.Select(Gen.Select(Statements.Any, Gen.Int, Gen.Int[0, 9]).Array[1, 30], Gen.Int[0, 30]).Sample(
            (written, at) =>
            {
                var entries = Entries(written).ToList();
                var then = CaseState.Of(entries.Take(at));
                var known = Shown(then);
                var now = entries.Skip(at).Aggregate(then, (state, entry) => state.Then(entry));
                return Shown(then) == known && Shown(CaseState.Of(now.Entries.Take(at))) == known;
            },
            iter: 200);

    [Fact]
    public void A_state_that_is_asked_for_after_some_entries_or_none_is_that_of_all_entries() =>
        Gen.Select(Gen.Select(Gen.OneOf(Statements.Any, Described), Gen.Int, Gen.Int[0, 9]).Array[1, 30], Gen.Int).Sample(
            (written, asked) =>
            {
                var entries = Entries(written).ToList();
                var (some, never, same) = (new Folding(CaseState.Empty), new Folding(CaseState.Empty), true);
                foreach (var entry in entries)
                {
                    (some, never) = (some.Then(entry), never.Then(entry));
                    same &= Parties(some.Parties) == Parties(never.Parties);
                    same &= (asked >> (int)(entry.Index % 31) & 1) == 0 || Parties(some.State.Parties) == Parties(never.Parties);
                }

                var whole = CaseState.Of(entries);
                return same && Shown(whole) == Shown(some.State) && Shown(whole) == Shown(never.State) && Parties(whole.Parties) == Parties(never.Parties);
            },
            iter: 300);

    private static readonly Gen<Statement> Described = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 9]).Select(
        (id, above, name) => (Statement)new PartyDescribed(Said.Id(id), $"party {name}", null, above == 4 ? null : Said.Id(above), null, null));

    private static string Parties(PartiesView parties) => string.Join('\n', parties.InOrder.Select(party => $"{party} {parties.Top(party)} {parties.Name(party)}"));

    private static IEnumerable<Entry> Entries((Statement Said, int Mask, int Corrects)[] written)
    {
        var (notebook, ids) = (new Notebook(), new List<RecordId>());
        foreach (var (said, mask, back) in written)
        {
            var corrects = back < ids.Count && mask % 3 == 0 ? ids[^(back + 1)] : (RecordId?)null;
            var record = notebook.Write(said, [Notebook.Owner], corrects: corrects);
            var kept = record.Disclosures.Where((_, i) => (mask >> (i % 32) & 1) == 0).Select(one => one.Text).ToList();
            Assert.True(RecordText.TryRead(record.Leaf, kept, out var read, out var fault), fault.Why);
            if (!ids.Contains(record.Id))
            {
                ids.Add(record.Id);
                yield return new(ids.Count - 1, read.Id, read.Type, read.Major, read.Envelope, read.Statement, read.Withheld, read.CorrectionReason);
            }
        }
    }

    private static string Shown(CaseState state) => string.Join('\n', [
        .. state.Entities.Entities.Values.Select(entity => $"{entity.Id} {entity.Handle} {entity.Label} {entity.Index}").Order(StringComparer.Ordinal),
        .. state.CorrectedBy.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal),
        .. state.Tables.Select(table => $"{table.Key} {table.Value}"),
        .. state.Parties.InOrder.Select(party => $"{party} {state.Parties.Top(party)} {state.Parties.Name(party)}"),
        .. state.Samples.Samples.Values.Select(sample => $"{sample.Id} {sample.Chain.Custodian} {sample.Chain.Links.Count} {string.Join(',', sample.Chain.Anomalies.Select(one => one.What))}").Order(StringComparer.Ordinal),
        $"{state.Requests.Requests.Count} {state.Claims.Claims.Count} {state.Opened?.Title}",
    ]);
}
