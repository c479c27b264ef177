using System.Net;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class HandshakeTests : IDisposable
{
    private static readonly HandshakeRequest Good = new()
    {
        IsWebSocket = true,
        NeedsKey = true,
        Version = "13",
        Key = "dGhlIHNhbXBsZSBub25jZQ==",
        Host = "chat.example.com",
        Address = IPAddress.Loopback,
    };

    private readonly FakeTimeProvider _time = new();
    private readonly RealtimeOptions _options = new();
    private readonly Lazy<Admission> _admission;
    private readonly TestMeters _meters = new();
    private readonly ResumeTickets _tickets;

    public HandshakeTests()
    {
        _admission = new(() => new Admission(_options.Limits, _time));
        _tickets = new ResumeTickets(new byte[ResumeTickets.KeyBytes], _time);
    }

    [Fact]
    public void AcceptOf_KeyOfRfc6455_IsItsAccept() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Handshake.AcceptOf("dGhlIHNhbXBsZSBub25jZQ=="));

    [Fact]
    public async Task Decide_WithoutAToken_UpgradesAndAwaitsSessionAuth()
    {
        var result = await DecideAsync(Good);
        Assert.Equal((101, null, null), (result.Status, result.Accepted!.Identity, result.Protocol));
        Assert.Equal(1, _admission.Value.Count);
    }

    [Theory]
    [InlineData("Bearer alice", null, null)]
    [InlineData("bearer alice", null, null)]
    [InlineData(null, "alice", null)]
    [InlineData(null, null, "akkarealtime.v1, bearer.alice")]
    public async Task Decide_TokenInAnyOfThreeWays_IsTheIdentity(string? header, string? query, string? protocols)
    {
        var result = await DecideAsync(Good with { Authorization = header, QueryToken = query, Protocols = protocols });
        Assert.Equal(new UserId("alice"), result.Accepted!.Identity!.User);
        Assert.Equal(protocols is null ? null : "akkarealtime.v1", result.Protocol);
    }

    [Fact]
    public async Task Decide_InAStorm_LetsThoseInFirstWhoComeBack()
    {
        _options.Limits.HandshakesPerSecond = 4;
        _time.Advance(TimeSpan.FromSeconds(1));
        var back = Good with { Device = "phone", Protocols = $"akkarealtime.v1, bearer.alice, resume.{_tickets.Make(new("alice"), new("phone"), null)}" };
        var fresh = Good with { Device = "phone", Authorization = "Bearer alice" };
        for (var i = 0; i < 2; i++)
            Assert.NotNull((await DecideAsync(fresh)).Accepted);
        Assert.Equal(CloseCode.TryAgainLater, (await DecideAsync(fresh)).CloseWith);
        Assert.NotNull((await DecideAsync(back)).Accepted);
        Assert.Equal(new UserId("alice"), (await DecideAsync(back with { Protocols = null, Authorization = "Bearer alice", QueryTicket = _tickets.Make(new("alice"), new("phone"), null) })).Accepted!.Returning);
        Assert.Equal(CloseCode.TryAgainLater, (await DecideAsync(back)).CloseWith);

        // Where nobody comes back, all of it is for those who are new.
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 8; i++)
        {
            Assert.NotNull((await DecideAsync(fresh)).Accepted);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    [Fact]
    public async Task Decide_TicketThatIsNoneOfTheUsers_HelpsNobody()
    {
        _options.Limits.HandshakesPerSecond = 2;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await DecideAsync(Good)).Accepted);
        var ticket = _tickets.Make(new("alice"), new("phone"), _time.GetUtcNow().AddMinutes(1));
        foreach (var (device, said) in new[] { ("laptop", ticket), ("phone", $"{ticket}x"), ("phone", "a.b"), ("phone", ".") })
            Assert.Equal(CloseCode.TryAgainLater, (await DecideAsync(Good with { Device = device, QueryTicket = said })).CloseWith);
        Assert.Equal(401, (await DecideAsync(Good with { Device = "phone", QueryTicket = ticket, Authorization = "Bearer bob" })).Status);
        Assert.Equal(1, _admission.Value.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_tickets.Read(ticket, new DeviceId("phone")));
        Assert.Null(new ResumeTickets(new byte[] { 1 }, _time).Read(_tickets.Make(new("alice"), new("phone"), null), new DeviceId("phone")));
    }

    [Theory]
    [InlineData("Bearer bad", null, null)]
    [InlineData(null, "alice/0", null)]
    [InlineData(null, "", null)]
    [InlineData(null, null, "akkarealtime.v1, bearer.bad")]
    public async Task Decide_BadToken_Is401AndLeaves(string? header, string? query, string? protocols)
    {
        var result = await DecideAsync(Good with { Authorization = header, QueryToken = query, Protocols = protocols });
        Assert.Equal((401, 0), (result.Status, _admission.Value.Count));
    }

    [Fact]
    public async Task Decide_TokenThatCannotBeChecked_Is503AndLeaves()
    {
        var result = await DecideAsync(Good with { QueryToken = "down" });
        Assert.Equal((503, 0), (result.Status, _admission.Value.Count));
    }

    [Theory]
    [InlineData(null, 101)]
    [InlineData("https://chat.example.com", 101)]
    [InlineData("http://CHAT.example.com", 101)]
    [InlineData("https://allowed.example.org", 101)]
    [InlineData("https://evil.example.net", 403)]
    [InlineData("http://allowed.example.org", 403)]
    [InlineData("https://chat.example.com.evil.net", 403)]
    [InlineData("https://chat.example.com:8443", 403)]
    [InlineData("null", 403)]
    [InlineData("", 403)]
    public async Task Decide_Origin_IsOursOrAllowed(string? origin, int status)
    {
        _options.AllowedOrigins.Add("https://allowed.example.org");
        Assert.Equal(status, (await DecideAsync(Good with { Origin = origin })).Status);
    }

    [Fact]
    public async Task Decide_AnyOrigin_WhereAllAreAllowed()
    {
        _options.AllowedOrigins.Add("*");
        Assert.Equal(101, (await DecideAsync(Good with { Origin = "null" })).Status);
    }

    [Fact]
    public async Task Decide_NoWebSocket_Is426() => Assert.Equal(426, (await DecideAsync(new() { IsWebSocket = false })).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("8")]
    public async Task Decide_OtherVersion_Is426(string? version) => Assert.Equal(426, (await DecideAsync(Good with { Version = version })).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!==")]
    public async Task Decide_BadKey_Is400(string? key) => Assert.Equal(400, (await DecideAsync(Good with { Key = key })).Status);

    [Fact]
    public async Task Decide_NoKeyOverHttp2_Upgrades() => Assert.Equal(101, (await DecideAsync(Good with { Key = null, NeedsKey = false })).Status);

    [Theory]
    [InlineData("phone-1", 101)]
    [InlineData("", 400)]
    [InlineData("a b", 400)]
    public async Task Decide_Device_HasToBeOne(string device, int status)
    {
        var result = await DecideAsync(Good with { Device = device });
        Assert.Equal(status, result.Status);
        Assert.Equal(status == 101 ? device : null, result.Accepted?.Device?.Value);
    }

    [Fact]
    public async Task Decide_WhileDraining_Is503()
    {
        _admission.Value.Draining = true;
        Assert.Equal(503, (await DecideAsync(Good)).Status);
    }

    [Fact]
    public async Task Decide_OverTheLimit_UpgradesAndCloses1013()
    {
        _options.Limits.MaxConnections = 1;
        await DecideAsync(Good);
        var result = await DecideAsync(Good);
        Assert.Equal((101, CloseCode.TryAgainLater, null, 1), (result.Status, result.CloseWith, result.Accepted, _admission.Value.Count));
    }

    [Fact]
    public async Task Decide_OverTheLimitOfAUser_UpgradesAndCloses1013()
    {
        _options.Limits.MaxConnectionsPerUser = 1;
        await DecideAsync(Good with { QueryToken = "alice" });
        var result = await DecideAsync(Good with { QueryToken = "alice" });
        Assert.Equal((101, CloseCode.TryAgainLater, 1), (result.Status, result.CloseWith, _admission.Value.Count));
    }

    [Fact]
    public async Task Decide_Refusal_IsCountedByItsReason()
    {
        _options.Limits.MaxConnections = 1;
        await DecideAsync(Good with { QueryToken = "bad" });
        await DecideAsync(Good with { Origin = "https://elsewhere.example" });
        await DecideAsync(Good with { Key = "short" });
        await DecideAsync(Good);
        await DecideAsync(Good);
        string[] reasons = ["token", "origin", "malformed", "limit", "unavailable"];
        Assert.Equal([1, 1, 1, 1, 0], reasons.Select(reason => _meters[$"akkarealtime.handshakes.refused:{reason}"]));
        Assert.Equal(4, _meters["akkarealtime.handshakes.refused"]);
    }

    public void Dispose() => _meters.Dispose();

    private ValueTask<HandshakeResult> DecideAsync(HandshakeRequest request) =>
        new Handshake(_options.Upgrade(), _admission.Value, new TokenGate(new TestTokens(_time), new Revocations(), _time), () => _tickets, new RealtimeMetrics(_meters)).DecideAsync(request, CancellationToken.None);
}
