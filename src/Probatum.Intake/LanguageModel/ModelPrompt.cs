using Microsoft.Extensions.AI;

namespace Probatum.Intake;

/// <summary>What a language model is asked: the project's own words, and the report's text as a message of its own.</summary>
/// <remarks>The text stands between no marks that it could hold itself: it is the whole of the second message.</remarks>
public static class ModelPrompt
{
    /// <summary>The version of the words; another one when they change.</summary>
    public const string Version = "claims-prompt-1";

    /// <summary>The longest text that is sent, in UTF-16 units.</summary>
    public const int Longest = 200_000;

    private static readonly Lazy<string> Words = new(() =>
    {
        using var stream = typeof(ModelPrompt).Assembly.GetManifestResourceStream("claims-prompt.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The messages for one report.</summary>
    public static IReadOnlyList<ChatMessage> For(string text) => [new(ChatRole.System, Words.Value), new(ChatRole.User, text)];
}
