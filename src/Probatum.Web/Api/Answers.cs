using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Probatum.Core.Records;
using Probatum.Verbs;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>How the interface answers.</summary>
internal static class Answers
{
    /// <summary>Names as JSON has them, no duplicate members, nothing that is not known.</summary>
    public static JsonSerializerOptions Form { get; } = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Why it was refused (RFC 9457).</summary>
    public static IResult Problem(int status, string why) => Results.Json(new { status, title = why }, Form, "application/problem+json", status);

    /// <summary>Canonical JSON of the core.</summary>
    public static IResult Json(Json json, int status = 200) => Results.Text(CanonicalJson.WriteText(json) + "\n", "application/json", statusCode: status);

    /// <summary>The body of a request.</summary>
    /// <exception cref="BadInputException">It is no such JSON.</exception>
    public static async Task<T> Body<T>(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Form, context.RequestAborted).ConfigureAwait(false) ?? throw new BadInputException("the body is empty");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"the body is not as it should be: {e.Message}");
        }
    }

    /// <summary>What a browser's authenticator said.</summary>
    /// <exception cref="BadInputException">It said nothing.</exception>
    public static string Credential(JsonElement said) => said.ValueKind == JsonValueKind.Object ? said.GetRawText() : throw new BadInputException("the credential is missing");

    /// <summary>Answers, and turns what a person gave wrong into a problem.</summary>
    public static async Task<IResult> Guard(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (AccessEndedException e)
        {
            return Problem(StatusCodes.Status401Unauthorized, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return Problem(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "the request is larger than what is taken here" : "the request is not as it should be, or ended before its end");
        }
        catch (Exception e) when (e is BadInputException or ArgumentException)
        {
            return Problem(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (FormatException)
        {
            return Problem(StatusCodes.Status400BadRequest, "a value is not in its form: keys and signatures are Base64");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, "this can't be read or kept now; whoever keeps this server looks at its disk");
        }
        catch (InvalidDataException)
        {
            return Problem(StatusCodes.Status500InternalServerError, "what is kept here does not hold; whoever keeps this server runs 'probatum log audit', which says what");
        }
    }
}
