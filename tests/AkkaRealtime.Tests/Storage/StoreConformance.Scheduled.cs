using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage;

// What users want sent at a time to come.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Scheduled_IsKeptOverARestart_InTheOrderOfItsTimes()
    {
        var (late, early, same) = (Scheduled(Alice, "s1", 3), Scheduled(Alice, "s2", 1), Scheduled(Alice, "s3", 1));
        Commit(Added(late), Added(early), Added(same), Added(Scheduled(Bob, "s4", 2)));
        Commit(Added(Scheduled(Alice, "s1", 9)));
        Restart();

        var all = await Storage.Scheduled.OfAsync(Alice, null, 10, Cancel);
        Assert.Equal(["s2", "s3", "s1"], all.Select(m => m.Id));
        Assert.Equal(Text(late), Text(all[^1]));
        Assert.Equal(["s3", "s1"], (await Storage.Scheduled.OfAsync(Alice, ScheduledCursor.Of(all[0]), 2, Cancel)).Select(m => m.Id));
        Assert.Equal((3, 1, 0), (await Storage.Scheduled.CountAsync(Alice, Cancel), await Storage.Scheduled.CountAsync(Bob, Cancel), await Storage.Scheduled.CountAsync(Carol, Cancel)));
        Assert.Equal(Text(same), Text(await Storage.Scheduled.FindAsync(Alice, "s3", Cancel)));
        Assert.Null(await Storage.Scheduled.FindAsync(Bob, "s3", Cancel));
    }

    [SkippableFact]
    public async Task Scheduled_IsDue_AtItsTimeAndWhileItIsSent_ButNotOnceItHasFailed()
    {
        var (waiting, sending, failed, later) = (Scheduled(Alice, "s1", 2), Scheduled(Bob, "s2", 1) with { State = ScheduledState.Sending }, Scheduled(Bob, "s3", 1) with { State = ScheduledState.Failed }, Scheduled(Bob, "s4", 3));
        Commit(Added(waiting), Added(sending), Added(failed), Added(later), Added(Scheduled(Carol, "s5", 0) with { Due = Noon.AddHours(8) }));

        Assert.Equal(["s2", "s1"], (await Storage.Scheduled.DueAsync(Noon.AddHours(2), 10, Cancel)).Select(m => m.Id));
        Assert.Equal(["s2"], (await Storage.Scheduled.DueAsync(Noon.AddHours(2), 1, Cancel)).Select(m => m.Id));
        Assert.Equal(["s2"], (await Storage.Scheduled.DueAsync(Noon.AddHours(1), 10, Cancel)).Select(m => m.Id));
    }

    [SkippableFact]
    public async Task Scheduled_IsReplaced_ByWhoKnowsWhatStandsThere()
    {
        var first = Scheduled(Alice, "s1", 1);
        var (second, third) = (first with { At = Noon.AddHours(5), Due = Noon.AddHours(6), State = ScheduledState.Failed, Content = "{\"b\":2}"u8.ToArray(), Tag = 2 }, first with { Tag = 3 });
        Commit(Added(first));

        // Two who have read the same, in one batch and one after the other.
        Assert.Equal([typeof(Saved), typeof(SaveSuperseded)], Commit(Replaced(first, second), Replaced(first, third)).Select(r => r.GetType()));
        Assert.IsType<SaveSuperseded>(Assert.Single(Commit(Replaced(first, null))));
        Assert.Equal(Text(second), Text(await Storage.Scheduled.FindAsync(Alice, "s1", Cancel)));

        Assert.IsType<Saved>(Assert.Single(Commit(Replaced(second, null))));
        Assert.Null(await Storage.Scheduled.FindAsync(Alice, "s1", Cancel));
        Assert.IsType<SaveSuperseded>(Assert.Single(Commit(Replaced(second, third))));
        Assert.Equal(0, await Storage.Scheduled.CountAsync(Alice, Cancel));
    }

    [SkippableFact]
    public async Task Scheduled_GoesWithItsUser()
    {
        Commit(Added(Scheduled(Alice, "s1", 1)), Added(Scheduled(Bob, "s2", 1)));
        Commit(new ForgetScheduled(ActorRefs.Nobody, Alice));
        Assert.Equal(["s2"], (await Storage.Scheduled.DueAsync(Noon.AddHours(1), 10, Cancel)).Select(m => m.Id));
        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Bob, Noon, ErasurePhase.Rooms), Cancel);
        Assert.Empty(await Storage.Scheduled.DueAsync(Noon.AddHours(1), 10, Cancel));
    }

    [SkippableFact]
    public async Task Scheduled_KeepsItsFiles_WhichAreNotSentYet_UntilItGoes()
    {
        var room = Room("group", Alice);
        var (kept, left) = (await AddFileAsync(room, Alice), await AddFileAsync(room, Alice));
        var message = Scheduled(Alice, "s1", 1);
        Commit(Added(message) with { Files = [kept.Id.Value] });

        // Of two that ask for the same, the second keeps nothing.
        Commit(Added(message with { Tag = 7 }) with { Files = [left.Id.Value] });
        Restart();
        Assert.Equal([kept with { Held = true }, left], (await Files.FindAsync([kept.Id.Value, left.Id.Value], Cancel)).OrderByDescending(f => f.Held));
        Assert.Equal([left.Id], (await Files.LeftoversAsync(Noon.AddYears(1), 9, Cancel)).Select(r => r.Id));
        Assert.Equal((false, true), ((await Files.RetireAsync(kept.Id, Noon.AddYears(1), Cancel)).Retired, (await Files.RetireAsync(left.Id, Noon.AddYears(1), Cancel)).Retired));

        // Another time changes nothing; cancelled, its files go.
        var moved = message with { At = Noon.AddHours(5), Tag = 8 };
        Commit(Replaced(message, moved));
        Assert.Equal([kept with { Held = true }], await Files.FindAsync([kept.Id.Value], Cancel));
        Commit(Replaced(message, null));
        Assert.Equal([kept with { Held = true }], await Files.FindAsync([kept.Id.Value], Cancel));
        Commit(Replaced(moved, null));
        Assert.Equal([kept with { State = FileState.Gone }], await Files.FindAsync([kept.Id.Value], Cancel));
    }

    [SkippableFact]
    public async Task Scheduled_OnceSent_LeavesItsFilesToTheMessage()
    {
        var room = Room("group", Alice);
        var file = await AddFileAsync(room, Alice);
        var message = Scheduled(Alice, "s1", 1);
        Commit(Added(message) with { Files = [file.Id.Value] });
        var said = Message(room, Alice, "look", files: [file.ToAttachment()]);
        Append(room, 1, said);
        Commit(Replaced(message, null));
        Assert.Equal([file with { Sent = true }], await Files.FindAsync([file.Id.Value], Cancel));

        Append(room, 2, Delete(room, Alice, said.Id));
        Assert.Equal(FileState.Gone, Assert.Single(await Files.FindAsync([file.Id.Value], Cancel)).State);
    }

    private static ScheduledMessage Scheduled(UserId user, string id, int hour) => new(id, user, Somewhere, Noon.AddHours(hour), "{\"a\":1}"u8.ToArray()) { Since = Noon, Tag = hour + 100 };

    private static AddScheduled Added(ScheduledMessage message) => new(ActorRefs.Nobody, message);

    private static ReplaceScheduled Replaced(ScheduledMessage before, ScheduledMessage? message) => new(ActorRefs.Nobody, before.Id, before.Tag, message);

    // Records compare the place of their bytes.
    private static string? Text(ScheduledMessage? message) => message is null ? null : $"{message with { Content = default }} {System.Text.Encoding.UTF8.GetString(message.Content.Span)}";
}
