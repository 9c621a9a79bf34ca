using CsCheck;
using Probatum.Core.Laboratory;
using Probatum.Tests.Records;

namespace Probatum.Tests.Laboratory;

public sealed class FieldResultTests
{
    [Fact]
    public void What_holds_everything_lacks_nothing_and_what_is_taken_away_is_named()
    {
        Gen.Int.Sample(seed => Assert.Empty(FieldResult.NotRecorded(Full(seed))));
        Assert.Equal(["mode"], FieldResult.NotRecorded(Full(1) with { Mode = null }));
        Assert.Equal(["alternatives offered", "interferents nearby"], FieldResult.NotRecorded(Full(1) with { Alternatives = [], Interferents = [] }));
        Assert.Equal(["library version", "photograph"], FieldResult.NotRecorded(Full(1) with { LibraryVersion = null, Photos = [] }));
    }

    [Fact]
    public void A_device_told_in_one_text_is_told_and_a_run_of_a_blank_is_a_blank_before()
    {
        Assert.Empty(FieldResult.NotRecorded(Full(1) with { Make = null, Model = null, Serial = null, BlankBefore = null }));
        Assert.Equal(
            ["make", "model", "serial number", "blank before"],
            FieldResult.NotRecorded(Full(1) with { Instrument = null, Make = null, Model = null, Serial = null, BlankBefore = null, BlankRun = null }));
    }

    private static InstrumentRunRecorded Full(int seed) => (InstrumentRunRecorded)Statements.Of(InstrumentRunRecorded.Row, seed);
}
