using AkkaRealtime.Connections;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

/// <summary>A room that a user entered while the node that said so was out of reach, or in the moment that it was lost.</summary>
public sealed class MissedRoomsSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_show_a_room_whose_entering_was_not_heard_of_and_follow_it()
    {
        var socket = await ConnectReadyAsync();
        Sys.EventStream.Publish(BroadcastsMissed.Instance);
        await CheckedAsync(new RoomHead(Room, 5));
        Assert.Equal([Topic.Of(Room)], (await Relay.ExpectMsgAsync<FindNotOn>(Patient.Wait)).Topics);
        Relay.Reply(new NotOn([Topic.Of(Room)]));

        var entered = await Chat.ExpectMsgAsync<GetEntered>(Patient.Wait);
        Assert.Equal((Alice, Room), (entered.User, Assert.Single(entered.Rooms)));
        Chat.Reply(new FollowTopic(Topic.Of(Room), 5, Envelope("chat.room")));
        await socket.NextAsync("chat.room");
        Assert.Equal([new(Topic.Of(Room), 5)], (await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait)).Topics);
    }

    [Fact]
    public async Task Should_ask_again_while_the_store_is_down()
    {
        await ConnectReadyAsync();
        Sys.EventStream.Publish(BroadcastsMissed.Instance);
        await CheckedAsync(null);
        await CheckedAsync(null);
        await CheckedAsync(new RoomHead(Room, 5));
        await Relay.ExpectMsgAsync<FindNotOn>(Patient.Wait);
    }

    [Fact]
    public async Task Should_find_a_room_that_it_was_not_told_of_while_its_session_opened()
    {
        var socket = Connect(new Identity(Alice, "Alice", null));
        await OpenSessionAsync();
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);

        // The store has been read for the answer. Now the user enters a room, and the node that would say so is lost; the answer is asked for once more.
        Sys.EventStream.Publish(BroadcastsMissed.Instance);
        AdvanceMs(1_000);
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, []));
        await socket.NextAsync("session.ready");
        await CheckedAsync(new RoomHead(Room, 5));
        Assert.Equal([Topic.Of(Room)], (await Relay.ExpectMsgAsync<FindNotOn>(Patient.Wait)).Topics);
    }

    // Its turn comes with a sweep.
    private async Task CheckedAsync(params RoomHead[]? rooms)
    {
        await this.UntilAsync(() =>
        {
            AdvanceMs(100);
            return Chat.HasMessages;
        });
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, rooms));
    }
}
