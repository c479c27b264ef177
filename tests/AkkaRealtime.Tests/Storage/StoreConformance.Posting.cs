using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Storage;

// Who writes in a room, and how often.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Posting_IsKept_AndShownWhereItIsNotAsEver()
    {
        var room = Room("channel", Alice, Bob);
        Assert.Equal((null, null), await ShownAsync());
        Append(room, 2, new ChatUpdated { SlowModeSeconds = 30, Room = room, At = Noon, By = Alice }, new ChatUpdated { PostRole = "admin", Room = room, At = Noon, By = Alice });
        Restart();

        Assert.Equal((30, "admin"), await ShownAsync());
        var loaded = (await Store.LoadRoomAsync(room, Cancel))!;
        Assert.Equal((30, "admin"), (loaded.SlowModeSeconds, loaded.PostRole));

        Append(room, 4, new ChatUpdated { SlowModeSeconds = 0, PostRole = "member", Room = room, At = Noon, By = Alice });
        Assert.Equal((null, null), await ShownAsync());

        async Task<(int?, string?)> ShownAsync() => (await Store.RoomsAsync(Bob, room, Cancel))[0] is var view ? (view.SlowModeSeconds, view.PostRole) : default;
    }
}
