using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

// Revocations: what is kept, in which order changes are told, and when they are forgotten.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Revocations_AreKeptAsTheyWere_AndToldByNumber()
    {
        var all = new Revocation("r1", Noon)
        {
            User = Alice,
            Device = new DeviceId("phone"),
            Session = new SessionId("s1"),
            Token = "jti-1",
            IssuedBefore = Noon.AddSeconds(-1),
            Until = Noon.AddDays(1),
            Reason = "lost",
        };
        var least = new Revocation("r2", Noon) { Token = "jti-2" };

        Assert.IsType<Saved>(Assert.Single(Commit(new SaveRevocations(ActorRefs.Nobody, [all], Noon))));
        Commit(new SaveRevocations(ActorRefs.Nobody, [least, all], Noon));
        Restart();

        var changes = await Storage.Revocations.ChangesAsync(0, 10, Cancel);
        Assert.Equal([all, least], changes.Select(c => c.Revocation));
        Assert.All(changes, c => Assert.False(c.IsLifted));
        Assert.Equal([least], (await Storage.Revocations.ChangesAsync(changes[0].Number, 10, Cancel)).Select(c => c.Revocation));
        Assert.Equal([all], (await Storage.Revocations.ChangesAsync(0, 1, Cancel)).Select(c => c.Revocation));
        Assert.Equal([all, least], await Storage.Revocations.ListAsync(null, null, 10, Noon, Cancel));
        Assert.Equal([least], await Storage.Revocations.ListAsync(null, "r1", 10, Noon, Cancel));
        Assert.Equal([all], await Storage.Revocations.ListAsync(Alice, null, 10, Noon, Cancel));
        Assert.Equal([least], await Storage.Revocations.ListAsync(null, null, 10, Noon.AddDays(1), Cancel));
    }

    [SkippableFact]
    public async Task Revocations_Lifted_AreToldOnceMore_AndForgottenAfterADay()
    {
        Commit(
            new SaveRevocations(ActorRefs.Nobody, [new Revocation("r1", Noon) { User = Alice }, new Revocation("r2", Noon) { User = Bob, Until = Noon.AddHours(1) }], Noon));
        var seen = (await Storage.Revocations.ChangesAsync(0, 10, Cancel))[^1].Number;

        Commit(new LiftRevocation(ActorRefs.Nobody, "r1", Noon), new LiftRevocation(ActorRefs.Nobody, "nothing", Noon));

        var lifted = Assert.Single(await Storage.Revocations.ChangesAsync(seen, 10, Cancel));
        Assert.Equal(("r1", true), (lifted.Revocation.Id, lifted.IsLifted));
        Assert.Equal(["r2"], (await Storage.Revocations.ListAsync(null, null, 10, Noon, Cancel)).Select(r => r.Id));

        Commit(new SaveRevocations(ActorRefs.Nobody, [new Revocation("r3", Noon) { User = Carol }], Noon.AddDays(2)));
        var left = Assert.Single(await Storage.Revocations.ChangesAsync(0, 10, Cancel));
        Assert.Equal("r3", left.Revocation.Id);
        Assert.True(left.Number > lifted.Number);
    }

    [SkippableFact]
    public async Task SessionKey_IsThatOfTheFirstWhoMadeOne()
    {
        Assert.Null(await Storage.SessionKeys.KeyAsync(Cancel));
        Commit(new SaveSessionKey(ActorRefs.Nobody, new byte[] { 1, 2, 0 }), new SaveSessionKey(ActorRefs.Nobody, new byte[] { 3 }));
        Commit(new SaveSessionKey(ActorRefs.Nobody, new byte[] { 4 }));
        Restart();
        Assert.Equal([1, 2, 0], (await Storage.SessionKeys.KeyAsync(Cancel))!.Value.ToArray());
    }
}
