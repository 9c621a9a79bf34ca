using System.Text.RegularExpressions;
using Probatum.Core.Fhir;

namespace Probatum.Intake;

/// <summary>What in a file says who somebody is: names, addresses, numbers to call, pictures, days of birth, numbers of registers; and what may: narratives and attached files.</summary>
/// <remarks>A case has persons under codes. What stands here is never recorded, and a file with it is not kept.</remarks>
internal static partial class FhirPersonalData
{
    private static readonly string[] People = ["Patient", "Person", "RelatedPerson", "Practitioner", "PractitionerRole"];
    private static readonly string[] Elements = ["name", "telecom", "address", "photo", "contact"];

    /// <summary>Data types that are of somebody wherever they stand.</summary>
    private static readonly string[] Kinds = ["valueHumanName", "valueAddress", "valueContactPoint", "valueContactDetail"];

    /// <summary>The elements that say who somebody is.</summary>
    /// <param name="document">The file.</param>
    /// <param name="codes">The system of identifiers that are codes and no names; null for none but ours.</param>
    public static IEnumerable<FhirNode> In(FhirDocument document, string? codes)
    {
        foreach (var one in document.Resources)
        {
            if (People.Contains(one.Type))
            {
                foreach (var node in one.Node.Items.Where(item => Elements.Contains(item.Name) || (item.Name == "birthDate" && item.IsText && Day().IsMatch(item.Element.GetString()!)) || item.Name == "_birthDate"))
                {
                    yield return node;
                }

                foreach (var identifier in one.Node.List("identifier").Where(item => item.Peek("value") is not null && !IsCode(item.Peek("system"), codes)))
                {
                    yield return identifier;
                }
            }

            // What contains another is looked through with it, and that other one by itself.
            foreach (var node in Below(one.Node).Where(node => IsOfSomebody(node, one, document, codes)))
            {
                yield return node;
            }
        }
    }

    /// <summary>What people are called in it, to be looked for in what is taken.</summary>
    public static IEnumerable<string> Names(IEnumerable<FhirNode> found) => found.SelectMany(node => node.All())
        .Where(node => node.Name is "family" or "given" or "text" or "display" or "name" && node.IsText).Select(node => node.Element.GetString()!).Where(name => name.Length < 200);

    /// <summary>Whether a reference is to a person other than the one that the file is about.</summary>
    public static bool IsOfPerson(FhirNode reference, FhirResource from, FhirDocument document) =>
        reference.Peek("type") is { } type ? People.Contains(type)
        : document.Find(reference, from, out _) is { } found ? People.Contains(found.Type)
        : reference.Peek("reference") is not { } said || People.Any(person => said.Contains($"{person}/", StringComparison.Ordinal) || said.StartsWith("urn:", StringComparison.Ordinal));

    private static IEnumerable<FhirNode> Below(FhirNode node) => node.Items.Where(item => item.Name != "contained").SelectMany(item => Below(item).Prepend(item));

    private static bool IsOfSomebody(FhirNode node, FhirResource one, FhirDocument document, string? codes) =>
        Kinds.Contains(node.Name)
        || (node.Name == "url" && node.IsText && node.Element.GetString()!.EndsWith("mothersMaidenName", StringComparison.Ordinal))

        // A reference shows a name where it is to a person, or to nobody says what.
        || (node.Peek("display") is not null && (node["reference"] is not null || node["identifier"] is not null || IsPlace(node)) && node["system"] is null && node["code"] is null && !IsCode(node["identifier"]?.Peek("system"), null) && IsOfPerson(node, one, document))
        || (node.Name == "identifier" && node.Peek("value") is not null && !IsCode(node.Peek("system"), codes) && node.Peek("system") is not null && IsPersonsOwn(node, one))
        || (node.Name == "authorString" && node.IsText)

        // A narrative is made of all the rest, names too; what a file attached says nobody looks at here.
        || (node.Name == "text" && node["div"] is not null) || (node.Name == "data" && node.IsText && (node.Above?["contentType"] is not null));

    private static bool IsPersonsOwn(FhirNode node, FhirResource one) => !People.Contains(one.Type) && node.Path.Contains(".subject", StringComparison.Ordinal);

    /// <summary>Whether it is where references stand, as far as their elements' names tell.</summary>
    private static bool IsPlace(FhirNode node) => node.Name is "performer" or "actor" or "collector" or "subject" or "patient" or "who" or "asserter" or "recorder" or "requester" or "participant" or "individual" or "author" or "onBehalfOf" or "informationSource" or "resultsInterpreter" or "verifiedWith" or "authorReference";

    private static bool IsCode(string? system, string? codes) => system is not null && (system.StartsWith(FhirNames.Own, StringComparison.Ordinal) || system == codes);

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    private static partial Regex Day();
}
