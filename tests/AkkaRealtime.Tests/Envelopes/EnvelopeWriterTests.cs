using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Envelopes;

public sealed class EnvelopeWriterTests
{
    private static readonly ErrorData Data = new(null, "conflict", "schön \"so\"", null, null, null, null);

    [Fact]
    public void Write_Ref_PutsItFirstAndLeavesTextReadable() => Assert.Equal(
        """{"type":"error","data":{"ref":"r\"1","code":"conflict","message":"schön \"so\""}}""",
        Text(EnvelopeWriter.Write("error", Data, WireJson.Default.ErrorData, "r\"1")));

    [Fact]
    public void Write_RefTwice_KeepsNothingOfTheFirst()
    {
        EnvelopeWriter.Write("error", Data with { Message = new string('x', 2_000) }, WireJson.Default.ErrorData, "first");
        Assert.Equal(
            """{"type":"error","data":{"ref":"second","code":"conflict","message":"m"}}""",
            Text(EnvelopeWriter.Write("error", Data with { Message = "m" }, WireJson.Default.ErrorData, "second")));
    }

    [Fact]
    public void Write_RefAndNoMembers_HoldsTheRefAlone() => Assert.Equal(
        """{"type":"error","data":{"ref":"r1"}}""",
        Text(EnvelopeWriter.Write("error", new ErrorData(null, null!, null!, null, null, null, null), WireJson.Default.ErrorData, "r1")));

    private static string Text(EncodedEnvelope envelope) => System.Text.Json.JsonDocument.Parse(envelope.Utf8).RootElement.GetRawText();
}
