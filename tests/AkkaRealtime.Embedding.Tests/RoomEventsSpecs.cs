using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>Events of the app's own in a room's log, through the public parts of the library only.</summary>
public sealed class RoomEventsSpecs : IAsyncLifetime
{
    private static readonly UserId Alice = new("alice");
    private RealtimeTestNode _node = null!;

    private IRoomEvents Events => _node.Services.GetRequiredService<IRoomEvents>();

    public async Task InitializeAsync() => _node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime
        .Handle<AddNote, Noted>("note.add", "note.added", async (caller, note, cancel) =>
        {
            var made = await Events.AppendAsync(note.Room!.Value, caller.User, "note.made", new Noted(note.Text), new() { CountsAsUnread = true }, cancel: cancel);
            return made.Error is { } error ? error : made.Value!.Data;
        }));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Should_reach_members_now_and_later_by_sync_and_count_as_unread()
    {
        var (alice, bob, room) = await RoomOfTwoAsync();
        Assert.Equal("Milk", (await alice.RequestAsync("note.add", new { room, text = "Milk" })).GetProperty("text").GetString());
        var live = await bob.NextAsync("note.made");
        Assert.Equal(
            (room, 3, "alice", true, "Milk"),
            (live.GetProperty("room").GetString()!, live.GetProperty("seq").GetInt32(), live.GetProperty("by").GetString()!, live.GetProperty("unread").GetBoolean(), live.GetProperty("text").GetString()!));

        await bob.RequestAsync("chat.sync", new { rooms = new Dictionary<string, int> { [room] = 2 } });
        var synced = (await bob.NextAsync("chat.events")).GetProperty("events")[0];
        Assert.Equal(("note.made", live.GetRawText()), (synced.GetProperty("type").GetString()!, synced.GetProperty("data").GetRawText()));
    }

    [Fact]
    public async Task Should_stand_in_lists_as_unread_but_not_as_a_message()
    {
        var (alice, bob, room) = await RoomOfTwoAsync();
        await alice.RequestAsync("note.add", new { room, text = "Milk" });

        var ofBob = (await bob.RequestAsync("chat.rooms")).GetProperty("rooms")[0];
        Assert.Equal((3, 1, false), (ofBob.GetProperty("head").GetInt32(), ofBob.GetProperty("unread").GetInt32(), ofBob.TryGetProperty("last", out _)));
        var ofAlice = (await alice.RequestAsync("chat.rooms")).GetProperty("rooms")[0];
        Assert.Equal((3, 0), (ofAlice.GetProperty("read").GetInt32(), ofAlice.GetProperty("unread").GetInt32()));
        Assert.Empty((await bob.RequestAsync("chat.history", new { room })).GetProperty("messages").EnumerateArray());
        Assert.Empty((await bob.RequestAsync("chat.search", new { text = "Milk" })).GetProperty("hits").EnumerateArray());
    }

    [Fact]
    public async Task Should_append_once_for_each_author_type_and_key()
    {
        var (_, _, room) = await RoomOfTwoAsync();
        var key = new RoomEventOptions { Key = "k1" };
        var first = await AppendAsync(room, Alice, "note.made", "Milk", key);
        var again = await AppendAsync(room, Alice, "note.made", "Bread", key);
        var other = await AppendAsync(room, new UserId("bob"), "note.made", "Bread", key);
        var kind = await AppendAsync(room, Alice, "note.done", "Bread", key);

        Assert.Equal((3L, false, "Milk"), (first.Seq, first.Duplicate, first.Data.Text));
        Assert.Equal((3L, true, "Milk", first.At.ToUnixTimeMilliseconds()), (again.Seq, again.Duplicate, again.Data.Text, again.At.ToUnixTimeMilliseconds()));
        Assert.Equal([(4L, false), (5L, false)], [(other.Seq, other.Duplicate), (kind.Seq, kind.Duplicate)]);
    }

    [Fact]
    public async Task Should_refuse_as_values_what_clients_may_ask_wrongly()
    {
        var (_, _, room) = await RoomOfTwoAsync();
        async Task<ErrorCode?> Refusal(string id, string by, string? key = null) =>
            (await Events.AppendAsync(new RoomId(id), new UserId(by), "note.made", new Noted("x"), new() { Key = key })).Error?.Code;

        Assert.Equal(ErrorCode.NotFound, await Refusal(room, "carol"));
        Assert.Equal(ErrorCode.NotFound, await Refusal("0000", "alice"));
        Assert.Equal(ErrorCode.NotFound, await Refusal("a room", "alice"));
        Assert.Equal(ErrorCode.BadRequest, await Refusal(room, "alice", new string('k', 65)));
        Assert.Null((await Events.AppendAsync(new RoomId(room), new UserId("shop"), "note.made", new Noted("x"), new() { MembersOnly = false })).Error);
    }

    [Fact]
    public async Task Should_throw_what_only_the_apps_code_can_do_wrong()
    {
        var room = new RoomId("r1");
        await Assert.ThrowsAsync<ArgumentException>(() => Events.AppendAsync(room, Alice, "chat.message", new Noted("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Events.AppendAsync(room, new UserId("a b"), "note.made", new Noted("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Events.AppendAsync(room, Alice, "note.made", "no object"));
        await Assert.ThrowsAsync<ArgumentException>(() => Events.AppendAsync(room, Alice, "note.made", new { Seq = 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => Events.AppendAsync(room, Alice, "note.made", new Noted(new string('x', IRoomEvents.MaxDataBytes))));
    }

    [Theory]
    [InlineData("chat.edit")]
    [InlineData("chat.delete")]
    [InlineData("chat.pin")]
    [InlineData("chat.react")]
    public async Task Should_be_no_message_that_could_be_changed(string type)
    {
        var (alice, _, room) = await RoomOfTwoAsync();
        await AppendAsync(room, Alice, "note.made", "Milk", new RoomEventOptions { Key = "k1" });
        var refused = await Assert.ThrowsAsync<RealtimeRequestException>(() => alice.RequestAsync(type, new { room, id = "k1", text = "x", on = true, emoji = "👍" }));
        Assert.Equal("not-found", refused.Code);
    }

    private async Task<LoggedEvent<Noted>> AppendAsync(string room, UserId by, string type, string text, RoomEventOptions options)
    {
        var appended = await Events.AppendAsync(new RoomId(room), by, type, new Noted(text), options);
        Assert.Null(appended.Error);
        return appended.Value!;
    }

    private async Task<(RealtimeTestClient Alice, RealtimeTestClient Bob, string Room)> RoomOfTwoAsync()
    {
        var (alice, bob) = (await _node.ConnectAsync("alice"), await _node.ConnectAsync("bob"));
        var made = await alice.RequestAsync("chat.create", new { kind = "group", name = "Shopping", members = new[] { "bob" } });
        await bob.NextAsync("chat.room");
        return (alice, bob, made.GetProperty("room").GetProperty("id").GetString()!);
    }

    private sealed record AddNote(RoomId? Room, string Text) : IRoomBound;

    private sealed record Noted(string Text);
}
