using System.Text.Json;
using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Another server that is asked before messages are taken, over real sockets.</summary>
public sealed class BeforeSendTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AskedServer _judge = null!;
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        _judge = await AskedServer.StartAsync(JudgeAsync);
        _server = await AdminClient.StartAsync(
            ("AkkaRealtime:BeforeSend:Url", _judge.Url), ("AkkaRealtime:BeforeSend:Secret", AskedServer.Secret), ("AkkaRealtime:BeforeSend:TimeoutMs", "10000"));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _judge.DisposeAsync();
    }

    [Fact]
    public async Task Messages_AreLetPassChangedOrRefused_InOrder_AndWaitWhereNobodyAnswers()
    {
        await using var alice = await RawClient.NewAsync(_server, "Alice");
        await using var bob = await RawClient.NewAsync(_server, "Bob");
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString()!;

        // The first is judged slowly: the second, of the same connection, doesn't overtake it; Bob's does.
        var slow = alice.RequestAsync("chat.send", new { room, key = "k1", text = "slow", data = new { order = 7 } });
        var next = alice.RequestAsync("chat.send", new { room, key = "k2", text = "next" });
        var meanwhile = await bob.RequestAsync("chat.send", new { room, key = "b1", text = "meanwhile" });
        _slow.SetResult();
        Assert.True(SeqOf(meanwhile) < SeqOf(await slow) && SeqOf(await slow) < SeqOf(await next));

        var sent = await alice.RequestAsync("chat.send", new { room, key = "k3", text = "call 555-0100" });
        Assert.Contains("call [number]", await HistoryAsync(bob, room));
        await alice.RequestAsync("chat.edit", new { room, id = sent["id"], text = "or 555-0101" });
        Assert.Contains("or [number]", await HistoryAsync(bob, room));

        var refused = (await Assert.ThrowsAsync<RefusedException>(() => alice.RequestAsync("chat.send", new { room, key = "k4", text = "bad" }))).Error;
        Assert.Equal(("forbidden", "Be kind."), (refused["code"], refused["reason"]));

        var first = _judge.Asked.Single(asked => Text(asked, "text") == "slow");
        Assert.Equal(("chat.send", room, alice.User, "slow", "k1"), (Text(first, "type"), Text(first, "room"), Text(first, "by"), Text(first, "text"), Text(first, "key")));

        Assert.Equal(7, first.GetProperty("data").GetProperty("order").GetInt32());

        // Nothing is lost meanwhile: it is for the client to send it again.
        await _judge.StopAsync();
        var waiting = (await Assert.ThrowsAsync<RefusedException>(() => alice.RequestAsync("chat.send", new { room, key = "k5", text = "anybody?" }))).Error;
        Assert.Equal("unavailable", waiting["code"]);
        Assert.DoesNotContain("anybody?", await HistoryAsync(bob, room));
    }

    private static long SeqOf(Received sent) => sent.Data.GetProperty("seq").GetInt64();

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static async Task<IReadOnlyList<string>> HistoryAsync(RawClient client, string room) =>
        [.. (await client.RequestAsync("chat.history", new { room })).Data.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()!)];

    private async Task<IResult> JudgeAsync(JsonElement asked)
    {
        var text = Text(asked, "text")!;
        if (text == "slow")
            await _slow.Task;
        return text == "bad" ? Results.Json(new { action = "refuse", reason = "Be kind." })
            : text.Contains("555", StringComparison.Ordinal) ? Results.Json(new { action = "change", text = System.Text.RegularExpressions.Regex.Replace(text, "[0-9-]+", "[number]") })
            : text == "next" ? Results.NoContent()
            : Results.Json(new { action = "allow" });
    }
}
