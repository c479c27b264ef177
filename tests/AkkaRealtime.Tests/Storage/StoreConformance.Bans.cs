using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

// Who may not be in a room.
public abstract partial class StoreConformance
{
    private static readonly DateTimeOffset Far = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Bans_HoldUntilTheyAreLifted_OverARestart()
    {
        var room = Room("channel", Alice, Bob);
        Append(room, 2, Left(room, Bob), Ban(room, Bob, Far, "spam"), Ban(room, Carol));
        Restart();

        Assert.Equal(
            [new(Bob, new RoomBan(Far, "spam")), new(Carol, new RoomBan())],
            (await Store.LoadRoomAsync(room, Cancel))!.Bans.OrderBy(b => b.Key.Value, StringComparer.Ordinal));
        Assert.Equal([new BanView(Bob, "bob", Alice, Noon, Far, "spam"), new BanView(Carol, "carol", Alice, Noon, null, null)], await Store.BansAsync(room, null, 10, Cancel));
        Assert.Equal([Bob], (await Store.BansAsync(room, null, 1, Cancel)).Select(b => b.User));
        Assert.Equal([Carol], (await Store.BansAsync(room, Bob, 10, Cancel)).Select(b => b.User));

        Append(room, 5, Lift(room, Bob), Ban(room, Carol, Far, "more of it"));
        Assert.Equal([new BanView(Carol, "carol", Alice, Noon, Far, "more of it")], await Store.BansAsync(room, null, 10, Cancel));
    }

    [SkippableFact]
    public async Task Bans_OfAChannel_LeaveNothingToRead()
    {
        var (room, group) = (Room("channel", Alice), Room("group", Alice));
        Append(room, 1, Ban(room, Bob, Far, "spam"), Message(room, Alice, "hello"));
        Append(group, 1, Ban(group, Bob));

        var access = (await Store.AccessAsync(room, Bob, Cancel))!;
        Assert.Equal((new RoomBan(Far, "spam"), false), (access.Ban, access.MayRead));
        Assert.True((await Store.AccessAsync(room, Carol, Cancel))!.MayRead);
        Assert.Empty(await Store.SyncAsync(Bob, new Dictionary<RoomId, long> { [room] = 0, [group] = 0 }, 10, Cancel));
        Assert.Single(await Store.SyncAsync(Carol, new Dictionary<RoomId, long> { [room] = 0 }, 10, Cancel));
    }

    [SkippableFact]
    public async Task Bans_WhoseTimeIsOver_CountNoMore_AndGoWithTheNext()
    {
        var room = Room("channel", Alice);
        Append(room, 1, Ban(room, Bob, Noon.AddHours(1)));

        // The clock of the store is the real one, and past that noon.
        Assert.Null((await Store.AccessAsync(room, Bob, Cancel))!.Ban);
        Assert.Single(await Store.SyncAsync(Bob, new Dictionary<RoomId, long> { [room] = 0 }, 10, Cancel));
        Assert.Empty(await Store.BansAsync(room, null, 10, Cancel));
        Assert.Single((await Store.LoadRoomAsync(room, Cancel))!.Bans);

        Append(room, 2, Ban(room, Carol) with { At = Noon.AddHours(2) });
        Assert.Equal([Carol], (await Store.LoadRoomAsync(room, Cancel))!.Bans.Select(b => b.Key));
    }

    [SkippableFact]
    public async Task Bans_OfAUser_AreFoundForExportAndErasure()
    {
        var (one, other) = (Room("channel", Alice), Room("channel", Alice));
        Append(one, 1, Ban(one, Bob, Far, "spam"));

        Assert.Equal([one], await Storage.ChatAdmin.RoomsEverOfAsync(Bob, null, 10, Cancel));
        Assert.Equal([(one, Noon, new RoomBan(Far, "spam"))], await Storage.ChatAdmin.BansOfAsync(Bob, [one, other], Cancel));
    }

    private protected static ChatBanned Ban(RoomId room, UserId user, DateTimeOffset? until = null, string? reason = null) =>
        new(user, true, until) { Reason = reason, Room = room, At = Noon, By = Alice };

    private protected static ChatBanned Lift(RoomId room, UserId user) => new(user, false) { Room = room, At = Noon, By = Alice };
}
