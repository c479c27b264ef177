using Akka.Actor;
using AkkaRealtime.Admin.Auditing;

namespace AkkaRealtime.Tests.Storage;

// What operators have done.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Actions_AreListedFromTheLastOn_InPages_AndByWhatIsInTheirPath()
    {
        var (ban, export, drain) = (Action("a1", "/rooms/r1/bans/bob"), Action("a2", "/users/bob/export", address: null), Action("a3", "/nodes/drain"));
        Commit(Save(ban), Save(export), Save(drain), Save(drain with { Path = "/again" }));
        Restart();

        Assert.Equal([drain, export, ban], await Storage.Audit.ListAsync(null, null, 10, Cancel));
        Assert.Equal([drain, export], await Storage.Audit.ListAsync(null, null, 2, Cancel));
        Assert.Equal([ban], await Storage.Audit.ListAsync(null, "a2", 2, Cancel));
        Assert.Equal([export, ban], await Storage.Audit.ListAsync("bob", null, 10, Cancel));
        Assert.Empty(await Storage.Audit.ListAsync("b%b", null, 10, Cancel));
    }

    [SkippableFact]
    public async Task Actions_GoAfterAYear()
    {
        Commit(Save(Action("a1", "/one")));
        Commit(Save(Action("a2", "/two") with { At = Noon + AdminAction.Kept }));
        Assert.Equal(["a2", "a1"], (await Storage.Audit.ListAsync(null, null, 10, Cancel)).Select(a => a.Id));

        Commit(Save(Action("a3", "/three") with { At = Noon + AdminAction.Kept + TimeSpan.FromMilliseconds(1) }));
        Assert.Equal(["a3", "a2"], (await Storage.Audit.ListAsync(null, null, 10, Cancel)).Select(a => a.Id));
    }

    private static SaveAction Save(AdminAction action) => new(ActorRefs.Nobody, action);

    private static AdminAction Action(string id, string path, string? address = "192.0.2.1") => new(id, Noon, "key-0011aabb", "POST", path, 200, address);
}
