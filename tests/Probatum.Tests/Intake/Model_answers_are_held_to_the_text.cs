using System.Text;
using System.Text.Json;
using CsCheck;
using Probatum.Core.Claims;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Tests.Intake;

/// <summary>Of a language model's answer only words that stand in the report, letter for letter, become a proposal.</summary>
public sealed class Model_answers_are_held_to_the_text
{
    private const string Text = "🔵 Ana said that gas was used. Much later a doctor denied this. “No gas,” Ivo said. Ivo said that the mast fell.\n\nقالت الوزارة إن أربعة أصيبوا.";

    [Theory]
    [InlineData("Ana", "said", "gas was used", "Ana", "said")]
    [InlineData("Ivo", "said", "the mast fell", "Ivo", "said")]
    [InlineData("الوزارة", "قالت", "أربعة أصيبوا", "الوزارة", "قالت")]
    public void Of_several_places_those_nearest_to_each_other_are_taken(string source, string cue, string content, string who, string reports)
    {
        var claim = Assert.Single(Read(Item(source, cue, content)).Accepted);
        Assert.Equal((who, reports, content), (Words(claim.SourceSpans[0]), Words(claim.CueSpans[0]), Words(claim.ContentSpans[0])));
        Assert.True(Math.Abs(claim.CueSpans[0].Start - claim.ContentSpans[0].Start) < 30);
        Assert.Null(claim.Confidence);
        Assert.Equal("language-model", claim.Rule);
    }

    [Theory]
    [InlineData("Ana", "said", "gas was Used", "words that do not stand in the text")]
    [InlineData("Ana", "said", "as was used", "words that do not stand in the text")]
    [InlineData("Ana", "aid", "gas was used", "words that do not stand in the text")]
    [InlineData("Ana Petrova", "said", "gas was used", "words that do not stand in the text")]
    [InlineData("Ana", "was used", "gas was used", "words that do not stand together")]
    [InlineData("Ana", "said", ". ", "words that do not stand in the text")]
    [InlineData("Ana", "said", "", "not of the form")]
    public void Anything_else_is_dropped_and_the_reason_counted(string source, string cue, string content, string why)
    {
        var read = Read(Item(source, cue, content));
        Assert.Empty(read.Accepted);
        Assert.Equal((why, 1), (Assert.Single(read.Dropped).Key, read.DroppedCount));
    }

    [Fact]
    public void Numbers_in_place_of_words_and_unknown_values_are_dropped()
    {
        Assert.Equal(4, Read("""[{"content":[7],"kind":"direct","stance":"asserts"},7,{"content":"gas was used","cue":{},"kind":"direct","stance":"asserts"},{"content":"gas was used","kind":"direct","stance":"\ud800"}]""").DroppedCount);
        Assert.Equal(2, Read($"[{Item("Ana", "said", "gas was used", "maybe")},{Item("Ana", "said", "gas was used", kind: "loud")}]").Dropped["stance or kind not of the list"]);
    }

    [Fact]
    public void What_equals_a_claim_of_the_report_is_known_already()
    {
        var first = Assert.Single(Read(Item("Ana", "said", "gas was used")).Accepted);
        Assert.Equal(1, Read(Item(null, "said", "that gas was used"), [first]).Dropped["known already"]);
        Assert.Single(Read(Item("Ana", null, "gas was used"), [first]).Accepted);
        Assert.Single(Read($"[{Item("Ana", "said", "gas was used")},{Item("Ana", "said", "gas was used")}]").Accepted);
    }

    [Fact]
    public void A_fence_of_markdown_is_taken_off() => Assert.Single(Read($"```json\n{{\"claims\":[{Item("Ana", "said", "gas was used")}]}}\n```", wrap: false).Accepted);

    [Fact]
    public void No_answer_makes_it_throw_and_what_is_taken_stands_in_the_text() =>
        Gen.Select(Gen.Int[0, Text.Length - 1], Gen.Int[0, 40], Gen.Int[0, Text.Length - 1], Gen.Int[0, 12], Gen.Int[0, 400], Gen.Char).Sample((at, length, cueAt, cueLength, spot, with) =>
        {
            string Piece(int start, int count) => Text.Substring(start, Math.Min(count, Text.Length - start));
            var answer = $"{{\"claims\":[{Item(null, Piece(cueAt, cueLength), Piece(at, length))}]}}";
            var damaged = spot < answer.Length ? answer[..spot] + with + answer[(spot + 1)..] : answer;
            if (Reader([]).TryRead(damaged, out var read, out var fault))
            {
                foreach (var claim in read.Accepted)
                {
                    Assert.Equal(claim.Content, Words(claim.ContentSpans[0]));
                    Assert.True(claim.CueSpans.IsEmpty || claim.Cue == Words(claim.CueSpans[0]));
                }
            }
            else
            {
                Assert.NotEmpty(fault);
            }
        });

    [Fact]
    public void No_bytes_make_the_envelope_throw()
    {
        var good = JsonSerializer.SerializeToUtf8Bytes(new { choices = new[] { new { message = new { content = "{}" } } } });
        Assert.Equal("{}", ChatEndpoint.Words(good));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var damaged = good.ToArray();
            damaged[at] = value;
            _ = ChatEndpoint.Words(damaged);
            _ = ChatEndpoint.Words(damaged[..at]);
        });
        Assert.Null(ChatEndpoint.Words(Encoding.UTF8.GetBytes(new string('[', 100_000))));
        Assert.Null(ChatEndpoint.Words("""{"choices":[{"message":{"content":"\ud800"}}]}"""u8.ToArray()));
    }

    [Theory]
    [InlineData("https://models.example.org", "https://models.example.org/v1/chat/completions", "models.example.org", false)]
    [InlineData("https://MODELS.example.org:8443/openai/v1/", "https://models.example.org:8443/openai/v1/chat/completions", "models.example.org:8443", false)]
    [InlineData("http://localhost:11434/v1/chat/completions", "http://localhost:11434/v1/chat/completions", "localhost:11434", true)]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/v1/chat/completions", "[::1]:8080", true)]
    [InlineData("https://127.0.0.1.example.org/v1", "https://127.0.0.1.example.org/v1/chat/completions", "127.0.0.1.example.org", false)]
    public void An_endpoint_is_named_by_its_host(string said, string address, string host, bool isLocal)
    {
        Assert.True(ModelEndpoint.TryRead(said, out var endpoint, out _));
        Assert.Equal((address, host, isLocal), (endpoint.Address.AbsoluteUri, endpoint.Host, endpoint.IsLocal));
    }

    private static string Item(string? source, string? cue, string content, string stance = "asserts", string kind = "indirect") =>
        JsonSerializer.Serialize(new { source, cue, content = new[] { content }, kind, stance });

    private static string Words(TextSpan span) => CodePoints.Slice(Text, new((int)span.Start, (int)span.End));

    private static AnsweredClaims Reader(IEnumerable<ClaimProposed> known) =>
        new(Said.Id(1), Text, AnsweredClaims.Engine("m", "localhost"), "The Post", known, span => Random.Shared.NextBytes(span));

    private static AnswerReading Read(string items, IEnumerable<ClaimProposed>? known = null, bool wrap = true)
    {
        var answer = !wrap ? items : $"{{\"claims\":{(items.StartsWith('[') ? items : $"[{items}]")}}}";
        Assert.True(Reader(known ?? []).TryRead(answer, out var read, out var fault), fault);
        return read;
    }
}
