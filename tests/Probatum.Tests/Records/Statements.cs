using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using CsCheck;
using Probatum.Core.Claims;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Records;

/// <summary>Statements of every kind with every member, made from a seed; they speak of few entities, so that they meet.</summary>
internal static class Statements
{
    private static readonly string[] Texts =
    [
        "chlorine", "S-09", "Хан аль-Асаль", "خان العسل", "e\u0301", "\u00e9", "say \"so\" \\ \b\t\n\f\r\u0001\u001f\u007f\u2028", "😀", "",
    ];

    private static readonly ImmutableDictionary<string, Type> Types = typeof(Statement).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Statement)) && !type.IsAbstract)
        .ToImmutableDictionary(type => ((RecordKind)type.GetField("Row")!.GetValue(null)!).Name);

    public static Gen<Statement> Any { get; } =
        Gen.Select(Gen.Int[0, RecordKinds.All.Length - 1], Gen.Int).Select((kind, seed) => Of(RecordKinds.All[kind], seed));

    /// <summary>How many families of statements the room has, listed or not.</summary>
    public static int Count => Types.Count;

    public static Statement Of(RecordKind kind, int seed) => (Statement)Make(Types[kind.Name], new Random(seed));

    /// <summary>What it says, sealed and open members together.</summary>
    public static (JsonMap Sealed, JsonMap? Open) Said(Statement statement)
    {
        var body = new BodyWriter();
        statement.Describe(body);
        return (JsonMap.Of(body.Sealed.Select(member => (member.Name, (Json?)member.Value))), body.Open);
    }

    private static object Make(Type type, Random random)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return typeof(Statements).GetMethod(nameof(Several), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(null, [random])!;
        }

        return type switch
        {
            _ when type == typeof(string) => Texts[random.Next(Texts.Length)] + random.Next(100).ToString(CultureInfo.InvariantCulture),
            _ when type == typeof(long) => random.NextInt64(-JsonNumber.Largest, JsonNumber.Largest + 1),
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(EntityId) => EntityId.New(span => span.Fill((byte)random.Next(8))),
            _ when type == typeof(TextSpan) => new TextSpan(random.Next(1000), random.Next(1000, 2000)),
            _ when type == typeof(When) => Time(random),
            _ when type == typeof(Where) => Place(random),
            _ when type == typeof(Photo) => new Photo(Blob.Of(BitConverter.GetBytes(random.Next()), "image/jpeg"), "2016-11-13T09:30:00Z", random.Next(-900_000_000, 900_000_001), random.Next(-1_800_000_000, 1_800_000_001)),
            _ when type == typeof(KeyFrame) => new KeyFrame(random.Next(), PictureHash.Text((ulong)random.NextInt64()), random.Next(2) == 0 ? null : Blob.Of([2], "image/jpeg")),
            _ when type == typeof(Blob) => Blob.Of(BitConverter.GetBytes(random.Next()), "text/plain"),
            _ when type == typeof(JsonMap) => JsonMap.Of(("b", (string)Make(typeof(string), random)), ("a/b.csv", "0")),
            _ => type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First() is var most
                ? most.Invoke([.. most.GetParameters().Select(parameter => Make(parameter.ParameterType, random))])
                : null!,
        };
    }

    private static ImmutableArray<T> Several<T>(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (T)Make(typeof(T), random))];

    private static When Time(Random random) => random.Next(4) switch
    {
        0 => When.NotKnown("the witness does not remember"),
        1 => new("before dawn", null, null, "a witness"),
        2 => When.Parse("2016-11-13", "a form")!,
        _ => When.At(new DateTimeOffset(2016, 11, 13, 9, 30, 0, TimeSpan.FromHours(random.Next(-14, 15))), "device"),
    };

    private static Where Place(Random random) => random.Next(2) == 0
        ? new("1070 apartments, Aleppo")
        : new("the roof", random.Next(-900_000_000, 900_000_001), random.Next(-1_800_000_000, 1_800_000_001), 50, Blob.Of([1], "application/geo+json"));
}
