using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Renamed_OfThoseWhoShareARoom_AreTheNewNamesInTheOrderInWhichTheyCame()
    {
        Room("group", Alice, Bob, Carol);
        Rename(Bob, "Bob", Noon);
        Rename(Carol, "Carol C.", Noon.AddMinutes(2));
        Rename(Bob, "Robert", Noon.AddMinutes(1));
        Restart();

        Assert.Equal(
            [new RenamedUser(Bob, "Robert", Noon.AddMinutes(1)), new RenamedUser(Carol, "Carol C.", Noon.AddMinutes(2))],
            await Store.RenamedAsync(Alice, Noon, 10, Cancel));
        Assert.Equal([Carol], await RenamedAsync(Alice, Noon.AddMinutes(1)));
        Assert.Equal([Bob], (await Store.RenamedAsync(Alice, Noon, 1, Cancel)).Select(r => r.User));
        Assert.Empty(await RenamedAsync(Alice, Noon.AddMinutes(2)));
    }

    [SkippableFact]
    public async Task Renamed_WhoKeepsTheirName_IsNotAmongThem()
    {
        Room("direct", Alice, Bob);
        Rename(Bob, "Bob", Noon);
        Commit(new SaveUser(ActorRefs.Nobody, Bob, "Bob", Noon.AddHours(1), "{}"u8.ToArray()) { At = Noon.AddHours(1) });

        Assert.Empty(await RenamedAsync(Alice, Noon));
        Assert.Equal([Bob], await RenamedAsync(Alice, Noon.AddMilliseconds(-1)));
    }

    [SkippableFact]
    public async Task Renamed_OfStrangers_IsNobodysBusiness()
    {
        var room = Room("group", Alice, Bob);
        Room("group", Carol);
        Rename(Bob, "Robert", Noon);
        Rename(Carol, "Carol C.", Noon);

        Assert.Equal([Bob], await RenamedAsync(Alice, DateTimeOffset.UnixEpoch));
        Append(room, 2, Left(room, Bob));
        Assert.Empty(await RenamedAsync(Alice, DateTimeOffset.UnixEpoch));
    }

    private void Rename(UserId user, string name, DateTimeOffset at) =>
        Commit(new SaveUser(ActorRefs.Nobody, user, name, null, ReadOnlyMemory<byte>.Empty) { At = at });

    private async Task<IEnumerable<UserId>> RenamedAsync(UserId user, DateTimeOffset since) =>
        (await Store.RenamedAsync(user, since, 10, Cancel)).Select(r => r.User);
}
