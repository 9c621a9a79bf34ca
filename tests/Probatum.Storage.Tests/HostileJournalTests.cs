using System.Buffers.Binary;
using System.Security.Cryptography;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

/// <summary>The digest behind a batch is no key: whoever can write into the folder can make one.</summary>
public sealed class HostileJournalTests
{
    private static readonly SignerKey Signer = SignerKey.FromSeed("log.invalid/q", KeyType.Ed25519, new byte[32]);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff, 0 })]
    public void A_batch_that_somebody_made_up_is_passed_over_or_named(byte[] body)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(Path.Combine(folder.Path, Journal.Folder));
        var bytes = new byte[16 + body.Length + 4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x50424A32);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), body.Length);
        body.CopyTo(bytes.AsSpan(16));
        File.WriteAllBytes(Path.Combine(folder.Path, Journal.Folder, "0"), [.. bytes, .. SHA256.HashData(bytes)]);
        var thrown = Record.Exception(() => LogStore.Open(new FolderDisk(folder.Path), new PlainLog(), [Signer], () => DateTimeOffset.UnixEpoch).Dispose());
        Assert.True(thrown is null or InvalidDataException, thrown?.ToString());
    }
}
