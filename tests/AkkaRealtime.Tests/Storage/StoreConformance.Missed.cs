using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

/// <summary>How many missed calls a user has not seen.</summary>
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task UnseenCalls_MissedAndNotSeen_AreCountedUntilTheyAreSeen()
    {
        var room = Room("direct", Alice, Bob);
        var calls = Enumerable.Range(0, 3).Select(i => CallId.New(room, Noon.AddMinutes(i))).ToArray();
        foreach (var call in calls)
            Commit(Call(call, room, true, "ringing", Alice, Bob));
        Assert.Equal((0, 0), (await MissedByAsync(Alice), await MissedByAsync(Bob)));
        foreach (var call in calls)
            Commit(Call(call, room, true, "ended", Alice, Bob) with { Missed = [Bob] }, Call(call, room, false, "ended", Alice, Bob) with { Missed = [Bob] });
        Restart();

        Assert.Equal((0, 3, 0), (await MissedByAsync(Alice), await MissedByAsync(Bob), await MissedByAsync(Carol)));
        Commit(new SaveCallsSeen(ActorRefs.Nobody, Bob, calls[0]));
        Commit(new SaveCallsSeen(ActorRefs.Nobody, Bob, calls[0]), new SaveCallsSeen(ActorRefs.Nobody, Alice, calls[1]));
        Assert.Equal(2, await MissedByAsync(Bob));
        Assert.Equal([true, true, false], (await Calls.CallsAsync(Bob, null, 10, Cancel)).OrderByDescending(c => c.Call.Value).Select(c => c.Unseen));
        Assert.All(await Calls.CallsAsync(Alice, null, 10, Cancel), c => Assert.False(c.Unseen));

        Commit(new SaveCallsSeen(ActorRefs.Nobody, Bob, null));
        Commit(Call(calls[2], room, false, "ended", Alice, Bob) with { Missed = [Bob] });
        Assert.Equal(0, await MissedByAsync(Bob));
    }

    [SkippableFact]
    public async Task UnseenCalls_JoinedAfterAll_IsNotMissed_AndMissedAnewIsUnseenAnew()
    {
        var room = Room("group", Alice, Bob);
        var call = CallId.New(room, Noon);
        Commit(Call(call, room, true, "active", Alice, Bob) with { Missed = [Bob] });
        Commit(new SaveCallsSeen(ActorRefs.Nobody, Bob, null));
        Commit(Call(call, room, true, "active", Alice, Bob));
        Commit(Call(call, room, true, "active", Alice, Bob) with { Missed = [Bob] });
        Assert.Equal(1, await MissedByAsync(Bob));
        Commit(Call(call, room, true, "active", Alice, Bob));
        Assert.Equal(0, await MissedByAsync(Bob));
    }

    [SkippableFact]
    public async Task UnseenCalls_WhateverChangesThem_HaveAHigherRevisionThanBefore()
    {
        var room = Room("group", Alice, Bob, Carol);
        var calls = Enumerable.Range(0, 2).Select(i => CallId.New(room, Noon.AddMinutes(i))).ToArray();
        var counted = new List<UnseenCalls>();
        await Commit(Call(calls[0], room, true, "active", Alice, Bob) with { Missed = [Bob] });
        await Commit(Call(calls[1], room, true, "active", Alice, Bob) with { Missed = [Bob] });
        await Commit(new SaveCallsSeen(ActorRefs.Nobody, Bob, calls[0]));
        Restart();
        await Commit(Call(calls[1], room, true, "active", Alice, Bob));
        await Commit(Call(calls[1], room, true, "active", Alice, Bob) with { Missed = [Bob] });
        await Commit(new SaveCallsSeen(ActorRefs.Nobody, Bob, null));

        Assert.Equal([1, 2, 1, 0, 1, 0], counted.Select(c => c.Missed));
        Assert.Equal(counted.Select(c => c.Revision).Distinct().Order(), counted.Select(c => c.Revision));

        async Task Commit(JournalEntry entry)
        {
            this.Commit(entry);
            counted.Add(await UnseenAsync(Bob));
        }
    }

    [SkippableFact]
    public async Task UnseenCalls_ACallIsSavedAgainAsItWas_AreOfTheSameRevision()
    {
        var room = Room("group", Alice, Bob, Carol);
        var call = CallId.New(room, Noon);
        Commit(Call(call, room, true, "active", Alice, Bob, Carol) with { Missed = [Bob] });
        var (bob, carol) = (await UnseenAsync(Bob), await UnseenAsync(Carol));
        Commit(Call(call, room, true, "active", Alice, Bob, Carol) with { Missed = [Bob] });
        Commit(Call(call, room, false, "ended", Alice, Bob, Carol) with { Missed = [Bob] }, new SaveCallsSeen(ActorRefs.Nobody, Alice, null));
        Assert.Equal((bob, carol), (await UnseenAsync(Bob), await UnseenAsync(Carol)));
    }

    [SkippableFact]
    public async Task UnseenCalls_SeveralChangesInOneCommit_AreCountedOnceForEachUser()
    {
        var room = Room("group", Alice, Bob, Carol);
        var calls = Enumerable.Range(0, 3).Select(i => CallId.New(room, Noon.AddMinutes(i))).ToArray();
        Commit([.. calls.Select(c => (JournalEntry)(Call(c, room, false, "ended", Alice, Bob, Carol) with { Missed = [Bob, Carol] }))]);
        var before = await UnseenAsync(Bob);
        Commit(
            new SaveCallsSeen(ActorRefs.Nobody, Bob, calls[0]),
            Call(calls[1], room, false, "ended", Alice, Bob, Carol) with { Missed = [Carol] },
            new SaveCallsSeen(ActorRefs.Nobody, Carol, null));
        Assert.Equal((3, 1, 0), (before.Missed, await MissedByAsync(Bob), await MissedByAsync(Carol)));
        Assert.True((await UnseenAsync(Bob)).Revision > before.Revision);
    }

    private async Task<int> MissedByAsync(UserId user) => (await UnseenAsync(user)).Missed;

    private async Task<UnseenCalls> UnseenAsync(UserId user) =>
        (await Calls.UnseenCallsAsync([Alice, Bob, Carol, user], Cancel)).GetValueOrDefault(user);
}
