using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>probatum text …: the model that reads claims, learned, measured, what reviews teach it, and places by name.</summary>
internal static class TextVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "text", "What reads claims: the model (learn one from annotated texts, measure it, take out what reviews have confirmed) and the list of places.", Train(shell), Evaluate(shell), Export(shell), PlaceVerb.Of(shell), GazetteerVerb.Of(shell));

    /// <summary>The model that an option names: the shipped one, a file, or none.</summary>
    public static ClaimModel? Model(string? named) => named switch
    {
        null => ClaimModel.Shipped,
        "none" => null,
        _ => ClaimModel.Read(Files.Read(named), out var why) ?? throw new BadInputException($"{named}: {why}"),
    };

    /// <summary>The option that <see cref="Model"/> reads.</summary>
    public static Option<string?> ModelOption => Verb.Option("--model", "weights that read claims beside the rules (else those shipped; none for the rules alone)", "FILE");

    private static Command Train(Shell shell)
    {
        var annotation = Verb.Arguments("ANNOTATION", "annotated texts: lines of JSON with id, claims, and the text or its SHA-256");
        var texts = Verb.Option("--texts", "where texts are that the annotation has by SHA-256 only: a folder of ID.txt, or a file of lines with id and text", "PATH");
        var about = Verb.Option("--about", "what the texts are and under which licence; kept in the file", "TEXT");
        var output = Verb.Required("--output", "the model", "FILE");
        output.Aliases.Add("-o");
        return Verb.Alone(shell, "train", "Learn a model from annotated texts. The same texts give the same file on every machine.", "probatum text train annotation.jsonl --texts texts/ -o claims.model", [annotation, texts, about, output], parse =>
        {
            var all = Read(parse.GetRequiredValue(annotation), parse.GetValue(texts));
            var read = all.FindAll(text => ClaimExtractor.Read(text.Text, new()).Language.Main.Code == "en");
            Files.CheckIsNone(parse.GetRequiredValue(output), parse.GetRequiredValue(annotation));
            byte[] model;
            using (var progress = new ProgressLine(shell, "learning"))
            {
                try
                {
                    model = ClaimTraining.Train(read, parse.GetValue(about) ?? $"{read.Count} texts, {DigestOf(read)}", progress, CancellationToken.None);
                }
                catch (ArgumentException e)
                {
                    throw new BadInputException($"{e.Message}{LeftOut(all.Count - read.Count)}");
                }
            }

            Files.Write(parse.GetRequiredValue(output), model);
            var opened = ClaimModel.Read(model, out _)!;
            return Answer.Of(
                [$"{parse.GetRequiredValue(output)}: learned from {Words.Count(read.Count, "text")} with {Words.Count(read.Sum(text => text.Claims.Length), "claim")}, {model.Length} bytes, digest {opened.Digest}{LeftOut(all.Count - read.Count)}"],
                JsonMap.Of(("model", parse.GetRequiredValue(output)), ("texts", (long)read.Count), ("claims", (long)read.Sum(text => text.Claims.Length)), ("leftOut", (long)(all.Count - read.Count)), ("digest", opened.Digest)));
        });
    }

    private static string LeftOut(int count) => count == 0 ? "" : $"; {Words.Count(count, "text")} in another language left out: only English texts train the model";

    // Which texts, whatever their order: a model says so of itself where nothing else is said of it.
    private static string DigestOf(IEnumerable<AnnotatedText> texts) =>
        "digest of the texts " + Digests.OfText(string.Join('\n', texts.Select(text => Digests.Hex(Encoding.UTF8.GetBytes(text.Text))).Order(StringComparer.Ordinal)));

    // What a measurement is worth: nothing on texts that were learned from, little on few.
    private static IEnumerable<string> Doubts(List<AnnotatedText> texts, ClaimModel? model, bool isCrossed)
    {
        var learned = Path.Combine(Shell.TablesFolder, "annotation", "wikinews.jsonl");
        var known = model is not null && model.Digest == ClaimModel.Shipped.Digest && File.Exists(learned) ? Encoding.UTF8.GetString(Files.Read(learned)) : "";
        var seen = model is null || isCrossed ? 0
            : model.About.EndsWith(DigestOf(texts), StringComparison.Ordinal) ? texts.Count
            : texts.Count(text => known.Contains(Digests.Hex(Encoding.UTF8.GetBytes(text.Text)), StringComparison.Ordinal));
        if (seen > 0)
        {
            yield return $"the model was learned from {seen} of these {Words.Count(texts.Count, "text")}: it does better on them than on others; --cross measures on texts not seen";
        }

        if (texts.Count < FewTexts)
        {
            yield return $"{Words.Count(texts.Count, "text")} {(texts.Count == 1 ? "is" : "are")} few: another set of {FewTexts} or more may give quite other figures";
        }
    }

    private const int FewTexts = 20;

    private static Command Evaluate(Shell shell)
    {
        var annotation = Verb.Arguments("ANNOTATION", "annotated texts, as for train");
        var texts = Verb.Option("--texts", "as for train", "PATH");
        var model = ModelOption;
        var cross = Verb.Flag("--cross", "instead of a model: learn five times from four fifths of the texts, and measure on the fifth that each did not see");
        return Verb.Alone(shell, "evaluate", "Measure against annotated texts: how many claims are found, how many of those are right, and how often a stated confidence holds.", "probatum text evaluate annotation.jsonl --texts texts/ --cross", [annotation, texts, model, cross], parse =>
        {
            if (parse.GetValue(cross) && parse.GetValue(model) is not null)
            {
                throw new BadInputException("--cross learns models of its own: leave out --model");
            }

            var read = Read(parse.GetRequiredValue(annotation), parse.GetValue(texts));
            var (used, score) = (parse.GetValue(cross) ? null : Model(parse.GetValue(model)), default(ClaimScore));
            var (bins, stances, denials) = (new SortedDictionary<int, (int Right, int All)>(), (Right: 0, All: 0), (Right: 0, All: 0));
            using var progress = new ProgressLine(shell, "measuring");
            try
            {
                var done = 0;
                foreach (var (text, claims) in parse.GetValue(cross) ? ClaimTraining.CrossValidate(read, CancellationToken.None) : read.Select(text => (text, ClaimExtractor.Extract(text.Text, new(), used))))
                {
                    var pairs = ClaimScore.Pair(text.Text, [.. claims.Select(claim => new AnnotatedClaim(claim.Source, claim.Cue, claim.Content, claim.Stance))], text.Claims);
                    score += new ClaimScore(pairs.Count(pair => pair.IsRight), claims.Length, text.Claims.Length);
                    var right = pairs.Where(pair => pair.IsRight).Select(pair => pair.Found).ToHashSet();
                    for (var i = 0; i < claims.Length; i++)
                    {
                        if (claims[i].InThousand is { } chance)
                        {
                            var (hits, all) = bins.GetValueOrDefault(chance / 100);
                            bins[chance / 100] = (hits + (right.Contains(i) ? 1 : 0), all + 1);
                        }
                    }

                    foreach (var (found, there, _) in pairs.Where(pair => text.Claims[pair.There].Stance is not null))
                    {
                        var (same, isDenial) = (claims[found].Stance == text.Claims[there].Stance, text.Claims[there].Stance == "denies");
                        stances = (stances.Right + (same ? 1 : 0), stances.All + 1);
                        denials = isDenial ? (denials.Right + (same ? 1 : 0), denials.All) : denials;
                    }

                    denials.All += text.Claims.Count(claim => claim.Stance == "denies");
                    progress.Report(++done / (double)read.Count);
                }
            }
            catch (ArgumentException e)
            {
                throw new BadInputException(e.Message);
            }

            var doubts = Doubts(read, used, parse.GetValue(cross)).ToList();
            return Answer.Of(
                [
                    .. doubts.Select(doubt => $"note: {doubt}"),
                    $"{Words.Count(read.Count, "text")}: {score}",
                    .. stances.All > 0 ? new[] { $"stance right in {stances.Right} of {stances.All} claims found; of {denials.All} denials {denials.Right} found as such" } : [],
                    .. bins.Select(bin => string.Create(CultureInfo.InvariantCulture, $"confidence {bin.Key / 10.0:0.0} to {(bin.Key + 1) / 10.0:0.0}: {(double)bin.Value.Right / bin.Value.All:0.00} right of {bin.Value.All}")),
                ],
                JsonMap.Of(
                    ("notes", JsonList.Of(doubts.Select(doubt => (Json)doubt))), ("texts", (long)read.Count), ("right", (long)score.Right), ("found", (long)score.Found), ("there", (long)score.There),
                    ("stanceRight", (long)stances.Right), ("stanceOf", (long)stances.All), ("denialsRight", (long)denials.Right), ("denialsOf", (long)denials.All),
                    ("confidence", JsonList.Of(bins.Select(bin => (Json)JsonMap.Of(("fromInThousand", bin.Key * 100L), ("right", (long)bin.Value.Right), ("of", (long)bin.Value.All)))))));
        });
    }

    private static Command Export(Shell shell)
    {
        var folder = Verb.Required("--output", "the folder; texts go into it too", "DIR");
        folder.Aliases.Add("-o");
        return Verb.Reading(
            shell, "export", "Take out what was reviewed, as annotated texts to train with: of each report whose claims are all reviewed, the confirmed and edited ones. Names of people stay in the texts.",
            "probatum text export -o reviewed/", [folder], (parse, opened) =>
            {
                var (lines, texts, left) = (new StringBuilder(), new List<(string Name, byte[] Bytes)>(), 0);
                foreach (var report in opened.State.Claims.Claims.GroupBy(claim => claim.Said.Report))
                {
                    if (opened.State.Claims.Report(report.Key)?.Captured.Text is not { } blob || opened.Workspace.Blobs.Read(blob.Sha256) is not { } text
                        || report.Any(claim => claim.State == ClaimState.Proposed))
                    {
                        left++;
                        continue;
                    }

                    var name = blob.Sha256[..16];
                    lines.Append(CanonicalJson.WriteText(JsonMap.Of(
                        ("id", name), ("sha256", blob.Sha256),
                        ("claims", JsonList.Of(report.Where(claim => claim.IsConfirmed).Select(claim => (Json)JsonMap.Of(
                            ("source", Spans(claim.Said.SourceSpans)), ("cue", Spans(claim.Said.CueSpans)), ("content", Spans(claim.Said.ContentSpans)), ("stance", claim.Said.Stance))))),
                        ("rejected", JsonList.Of(report.Where(claim => claim.State == ClaimState.Rejected).Select(claim => (Json)JsonMap.Of(
                            ("source", Spans(claim.Said.SourceSpans)), ("cue", Spans(claim.Said.CueSpans)), ("content", Spans(claim.Said.ContentSpans))))))))).Append('\n');
                    texts.Add(($"{name}.txt", text.ToArray()));
                }

                if (texts.Count == 0)
                {
                    throw new BadInputException("there is no report whose claims are all reviewed");
                }

                var to = parse.GetRequiredValue(folder);
                foreach (var (name, bytes) in texts)
                {
                    Files.Write(Path.Combine(to, "texts", name), bytes);
                }

                Files.Write(Path.Combine(to, "annotation.jsonl"), Encoding.UTF8.GetBytes(lines.ToString()));
                return Answer.Of(
                    [$"{to}: {Words.Count(texts.Count, "report")}{(left > 0 ? $"; {left} left out, whose claims are not all reviewed or that have no text" : "")}", $"train with: probatum text train {Path.Combine(to, "annotation.jsonl")} --texts {Path.Combine(to, "texts")} -o claims.model"],
                    JsonMap.Of(("folder", to), ("reports", (long)texts.Count), ("leftOut", (long)left)));
            });
    }

    private static JsonList Spans(IReadOnlyList<TextSpan> spans) => JsonList.Of(spans.Select(span => (Json)JsonList.Of([span.Start, span.End])));

    private static List<AnnotatedText> Read(string[] paths, string? texts)
    {
        var lines = texts is null || Directory.Exists(texts) ? [] : Files.Read(texts) is var bytes ? Lines(bytes) : [];
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (line, number) in lines.Select((line, i) => (line, i + 1)))
        {
            if (!TryLine(line, out var id, out var text))
            {
                throw new BadInputException($"{texts}: line {number}: a line is a JSON object with id and text");
            }

            known[id] = text;
        }

        return
        [
            .. paths.SelectMany(path => Lines(Files.Read(path)).Select((line, i) => AnnotatedText.Read(line, TextOf, out var why) ?? throw new BadInputException(
                $"{path}: line {i + 1}: {why}{(why.EndsWith("is not at hand", StringComparison.Ordinal) ? texts is null ? "; --texts says where texts are" : $" in {texts}" : "")}"))),
        ];

        string? TextOf(string id) => known.TryGetValue(id, out var text) ? text
            : texts is not null && Directory.Exists(texts) && id.IndexOfAny(['/', '\\']) < 0 && File.Exists(Path.Combine(texts, id + ".txt")) ? Encoding.UTF8.GetString(Files.Read(Path.Combine(texts, id + ".txt"))) : null;
    }

    private static string[] Lines(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool TryLine(string line, out string id, out string text)
    {
        (id, text) = ("", "");
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            (id, text) = (json.RootElement.GetProperty("id").GetString() ?? "", json.RootElement.GetProperty("text").GetString() ?? "");
            return id.Length > 0;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
