using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>The traces of an SPC file.</summary>
internal sealed class SpcSubfiles(ReadOnlyMemory<byte> file, SpcHeader header)
{
    private const int FloatExponent = -128;
    private int _at;
    private SpectraFault _fault;

    public List<(float Z, ImmutableArray<double> X, ImmutableArray<double> Y)> Read { get; } = [];

    public bool TryRead(int mostSubfiles, out SpectraFault fault)
    {
        var isOld = header.Version == SpcHeader.LabCalc;
        _at = isOld ? SpcHeader.LabCalcSize : SpcHeader.Size;
        if (header.Subfiles > mostSubfiles || (!header.HasOwnX && (header.Points == 0 || header.Points > file.Length)))
        {
            fault = new("spc/header", 4, "the header counts more traces or points than the file can hold");
            return false;
        }

        var shared = header.HasGivenX ? Floats((int)header.Points) : header.HasOwnX ? [] : Even((int)header.Points);
        var wanted = isOld && header.IsMulti ? mostSubfiles : Math.Max(1, (int)header.Subfiles);
        for (var i = 0; i < wanted && _fault == default; i++)
        {
            // old files do not count their traces: they end with the file
            if (isOld && i > 0 && _at == file.Length)
            {
                break;
            }

            TakeSubfile(shared);
        }

        fault = _fault;
        return fault == default;
    }

    private void TakeSubfile(ImmutableArray<double> shared)
    {
        var head = Take(SpcHeader.SubheaderSize);
        if (head.IsEmpty)
        {
            return;
        }

        var big = header.IsBigEndian;
        var own = unchecked((sbyte)head[1]);
        // in files of one trace, writers leave the subheader's exponent at 0
        var exponent = header.IsMulti ? own : header.Exponent;
        var z = SpcHeader.Single(head[4..], big);
        var count = header.HasOwnX ? SpcHeader.Word(head[16..], big) : header.Points;
        if (count > file.Length || (header.HasOwnX && count == 0 && header.Points != 0 && !header.IsMulti))
        {
            Fail("spc/subfile", "a trace counts more points than the file can hold");
            return;
        }

        var x = header.HasOwnX ? Floats((int)count) : shared;
        var y = Ordinates((int)count, exponent);
        if (_fault == default)
        {
            Read.Add((float.IsFinite(z) ? z : 0.0f, x, y));
        }
    }

    private ImmutableArray<double> Even(int count)
    {
        // bounded like any array: the ordinates of these points are in the file too
        if (count > (file.Length - _at) / (header.HasShortY ? 2 : 4))
        {
            Fail("spc/truncated", "the file ends within its points");
            return [];
        }

        var x = ImmutableArray.CreateBuilder<double>(count);
        for (var i = 0; i < count; i++)
        {
            x.Add(i > 0 && i == count - 1 ? header.Last : header.First + (i * ((header.Last - header.First) / Math.Max(1, count - 1))));
        }

        return x.MoveToImmutable();
    }

    private ImmutableArray<double> Floats(int count)
    {
        var bytes = Take(count * 4L);
        var values = ImmutableArray.CreateBuilder<double>(bytes.Length / 4);
        for (var at = 0; at < bytes.Length; at += 4)
        {
            values.Add(SpcHeader.Single(bytes[at..], header.IsBigEndian));
            CheckFinite(values[^1]);
        }

        return values.MoveToImmutable();
    }

    private ImmutableArray<double> Ordinates(int count, int exponent)
    {
        if (exponent == FloatExponent || (header.Version == SpcHeader.LabCalc && exponent is 128 or FloatExponent))
        {
            return Floats(count);
        }

        var (size, bits) = header.HasShortY ? (2, 16) : (4, 32);
        var bytes = Take((long)count * size);
        // a power of two: exact
        var scale = Math.ScaleB(1.0, Math.Clamp(exponent, -1000, 1000) - bits);
        var values = ImmutableArray.CreateBuilder<double>(bytes.Length / size);
        for (var at = 0; at < bytes.Length; at += size)
        {
            values.Add(Whole(bytes[at..]) * scale);
            CheckFinite(values[^1]);
        }

        return values.MoveToImmutable();
    }

    private int Whole(ReadOnlySpan<byte> at) => (header.HasShortY, header.Version) switch
    {
        (true, SpcHeader.BigEndian) => BinaryPrimitives.ReadInt16BigEndian(at),
        (true, _) => BinaryPrimitives.ReadInt16LittleEndian(at),
        (_, SpcHeader.BigEndian) => BinaryPrimitives.ReadInt32BigEndian(at),
        // old files have the more significant word first, each word little-endian
        (_, SpcHeader.LabCalc) => (BinaryPrimitives.ReadInt16LittleEndian(at) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(at[2..]),
        _ => BinaryPrimitives.ReadInt32LittleEndian(at),
    };

    private ReadOnlySpan<byte> Take(long count)
    {
        if (_fault != default || count > file.Length - _at)
        {
            Fail("spc/truncated", "the file ends within its points");
            return [];
        }

        var taken = file.Span.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private void CheckFinite(double value)
    {
        if (!double.IsFinite(value))
        {
            Fail("spc/number", "a point is no number");
        }
    }

    private void Fail(string code, string why)
    {
        if (_fault == default)
        {
            _fault = new(code, _at, why);
        }
    }
}
