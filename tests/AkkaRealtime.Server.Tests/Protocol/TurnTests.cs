using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>What the server hands out, tried at a real coturn.</summary>
public sealed class TurnTests
{
    [SkippableFact]
    public async Task Credentials_OfACall_AreGoodAtCoturn_AndOthersAreNot()
    {
        await using var coturn = await Coturn.StartAsync();
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = coturn.Options });
        await using var alice = await RawClient.SignInAsync(server, "Alice", "a");
        await using var bob = await RawClient.SignInAsync(server, "Bob", "b");
        await using var eve = await RawClient.SignInAsync(server, "Eve", "e");
        var callId = await alice.CallAsync(bob);
        var (username, password) = CredentialOf(await bob.AcceptAsync(callId));
        Assert.EndsWith($":bob/{callId[^32..]}", username, StringComparison.Ordinal);
        var life = EndOf(username) - TimeProvider.System.GetUtcNow();
        Assert.InRange(life, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));

        await AssertRelaysAsync(coturn, username, password);
        var (freshUser, freshPassword) = CredentialOf(await alice.RequestAsync("call.ice", new { callId }));
        await AssertRelaysAsync(coturn, freshUser, freshPassword);
        Assert.Equal("not-found", await eve.RefusalAsync("call.ice", new { callId }));

        Assert.Equal(401, await AllocateAsync(coturn, username, "wrong"));
        Assert.Equal(401, await AllocateAsync(coturn, $"{EndOf(username).AddHours(9).ToUnixTimeSeconds()}{username[username.IndexOf(':', StringComparison.Ordinal)..]}", password));

        // Signed with the very secret, but over: what the server gave out an hour ago.
        var expired = $"{TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds()}:bob/{callId[^32..]}";
        Assert.Equal(401, await AllocateAsync(coturn, expired, Sign(expired)));
        var stillGood = $"{TimeProvider.System.GetUtcNow().AddMinutes(9).ToUnixTimeSeconds()}:bob/{callId[^32..]}";
        Assert.Equal(0, await AllocateAsync(coturn, stillGood, Sign(stillGood)));

        await alice.RequestAsync("call.leave", new { callId });
        Assert.Equal("conflict", await alice.RefusalAsync("call.ice", new { callId }));
    }

    [Fact]
    public async Task RelayOnly_IsToldToEveryClient()
    {
        var options = new Dictionary<string, string>
        {
            ["AkkaRealtime:Calls:Turn:0"] = "turn:127.0.0.1:3478?transport=udp",
            ["AkkaRealtime:Calls:TurnSecret"] = Coturn.Secret,
            ["AkkaRealtime:Calls:IceTransportPolicy"] = "relay",
        };
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = options });
        await using var alice = await RawClient.SignInAsync(server, "Alice", "a");
        await using var bob = await RawClient.SignInAsync(server, "Bob", "b");
        var started = await alice.RequestAsync("call.start", new { user = "bob", media = "audio", key = "k" });
        var callId = CallTalk.IdOf(started);
        var joined = await bob.AcceptAsync(callId);
        var ice = await alice.RequestAsync("call.ice", new { callId });
        Assert.Equal(["relay", "relay", "relay"], new[] { started, joined, ice }.Select(e => e["iceTransportPolicy"]));
    }

    private static async Task AssertRelaysAsync(Coturn coturn, string username, string password)
    {
        using var turn = new TurnClient(coturn.EndPoint);
        Assert.Equal(0, await turn.AllocateAsync(username, password));
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var data = RandomNumberGenerator.GetBytes(100);
        Assert.Equal(0, await turn.SendAsync((IPEndPoint)peer.Client.LocalEndPoint!, data));
        var received = await peer.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(data, received.Buffer);
        Assert.Equal(turn.Relayed, received.RemoteEndPoint);
    }

    private static async Task<int> AllocateAsync(Coturn coturn, string username, string password)
    {
        using var turn = new TurnClient(coturn.EndPoint);
        return await turn.AllocateAsync(username, password).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static (string Username, string Password) CredentialOf(Received envelope)
    {
        var server = Assert.Single(envelope.Data.GetProperty("iceServers").EnumerateArray());
        return (server.GetProperty("username").GetString()!, server.GetProperty("credential").GetString()!);
    }

    private static DateTimeOffset EndOf(string username) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(username[..username.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture));

#pragma warning disable CA5350 // What TURN's REST credentials are made of.
    private static string Sign(string username) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Coturn.Secret), Encoding.UTF8.GetBytes(username)));
#pragma warning restore CA5350
}
