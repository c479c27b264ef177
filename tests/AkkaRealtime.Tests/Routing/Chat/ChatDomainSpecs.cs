using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>The whole domain on a node of its own, from a request to the reply and to who follows the room.</summary>
public sealed class ChatDomainSpecs(ITestOutputHelper output) : ChatNodeSpec(output)
{
    [Fact]
    public async Task Should_bring_a_message_from_the_sender_through_the_store_to_who_follows_the_room()
    {
        var room = await Create("group", Bob);
        var bob = new OutboxProbe();
        Relay.Tell(new Subscribe([new(Topic.Of(room), 2)], Bob, bob));

        var sent = await Ask(Alice, new ChatSendRequest(room, "k1", "hi"));

        Assert.Equal(("chat.sent", 3L, false), (sent.Type, sent.Long("seq"), sent.Bool("duplicate")));
        Assert.Contains("\"text\":\"hi\"", await bob.NextAsync(), StringComparison.Ordinal);
        var history = await Ask(Bob, new ChatHistoryRequest(room));
        Assert.Equal(sent.Text("id"), history.Data.GetProperty("messages")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_store_a_key_once_over_a_restart_of_the_owner()
    {
        var room = await Create("group", Bob);
        var first = await Ask(Alice, new ChatSendRequest(room, "k1", "hi"));
        var owner = await Sys.ActorSelection($"/system/sharding/rooms/*/{room}").ResolveOne(Patient.Wait);
        await WatchAsync(owner);
        owner.Tell(PoisonPill.Instance);
        await ExpectTerminatedAsync(owner, Patient.Wait);

        // Before the shard has noticed, it still tells the one that is gone.
        Reply again = null!;
        await this.EventuallyAsync(async () => again = await Ask(Alice, new ChatSendRequest(room, "k1", "hi"), TimeSpan.FromSeconds(1)));

        Assert.Equal((first.Long("seq"), first.Text("id"), true), (again.Long("seq"), again.Text("id"), again.Bool("duplicate")));
        Assert.Equal(3, (await Ask(Alice, new ChatHistoryRequest(room))).Long("head"));
    }

    [Fact]
    public async Task Should_go_on_with_slow_mode_and_bans_over_a_restart_of_the_owner()
    {
        var room = await Create("channel", Bob);
        await Ask(Alice, new ChatUpdateRequest(room, SlowModeSeconds: 3_600));
        await Ask(Alice, new ChatBanRequest(room, [Carol], "spam"));
        await Ask(Bob, new ChatSendRequest(room, "k1", "hi"));
        var owner = await Sys.ActorSelection($"/system/sharding/rooms/*/{room}").ResolveOne(Patient.Wait);
        await WatchAsync(owner);
        owner.Tell(PoisonPill.Instance);
        await ExpectTerminatedAsync(owner, Patient.Wait);

        Reply again = null!;
        await this.EventuallyAsync(async () => again = await Ask(Bob, new ChatSendRequest(room, "k2", "hi again"), TimeSpan.FromSeconds(1)));

        Assert.Equal(("error", "rate-limited"), (again.Type, again.Text("code")));
        var refused = await Ask(Carol, new ChatJoinRequest(room));
        Assert.Equal(("forbidden", "spam"), (refused.Text("code"), refused.Text("reason")));
    }

    [Fact]
    public async Task Should_give_many_senders_one_order_without_gaps()
    {
        var room = await Create("channel");
        var users = Enumerable.Range(0, 20).Select(i => new UserId($"u{i}")).ToList();
        await Ask(Alice, new ChatInviteRequest(room, users));

        var sent = await Task.WhenAll(users.SelectMany(u => Enumerable.Range(0, 10).Select(i => Ask(u, new ChatSendRequest(room, $"{u}-{i}", "x")))));

        Assert.Equal(Enumerable.Range(22, 200).Select(i => (long)i), sent.Select(s => s.Long("seq")).Order());
    }

    [Fact]
    public async Task Should_show_messages_as_they_stand_after_edits_reactions_pins_and_deletes()
    {
        var room = await Create("group", Bob);
        var one = new MessageId((await Ask(Alice, new ChatSendRequest(room, "k1", "one"))).Text("id"));
        var two = new MessageId((await Ask(Bob, new ChatSendRequest(room, "k2", "two", ReplyTo: one, Thread: one, Mentions: [Alice]))).Text("id"));
        Assert.Equal(5, (await Ask(Alice, new ChatEditRequest(room, one, "changed"))).Long("seq"));
        Assert.Equal(6, (await Ask(Bob, new ChatReactRequest(room, one, "👍", true))).Long("seq"));
        Assert.Equal(6, (await Ask(Bob, new ChatReactRequest(room, one, "👍", true))).Long("seq"));
        Assert.Equal(7, (await Ask(Bob, new ChatPinRequest(room, one, true))).Long("seq"));
        Assert.Equal(8, (await Ask(Alice, new ChatDeleteRequest(room, two))).Long("seq"));

        var messages = (await Ask(Alice, new ChatHistoryRequest(room))).Data.GetProperty("messages");

        Assert.Equal("changed", messages[0].GetProperty("text").GetString());
        Assert.Equal("bob", messages[0].GetProperty("reactions").GetProperty("👍")[0].GetString());
        Assert.True(messages[1].GetProperty("deleted").GetBoolean());
        Assert.Equal("conflict", (await Ask(Bob, new ChatEditRequest(room, two, "x"))).Text("code"));
    }

    [Fact]
    public async Task Should_open_one_direct_room_for_a_pair_however_many_ask_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? Ask(Alice, new ChatDirectRequest(Bob))
            : Ask(Bob, new ChatDirectRequest(Alice))));

