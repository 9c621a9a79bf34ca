using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum correct</summary>
internal static class CorrectVerb
{
    public static Command Of(Shell shell)
    {
        var record = Verb.Argument("RECORD", "the record's id (r-…) or leaf number, or the name of what it introduced");
        var set = Verb.Several("--set", "a member and its new value as NAME=VALUE; a time, a party or sample by name, or JSON", "MEMBER");
        var unset = Verb.Several("--unset", "members to leave out", "NAME");
        var reason = Verb.Required("--reason", "why; sealed", "WHY");
        return Verb.Writing(
            shell, "correct", "Correct a record by a new one. The old one stays, visible; the last correction holds.", "probatum correct 12 --set label=S-10 --reason 'misread on the container'",
            [record, set, unset, reason], (parse, opened) =>
            {
                var entry = Entry(opened, parse.GetRequiredValue(record));
                var first = entry.Envelope.Corrects ?? entry.Id;
                var standing = opened.State.CorrectedBy.TryGetValue(first, out var last) ? opened.State.Entries.First(one => one.Id == last) : entry;
                if (standing.Statement is not { } statement)
                {
                    throw new BadInputException($"leaf {entry.Index} is of a kind that this version does not know");
                }

                var body = new BodyWriter();
                statement.Describe(body);
                var members = body.Sealed.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
                var shown = members.Count == 0 ? "none" : string.Join(", ", members.Keys);
                foreach (var text in parse.GetValue(set) ?? [])
                {
                    if (text.Split('=', 2) is not [var name, var value])
                    {
                        throw new BadInputException($"'{text}' is not NAME=VALUE");
                    }

                    members[name] = Value(opened, members.GetValueOrDefault(name), value);
                }

                foreach (var name in parse.GetValue(unset) ?? [])
                {
                    if (!members.Remove(name))
                    {
                        throw new BadInputException($"the record has no member '{name}'; it has {shown}");
                    }
                }

                var reader = new BodyReader(JsonMap.Of(members.Select(member => (member.Key, (Json?)member.Value))), body.Open ?? JsonMap.Empty, 0);
                var corrected = statement.Kind.Read(reader);
                reader.Close();
                if (reader.Fault != default)
                {
                    throw new BadInputException($"{reader.Fault.Why}; the record has {shown}");
                }

                var receipts = opened.RecordAll([new(corrected, first, CorrectionReason: parse.GetRequiredValue(reason))]);
                return OpenedCase.Recorded(receipts, $"leaf {entry.Index} ({entry.Type}) corrected", ("corrects", first.Text));
            });
    }

    private static Entry Entry(OpenedCase opened, string name) =>
        (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? opened.State.Entries.Find(one => one.Index == index)
            : name.StartsWith("r-", StringComparison.Ordinal)
                ? opened.State.Entries.Find(one => one.Id.Text == name)
                : opened.State.Entries.Find(one => one.Index == opened.Any(name).Index))
        ?? throw new BadInputException($"this case has no record '{name}'");

    /// <summary>The value in the form that the member has now; a member that is not there yet is a text unless written as JSON.</summary>
    private static Json Value(OpenedCase opened, Json? now, string text)
    {
        if (text.Length > 0 && text[0] is '{' or '[')
        {
            return CanonicalJson.TryRead(Encoding.UTF8.GetBytes(text), out var json, out var fault) ? json : throw new BadInputException($"'{text}', byte {fault.At}: {fault.Why}");
        }

        return now switch
        {
            JsonNumber => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new BadInputException($"'{text}' is no whole number"),
            JsonTruth => text is "true" or "false" ? new JsonTruth(text == "true") : throw new BadInputException($"'{text}' is neither true nor false"),
            JsonText id when EntityId.IsWellFormed(id.Value) => opened.Any(text).Id.Text,
            JsonMap map when map["from"] is not null || map["unknown"] is not null => WhenJson(text),
            JsonList or JsonMap => throw new BadInputException($"this member is a list or a map: give JSON, now {CanonicalJson.WriteText(now)}"),
            _ => text,
        };
    }

    private static JsonMap WhenJson(string text)
    {
        var body = new BodyWriter();
        body.When("when", OpenedCase.When(text));
        return (JsonMap)body.Sealed[0].Value;
    }
}
