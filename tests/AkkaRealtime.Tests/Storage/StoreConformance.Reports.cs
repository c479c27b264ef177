using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Reports;

namespace AkkaRealtime.Tests.Storage;

// What users have reported.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Reports_WaitOnceForEachMessageAndReporter_UntilTheyAreResolved()
    {
        var (one, other) = (Reported("r1", Alice, "m1", "rude"), Reported("r2", Carol, "m1"));
        Commit(Save(one), Save(other), Save(Reported("r3", Alice, "m1", "again")), Save(Reported("r4", Alice, "m2")));
        Restart();

        Assert.Equal([one, other, Reported("r4", Alice, "m2")], await Storage.Reports.ListAsync(false, null, 10, Cancel));
        Assert.Equal([other], await Storage.Reports.ListAsync(false, "r1", 1, Cancel));
        Assert.Equal(2, await Storage.Reports.WaitingAsync(Alice, Cancel));
        Assert.Null(await Storage.Reports.FindAsync("r3", Cancel));

        Commit(new ResolveReport(ActorRefs.Nobody, "r1", Noon.AddHours(1), "Warned."), new ResolveReport(ActorRefs.Nobody, "none", Noon, null));
        Assert.Equal([one with { ResolvedAt = Noon.AddHours(1), Note = "Warned." }], await Storage.Reports.ListAsync(true, null, 10, Cancel));
        Assert.Equal(["r2", "r4"], (await Storage.Reports.ListAsync(false, null, 10, Cancel)).Select(r => r.Id));
        Assert.Equal(1, await Storage.Reports.WaitingAsync(Alice, Cancel));
        Assert.Equal(["r1", "r4"], (await Storage.Reports.ByAsync(Alice, null, 10, Cancel)).Select(r => r.Id));
        Assert.Equal(["r4"], (await Storage.Reports.ByAsync(Alice, "r1", 10, Cancel)).Select(r => r.Id));
    }

    [SkippableFact]
    public async Task Reports_GoWithTheirTime_AndWithWhoMadeThemOrIsInThem()
    {
        Commit(Save(Reported("r1", Alice, "m1")), Save(Reported("r2", Carol, "m1") with { At = Noon + Report.Kept + TimeSpan.FromMilliseconds(1) }));
        Assert.Equal(["r2"], (await Storage.Reports.ListAsync(false, null, 10, Cancel)).Select(r => r.Id));

        Commit(Save(Reported("r3", Alice, "m2")), Save(Reported("r4", Alice, "m3") with { Author = Carol }));
        Commit(new ForgetReports(ActorRefs.Nobody, Carol));
        Assert.Equal(["r3"], (await Storage.Reports.ListAsync(false, null, 10, Cancel)).Select(r => r.Id));
    }

    private static SaveReport Save(Report report) => new(ActorRefs.Nobody, report);

    private static Report Reported(string id, UserId by, string message, string? reason = null) => new(id, new RoomId("room"), new MessageId(message), Bob, by, Noon, reason);
}
