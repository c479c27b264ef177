using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Files;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>What another process says in rooms and to users, by the admin API, and what users see of it.</summary>
[Collection(SharedAdminServer.Name)]
public sealed class MessageApiTests(AdminOnSqlite fixture)
{
    private AdminClient Admin => fixture.Admin;

    [Fact]
    public async Task Messages_AreSentEditedReactedToAndRead()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var first = await SendAsync(room, new { key = "k1", text = "one", user = "bot" });
        await SendAsync(room, new { key = "k2", text = "two", user = "bot", replyTo = Id(first), mentions = new[] { alice.User }, data = new { build = 7 } });

        var told = await alice.WaitForAsync("chat.message", m => m["text"] == "two");
        Assert.Equal((Id(first), alice.User), (told["replyTo"], told.Data.GetProperty("mentions")[0].GetString()));
        Assert.Equal(7, told.Data.GetProperty("data").GetProperty("build").GetInt32());

        await Admin.DoAsync(HttpMethod.Patch, $"rooms/{room}/messages/{Id(first)}", new { text = "one, corrected", user = "bot" });
        Assert.Equal("one, corrected", (await alice.WaitForAsync("chat.edited"))["text"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await Admin.SendAsync(HttpMethod.Patch, $"rooms/{room}/messages/{Id(first)}", new { text = "by another", user = "other" })).Status);

        var reaction = $"rooms/{room}/messages/{Id(first)}/reactions/{Uri.EscapeDataString("👍")}?user=bot";
        await Admin.DoAsync(HttpMethod.Put, reaction);
        Assert.Equal(("👍", "bot"), await alice.WaitForAsync("chat.reacted") is var reacted ? (reacted["emoji"], reacted["by"]) : default);
        var seen = await Admin.GetAsync($"rooms/{room}/messages/{Id(first)}");
        Assert.Equal(("one, corrected", "bot"), (seen.GetProperty("text").GetString(), seen.GetProperty("reactions").GetProperty("👍")[0].GetString()));
        Assert.Equal(JsonValueKind.String, seen.GetProperty("editedAt").ValueKind);
        await Admin.DoAsync(HttpMethod.Delete, reaction);
        Assert.Empty((await Admin.GetAsync($"rooms/{room}/messages/{Id(first)}")).GetProperty("reactions").EnumerateObject());

