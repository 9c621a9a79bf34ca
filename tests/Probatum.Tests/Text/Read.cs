using System.Collections.Immutable;
using Probatum.Text;

namespace Probatum.Tests.Text;

/// <summary>Reads invented sentences and shows a claim as 'source | cue | content'.</summary>
internal static class Read
{
    public static readonly DocumentInfo Known = new("A title", "The Northern Post", new DateOnly(2021, 5, 12), []);

    public static ImmutableArray<ProposedClaim> Claims(string text) => ClaimExtractor.Extract(text, Known);

    public static ProposedClaim Only(string text) => Assert.Single(Claims(text));

    public static string Shown(string text, ProposedClaim claim) =>
        $"{Words(text, claim.Source)} | {Words(text, claim.Cue)} | {Words(text, claim.Content)}";

    public static string[] Shown(string text) => [.. Claims(text).Select(claim => Shown(text, claim))];

    public static string Words(string text, ImmutableArray<Span> spans) =>
        string.Join(" + ", spans.Select(span => CodePoints.Slice(text, span)));

    public static string[] Slots(ProposedClaim claim, string field) =>
        [.. claim.Event.Where(slot => slot.Field == field).Select(slot => slot.Value)];
}
