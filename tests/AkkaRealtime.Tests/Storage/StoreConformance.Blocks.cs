using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store.Blocks;

namespace AkkaRealtime.Tests.Storage;

// Who doesn't want to hear of whom.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Blocks_StandUntilTheyAreTakenBack_AndOverARestart()
    {
        Commit(Blocked(Alice, Bob), Blocked(Alice, Carol), Blocked(Carol, Alice));
        Commit(new SaveBlock(ActorRefs.Nobody, new Block(Alice, Bob, Noon.AddHours(1)), true));
        Restart();

        Assert.Equal([new Block(Alice, Bob, Noon), new Block(Alice, Carol, Noon)], await Storage.Blocks.ByAsync(Alice, null, 10, Cancel));
        Assert.Equal([new Block(Alice, Carol, Noon)], await Storage.Blocks.ByAsync(Alice, Bob, 1, Cancel));
        Assert.Equal((2, 0), (await Storage.Blocks.CountAsync(Alice, Cancel), await Storage.Blocks.CountAsync(Bob, Cancel)));
        Assert.Equal([new Block(Alice, Bob, Noon)], await Storage.Blocks.BetweenAsync(Bob, [Alice, Carol], Cancel));
        Assert.Equal([Alice, Carol], (await Storage.Blocks.BetweenAsync(Alice, [Carol], Cancel)).Select(b => b.By).OrderBy(u => u.Value));
        Assert.Equal([Carol], await Storage.Blocks.BlockersAsync(Alice, [Bob, Carol], Cancel));
        Assert.Equal([Bob, Carol], (await Storage.Blocks.ApartAsync(Alice, [Bob, Carol], Cancel)).OrderBy(u => u.Value));

        Commit(new SaveBlock(ActorRefs.Nobody, new Block(Alice, Bob, Noon), false), new SaveBlock(ActorRefs.Nobody, new Block(Bob, Alice, Noon), false));
        Assert.Empty(await Storage.Blocks.BetweenAsync(Bob, [Alice, Carol], Cancel));
    }

    [SkippableFact]
    public async Task Blocks_GoWithWhoMadeThemAndWithWhoIsInThem()
    {
        Commit(Blocked(Alice, Bob), Blocked(Bob, Carol), Blocked(Alice, Carol));
        Commit(new ForgetBlocks(ActorRefs.Nobody, Bob));
        Assert.Empty(await Storage.Blocks.BetweenAsync(Bob, [Alice, Carol], Cancel));
        Assert.Equal([Carol], (await Storage.Blocks.ByAsync(Alice, null, 10, Cancel)).Select(b => b.User));
    }

    [SkippableFact]
    public async Task Blocks_LeaveMentionsByWhoIsBlockedUnmarked()
    {
        var room = Room("group", Alice, Bob, Carol);
        Commit(Blocked(Bob, Alice));
        Append(room, 3, Message(room, Carol, "you", mentions: [Bob]), Message(room, Alice, "you two", mentions: [Bob, Carol]));

        Assert.Equal(1, Assert.Single(await Store.RoomsAsync(Bob, room, Cancel)).Mentions);
        Assert.Equal(1, Assert.Single(await Store.RoomsAsync(Carol, room, Cancel)).Mentions);
    }

    private static SaveBlock Blocked(UserId by, UserId user) => new(ActorRefs.Nobody, new Block(by, user, Noon), true);
}
