using System.Text;
using CsCheck;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Tests.Records;

namespace Probatum.Tests.Dossier;

public sealed class WithheldMembersTests
{
    private static readonly string[] Reasons = ["person", "a \"}\" \\ in it", "{", "خان", ""];

    private static readonly Gen<List<Withholding>> Lists = Gen.Select(
        Gen.Long[-2, 40], Gen.Byte.Array[Hash256.Length], Gen.Int[0, 4].Select(i => Reasons[i])).List[0, 60].Select(members => members
            .Select(one => new Withholding(one.Item1, Base64Url.Encode(one.Item2), one.Item3))
            .OrderBy(one => one.Index).ThenBy(one => one.Digest, StringComparer.Ordinal).ToList());

    [Fact]
    public void What_is_written_is_canonical_JSON_and_is_read_again_however_the_bytes_come() => Gen.Select(Lists, Gen.Int[1, 50]).Sample((list, piece) =>
    {
        var bytes = Bytes(Of(list));
        Assert.Equal(Json(list), bytes);
        Assert.True(WithheldMembers.TryRead(new Slow(bytes, piece), out var read, out var fault), fault.Why);
        Assert.Equal(list, read);
        Assert.All(list, one => Assert.NotNull(read.Reason(one.Index, one.Digest)));
        Assert.Null(read.Reason(41, Base64Url.Encode(new byte[Hash256.Length])));
    });

    [Fact]
    public void Nothing_is_read_that_would_be_written_otherwise() => Gen.Select(Lists, Gen.Int, Gen.Int[0, 2]).Sample((list, place, how) =>
    {
        var good = Json(list);
        var bytes = how switch { 0 => Mutations.Flip(good, place), 1 => Mutations.Remove(good, place), _ => Mutations.Insert(good, place, (byte)'}') };
        Assert.True(!WithheldMembers.TryRead(new MemoryStream(bytes), out var read, out _) || Bytes(read).AsSpan().SequenceEqual(bytes));
    });

    [Fact]
    public void Members_of_another_order_or_form_are_refused()
    {
        var digest = Base64Url.Encode(new byte[Hash256.Length]);
        string Item(string index, string of) => $"{{\"digest\":\"{of}\",\"index\":{index},\"reason\":\"x\"}}";
        Refused("withheld/order", $"[{Item("2", digest)},{Item("1", digest)}]");
        Refused("withheld/order", $"[{Item("1", "B" + digest[1..])},{Item("1", digest)}]");
        Refused("withheld/form", $"[{Item("1", "short")}]");
        Refused("withheld/form", $"[{Item("1", digest)},]");
        Refused("withheld/form", "[");
        Refused("withheld/form", "");
        Refused("withheld/form", "[] ");
        Refused("withheld/form", "{}");
        Refused("withheld/form", $"[{{\"reason\":\"{new string('x', 70_000)}\"}}]");
    }

    [Fact]
    public void A_better_reason_goes_to_those_leaves_alone_that_have_the_old_one()
    {
        var digest = Base64Url.Encode(new byte[Hash256.Length]);
        var all = Of([new(1, digest, "not-held"), new(2, digest, "place"), new(2, digest, "not-held"), new(3, digest, "not-held")]);
        all.Rename("not-held", "erased", leaf => leaf != 3);
        Assert.Equal(["erased", "place", "erased", "not-held"], all.Select(one => one.Reason));
    }

    private static void Refused(string code, string text)
    {
        Assert.False(WithheldMembers.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    private static WithheldMembers Of(IEnumerable<Withholding> list)
    {
        var members = new WithheldMembers();
        foreach (var one in list)
        {
            members.Add(one);
        }

        return members;
    }

    private static byte[] Bytes(WithheldMembers members) => [.. members.Parts().SelectMany(part => part)];

    private static byte[] Json(IEnumerable<Withholding> list) => CanonicalJson.Write(JsonList.Of(
        list.Select(one => (Json)JsonMap.Of(("digest", one.Digest), ("index", one.Index), ("reason", one.Reason)))));

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Slow(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(piece, count));
    }
}