        Assert.All(opened, o => Assert.Equal("chat.room", o.Type));
        Assert.Single(opened.Select(o => o.Data.GetProperty("room").GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Should_count_unread_and_mentions_and_clear_them_by_reading()
    {
        var room = await Create("group", Bob);
        await Ask(Alice, new ChatSendRequest(room, "k1", "one"));
        await Ask(Alice, new ChatSendRequest(room, "k2", "@bob", Mentions: [Bob]));
        Assert.Equal((2L, 1L), await UnreadOf(Bob));
        Assert.Equal((0L, 0L), await UnreadOf(Alice));

        Assert.Equal(4, (await Ask(Bob, new ChatReadRequest(room, 4))).Long("seq"));

        Assert.Equal((0L, 0L), await UnreadOf(Bob));
    }

    [Fact]
    public async Task Should_sync_what_was_missed_as_it_went_out()
    {
        var room = await Create("group", Bob);
        await Ask(Alice, new ChatSendRequest(room, "k1", "one"));
        await Ask(Alice, new ChatSendRequest(room, "k2", "two"));
        var probe = CreateTestProbe();
        Router.Tell(new ClientRequest(Caller(Bob), "9", new ChatSyncRequest(new Dictionary<RoomId, long> { [room] = 3 })), probe);

        var events = new Reply(await probe.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait));
        Assert.Equal(("chat.events", 4L), (events.Type, events.Long("head")));
        var e = Assert.Single(events.Data.GetProperty("events").EnumerateArray());
        Assert.Equal(("chat.message", "two"), (e.GetProperty("type").GetString(), e.GetProperty("data").GetProperty("text").GetString()));
        Assert.Equal("chat.synced", new Reply(await probe.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait)).Type);
    }

    [Fact]
    public async Task Should_take_who_was_removed_off_the_room_after_their_last_event()
    {
        var room = await Create("group", Bob);
        var (alice, bob) = (new OutboxProbe(), new OutboxProbe());
        Relay.Tell(new Subscribe([new(Topic.Of(room), 2)], Alice, alice));
        Relay.Tell(new Subscribe([new(Topic.Of(room), 2)], Bob, bob));

        await Ask(Alice, new ChatRemoveRequest(room, [Bob]));
        await Ask(Alice, new ChatSendRequest(room, "k1", "without bob"));

        Assert.Contains("chat.left", await alice.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("without bob", await alice.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("chat.left", await bob.NextAsync(), StringComparison.Ordinal);
        Assert.False(bob.HasMore);
        Assert.Equal("not-found", (await Ask(Bob, new ChatSendRequest(room, "k2", "x"))).Text("code"));
        Assert.Equal("not-found", (await Ask(Bob, new ChatHistoryRequest(room))).Text("code"));
    }

    [Fact]
    public async Task Should_find_and_join_a_channel()
    {
        var room = await Create("channel");
        var found = await Ask(Bob, new ChatDirectoryRequest("nam"));
        Assert.Equal(room.Value, Assert.Single(found.Data.GetProperty("rooms").EnumerateArray()).GetProperty("id").GetString());

        var joined = await Ask(Bob, new ChatJoinRequest(room));

        Assert.Equal(("chat.room", 2), (joined.Type, joined.Data.GetProperty("room").GetProperty("members").GetInt32()));
        Assert.Empty((await Ask(Bob, new ChatDirectoryRequest())).Data.GetProperty("rooms").EnumerateArray());
        Assert.Equal("chat.left", (await Ask(Bob, new ChatLeaveRequest(room))).Type);
    }

    private async Task<RoomId> Create(string kind, params UserId[] members)
    {
        var created = await Ask(Alice, new ChatCreateRequest(kind, "Name", members));
        return new RoomId(created.Data.GetProperty("room").GetProperty("id").GetString()!);
    }

    private async Task<(long Unread, long Mentions)> UnreadOf(UserId user)
    {
        var view = (await Ask(user, new ChatRoomsRequest())).Data.GetProperty("rooms")[0];
        return (view.GetProperty("unread").GetInt64(), view.GetProperty("mentions").GetInt64());
    }
}