        var newest = await Admin.GetAsync($"rooms/{room}/messages?limit=1");
        Assert.Equal(["two"], Texts(newest));
        Assert.Equal(7, newest.GetProperty("messages")[0].GetProperty("data").GetProperty("build").GetInt32());
        Assert.True(newest.GetProperty("more").GetBoolean());
        var before = await Admin.GetAsync($"rooms/{room}/messages?before={told.Data.GetProperty("seq").GetInt64()}");
        Assert.Equal(["one, corrected"], Texts(before));
        Assert.False(before.GetProperty("more").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, $"rooms/{room}/messages/none")).Status);
    }

    [Fact]
    public async Task File_IsUploadedByABot_SentWithItsMessage_AndReadByTheMembers()
    {
        await using var alice = await FileClient.SignInAsync(fixture.Server);
        var room = await Admin.CreateRoomAsync("Room", alice.Me.User);
        byte[] report = [.. Enumerable.Range(0, 600_000).Select(i => (byte)i)];
        var (status, file, location) = await Admin.UploadAsync(room, "report.bin", report, "bot");
        Assert.Equal((HttpStatusCode.Created, "report.bin"), (status, file.GetProperty("name").GetString()));
        var (id, url) = (file.GetProperty("id").GetString()!, file.GetProperty("url").GetString()!);

        // Before it is sent it is the bot's own; afterwards it is the room's, and sent again it is the same message.
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", new { key = "k0", text = "", user = "other", attachments = new[] { id } })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.GetAsync(url)).StatusCode);
        var sent = await SendAsync(room, new { key = "k1", text = "", user = "bot", attachments = new[] { id } });
        var told = await alice.Socket.WaitForAsync("chat.message", m => m["by"] == "bot");
        Assert.Equal(id, told.Data.GetProperty("attachments")[0].GetProperty("id").GetString());
        Assert.Equal(report, await (await alice.GetAsync(url)).Content.ReadAsByteArrayAsync());
        Assert.Equal(Id(sent), Id(await SendAsync(room, new { key = "k1", text = "", user = "bot", attachments = new[] { id } })));
        Assert.Equal(report, await Admin.DownloadAsync(location!));

        // What a member has sent can be read as well.
        var photo = await alice.UploadAsync(room, "notes.txt", "notes"u8.ToArray());
        await alice.SendAsync(room, photo);
        Assert.Equal("notes"u8.ToArray(), await Admin.DownloadAsync(new Uri($"files/{photo.Id}", UriKind.Relative)));
    }

    [Fact]
    public async Task File_ThatIsNotTaken_IsRefusedWithAReason()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        Assert.Equal((HttpStatusCode.BadRequest, "The file is empty."), await RefusalAsync(room, [], null));
        Assert.Equal((HttpStatusCode.NotFound, "There is no such room."), await RefusalAsync("nowhere", [1], null));
        Assert.Equal(HttpStatusCode.BadRequest, (await RefusalAsync(room, [1], "not%20a%20user")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, "files/none")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", new { key = "k1", text = "x", attachments = new[] { "no id" } })).Status);
        using var bot = new AdminClient(fixture.Server, AdminClient.BotKey);
        Assert.Equal(HttpStatusCode.Created, (await bot.UploadAsync(room, "a.txt", [1])).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.SendAsync(HttpMethod.Get, "files/none")).Status);

        async Task<(HttpStatusCode Status, string? Detail)> RefusalAsync(string to, byte[] bytes, string? user)
        {
            var (status, problem, _) = await Admin.UploadAsync(to, "a.txt", bytes, user);
            return (status, problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Revisions_AreAllThatAMessageHasSaid_UntilItIsDeleted()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var id = (await alice.RequestAsync("chat.send", new { room, key = "k", text = "one" }))["id"];
        foreach (var text in (string[])["two", "three"])
            await alice.RequestAsync("chat.edit", new { room, id, text });

        Assert.Equal(["one", "two", "three"], Said(await Admin.GetAsync($"rooms/{room}/messages/{id}/revisions")));
        await alice.RequestAsync("chat.delete", new { room, id });
        Assert.Empty(Said(await Admin.GetAsync($"rooms/{room}/messages/{id}/revisions")));
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, $"rooms/{room}/messages/none/revisions")).Status);

        static IEnumerable<string?> Said(JsonElement revisions) => revisions.GetProperty("revisions").EnumerateArray().Select(r => r.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Report_OfAMessage_Waits_UntilItIsResolved()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        await using var eve = await RawClient.NewAsync(fixture.Server, "Eve");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var id = (await SendAsync(room, new { key = "k1", text = "rude", user = "bot" })).GetProperty("id").GetString();

        // Who can't read it can't report it; to report it twice is once.
        Assert.Equal("not-found", await eve.RefusalAsync("chat.report", new { room, id }));
        foreach (var reason in (string[])[" It is rude. ", "again"])
            Assert.Equal(id, (await alice.RequestAsync("chat.report", new { room, id, reason }))["id"]);
        var report = Assert.Single(Of(await Admin.GetAsync("reports?limit=200")));
        Assert.Equal(("bot", alice.User, "It is rude."), (report.GetProperty("author").GetString(), report.GetProperty("by").GetString(), report.GetProperty("reason").GetString()));

        var path = $"reports/{report.GetProperty("id").GetString()}";
        await Admin.DoAsync(HttpMethod.Post, $"{path}/resolve", new { note = "Warned." });
        Assert.Empty(Of(await Admin.GetAsync("reports?limit=200")));
        Assert.Equal("Warned.", Assert.Single(Of(await Admin.GetAsync("reports?resolved=true&limit=200"))).GetProperty("note").GetString());
        Assert.Equal("Warned.", (await Admin.GetAsync(path)).GetProperty("note").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Post, "reports/none/resolve", new { })).Status);

        IEnumerable<JsonElement> Of(JsonElement page) => page.GetProperty("items").EnumerateArray().Where(r => r.GetProperty("message").GetString() == id);
    }

    [Fact]
    public async Task Message_ToAUser_GoesToOneDirectRoom_OnceForEachKey()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var bot = SignedIn.NewName("bot");
        var first = await Admin.DoAsync(HttpMethod.Post, $"users/{alice.User}/messages", new { key = "k1", text = "your order has been sent", user = bot });
        var again = await Admin.DoAsync(HttpMethod.Post, $"users/{alice.User}/messages", new { key = "k1", text = "your order has been sent", user = bot });
        var second = await Admin.DoAsync(HttpMethod.Post, $"users/{alice.User}/messages", new { key = "k2", text = "it is there", user = bot });

        var told = await alice.WaitForAsync("chat.message", m => m["text"] == "it is there");
        Assert.Equal((bot, Room(first)), (told["by"], told["room"]));
        Assert.Equal((Room(first), Id(first), true), (Room(again), Id(again), again.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(Room(first), Room(second));
        Assert.Single(alice.Seen, m => m.Type == "chat.message" && m["text"] == "your order has been sent");
        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Post, $"users/{alice.User}/messages", new { key = "k3", text = "to myself", user = alice.User })).Status);
    }

    [Fact]
    public async Task Room_MadeTwiceWithOneKey_IsOne_AlsoBothAtOnce()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var key = SignedIn.NewName("key");
        var body = new { kind = "group", name = "Once", owner = alice.User, key };
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Admin.SendAsync(HttpMethod.Post, "rooms", body)));
        var again = await Admin.SendAsync(HttpMethod.Post, "rooms", body);

        Assert.All(made, one => Assert.True(one.Status is HttpStatusCode.Created or HttpStatusCode.OK, $"{one.Status} {one.Body}"));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Single(made.Append(again).Select(one => Id(one.Body)).Distinct());
        var rooms = (await alice.RequestAsync("chat.rooms")).Data.GetProperty("rooms").EnumerateArray();
        Assert.Single(rooms, room => room.GetProperty("name").GetString() == "Once");
    }

    [Fact]
    public async Task Key_InTheHeader_CountsAsInTheBody_AndBothMustBeTheSame()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var (status, first) = await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", new { text = "once" }, idempotencyKey: "h1");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True((await SendAsync(room, new { text = "once", key = "h1" })).GetProperty("duplicate").GetBoolean());
        Assert.False(first.GetProperty("duplicate").GetBoolean());
        Assert.Equal("key", (await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", new { text = "once", key = "h2" }, idempotencyKey: "h3")).Body.GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", new { text = "without" })).Status);
    }

    [Fact]
    public async Task User_IsCalledAsTheOperatorSays_UntilATokenSaysSo_AndIsKnownBefore()
    {
        var bot = SignedIn.NewName("bot");
        Assert.Equal("Orders", (await Admin.DoAsync(HttpMethod.Put, $"users/{bot}", new { name = "Orders" })).GetProperty("name").GetString());
        Assert.Equal("Orders", (await Admin.GetAsync($"users/{bot}")).GetProperty("name").GetString());

        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        await Admin.DoAsync(HttpMethod.Post, $"users/{alice.User}/messages", new { key = "k1", text = "hello", user = bot });
        Assert.Equal("Orders", (await alice.WaitForAsync("chat.room")).Data.GetProperty("room").GetProperty("name").GetString());
        await Admin.DoAsync(HttpMethod.Put, $"users/{bot}", new { name = "Deliveries" });
        await alice.WaitForAsync("people.renamed", e => e["user"] == bot && e["name"] == "Deliveries");

        await using var itself = await RawClient.SignInAsync(fixture.Server, "By token", user: bot);
        await Admin.UntilAsync($"users/{bot}", user => user.GetProperty("name").GetString() == "By token");
        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Put, $"users/{bot}", new { name = "two\nlines" })).Status);
    }

    [Fact]
    public async Task Key_WithAScope_DoesWhatThatSays_AndNothingElse()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        using var bot = new AdminClient(fixture.Server, AdminClient.BotKey);
        var sent = await bot.DoAsync(HttpMethod.Post, $"rooms/{room}/messages", new { key = "k1", text = "by a bot" });
        (HttpMethod Method, string Path)[] others =
        [
            (HttpMethod.Get, $"rooms/{room}/messages"), (HttpMethod.Delete, $"rooms/{room}/messages/{Id(sent)}"), (HttpMethod.Get, "users"), (HttpMethod.Get, "stats"),
            (HttpMethod.Post, "rooms"), (HttpMethod.Put, $"users/{alice.User}"), (HttpMethod.Post, $"users/{alice.User}/erasure"), (HttpMethod.Post, "publish"),
        ];
        foreach (var (method, path) in others)
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await bot.SendAsync(method, path, method == HttpMethod.Get ? null : new { })).Status));
        Assert.Equal("by a bot", Assert.Single(Texts(await Admin.GetAsync($"rooms/{room}/messages"))));
    }

    [Fact]
    public async Task Typing_OfABot_IsSeenByMembers_UntilItStops()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        await alice.WaitForAsync("chat.room", m => m.Data.GetProperty("room").GetProperty("id").GetString() == room);
        foreach (var on in (bool[])[true, false])
        {
            await Admin.DoAsync(HttpMethod.Put, $"rooms/{room}/typing", new { on, user = "bot" });
            var seen = await alice.WaitForAsync("chat.typing", m => m["room"] == room);
            Assert.Equal(("bot", on), (seen["user"], seen.Data.GetProperty("on").GetBoolean()));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Put, $"rooms/{room}/typing", new { user = "bot" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Put, "rooms/none/typing", new { on = true })).Status);
    }

    [Fact]
    public async Task Member_ThatNobodyKnows_IsRefused() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Post, "rooms", new { kind = "group", name = "Room", owner = "alice", topics = "a slip" })).Status);

    private static string? Id(JsonElement answer) => answer.GetProperty("id").GetString();

    private static string? Room(JsonElement answer) => answer.GetProperty("room").GetString();

    private static List<string?> Texts(JsonElement page) => [.. page.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString())];

    private Task<JsonElement> SendAsync(string room, object body) => Admin.DoAsync(HttpMethod.Post, $"rooms/{room}/messages", body);
}
