using Akka.Actor;
using AkkaRealtime.Admin.Keys;

namespace AkkaRealtime.Tests.Storage;

// Keys to the admin API.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Keys_AreListedById_UntilTheyAreRemoved()
    {
        var (ever, expiring) = (Key("k1"), Key("k2") with { Name = "Bot 'two'", ExpiresAt = Noon.AddDays(1) });
        Commit(new SaveKey(ActorRefs.Nobody, expiring), new SaveKey(ActorRefs.Nobody, ever));
        Restart();
        Assert.Equal([ever, expiring], await Storage.Keys.ListAsync(Cancel));

        Commit(new DeleteKey(ActorRefs.Nobody, "k1"), new DeleteKey(ActorRefs.Nobody, "none"));
        Assert.Equal([expiring], await Storage.Keys.ListAsync(Cancel));
    }

    private static ApiKey Key(string id) => new(id, "Bot", $"hash of {id}", "messages:read messages:write", Noon, null, "key-0011aabb");
}
