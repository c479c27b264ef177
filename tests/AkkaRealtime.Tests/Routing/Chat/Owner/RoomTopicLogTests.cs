using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomTopicLogTests
{
    private readonly SpecStore _memory = new();
    private readonly SlowReads _store;
    private readonly RoomTopicLog _log;

    public RoomTopicLogTests()
    {
        _store = new SlowReads(_memory.Chat, _memory.Engine.Log, _memory.Users);
        _log = new RoomTopicLog(_store, _store);
    }

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
        _memory.OpenRoom("group", [Alice, Bob]);
        _memory.Say(new("m3"), Alice, "hi");
        _memory.Say(new("m4"), Bob, "bye");
        _memory.Add(new ChatLeft(Bob) { Room = Id, At = Noon, By = Alice });
        _memory.Say(new("m6"), Alice, "gone?");
        var stored = _memory.Engine.Find(Id)!.Events;

        var missed = await _log.ReadAsync(Id.Value, after: 3, upTo: 5);

        Assert.Equal([new Publication(Topic.Of(Id), 4, stored[3].Envelope), new Publication(Topic.Of(Id), 5, stored[4].Envelope, Bob)], missed);
    }

    private void Put(string kind) => _memory.OpenRoom(kind, [Alice, Bob]);
}
