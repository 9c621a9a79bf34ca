namespace Probatum.Field;

/// <summary>Nothing runs by itself: the page calls <see cref="VerifyPage"/>.</summary>
internal static class Program
{
    private static void Main()
    {
    }
}
