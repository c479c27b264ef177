using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomTopicLogTests
{
    private readonly FakeStore _store = new();
    private readonly RoomTopicLog _log;

    public RoomTopicLogTests() => _log = new RoomTopicLog(_store);

    [Fact]
    public async Task Audience_OfNoRoom_IsNobody()
    {
        var audience = await _log.AudienceAsync(Id.Value);
        Assert.False(audience.Contains(Alice));
    }

    [Theory]
    [InlineData(RoomKinds.Direct)]
    [InlineData(RoomKinds.Group)]
    public async Task Audience_OfARoom_IsItsMembers(string kind)
    {
        Put(kind);
        var audience = await _log.AudienceAsync(Id.Value);
        Assert.True(audience.Contains(Alice));
        Assert.True(audience.Contains(Bob));
        Assert.False(audience.Contains(Carol));
    }

    [Fact]
    public async Task Audience_OfAChannel_IsEverybody()
    {
        Put(RoomKinds.Channel);
        Assert.True((await _log.AudienceAsync(Id.Value)).Contains(Carol));
    }

    [Fact]
    public async Task Audience_WhereTheStoreIsAway_Fails()
    {
        _store.Down = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _log.AudienceAsync(Id.Value));
    }

    [Fact]
    public async Task Read_GivesWhatWasMissedAsItWasStored_AndSaysWhoLeaves()
    {
        _store.Events.AddRange(
        [
            Stored(new ChatMessage(new("m1"), "k1", "hi") { Room = Id, Seq = 1, At = Noon, By = Alice }),
            Stored(new ChatMessage(new("m2"), "k2", "bye") { Room = Id, Seq = 2, At = Noon, By = Bob }),
            Stored(new ChatLeft(Bob) { Room = Id, Seq = 3, At = Noon, By = Alice }),
            Stored(new ChatMessage(new("m4"), "k4", "gone?") { Room = Id, Seq = 4, At = Noon, By = Alice }),
        ]);

        var missed = await _log.ReadAsync(Id.Value, after: 1, upTo: 3);

        Assert.Equal(
            [new Publication(Topic.Of(Id), 2, _store.Events[1].Envelope), new Publication(Topic.Of(Id), 3, _store.Events[2].Envelope, Bob)],
            missed);
    }

    private void Put(string kind) =>
        _store.Snapshots[Id] = new RoomSnapshot(Id, kind, "Name", "", 2, Noon, [new(Alice, "owner", 1, 0, 0), new(Bob, "member", 2, 0, 0)]);

    private static StoredEvent Stored(RoomEvent e) => new(e.Seq, RoomEventJson.Encode(e));
}
