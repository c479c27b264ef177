using System.Net;
using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Words that the operator doesn't allow, over real sockets and by the admin API.</summary>
public sealed class ForbiddenWordTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_file, "# after the first week\nworse\n");
        _server = await AdminClient.StartAsync(("AkkaRealtime:Moderation:Words:0", "bad*"), ("AkkaRealtime:Moderation:WordsFile", _file));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task ForbiddenWord_IsInNoRoom_AndAChangedFileHoldsWithoutARestart()
    {
        using var operating = new AdminClient(_server);
        await using var alice = await RawClient.NewAsync(_server, "Alice");
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.create", new { kind = "group", name = "Badly named" }));
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Room" })).Data.GetProperty("room").GetProperty("id").GetString()!;

        var refused = (await Assert.ThrowsAsync<RefusedException>(() => alice.RequestAsync("chat.send", new { room, key = "k1", text = "Is that B\u00E4D?" }))).Error;
        Assert.Equal(("forbidden", "text"), (refused["code"], refused["field"]));
        Assert.DoesNotContain("bad", refused["message"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.send", new { room, key = "k2", text = "w\u200Borse" }));
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.update", new { room, topic = "worse" }));

        var sent = await alice.RequestAsync("chat.send", new { room, key = "k3", text = "It is forbad, and worsens." });
        Assert.Equal("chat.sent", sent.Type);
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.edit", new { room, id = sent["id"], text = "It is worse." }));
        Assert.Equal(HttpStatusCode.Forbidden, (await operating.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", new { key = "b1", text = "worse", user = "bot" })).Status);
        await operating.DoAsync(HttpMethod.Post, $"rooms/{room}/messages", new { key = "b2", text = "Don't say \u201Cworse\u201D." });

        await File.WriteAllTextAsync(_file, "worst\n");
        await _server.LoggedAsync($"The words in {_file} have changed; 2 are in force now");

        Assert.Equal("chat.sent", (await alice.RequestAsync("chat.send", new { room, key = "k4", text = "worse" })).Type);
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.send", new { room, key = "k5", text = "worst" }));
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.send", new { room, key = "k6", text = "bad" }));
    }
}
