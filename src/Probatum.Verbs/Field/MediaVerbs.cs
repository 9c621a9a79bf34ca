using System.CommandLine;
using System.Globalization;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>probatum media …</summary>
internal static class MediaVerbs
{
    public static Command Of(Shell shell) => Verb.Group("media", "Photographs, films and recordings: kept unaltered; what is claimed, what the file tells and what is derived stay apart.", Add(shell), Examine(shell), Locate(shell), Alike(shell), Compare(shell), List(shell), Show(shell));

    private static Command Add(Shell shell)
    {
        var file = Verb.Argument("FILE", "the file as it came; it is kept unaltered");
        var (label, incident, title) = (Verb.Option("--label", "a short name, unique in the case", "TEXT"), Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--title", "one line in neutral words", "TEXT"));
        var (address, publisher, published) = (Verb.Option("--address", "where it was published", "URL"), Verb.Option("--publisher", "who published it", "PARTY"), Verb.Option("--published", "when", "TIME"));
        var (by, when, tool) = (Verb.Option("--by", "who captured or received it", "PARTY"), Verb.Option("--when", "when", "TIME"), Verb.Option("--tool", "with which program", "TEXT"));
        var chain = Verb.Several("--hand", "an earlier hand: who=what, or who=what@when, in order: 'A resident=filmed@2031-05-04'", "STEP");
        var (claimedBy, claimedWhen, claimedWhere, at, radius) = (
            Verb.Option("--claimed-by", "who says when and where it was taken", "PARTY"), Verb.Option("--claimed-when", "when it is said to be of", "TIME"), Verb.Option("--claimed-where", "where, in words", "PLACE"),
            Verb.Option("--claimed-at", "latitude,longitude as claimed", "LAT,LON"), Verb.Option("--radius", "uncertainty of that in metres", "METRES"));
        var (note, look) = (Verb.Option("--note", "what else is to be said", "TEXT"), Verb.Flag("--no-look", "do not look into it with ffmpeg"));
        return Verb.Writing(
            shell, "add", "Keep a photograph, film or recording: digest, what its file tells of time, place and camera, and the pictures in which scenes begin.",
            "probatum media add film.mp4 --label V-1 --incident I-1 --publisher 'Channel N' --claimed-by 'Channel N' --claimed-when 2031-05-04 --hand 'A resident=filmed'",
            [file, label, incident, title, address, publisher, published, by, when, tool, chain, claimedBy, claimedWhen, claimedWhere, at, radius, note, look], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(file);
                var bytes = Files.Read(path);
                var told = PhotoTold.Read(bytes);
                var blob = opened.Workspace.Blobs.Put(bytes, told?.Media ?? Files.Media(path));
                var claimed = (When: OpenedCase.When(parse.GetValue(claimedWhen), "as claimed"), Where: IncidentVerbs.Place(parse.GetValue(claimedWhere), parse.GetValue(at), parse.GetValue(radius)));
                if ((claimed.When ?? (object?)claimed.Where) is not null && parse.GetValue(claimedBy) is null)
                {
                    throw new BadInputException("a claimed time or place is somebody's: say whose with --claimed-by");
                }

                foreach (var known in opened.State.Media.Items.Where(item => item.Captured.File?.Sha256 == blob.Sha256))
                {
                    opened.Note($"the same file stands on record as {opened.Call(known.Id)}");
                }

                var id = opened.NewId();
                var captured = new MediaCaptured(
                    id, parse.GetValue(label), opened.FindOr("incident", parse.GetValue(incident)), blob, parse.GetValue(title), parse.GetValue(address), opened.FindOr("party", parse.GetValue(publisher)),
                    OpenedCase.When(parse.GetValue(published)), opened.FindOr("party", parse.GetValue(by)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(tool), [.. (parse.GetValue(chain) ?? []).Select(Step)],
                    opened.FindOr("party", parse.GetValue(claimedBy)), claimed.When, claimed.Where, told?.Taken, told?.LatE7, told?.LonE7, told?.Camera, parse.GetValue(note));
                var examined = parse.GetValue(look) ? null : Look(opened, id, path);
                var receipts = opened.Record(examined is null ? [captured] : [captured, examined]);
                foreach (var alike in opened.State.Media.Alike(of: id).Where(one => !one.SameBytes))
                {
                    opened.Note($"looks like {opened.Call(alike.First.Id)}: {alike.Apart} of 64 bits apart; 'probatum media alike' shows it");
                }

                return OpenedCase.Recorded(receipts, $"{opened.Call(id)}, {Words.Count(blob.Size, "byte")}, {examined?.Frames.Length ?? 0} pictures taken out", ("item", id.Text), ("sha256", blob.Sha256));
            });
    }

    private static Command Examine(Shell shell)
    {
        var item = Verb.Argument("ITEM", "its label");
        return Verb.Writing(shell, "examine", "Look into an item anew with the ffmpeg of this machine, for instance a newer one.", "probatum media examine V-1", [item], (parse, opened) =>
        {
            var known = Find(opened, parse.GetRequiredValue(item));
            var bytes = opened.Workspace.Blobs.Read(known.Captured.File?.Sha256 ?? "") ?? throw new BadInputException($"the file of {opened.Call(known.Id)} is not kept here");
            var folder = Directory.CreateTempSubdirectory("probatum-media-").FullName;
            try
            {
                var copy = Path.Combine(folder, "item");
                File.WriteAllBytes(copy, bytes.Span);
                var examined = Look(opened, known.Id, copy) ?? throw new BadInputException($"nothing can be said of {opened.Call(known.Id)}");
                return OpenedCase.Recorded(opened.Record(examined), $"{opened.Call(known.Id)}: {examined.Frames.Length} pictures taken out", ("item", known.Id.Text));
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        });
    }

    private static MediaExamined? Look(OpenedCase opened, EntityId item, string path)
    {
        if (MediaReading.Read(path, out var fault) is not { } seen)
        {
            opened.Note($"{Path.GetFileName(path)}: {fault.Why}");
            return null;
        }

        // Each frame is some hundred bytes of a leaf that holds 65,535.
        return new(
            item, null, seen.Tool, seen.Width, seen.Height, seen.DurationMs, seen.Streams,
            [.. seen.Frames.Select(frame => new KeyFrame(frame.AtMs, frame.Hash, opened.Workspace.Blobs.Put(frame.Picture, "image/jpeg")))]);
    }

    private static Command Locate(Shell shell)
    {
        var (item, basis) = (Verb.Argument("ITEM", "its label"), Verb.Required("--basis", "what it rests on: landmarks, shadows, a clock in the picture …", "TEXT"));
        var (when, where, at, radius, by) = (
            Verb.Option("--when", "when it was taken, as derived", "TIME"), Verb.Option("--where", "where, in words", "PLACE"), Verb.Option("--at", "latitude,longitude", "LAT,LON"), Verb.Option("--radius", "uncertainty in metres", "METRES"), Verb.Option("--by", "who derives it", "PARTY"));
        var files = Verb.Several("--file", "the comparison: pictures, maps", "FILE");
        return Verb.Writing(
            shell, "locate", "Record where or when an analyst holds that it was taken, and why. Others may hold otherwise; each stays.", "probatum media locate V-1 --at 36.17,37.08 --radius 30 --basis 'minaret and water tower as in the survey of 2029'",
            [item, basis, when, where, at, radius, by, files], (parse, opened) =>
            {
                var known = Find(opened, parse.GetRequiredValue(item));
                return OpenedCase.Recorded(
                    opened.Record(new MediaLocated(
                        known.Id, opened.FindOr("party", parse.GetValue(by)), OpenedCase.When(parse.GetValue(when), "derived"), IncidentVerbs.Place(parse.GetValue(where), parse.GetValue(at), parse.GetValue(radius)),
                        parse.GetRequiredValue(basis), [.. (parse.GetValue(files) ?? []).Select(file => opened.Keep(file, Files.Media(file))!)])),
                    $"{opened.Call(known.Id)}: derived", ("item", known.Id.Text));
            });
    }

    private static Command Alike(Shell shell)
    {
        var most = new Option<int>("--within") { Description = "the most of 64 bits in which pictures may differ", HelpName = "BITS", DefaultValueFactory = _ => PictureHash.MostApart };
        return Verb.Reading(shell, "alike", "Show which items have the same file or pictures that look alike: reasons to look at both, and no findings.", "probatum media alike", [most], (parse, opened) =>
        {
            var within = parse.GetValue(most) is >= 0 and <= 32 and var bits ? bits : throw new BadInputException("--within is a number from 0 to 32");
            var found = opened.State.Media.Alike(within);
            return Answer.Of(
                Columns.Of(["item", "and", "apart", "pictures", "an analyst says"], found.Select(one => new[]
                {
                    opened.Call(one.First.Id), opened.Call(one.Second.Id), one.SameBytes ? "the same file" : $"{one.Apart} of 64 bits",
                    string.Join(", ", one.Pairs.Take(3).Select(pair => $"{Seconds(pair.FirstMs)} and {Seconds(pair.SecondMs)}")), one.Verdict?.Verdict ?? "not looked at",
                })),
                JsonList.Of(found.Select(one => (Json)JsonMap.Of(
                    ("first", opened.Call(one.First.Id)), ("second", opened.Call(one.Second.Id)), ("apart", one.Apart), ("sameFile", new JsonTruth(one.SameBytes)),
                    ("pairs", JsonList.Of(one.Pairs.Select(pair => (Json)JsonMap.Of(("firstMs", pair.FirstMs), ("secondMs", pair.SecondMs), ("apart", pair.Apart))))),
                    ("verdict", one.Verdict?.Verdict is { } verdict ? verdict : null)))));
        });
    }

    private static Command Compare(Shell shell)
    {
        var (first, second, verdict, reason) = (Verb.Argument("ITEM", "its label"), Verb.Argument("OTHER", "the other's label"), Verb.Argument("VERDICT", string.Join(", ", MediaCompared.Verdicts)), Verb.Option("--reason", "why", "TEXT"));
        return Verb.Writing(shell, "compare", "Say of two items whether they show the same taking.", "probatum media compare V-1 V-2 same --reason 'the same reflections; V-2 is cut'", [first, second, verdict, reason], (parse, opened) => OpenedCase.Recorded(
            opened.Record(new MediaCompared(Find(opened, parse.GetRequiredValue(first)).Id, Find(opened, parse.GetRequiredValue(second)).Id, null, parse.GetRequiredValue(verdict), parse.GetValue(reason))),
            $"{parse.GetRequiredValue(first)} and {parse.GetRequiredValue(second)}: {parse.GetRequiredValue(verdict)}"));
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the items with claimed and derived time and place.", "probatum media list", [], (parse, opened) => Answer.Of(
        Columns.Of(["item", "incident", "claimed", "the file tells", "derived", "pictures", "title"], opened.State.Media.Items.Select(one => new[]
        {
            opened.Call(one.Id), one.Captured.Incident is { } incident ? opened.Call(incident) : "-", Placed(one.Captured.ClaimedWhen, one.Captured.ClaimedWhere), Placed(one.ToldWhen, one.ToldWhere),
            one.Located is [.., var last] ? Placed(last.When, last.Where) : "-", $"{one.Examined.Sum(seen => seen.Frames.Length)}", one.Captured.Title ?? "-",
        })),
        JsonList.Of(opened.State.Media.Items.Select(one => (Json)Json(one, opened)))));

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("ITEM", "its label");
        return Verb.Reading(shell, "show", "Show an item: the way it came, what is claimed, told by the file and derived, and where these do not agree.", "probatum media show V-1", [name], (parse, opened) =>
        {
            var one = Find(opened, parse.GetRequiredValue(name));
            var captured = one.Captured;
            return Answer.Of(
                [
                    $"{opened.Call(one.Id)}: {captured.Title ?? "no title"}; {captured.File?.Media ?? "file not said"}, SHA-256 {captured.File?.Sha256 ?? "withheld"}",
                    $"published {captured.Published?.Words ?? "at a time not given"} by {opened.State.Parties.Name(captured.Publisher)}{(captured.Address is { } address ? $" at {address}" : "")}; captured {captured.When?.Words ?? "at a time not given"} by {opened.State.Parties.Name(captured.By)}{(captured.Tool is { } tool ? $" with {tool}" : "")}",
                    .. captured.Chain.Select(step => $"  before: {step.By} {step.Act}{(step.When is { } at ? $", {at}" : "")}, as told"),
                    $"claimed by {opened.State.Parties.Name(captured.ClaimedBy)}: {Placed(captured.ClaimedWhen, captured.ClaimedWhere)}",
                    $"told by the file, which anybody could have written: {Placed(one.ToldWhen, one.ToldWhere)}{(captured.ToldCamera is { } camera ? $", {camera}" : "")}",
                    .. one.Located.Select(located => $"derived by {opened.State.Parties.Name(located.By)}: {Placed(located.When, located.Where)}; {located.Basis}"),
                    .. one.Disagreements.Select(words => $"  ! {words}"),
                    .. one.Examined.Select(seen => $"seen by {seen.Tool}: {(seen.Width is { } width ? $"{width} × {seen.Height}" : "no picture")}{(seen.DurationMs is { } length ? $", {Seconds(length)}" : "")}; {string.Join(", ", seen.Streams)}; {Words.Count(seen.Frames.Length, "picture")}: {string.Join(", ", seen.Frames.Take(12).Select(frame => Seconds(frame.AtMs)))}"),
                    .. opened.State.Media.Alike(of: one.Id).Select(alike => $"like {opened.Call(alike.First.Id == one.Id ? alike.Second.Id : alike.First.Id)}: {(alike.SameBytes ? "the same file" : $"{alike.Apart} of 64 bits apart")}; an analyst says: {alike.Verdict?.Verdict ?? "not looked at"}"),
                ],
                Json(one, opened));
        });
    }

