using Probatum.Ledger;

namespace Probatum.Storage.Tests;

/// <summary>The key under which it is kept who casualties are: its files, its passphrase, and what a crash or a stranger leaves of them.</summary>
public sealed class IdentityVaultTests : IDisposable
{
    private const int Work = 2;

    private readonly Folder _folder = new();
    private readonly Workspace _workspace;
    private readonly IdentityVault _vault;
    private readonly AgeRecipient _recipient;

    public IdentityVaultTests()
    {
        Workspace.Create(_folder.At("w"));
        _workspace = Workspace.Open(_folder.At("w"), () => DateTimeOffset.UnixEpoch, TimeSpan.Zero, _ => { }, () => "", new(null));
        _vault = new(_workspace);
        _recipient = _vault.Create("one passphrase", Work);
    }

    [Fact]
    public void A_key_is_private_and_opens_under_its_passphrase_alone()
    {
        using var identity = _vault.Open("one passphrase");
        Assert.Equal((_recipient.Text, _recipient.Text), (identity.Recipient.Text, _vault.Recipient.Text));
        Assert.Contains("passphrase is wrong", Assert.Throws<InvalidDataException>(() => _vault.Open("another")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AGE-SECRET", File.ReadAllText(_vault.SecretPath), StringComparison.Ordinal);
        Assert.Equal(_recipient.Text, File.ReadLines(_vault.RecipientPath).First());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_vault.SecretPath));
        }
    }

    [Fact]
    public void A_key_is_never_written_over()
    {
        Assert.Throws<IOException>(() => _vault.Create("another passphrase", Work));
        File.Delete(_vault.SecretPath);

        // The key may have been put away: what is encrypted to its recipient waits for it.
        Assert.Throws<IOException>(() => _vault.Create("another passphrase", Work));
    }

    [Fact]
    public void Another_passphrase_leaves_the_key_as_it_is()
    {
        _vault.ChangePassphrase("one passphrase", "another passphrase", Work);
        using var identity = _vault.Open("another passphrase");
        Assert.Equal(_recipient.Text, identity.Recipient.Text);
        Assert.Throws<InvalidDataException>(() => _vault.Open("one passphrase"));
        var before = File.ReadAllBytes(_vault.SecretPath);
        Assert.Throws<InvalidDataException>(() => _vault.ChangePassphrase("wrong", "a third passphrase", Work));
        Assert.Equal(before, File.ReadAllBytes(_vault.SecretPath));
    }

    [Fact]
    public void Nothing_is_encrypted_to_a_recipient_that_somebody_put_there()
    {
        var own = File.ReadAllText(_vault.RecipientPath);
        using var stranger = AgeIdentity.FromSecret(new byte[32]);
        foreach (var changed in new[] { stranger.Recipient.Text + "\n", own.Replace(_recipient.Text, stranger.Recipient.Text, StringComparison.Ordinal), own + "\n", "", "\n# \n", own.Split('\n')[0] })
        {
            File.WriteAllText(_vault.RecipientPath, changed);
            Assert.Throws<InvalidDataException>(() => _vault.Recipient);
        }
    }

    [Fact]
    public void A_key_that_somebody_put_there_is_noticed()
    {
        var other = _folder.At("other");
        Workspace.Create(other);
        using var theirs = Workspace.Open(other, () => DateTimeOffset.UnixEpoch, TimeSpan.Zero, _ => { }, () => "", new(null));
        new IdentityVault(theirs).Create("one passphrase", Work);
        File.Copy(Path.Combine(other, "keys", "vault.age"), _vault.SecretPath, true);
        Assert.Contains("was replaced", Assert.Throws<InvalidDataException>(() => _vault.Open("one passphrase")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_before_the_recipient_was_written_is_mended()
    {
        File.Delete(_vault.RecipientPath);
        Assert.Throws<InvalidDataException>(() => _vault.Recipient);
        _vault.ChangePassphrase("one passphrase", "one passphrase", Work);
        Assert.Equal(_recipient.Text, _vault.Recipient.Text);
    }

    [Fact]
    public void A_damaged_key_is_told_from_a_wrong_passphrase()
    {
        var whole = File.ReadAllBytes(_vault.SecretPath);
        File.WriteAllBytes(_vault.SecretPath, whole[..^1]);
        Assert.Contains("is damaged", Assert.Throws<InvalidDataException>(() => _vault.Open("one passphrase")).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_vault.SecretPath, AgeFile.EncryptUnder("nothing"u8, "one passphrase", Work, bytes => bytes.Clear()));
        Assert.Contains("holds no identity", Assert.Throws<InvalidDataException>(() => _vault.Open("one passphrase")).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_vault.SecretPath, new byte[2 << 20]);
        Assert.Contains("too long", Assert.Throws<InvalidDataException>(() => _vault.Open("one passphrase")).Message, StringComparison.Ordinal);
        File.Delete(_vault.SecretPath);
        Assert.Throws<IOException>(() => _vault.Open("one passphrase"));
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
    }
}
