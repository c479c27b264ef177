using System.Text.Json;
using AkkaRealtime.Routing.Calls.Sfu.Janus;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

public sealed class SdpOriginTests
{
    private static readonly JsonElement Offer = JsonElement.Parse("""{"type":"offer","sdp":"v=0\r\no=- 41 2 IN IP4 0.0.0.0\r\ns=x o=- 1 2\r\n"}""");

    [Fact]
    public void SessionOf_IsTheSecondWord() => Assert.Equal("41", SdpOrigin.SessionOf(Offer));

    [Theory]
    [InlineData("""{"type":"offer","sdp":"v=0"}""")]
    [InlineData("""{"type":"offer"}""")]
    public void SessionOf_NoOrigin_IsNone(string description) => Assert.Null(SdpOrigin.SessionOf(JsonElement.Parse(description)));

    [Fact]
    public void With_ChangesTheLineAndNothingElse()
    {
        var changed = SdpOrigin.With(Offer, 7, 3);
        Assert.Equal("offer", changed.GetProperty("type").GetString());
        Assert.Equal("v=0\r\no=- 7 3 IN IP4 0.0.0.0\r\ns=x o=- 1 2\r\n", changed.GetProperty("sdp").GetString());
    }
}
