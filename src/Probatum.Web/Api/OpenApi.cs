using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
using Probatum.Web.Accounts;
using Probatum.Web.Runs;

namespace Probatum.Web.Api;

/// <summary>What the interface takes and gives, as an OpenAPI 3.1 document made of the verbs themselves.</summary>
internal static class OpenApi
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/openapi.json", () => Answers.Json(Document)).WithMetadata(new AccessAttribute(Needs.Session) { Token = "" });

    /// <summary>The document.</summary>
    public static JsonMap Document { get; } = JsonMap.Of(
        ("openapi", "3.1.0"),
        ("info", JsonMap.Of(
            ("title", "Probatum"), ("version", "1"),
            ("description", "The verbs of the command line over HTTP. A verb that records something answers 202 with a job that waits for a signature: sign the texts of 'asked' with your Ed25519 key and POST the signatures to the job. Errors are RFC 9457 problems."))),
        ("servers", JsonList.Of([JsonMap.Of(("url", "/"))])),
        ("security", JsonList.Of([JsonMap.Of(("token", JsonList.Of([]))), JsonMap.Of(("session", JsonList.Of([])))])),
        ("components", JsonMap.Of(
            ("securitySchemes", JsonMap.Of(
                ("token", JsonMap.Of(("type", "http"), ("scheme", "bearer"), ("description", "An API token, bound to a case and to verbs."))),
                ("session", JsonMap.Of(("type", "apiKey"), ("in", "cookie"), ("name", Gate.Cookie))))),
            ("schemas", JsonMap.Of(
                ("Problem", Shape(("status", "integer", null), ("title", "string", "why it was refused"))),
                ("Job", Shape(
                    ("id", "string", null), ("case", "string", null), ("verb", "string", null), ("own", "boolean", "whether the session or token began it that asks"), ("began", "string", null), ("state", "string", "running, signing, done or failed"),
                    ("progress", "object", null), ("asked", "object", "what waits for a signature: number, key, texts in Base64"), ("notes", "array", null), ("text", "string", "for people"),
                    ("answer", "object", "for programs, as the verb prints it with --json"), ("code", "integer", "0 good, 1 found wanting, 2 refused"), ("files", "array", "what came out"))))))),
        ("paths", JsonMap.Of(Paths())));

    private static IEnumerable<(string Name, Json? Value)> Paths()
    {
        yield return ("/api/v1/me", Get("Your account", "the account, its keys, passkeys and cases"));
        yield return ("/api/v1/me/keys/challenge", JsonMap.Of(("post", Operation("What a key signs to be added to your account, good once and for five minutes", [], null, "challenge, and the text to sign"))));
        yield return ("/api/v1/me/keys", JsonMap.Of(("post", Operation("Add a key that signs records: only whoever has it can", [], Body(JsonMap.Of(("publicKey", Text("Base64 of 32 bytes")), ("device", Text("what you call where it lies")), ("challenge", Text("as it was given")), ("signature", Text("Base64 of 64 bytes, over the text"))), ["publicKey", "challenge", "signature"]), "the account"))));
        yield return ("/api/v1/cases/{case}/invitations", JsonMap.Of(("get", Operation("Links into the case that are still good, for its owners", [CaseId], null, "a list"))));
        yield return ("/api/v1/cases/{case}/invitations/{invitation}", JsonMap.Of(("delete", Operation("Take a link back", [CaseId, Parameter("invitation", "path", true, "the invitation", false)], null, null))));
        yield return ("/api/v1/invitations", Get("Links that are still good, for owners of the workspace", "a list"));
        yield return ("/api/v1/invitations/{invitation}", JsonMap.Of(("delete", Operation("Take a link back", [Parameter("invitation", "path", true, "the invitation", false)], null, null))));
        yield return ("/api/v1/cases", JsonMap.Of(("get", Operation("The cases that you may see", [], null, "a list")), ("post", Operation("Open a case", [], Body(JsonMap.Of(("title", Text(null)), ("mandate", Text(null)), ("key", Text(null))), ["title"]), "a job"))));
        yield return ("/api/v1/cases/{case}", JsonMap.Of(("get", Operation("A case, and the verbs that you may run in it", [CaseId], null, "the case"))));
        yield return ("/api/v1/cases/{case}/files/{sha256}", JsonMap.Of(("get", Operation("A file that a record names", [CaseId, Parameter("sha256", "path", true, "its SHA-256", false)], null, "the file"))));
        yield return ("/api/v1/cases/{case}/places", JsonMap.Of(("get", Operation(
            "What map and time line draw: each thing with its leaf, kind, words, who, time, place", [CaseId, Query("kind", "a kind of thing", true), Query("incident", "an incident by its name", false), Query("party", "a party by its name", false), Query("from", "a day", false), Query("to", "the last day", false), Query("q", "words", false)], null, "kinds and items"))));
        yield return ("/api/v1/cases/{case}/records/{leaf}/text", JsonMap.Of(("get", Operation("A record as it was signed, for those who see the whole case", [CaseId, Leaf], null, "the text"))));
        yield return ("/api/v1/cases/{case}/records/{leaf}/proof", JsonMap.Of(("get", Operation("The proof that a record is in the log (c2sp.org/tlog-proof)", [CaseId, Leaf], null, "the proof"))));
        yield return ("/api/v1/cases/{case}/activity", JsonMap.Of(("get", Operation("What everybody did in the case, newest first", [CaseId, .. ActivityFilter], null, "entries, and from where to read on"))));
        yield return ("/api/v1/cases/{case}/activity.csv", JsonMap.Of(("get", Operation("The same as a table", [CaseId, .. ActivityFilter], null, "CSV"))));
        yield return ("/api/v1/activity", JsonMap.Of(("get", Operation("What everybody did in the workspace, newest first", ActivityFilter, null, "entries, and from where to read on"))));
        yield return ("/api/v1/activity.csv", JsonMap.Of(("get", Operation("The same as a table", ActivityFilter, null, "CSV"))));
        yield return ("/api/v1/basemap", Get("The map of the workspace's own that lies below", "GeoJSON; 204 where there is none"));
        yield return ("/api/v1/search", JsonMap.Of(("get", Operation(
            "Records by words, within what you may see",
            [
                Query("q", "the words", false), Query("case", "only this case", false), Query("kind", "a kind of record", true), Query("author", "the key that signed first", true), Query("made", "a year or month", true),
                Query("skip", "how many to pass over", false), Query("take", "how many to give, up to 100", false),
            ], null, "hits and facets"))));
        yield return ("/api/v1/cases/{case}/runs/{run}/curve", JsonMap.Of(("get", Operation("The points of an instrument's run: places as 64-bit, then heights as 32-bit floats, the least byte first", [CaseId, RunId, Parameter("trace", "query", false, "which curve of the file, from 0", false), Parameter("from", "query", false, "the first place", false), Parameter("to", "query", false, "the last place", false), Parameter("most", "query", false, "how many points at the most; thinned, no peak is lost", false)], null, "the points"))));
        yield return ("/api/v1/cases/{case}/runs/{run}/spectrum", JsonMap.Of(("get", Operation("The mass spectrum of a run nearest to a time", [CaseId, RunId, Parameter("at", "query", true, "seconds", false)], null, "the lines"))));
        yield return ("/api/v1/cases/{case}/identifications/{identification}/components/{number}", JsonMap.Of(("get", Operation("A component beside its candidates, where their spectra are kept", [CaseId, Parameter("identification", "path", true, "the identification", false), Parameter("number", "path", true, "the component, from 1", false)], null, "the lines of each"))));
        yield return ("/api/v1/jobs", Get("Your jobs", "newest first"));
        yield return ("/api/v1/jobs/events", Get("What happens to your jobs", "server-sent events, each a job"));
        yield return ("/api/v1/jobs/{job}", JsonMap.Of(("get", Operation("A job", [JobId], null, "the job"))));
        yield return ("/api/v1/jobs/{job}/events", JsonMap.Of(("get", Operation("What happens to a job, until it is over", [JobId], null, "server-sent events, each the job"))));
        yield return ("/api/v1/jobs/keys", JsonMap.Of(("post", Operation("Say which keys lie in this browser", [], Body(JsonMap.Of(("keys", JsonMap.Of(("type", "array"), ("items", Text("a key's name"))))), ["keys"]), null))));
        yield return ("/api/v1/jobs/{job}/signatures", JsonMap.Of(("post", Operation("Sign what a job waits for", [JobId], Body(JsonMap.Of(("number", JsonMap.Of(("type", "integer"))), ("signatures", JsonMap.Of(("type", "array"), ("items", Text("Base64 of 64 bytes"))))), ["number", "signatures"]), null))));
        yield return ("/api/v1/jobs/{job}/files/{name}", JsonMap.Of(("get", Operation("A file that came out", [JobId, Parameter("name", "path", true, "its name", false)], null, "the file"))));
        yield return ("/log/{case}/checkpoint", JsonMap.Of(("get", Operation("The signed checkpoint of the case's log (c2sp.org/tlog-checkpoint)", [CaseId], null, "the checkpoint"))));
        yield return ("/log/{case}/tile/{path}", JsonMap.Of(("get", Operation("A tile of the case's log (c2sp.org/tlog-tiles)", [CaseId, Parameter("path", "path", true, "the tile", false)], null, "the tile"))));
        foreach (var rule in VerbRules.All.Values.OrderBy(rule => rule.Words, StringComparer.Ordinal))
        {
            yield return ($"/api/v1/cases/{{case}}/verbs/{rule.Words.Replace(' ', '/')}", Verb(rule));
        }
    }

    private static JsonMap Verb(VerbRule rule)
    {
        var command = VerbRules.CommandOf(rule.Words);
        var words = (command.Description ?? "").Split("\n\nExample:", 2);
        var (options, arguments) = (VerbRules.OptionsOf(rule.Words), VerbRules.ArgumentsOf(rule.Words));
        var body = Body(
            JsonMap.Of(
                ("arguments", arguments.IsEmpty ? null : JsonMap.Of(("type", "array"), ("items", Text(null)), ("description", string.Join(", then ", arguments.Select(argument => $"{argument.Name}: {argument.Description}"))))),
                ("options", JsonMap.Of(("type", "object"), ("additionalProperties", new JsonTruth(false)), ("properties", JsonMap.Of(options.Select(option => (option.Name.TrimStart('-'), (Json?)Schema(option))))))),
                ("key", Text("the key that signs, where you have several")), ("secret", Text("a passphrase that the verb asks for"))), []);
        var post = Operation(words[0], [CaseId, Parameter("Idempotency-Key", "header", false, "the same key is the same request; another request under it is refused with 422", false), Parameter("If-Match", "header", false, "the version of the case that you saw (its ETag); nothing is recorded where it has changed", false)], body, "the job");
        return rule.Kind == VerbKind.Writes ? JsonMap.Of(("post", post)) : JsonMap.Of(
            ("get", Operation(
                words[0],
                [
                    CaseId, .. arguments.IsEmpty ? Array.Empty<JsonMap>() : [Parameter("argument", "query", false, string.Join(", then ", arguments.Select(argument => argument.Name)), true)],
                    .. options.Where(option => PathValues.Of(option) is ValueSort.Words or ValueSort.Number or ValueSort.Known or ValueSort.Address).Select(option => Parameter(option.Name.TrimStart('-'), "query", option.Required, option.Description, option.Arity.MaximumNumberOfValues > 1)),
                ], null, "as the verb prints it with --json")),
            ("post", post));
    }

    private static JsonMap Schema(Option option) => JsonMap.Of(
    [
        ("description", $"{option.Description}{(PathValues.Of(option) == ValueSort.Input ? " (the name of a file that is sent along)" : "")}{(option.Required ? " (required)" : "")}"),
        .. option.ValueType == typeof(bool) ? [("type", "boolean")]
            : option.Arity.MaximumNumberOfValues > 1 ? [("type", "array"), ("items", Text(option.HelpName))]
            : new (string, Json?)[] { ("type", JsonList.Of(["string", "number"])) },
    ]);

    private static JsonMap CaseId => Parameter("case", "path", true, "the case", false);

    private static JsonMap Leaf => Parameter("leaf", "path", true, "the leaf's number", false);

    private static IEnumerable<JsonMap> ActivityFilter =>
    [
        Query("account", "an account's id", false), Query("what", "a kind of act", false), Query("case", "a case", false), Query("from", "a day", false), Query("to", "the last day", false), Query("text", "what stands in it", false),
        Query("before", "read on from this place", false), Query("count", "how many, up to 500", false),
    ];

    private static JsonMap Query(string name, string words, bool isMany) => Parameter(name, "query", false, words, isMany);

    private static JsonMap RunId => Parameter("run", "path", true, "the run", false);

    private static JsonMap JobId => Parameter("job", "path", true, "the job", false);

    private static JsonMap Text(string? words) => words is null ? JsonMap.Of(("type", "string")) : JsonMap.Of(("type", "string"), ("description", words));

    private static JsonMap Get(string words, string answer) => JsonMap.Of(("get", Operation(words, [], null, answer)));

    private static JsonMap Parameter(string name, string place, bool isRequired, string? words, bool isMany) => JsonMap.Of(
        ("name", name), ("in", place), ("required", new JsonTruth(isRequired)), ("description", words),
        ("schema", isMany ? JsonMap.Of(("type", "array"), ("items", Text(null))) : Text(null)));

    private static JsonMap Body(JsonMap members, string[] required)
    {
        var schema = JsonMap.Of(("type", "object"), ("properties", members), ("required", required.Length == 0 ? null : JsonList.Of(required.Select(name => (Json)name))));
        return JsonMap.Of(("content", JsonMap.Of(
            ("application/json", JsonMap.Of(("schema", schema))),
            ("multipart/form-data", JsonMap.Of(("schema", JsonMap.Of(("type", "object"), ("properties", JsonMap.Of(("asking", schema), ("file", JsonMap.Of(("type", "array"), ("items", JsonMap.Of(("type", "string"), ("contentMediaType", "application/octet-stream"))))))))))))));
    }

    private static JsonMap Shape(params (string Name, string Type, string? Words)[] members) => JsonMap.Of(
        ("type", "object"), ("properties", JsonMap.Of(members.Select(one => (one.Name, (Json?)JsonMap.Of(("type", JsonList.Of([one.Type, "null"])), ("description", one.Words)))))));

    private static JsonMap Operation(string words, IEnumerable<JsonMap> parameters, JsonMap? body, string? answer)
    {
        var problem = JsonMap.Of(("description", "refused"), ("content", JsonMap.Of(("application/problem+json", JsonMap.Of(("schema", JsonMap.Of(("$ref", "#/components/schemas/Problem"))))))));
        return JsonMap.Of(
            ("summary", words), ("parameters", JsonList.Of(parameters.Select(one => (Json)one))), ("requestBody", body),
            ("responses", JsonMap.Of(
                (answer is null ? "204" : "200", JsonMap.Of(("description", answer ?? "taken"))), ("400", problem), ("401", problem), ("403", problem), ("404", problem),
                ("202", answer is "a job" or "the job" ? JsonMap.Of(("description", "it is at work, or waits for a signature")) : null))));
    }
}
