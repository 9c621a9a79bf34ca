using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

/// <summary>However messages are cut and whichever go side by side, every digest is that of the platform's SHA-256.</summary>
public sealed class StreamHasherTests
{
    public static TheoryData<HashPath> Paths => [.. HashPaths.Supported.Skip(1)];

    // Source: the examples of FIPS 180-2 appendix B; the empty message and the last are of the NESSIE test vectors.
    [Theory(SkipTestWithoutData = true), MemberData(nameof(Paths))]
    public void Published_messages_have_their_digests(HashPath path)
    {
        (string Message, string Digest)[] published =
        [
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
            (new string('a', 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abcdefghijklmnopqrstuvwxyz", "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"),
        ];
        Assert.Equal(
            published.Select(one => one.Digest),
            Digests(path, 4096, [.. published.Select(one => Encoding.ASCII.GetBytes(one.Message))], [4096]).Select(Convert.ToHexStringLower));
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Paths))]
    public void Every_length_to_300_has_its_digest_in_every_lane(HashPath path)
    {
        for (var length = 0; length <= 300; length++)
        {
            var messages = Enumerable.Range(0, 16).Select(lane => Message(length, lane)).ToArray();
            Assert.Equal(messages.Select(SHA256.HashData), Digests(path, 128, messages, [128]));
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Paths))]
    public void Messages_of_any_lengths_cut_anyhow_have_their_digests(HashPath path) =>
        Gen.Select(
            Gen.Frequency((6, Gen.Int[0, 300]), (2, Gen.Int[0, 3_000]), (1, Gen.Int[0, 20_000])).Array[0, 60],
            Gen.Int[1, 20], Gen.Int[1, 1500].Array[1, 10]).Sample((lengths, room, pieces) =>
            {
                var messages = lengths.Select(Message).ToArray();
                Assert.Equal(messages.Select(SHA256.HashData), Digests(path, 64 * room, messages, pieces));
            });

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Paths))]
    public void A_message_that_is_left_harms_none_beside_it_and_none_after_it(HashPath path)
    {
        var hasher = new StreamHasher(path, 256);
        var (kept, after) = (Message(200, 1), Message(70, 2));
        Begin(0, Message(150, 3));
        Begin(1, kept);
        hasher.Step();
        hasher.Leave(0);
        Begin(0, after);
        hasher.End(0);
        hasher.End(1);
        var digest = new byte[32];
        Assert.False(hasher.TryDigest(0, digest));
        hasher.Step();
        Assert.True(hasher.TryDigest(0, digest));
        Assert.Equal(SHA256.HashData(after), digest);
        Assert.True(hasher.TryDigest(1, digest));
        Assert.Equal(SHA256.HashData(kept), digest);
        Assert.False(hasher.TryDigest(1, digest));

        void Begin(int lane, byte[] message)
        {
            hasher.Begin(lane);
            message.CopyTo(hasher.Room(lane));
            hasher.Feed(lane, message.Length);
        }
    }

    [Fact]
    public void What_a_hasher_cannot_do_is_a_bug_of_the_caller()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamHasher(HashPath.One, 64));
        Assert.All(
            Enum.GetValues<HashPath>().Append((HashPath)9).Except(HashPaths.Supported),
            path => Assert.Throws<ArgumentOutOfRangeException>(() => new StreamHasher(path, 64)));
        Assert.SkipUnless(HashPaths.Supported.Length > 1, "this processor has no lanes");
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamHasher(HashPaths.Best, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamHasher(HashPaths.Best, 100));
        var hasher = new StreamHasher(HashPaths.Best, 64);
        Assert.Throws<InvalidOperationException>(() => hasher.Room(0).Length);
        hasher.Begin(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => hasher.Feed(0, 65));
        hasher.End(0);
        Assert.Throws<InvalidOperationException>(() => hasher.End(0));
    }

    /// <summary>Messages go into lanes as these get free; each time a lane is fed at most the next of the pieces.</summary>
    private static byte[][] Digests(HashPath path, int room, byte[][] messages, int[] pieces)
    {
        var hasher = new StreamHasher(path, room);
        var digests = new byte[messages.Length][];
        var (next, turn) = (0, 0);
        var lanes = Enumerable.Repeat((Message: -1, At: 0), hasher.Lanes).ToArray();
        while (true)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                if (lanes[lane].Message < 0 && next < messages.Length)
                {
                    hasher.Begin(lane);
                    lanes[lane] = (next++, 0);
                }

                while (lanes[lane].Message >= 0 && lanes[lane].At >= 0 && hasher.Room(lane) is { IsEmpty: false } free)
                {
                    var rest = messages[lanes[lane].Message].AsSpan(lanes[lane].At);
                    rest = rest[..Math.Min(Math.Min(rest.Length, free.Length), pieces[turn++ % pieces.Length])];
                    rest.CopyTo(free);
                    hasher.Feed(lane, rest.Length);
                    lanes[lane].At += rest.Length;
                    if (rest.IsEmpty)
                    {
                        hasher.End(lane);
                        lanes[lane].At = -1;
                    }
                    else if (turn % 3 == 0)
                    {
                        // A lane need not be filled before a step.
                        break;
                    }
                }
            }

            if (lanes.All(lane => lane.Message < 0))
            {
                return digests;
            }

            hasher.Step();
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                var digest = new byte[32];
                if (hasher.TryDigest(lane, digest))
                {
                    digests[lanes[lane].Message] = digest;
                    lanes[lane] = (-1, 0);
                }
            }
        }
    }

    private static byte[] Message(int length, int which) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + (which * 17) + length))];
}
