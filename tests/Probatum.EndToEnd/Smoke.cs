namespace Probatum.EndToEnd;

public sealed class Smoke
{
    [Fact]
    public void Builds() => Assert.NotNull(typeof(Smoke).Assembly);
}