    private static MediaItem Find(OpenedCase opened, string name) => opened.State.Media.Find(opened.Find("item of media", name))!;

    private static CaptureStep Step(string text) => text.Split('=', 2) is [var who, var rest] && rest.Split('@', 2) is var parts && who.Trim().Length > 0 && parts[0].Trim().Length > 0
        ? new(who.Trim(), parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : null, null)
        : throw new BadInputException($"'{text}' is no step such as 'A resident=filmed@2031-05-04'");

    private static string Placed(When? when, Where? where) =>
        (when, where) is (null, null) ? "nothing" : string.Join(", ", new[] { when?.Words, where?.Words }.OfType<string>());

    private static string Seconds(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000m:0.0} s");

    private static JsonMap Json(MediaItem one, OpenedCase opened) => JsonMap.Of(
        ("item", one.Id.Text), ("label", opened.Call(one.Id)), ("title", one.Captured.Title is { } title ? title : null), ("sha256", one.Captured.File?.Sha256 is { } sha ? sha : null),
        ("incident", one.Captured.Incident is { } incident ? opened.Call(incident) : null), ("claimedBy", one.Captured.ClaimedBy is { } by ? opened.State.Parties.Name(by) : null),
        ("claimed", Placed(one.Captured.ClaimedWhen, one.Captured.ClaimedWhere)), ("told", Placed(one.ToldWhen, one.ToldWhere)), ("camera", one.Captured.ToldCamera is { } camera ? camera : null),
        ("derived", JsonList.Of(one.Located.Select(located => (Json)JsonMap.Of(("by", opened.State.Parties.Name(located.By)), ("placed", Placed(located.When, located.Where)), ("basis", located.Basis ?? ""))))),
        ("disagreements", JsonList.Of(one.Disagreements.Select(words => (Json)words))),
        ("chain", JsonList.Of(one.Captured.Chain.Select(step => (Json)JsonMap.Of(("by", step.By), ("act", step.Act), ("when", step.When is { } at ? at : null))))),
        ("frames", JsonList.Of(one.Examined.SelectMany(seen => seen.Frames).Select(frame => (Json)JsonMap.Of(("atMs", frame.AtMs), ("hash", frame.Hash), ("sha256", frame.File?.Sha256 is { } file ? file : null))))));
}
