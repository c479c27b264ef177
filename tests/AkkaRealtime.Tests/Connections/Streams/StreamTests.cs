using System.Net;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Tests.Connections.Upgrade;

namespace AkkaRealtime.Tests.Connections.Streams;

/// <summary>Connections for whom a proxy refuses the upgrade, through a real Kestrel: what a WebSocket promises, they promise, too.</summary>
public sealed class StreamTests : UpgradeSpec
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_TokenInSessionAuth_IsReadyAndAnswers(bool http2)
    {
        await using var stream = await StreamClient.OpenAsync(UrlOf(http2), token: null, http2: http2);
        await stream.SendAsync("""{"type":"session.auth","data":{"token":"alice","ref":"r1"}}""");
        Assert.Equal("r1", (await stream.ReadyAsync()).GetProperty("ref").GetString());
        var text = new string('ü', 1_000);
        await stream.SendAsync(Chat(text, "r2"));
        Assert.Equal((text, "r2"), await AnswerAsync(stream));
    }

    [Fact]
    public async Task Stream_TokenInHeader_IsReadyAndNobodyOnTheWayKeepsIt()
    {
        await using var stream = await StreamClient.OpenAsync(Server.Http1, query: "device=phone");
        Assert.Equal("phone", (await stream.ReadyAsync()).GetProperty("device").GetString());
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store, no-transform", string.Join(", ", stream.Response.Headers.GetValues("Cache-Control").Order()));
        Assert.Equal("no", stream.Response.Headers.GetValues("X-Accel-Buffering").Single());
    }

    [Fact]
    public async Task Stream_TokenInUrl_IsReady()
    {
        await using var stream = await StreamClient.OpenAsync(Server.Http1, token: null, query: "access_token=alice");
        await stream.ReadyAsync();
    }

    [Fact]
    public async Task Names_OfTwoStreams_HaveNothingInCommonButTheNode()
    {
        await using var first = await StreamClient.OpenAsync(Server.Http1);
        await using var second = await StreamClient.OpenAsync(Server.Http1);
        Assert.Equal((40, "00000001"), (first.Name.Length, first.Name[..8]));
        Assert.NotEqual(first.Name[8..], second.Name[8..]);
    }

    [Fact]
    public async Task Post_OfManyEnvelopes_IsHandledInOrder()
    {
        await using var stream = await ReadyAsync();
        await stream.SendAsync(Chat("one", "r1"), Chat("two", "r2"), "", Chat("three", "r3"));
        Assert.Equal([("one", "r1"), ("two", "r2"), ("three", "r3")], [await AnswerAsync(stream), await AnswerAsync(stream), await AnswerAsync(stream)]);
    }

    [Fact]
    public async Task Post_SentAgain_IsHandledOnce()
    {
        await using var stream = await ReadyAsync();
        Assert.Equal(HttpStatusCode.NoContent, await stream.PostAsync(1, Chat("one", "r1")));
        Assert.Equal(HttpStatusCode.NoContent, await stream.PostAsync(1, Chat("one", "again")));
        Assert.Equal(HttpStatusCode.NoContent, await stream.PostAsync(2, Chat("two", "r2")));
        Assert.Equal([("one", "r1"), ("two", "r2")], [await AnswerAsync(stream), await AnswerAsync(stream)]);
    }

    [Fact]
    public async Task Post_ThatOvertakesAnother_IsRefusedAndLosesNothing()
    {
        await using var stream = await ReadyAsync();
        Assert.Equal(HttpStatusCode.Conflict, await stream.PostAsync(2, Chat("two", "r2")));
        await stream.SendAsync(Chat("one", "r1"));
        await stream.SendAsync(Chat("two", "r2"));
        Assert.Equal([("one", "r1"), ("two", "r2")], [await AnswerAsync(stream), await AnswerAsync(stream)]);
    }

    [Theory]
    [InlineData("0000000100000000000000000000000000000000", "seq=1", HttpStatusCode.NotFound)]
    [InlineData("no-stream", "seq=1", HttpStatusCode.NotFound)]
    [InlineData(null, "", HttpStatusCode.BadRequest)]
    [InlineData(null, "seq=0", HttpStatusCode.BadRequest)]
    [InlineData(null, "seq=one", HttpStatusCode.BadRequest)]
    public async Task Post_ThatNobodyCanTake_IsRefused(string? name, string query, HttpStatusCode status)
    {
        await using var stream = await ReadyAsync();
        using var body = new StringContent(Chat("x", "r"));
        Assert.Equal(status, await stream.PostAsync(name ?? stream.Name, query, body));
    }

    [Fact]
    public async Task Post_OfTooMuchAtOnce_Is413AndTheStreamGoesOn()
    {
        await using var stream = await ReadyAsync();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await stream.PostAsync(1, new string('x', 8_193)));
        await stream.SendAsync(Chat("one", "r1"));
        Assert.Equal(("one", "r1"), await AnswerAsync(stream));
    }

    [Theory]
    [InlineData("revoke", 4410)]
    [InlineData("forbid", 4403)]
    [InlineData("flood", 4001)]
    public async Task Close_ByTheServer_IsToldLast(string what, int code)
    {
        await using var stream = await ReadyAsync();
        await stream.SendAsync(Chat(what, "r"));
        // Whoever reads meanwhile may keep up with a flood.
        await Server.SessionClosedAsync();
        Assert.Equal(code, await stream.CloseCodeAsync());
        await EmptyAsync();
        using var late = new StringContent("");
        Assert.Equal(HttpStatusCode.NotFound, await stream.PostAsync(stream.Name, "seq=2", late));
    }

    [Fact]
    public async Task Close_NobodySignsIn_Is4401()
    {
        await using var stream = await StreamClient.OpenAsync(Server.Http1, token: null);
        Assert.Equal(4401, await stream.CloseCodeAsync());
    }

    [Fact]
    public async Task Close_MessageTooBig_Is1009()
    {
        await using var stream = await ReadyAsync();
        await stream.SendAsync(new string('x', 4_097));
        Assert.Equal(1009, await stream.CloseCodeAsync());
    }

    [Fact]
    public async Task Close_InvalidUtf8_Is1007()
    {
        await using var stream = await ReadyAsync();
        using var body = new ByteArrayContent([0xC3]);
        Assert.Equal(HttpStatusCode.NoContent, await stream.PostAsync(stream.Name, "seq=1", body));
        Assert.Equal(1007, await stream.CloseCodeAsync());
    }

    [Fact]
    public async Task Close_BadEnvelopes_Is4400()
    {
        await using var stream = await ReadyAsync();
        await stream.SendAsync([.. Enumerable.Repeat("bad", 21)]);
        Assert.Equal(4400, await stream.CloseCodeAsync());
    }

    [Fact]
    public async Task Close_MoreRequestsThanAnybodyNeeds_Is4002()
    {
        Options.Limits.MessagesPerSecond = 1;
        Options.Limits.Burst = 1;
        await using var stream = await ReadyAsync();
        for (var i = 0; i < 200 && await stream.PostAsync(i + 1) == HttpStatusCode.NoContent; i++)
        {
        }

        Assert.Equal(4002, await stream.CloseCodeAsync());
    }

    [Fact]
    public async Task Close_NothingHeard_Is4000()
    {
        await using var fixture = await UpgradeFixture.StartAsync(o => o.Connections.HeartbeatMs = 300);
        await using var stream = await StreamClient.OpenAsync(fixture.Http1);
        await stream.ReadyAsync();
        Assert.Equal(4000, await stream.CloseCodeAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Close_Drain_Is1001AndNobodyComesIn(bool http2)
    {
        await using var stream = await StreamClient.OpenAsync(UrlOf(http2), http2: http2);
        await stream.ReadyAsync();
        var drained = Server.Connections.Ask<Drained>(new Drain(0), Patient.Wait);
        Assert.Equal("session.draining", (await stream.ReceiveAsync()).GetProperty("type").GetString());
        Assert.Equal(1001, await stream.CloseCodeAsync());
        await drained;
        await using var late = await StreamClient.AskAsync(Server.Http1);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.Response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_GoneWithoutAWord_LeavesNothing(bool http2)
    {
        var stream = await StreamClient.OpenAsync(UrlOf(http2), http2: http2);
        await stream.ReadyAsync();
        stream.Cut();
        await stream.DisposeAsync();
        await EmptyAsync();
    }

    [Fact]
    public async Task Client_ThatSaysGoodbye_IsHeardToTheEnd()
    {
        await using var stream = await ReadyAsync();
        await stream.SendAsync(Chat("last", "r1"));
        Assert.Equal(HttpStatusCode.NoContent, await stream.LeaveAsync());
        Assert.Equal(1000, await stream.CloseCodeAsync());
        await EmptyAsync();
        Assert.Equal(HttpStatusCode.NotFound, await stream.LeaveAsync());
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsLetGo()
    {
        await using var fixture = await UpgradeFixture.StartAsync(o => o.Connections.StallTimeoutMs = 200);
        await using var stream = await StreamClient.OpenAsync(fixture.Http1);
        await stream.ReadyAsync();
        await stream.SendAsync(Chat("flood", "r"));
        await fixture.ClosedAsync();
        Assert.Equal(0, fixture.Admission.Count);
    }

    [Theory]
    [InlineData("bad", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("alice", "device=%20", null, HttpStatusCode.BadRequest)]
    [InlineData("alice", "", "https://evil.example.com", HttpStatusCode.Forbidden)]
    public async Task Stream_ThatMayNotBegin_IsRefusedAsAProblem(string token, string query, string? origin, HttpStatusCode status)
    {
        await using var refused = await StreamClient.AskAsync(Server.Http1, token, query, origin: origin);
        Assert.Equal((status, "application/problem+json"), (refused.Response.StatusCode, refused.Response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0, Server.Admission.Count);
    }

    [Fact]
    public async Task Stream_OverTheLimit_Closes1013()
    {
        Options.Limits.MaxConnectionsPerUser = 1;
        await using var first = await ReadyAsync();
        await using var second = await StreamClient.AskAsync(Server.Http1);
        Assert.Equal(1013, await second.CloseCodeAsync());
    }

    [Fact]
    public async Task Stream_OverHttp1_IsNoPlainConnectionOfItsAddress()
    {
        await using var stream = await ReadyAsync();
        Assert.Equal(0, Server.Plain.CountOf(IPAddress.Loopback));
    }

    private static string Chat(string text, string @ref) => $$$"""{"type":"test.chat","data":{"text":"{{{text}}}","ref":"{{{@ref}}}"}}""";

    // The router's stand-in answers with what was said.
    private static async Task<(string? Message, string? Ref)> AnswerAsync(StreamClient stream)
    {
        var data = (await stream.ReceiveAsync()).GetProperty("data");
        return (data.GetProperty("message").GetString(), data.GetProperty("ref").GetString());
    }

    private Uri UrlOf(bool http2) => http2 ? Server.Http2 : Server.Http1;

    private async Task<StreamClient> ReadyAsync()
    {
        var stream = await StreamClient.OpenAsync(Server.Http1);
        await stream.ReadyAsync();
        return stream;
    }

    private async Task EmptyAsync()
    {
        await Server.ClosedAsync();
        Assert.Equal(0, Server.Admission.Count);
    }
}
