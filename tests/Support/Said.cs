using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Probatum.Core;
using Probatum.Core.Records;

namespace Probatum.TestSupport;

/// <summary>Statements put into a state without a log, and the rule tables of the repository.</summary>
internal static class Said
{
    /// <summary>The key under which statements stand unless a test says otherwise.</summary>
    public static KeyName Owner { get; } = new("k-owner-----------------");

    public static Dictionary<string, ReadOnlyMemory<byte>> TableFiles { get; } =
        Directory.GetFiles(Path.Combine(TestData.Repository, "data"), "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(Path.Combine(TestData.Repository, "data"), path).Replace('\\', '/')))
            .Where(file => RuleTables.IsOne(file.Name)).ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file.Path));

    public static RuleTables Tables { get; } =
        RuleTables.TryRead(TableFiles, out var tables, out var fault) ? tables : throw new InvalidDataException(fault.Why);

    /// <summary>The entity of that number, the same in every run.</summary>
    public static EntityId Id(int number) => EntityId.New(Seeded(number));

    /// <summary>Bytes that depend on the seed alone.</summary>
    public static Randomness Seeded(int seed)
    {
        var counter = 0;
        return bytes =>
        {
            Span<byte> block = stackalloc byte[8];
            for (var at = 0; at < bytes.Length; at += 32)
            {
                BinaryPrimitives.WriteInt32BigEndian(block, seed);
                BinaryPrimitives.WriteInt32BigEndian(block[4..], counter++);
                var hash = SHA256.HashData(block);
                hash.AsSpan(0, Math.Min(32, bytes.Length - at)).CopyTo(bytes[at..]);
            }
        };
    }

    public static CaseState State(params IEnumerable<Statement> statements) => CaseState.Of(Entries(statements));

    public static IEnumerable<Entry> Entries(IEnumerable<Statement> statements) => statements.Select((said, i) => Entry(i, said));

    public static Entry Entry(long index, Statement said, KeyName? by = null, long? corrects = null) => new(
        index, IdOf(index), said.Kind.Name, said.Kind.Major,
        new(default, [by ?? Owner], index, null, null, new("2016-11-30T00:00:00Z", "device"), [], corrects is { } first ? IdOf(first) : null),
        said, 0);

    /// <summary>A time as written, which must be one.</summary>
    public static When At(string said) => When.Parse(said, "test") ?? throw new FormatException(said);

    private static RecordId IdOf(long index) => new("r-" + index.ToString(CultureInfo.InvariantCulture));
}
