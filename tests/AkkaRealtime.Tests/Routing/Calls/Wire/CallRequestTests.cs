using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Tests.Routing.Calls.Wire;

public sealed class CallRequestTests
{
    private const string Id = "019b76daa80075cda6710031d0600582.019b76daa800736d939f9b40c25e79c0";
    private static readonly RequestCatalog Catalog = new([.. CallRequests.Types]);

    [Theory]
    [InlineData("call.start", """{"room":"019b76da","media":"audio","key":"k"}""")]
    [InlineData("call.start", """{"user":"bob","media":"video","key":"k"}""")]
    [InlineData("call.accept", """{"callId":"ID"}""")]
    [InlineData("call.decline", """{"callId":"ID"}""")]
    [InlineData("call.decline", """{"callId":"ID","reason":"later"}""")]
    [InlineData("call.cancel", """{"callId":"ID"}""")]
    [InlineData("call.leave", """{"callId":"ID"}""")]
    [InlineData("call.end", """{"callId":"ID"}""")]
    [InlineData("call.join", """{"callId":"ID"}""")]
    [InlineData("call.invite", """{"callId":"ID","users":["bob"]}""")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":{"type":"offer","sdp":"v=0"}}""")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":{"type":"rollback"}}""")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","candidate":{"candidate":"","sdpMid":"0","new":1}}""")]
    [InlineData("call.media", """{"callId":"ID","audio":true,"video":false,"screen":false}""")]
    [InlineData("call.ice", """{"callId":"ID"}""")]
    [InlineData("call.stats", """{"callId":"ID","rttMs":12.5,"lossPct":0,"jitterMs":1,"bitrateKbps":900}""")]
    [InlineData("call.stats", """{"callId":"ID","bitrateKbps":900,"later":true}""")]
    [InlineData("call.history", "{}")]
    [InlineData("call.history", """{"before":"ID","limit":100}""")]
    [InlineData("call.mute", """{"callId":"ID","participant":"bob/laptop"}""")]
    [InlineData("call.remove", """{"callId":"ID","user":"bob"}""")]
    [InlineData("call.reaction", """{"callId":"ID","emoji":"👍🏽"}""")]
    [InlineData("call.seen", "{}")]
    [InlineData("call.seen", """{"callId":"ID"}""")]
    [InlineData("call.list", "{}")]
    public void Validate_WellFormed_HasNoFault(string type, string data) => Assert.Null(Decode(type, data));

    [Theory]
    [InlineData("call.start", """{"media":"audio","key":"k"}""", "room")]
    [InlineData("call.start", """{"room":"r","user":"bob","media":"audio","key":"k"}""", "room")]
    [InlineData("call.start", """{"room":"a b","media":"audio","key":"k"}""", "room")]
    [InlineData("call.start", """{"user":"a b","media":"audio","key":"k"}""", "user")]
    [InlineData("call.start", """{"user":"bob","key":"k"}""", "media")]
    [InlineData("call.start", """{"user":"bob","media":"smell","key":"k"}""", "media")]
    [InlineData("call.start", """{"user":"bob","media":"audio"}""", "key")]
    [InlineData("call.start", """{"user":"bob","media":"audio","key":""}""", "key")]
    [InlineData("call.accept", "{}", "callId")]
    [InlineData("call.accept", """{"callId":7}""", "callId")]
    [InlineData("call.decline", """{"callId":"<>"}""", "callId")]
    [InlineData("call.cancel", "{}", "callId")]
    [InlineData("call.leave", "{}", "callId")]
    [InlineData("call.end", "{}", "callId")]
    [InlineData("call.join", "{}", "callId")]
    [InlineData("call.ice", "{}", "callId")]
    [InlineData("call.invite", """{"callId":"ID"}""", "users")]
    [InlineData("call.invite", """{"callId":"ID","users":[]}""", "users")]
    [InlineData("call.invite", """{"callId":"ID","users":["a b"]}""", "users")]
    [InlineData("call.signal", """{"callId":"ID","description":{"type":"offer","sdp":"v=0"}}""", "to")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob","description":{"type":"offer","sdp":"v=0"}}""", "to")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop"}""", "description")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":{"type":"offer","sdp":"v=0"},"candidate":{}}""", "description")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":{"type":"bid","sdp":"v=0"}}""", "description")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":{"type":"offer"}}""", "description")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":{"type":"offer","sdp":7}}""", "description")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","description":"offer"}""", "description")]
    [InlineData("call.signal", """{"callId":"ID","to":"bob/laptop","candidate":"c"}""", "candidate")]
    [InlineData("call.media", """{"callId":"ID","video":false,"screen":false}""", "audio")]
    [InlineData("call.media", """{"callId":"ID","audio":false,"screen":false}""", "video")]
    [InlineData("call.media", """{"callId":"ID","audio":false,"video":false}""", "screen")]
    [InlineData("call.stats", """{"callId":"ID","rttMs":-1}""", "rttMs")]
    [InlineData("call.stats", """{"callId":"ID","lossPct":101}""", "lossPct")]
    [InlineData("call.stats", """{"callId":"ID","jitterMs":true}""", "jitterMs")]
    [InlineData("call.stats", """{"callId":"ID","bitrateKbps":1e99}""", "bitrateKbps")]
    [InlineData("call.history", """{"before":"<>"}""", "before")]
    [InlineData("call.history", """{"limit":101}""", "limit")]
    [InlineData("call.history", """{"limit":0}""", "limit")]
    [InlineData("call.mute", """{"callId":"ID"}""", "participant")]
    [InlineData("call.mute", """{"callId":"ID","participant":"bob"}""", "participant")]
    [InlineData("call.mute", """{"participant":"bob/laptop"}""", "callId")]
    [InlineData("call.remove", """{"callId":"ID"}""", "user")]
    [InlineData("call.remove", """{"callId":"ID","user":"bob/laptop"}""", "user")]
    [InlineData("call.reaction", """{"callId":"ID"}""", "emoji")]
    [InlineData("call.reaction", """{"callId":"ID","emoji":"a b"}""", "emoji")]
    [InlineData("call.seen", """{"callId":"<>"}""", "callId")]
    public void Validate_Fault_NamesTheField(string type, string data, string field)
    {
        var error = Decode(type, data);
        Assert.Equal((ErrorCode.BadRequest, field), (error?.Code, error?.Field));
    }

    [Fact]
    public void Validate_ReasonTooLong_NamesTheField() =>
        Assert.Equal("reason", new CallDeclineRequest(new CallId(Id), new string('x', CallDeclineRequest.MaxReason + 1)).Validate()?.Field);

    [Fact]
    public void Validate_TooManyInvited_NamesTheField() =>
        Assert.Equal("users", new CallInviteRequest(new CallId(Id), [.. Enumerable.Repeat(new UserId("bob"), CallInviteRequest.MaxUsers + 1)]).Validate()?.Field);

    [Theory]
    [InlineData(CallSignalRequest.MaxSdpBytes, null)]
    [InlineData(CallSignalRequest.MaxSdpBytes + 1, ErrorCode.TooLarge)]
    public void Validate_Sdp_IsAtMost48KB(int bytes, ErrorCode? expected)
    {
        var description = JsonSerializer.SerializeToElement(new { type = "offer", sdp = new string('v', bytes) });
        var error = new CallSignalRequest(new CallId(Id), "bob/laptop", description, null).Validate();
        Assert.Equal(expected, error?.Code);
        Assert.Equal(expected is null ? null : "description", error?.Field);
    }

    [Fact]
    public void Validate_CandidateTooLarge_IsRefused()
    {
        var candidate = JsonSerializer.SerializeToElement(new { candidate = new string('c', CallSignalRequest.MaxCandidateBytes) });
        Assert.Equal(ErrorCode.TooLarge, new CallSignalRequest(new CallId(Id), "bob/laptop", null, candidate).Validate()?.Code);
    }

    private static RequestError? Decode(string type, string data)
    {
        var envelope = new ReceivedEnvelope(type, null, Encoding.UTF8.GetBytes(data.Replace("ID", Id, StringComparison.Ordinal)));
        Catalog.TryDecode(envelope, out _, out _, out var error);
        return error;
    }
}
