using System.Net.WebSockets;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>permessage-deflate (protocol §1), which the operator turned on.</summary>
public sealed class DeflateTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(new ServerSettings
    {
        Options = new Dictionary<string, string> { ["AkkaRealtime:Connections:Deflate"] = "true" },
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Messages_AreTheSame_WhetherAConnectionCompressesOrNot()
    {
        await using var alice = await ConnectAsync("alice", new WebSocketDeflateOptions());
        await using var bob = await ConnectAsync("bob", offer: null);
        Assert.Contains("permessage-deflate", alice.Extensions, StringComparison.Ordinal);
        Assert.Equal("", bob.Extensions);
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString();

        var texts = new[] { "short", string.Concat(Enumerable.Repeat("again and ", 2_000)), "ünïcödé ✓" };
        foreach (var (text, i) in texts.Select((t, i) => (t, i)))
        {
            var from = i % 2 == 0 ? alice : bob;
            await from.RequestAsync("chat.send", new { room, key = $"k{i}", text });
            Assert.Equal(text, (await alice.WaitForAsync("chat.message"))["text"]);
            Assert.Equal(text, (await bob.WaitForAsync("chat.message"))["text"]);
        }
    }

    private async Task<RawClient> ConnectAsync(string name, WebSocketDeflateOptions? offer)
    {
        var signedIn = await SignedIn.ByNameAsync(_server.Url, name);
        var client = await RawClient.OpenAsync(_server.SocketUrl, o =>
        {
            o.SetRequestHeader("Authorization", $"Bearer {signedIn.Token}");
            o.DangerousDeflateOptions = offer;
        });
        await client.UntilReadyAsync();
        return client;
    }
}
