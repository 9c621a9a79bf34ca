namespace Probatum.Browser;

/// <summary>How a page is looked at.</summary>
/// <param name="Width">Of the window, in CSS pixels.</param>
/// <param name="Height">Of the window, in CSS pixels.</param>
/// <param name="IsDark">Whether the reader prefers dark.</param>
/// <param name="Locale">The reader's language.</param>
public sealed record Look(int Width = 1280, int Height = 900, bool IsDark = false, string Locale = "en-GB")
{
    /// <summary>A telephone.</summary>
    public static Look Telephone { get; } = new(390, 844);

    /// <summary>A desk at night.</summary>
    public static Look Dark { get; } = new(IsDark: true);
}
