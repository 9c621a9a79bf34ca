using System.Text;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Tests.Casualties;

/// <summary>Who a casualty is: the text that is encrypted, what may be recorded of it, and that no policy lets it out.</summary>
public sealed class IdentityTests
{
    private static readonly EntityId Person = Said.Id(1);

    private static readonly CasualtyRecorded Known = new(Person, null, "K-01", null, null, null, null, null, null, [], null, null, null);

    private static readonly IdentityKept Kept = new(Person, Blob.Of([1], "application/octet-stream"), ["age1x"]);

    [Fact]
    public void A_text_comes_back_without_the_spaces_that_hide_its_length() =>
        Gen.String[Gen.Char["aé خان\n"], 0, 3000].Sample(said =>
        {
            var bytes = Encoding.UTF8.GetBytes(said);
            if (!IdentityText.TryRead(bytes, out var text, out var fault))
            {
                return string.IsNullOrWhiteSpace(said) && fault.Code == "identity/empty";
            }

            var padded = IdentityText.Padded(text);
            return text == said.TrimEnd(' ', '\n') && padded.Length % 1024 == 0 && padded.Length > Encoding.UTF8.GetByteCount(text)
                && IdentityText.TryRead(padded, out var read, out _) && read == text;
        });

    [Theory]
    [InlineData(0, 1024)]
    [InlineData(1023, 1024)]
    [InlineData(1024, 2048)]
    [InlineData(IdentityText.Longest, IdentityText.Longest + 1024)]
    public void A_length_is_told_in_whole_steps(int length, int padded) => Assert.Equal(padded, IdentityText.Padded(new string('x', length)).Length);

    [Fact]
    public void What_is_no_short_text_is_refused_without_a_word_of_it()
    {
        Assert.Equal("identity/too-long", Refused(Encoding.ASCII.GetBytes(new string('x', IdentityText.Longest + 1))));
        Assert.Equal("identity/encoding", Refused([(byte)'J', 0xff]));
        Assert.Equal("identity/encoding", Refused(Encoding.Unicode.GetBytes("\uFEFFخان")));
        Assert.Equal("identity/control", Refused("Jane\0Doe"u8));
        Assert.Equal("identity/control", Refused("Jane\u001b[2J"u8));
        Assert.Equal("identity/empty", Refused(" \n\t\n"u8));
        Assert.True(IdentityText.TryRead("\uFEFFJane"u8, out var text, out _) && text == "Jane");
    }

    [Fact]
    public void Any_bytes_are_a_text_or_refused() =>
        Gen.Byte.Array[0, 60].Sample(bytes => IdentityText.TryRead(bytes, out var text, out var fault) ? text.Length > 0 && fault == default : text.Length == 0 && fault != default);

    [Fact]
    public void An_identity_is_kept_of_a_casualty_and_opened_for_a_reason()
    {
        var state = Said.State(Known, Kept);
        var kept = IdentitiesView.Find(state, Person)!.Kept[^1].Entry.Id.Text;
        var opening = new IdentityOpened(Person, kept, null, null, "a relative asks");
        Assert.Null(Judge(state, opening));
        Assert.Equal("identity/reason", Judge(state, opening with { Reason = " " }));
        Assert.Equal("identity/not-kept", Judge(state, opening with { Kept = "r-x" }));
        Assert.Equal("casualty/unknown", Judge(state, opening with { Casualty = Said.Id(2) }));
        Assert.Equal("identity/not-kept", Judge(Said.State(Known, Known with { Casualty = Said.Id(2), Code = "K-02" }, Kept), opening with { Casualty = Said.Id(2), Kept = kept }));
        Assert.Equal("casualty/unknown", Judge(Said.State(Known), Kept with { Casualty = Said.Id(2) }));
        Assert.Equal("identity/file", Judge(Said.State(Known), Kept with { File = null }));
    }

    [Fact]
    public void Whoever_records_casualties_does_not_thereby_open_who_they_are()
    {
        Assert.Equal(["owner", "registrar", "analyst"], Permissions.RolesFor(IdentityKept.Row));
        Assert.Equal(["owner"], Permissions.RolesFor(IdentityOpened.Row));
    }

    [Fact]
    public void The_last_one_holds_and_every_opening_stays()
    {
        var again = Kept with { File = Blob.Of([2], "application/octet-stream") };
        var view = Assert.Single(IdentitiesView.Of(Said.State(Known, Kept, new IdentityOpened(Person, "r-1", null, null, "one"), again, new IdentityOpened(Person, "r-3", null, null, "two"))));
        Assert.Equal(again.File, view.Kept[^1].Said.File);
        Assert.Equal(["one", "two"], view.Opened.Select(one => one.Said.Reason));
    }

    [Fact]
    public void All_of_it_is_about_the_casualty_so_that_an_erasure_takes_it_along()
    {
        Assert.Equal(Person, Subject.Of(Kept));
        Assert.Equal(Person, Subject.Of(new IdentityOpened(Person, "r-1", null, null, "x")));
    }

    [Fact]
    public void No_policy_lets_it_out_not_even_one_that_names_it() => Assert.All(
        [
            .. Directory.GetFiles(Path.Combine(TestData.Repository, "data", "policies"), "*.json").Select(File.ReadAllText),
            """{"name":"x","rules":[]}""", """{"name":"x","otherwise":"no","rules":[],"disclose":{"identity-kept":["casualty","file","recipients"]}}""",
        ],
        json =>
        {
            Assert.True(WithholdingPolicy.TryRead(Encoding.UTF8.GetBytes(json), out var policy, out var fault), fault.Why);
            Assert.All(IdentityKept.Row.SealedMembers, member => Assert.NotNull(policy.Reason(0, "identity-kept", member, _ => null)));
            Assert.False(policy.WithholdsNothingOf(["case-opened", "identity-kept"]));
        });

    [Fact]
    public void The_shipped_policies_withhold_why_it_was_opened() => Assert.All(Directory.GetFiles(Path.Combine(TestData.Repository, "data", "policies"), "*.json"), path =>
    {
        Assert.True(WithholdingPolicy.TryRead(File.ReadAllBytes(path), out var policy, out var fault), fault.Why);
        Assert.NotNull(policy.Reason(0, "identity-opened", "reason", _ => null));
        Assert.Equal(policy.Name == "court", policy.Reason(0, "identity-opened", "when", _ => null) is null);
        Assert.Equal(policy.Name == "court", policy.WithholdsNothingOf(["case-opened", "casualty-recorded"]));
    });

    private static string? Judge(CaseState state, Statement statement) => Rules.Judge(state, new(new("k-x"), "owner", null), statement)?.Code;

    private static string Refused(ReadOnlySpan<byte> bytes)
    {
        Assert.False(IdentityText.TryRead(bytes, out var text, out var fault));
        Assert.Equal("", text);
        Assert.DoesNotContain("Jane", fault.Why, StringComparison.Ordinal);
        return fault.Code;
    }
}
