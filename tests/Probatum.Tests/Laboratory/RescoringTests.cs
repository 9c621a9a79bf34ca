using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Tests.Laboratory;

/// <summary>Scores that are recomputed from the candidates' own spectra, without the library.</summary>
public sealed class RescoringTests
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = [];
    private readonly IdentificationMade _made;

    public RescoringTests()
    {
        var runs = Path.Combine(TestData.Repository, "examples/exercise-larch/runs");
        Assert.True(SpectralLibrary.TryBuild([("library.msp", File.ReadAllBytes(Path.Combine(runs, "library.msp")))], out var bytes, out var bad), bad.Why);
        Assert.True(SpectralLibrary.TryOpen(bytes, out var library, out bad), bad.Why);
        var profile = Said.Tables.Profiles["field-gcms"];
        var raw = File.ReadAllBytes(Path.Combine(runs, "LX-01.cdf.gz"));
        var blank = File.ReadAllBytes(Path.Combine(runs, "blank.cdf.gz"));
        Assert.True(Identifying.TryRead(new RunFiles(raw, blank), out var read, out var fault), fault.Why);
        var answers = Identifying.Answers(read, library, profile);
        var made = Identifying.Make(Said.Id(1), Said.Id(2), new(raw, blank), answers, library, profile);
        (_made, var spectra) = Assert.NotNull(Identifying.WithSpectra(made, new(raw, blank), answers, Said.Tables));
        Assert.Null(Identifying.WithSpectra(made with { Unidentified = 99 }, new(raw, blank), answers, Said.Tables));
        Put(spectra);
        Put(raw);
        Put(blank);
    }

    [Fact]
    public void They_are_those_of_the_record_and_of_no_other()
    {
        Assert.True(IsSame(_made));
        for (var i = 0; i < _made.Components.Length; i++)
        {
            var one = _made.Components[i];
            foreach (var wrong in one.Candidates.SelectMany(candidate => new[]
            {
                one with { Candidates = one.Candidates.Replace(candidate, candidate with { Score = candidate.Score + 1 }) },
                one with { Candidates = one.Candidates.Replace(candidate, candidate with { Name = "another" }) },
                one with { Candidates = one.Candidates.Replace(candidate, candidate with { InChIKey = "AAAAAAAAAAAAAA-UHFFFAOYSA-N" }) },
                one with { Candidates = one.Candidates.Remove(candidate) },
            }).Append(one with { ApexMs = one.ApexMs + 1 }).Append(one with { Wording = one.Wording == "library" ? "blank" : "library" }))
            {
                Assert.False(IsSame(_made with { Components = _made.Components.SetItem(i, wrong) }));
            }
        }

        Assert.False(IsSame(_made with { Components = _made.Components.RemoveAt(0) }));
        Assert.False(IsSame(_made with { Components = _made.Components.RemoveAt(0), Unidentified = _made.Unidentified + 1 }));
        Assert.False(IsSame(_made with { BlankDigest = null }), "what the blank explains is no longer said");
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Contains("spectra", Fault(_made with { Spectra = null }), StringComparison.Ordinal);
        Assert.Contains("method", Fault(_made with { Method = "another/1" }), StringComparison.Ordinal);
        Assert.Contains("profile", Fault(_made with { Profile = "another/1" }), StringComparison.Ordinal);
        _files.Remove(_made.RawDigest!);
        Assert.Contains("raw file", Fault(_made), StringComparison.Ordinal);
    }

    private Blob Put(byte[] bytes)
    {
        var blob = Blob.Of(bytes, "text/plain");
        _files[blob.Sha256] = bytes;
        return blob;
    }

    private bool IsSame(IdentificationMade made)
    {
        Assert.True(Identifying.TryRescore(made, Read, Said.Tables, out var isSame, out var fault), fault.Why);
        return isSame;
    }

    private string Fault(IdentificationMade made)
    {
        Assert.False(Identifying.TryRescore(made, Read, Said.Tables, out _, out var fault));
        return fault.Why;
    }

    private ReadOnlyMemory<byte>? Read(string sha256) => _files.TryGetValue(sha256, out var bytes) ? bytes : null;
}
