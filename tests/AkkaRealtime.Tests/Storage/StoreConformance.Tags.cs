using System.Text;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

// An owner that another one has followed stores nothing any more.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task SaveCall_AnotherOwnerSavedMeanwhile_IsSuperseded()
    {
        var room = Room("direct", Alice, Bob);
        var call = CallId.New(room, Noon);
        var first = StateTag.After(await Calls.LoadTagAsync(room, Cancel));
        Commit(Call(call, room, true, "ringing", Alice, Bob) with { Tag = first });
        Restart();
        Assert.Equal(first.Tag, await Calls.LoadTagAsync(room, Cancel));
        var second = StateTag.After(first.Tag);
        Assert.IsType<Saved>(Assert.Single(Commit(Call(call, room, true, "active", Alice, Bob) with { Tag = second })));

        var late = Call(call, room, false, "ended", Alice, Bob) with { Missed = [Bob], Tag = StateTag.After(first.Tag) };

        Assert.Equal(new SaveSuperseded(late), Assert.Single(Commit(late)));
        Assert.Equal("active", Encoding.UTF8.GetString((await Calls.LoadLiveCallAsync(room, Cancel))!.State.Span));
        Assert.Equal(0, (await Calls.UnseenCallsAsync([Bob], Cancel)).GetValueOrDefault(Bob).Missed);
        Assert.Equal(second.Tag, await Calls.LoadTagAsync(room, Cancel));
    }

    [SkippableFact]
    public async Task SaveCall_TwoOwnersThatLoadedTheSame_OnlyTheFirstStoresACall()
    {
        var room = Room("group", Alice, Bob);
        var (one, other) = (CallId.New(room, Noon), CallId.New(room, Noon.AddSeconds(1)));

        var results = Commit(
            Call(one, room, true, "one", Alice) with { Tag = StateTag.After(0) },
            Call(other, room, true, "other", Bob) with { Tag = StateTag.After(0) });

        Assert.IsType<Saved>(results[0]);
        Assert.IsType<SaveSuperseded>(results[1]);
        Assert.Equal(one, (await Calls.LoadLiveCallAsync(room, Cancel))!.Call);
        Assert.Empty(await Calls.CallsAsync(Bob, null, 10, Cancel));
    }

    [SkippableFact]
    public void Save_TheSameAgainAfterALostAnswer_IsSaved()
    {
        var room = Room("direct", Alice, Bob);
        var call = Call(CallId.New(room, Noon), room, true, "ringing", Alice) with { Tag = StateTag.After(0) };
        var user = User("Alice", StateTag.After(0));

        Commit(call, user);

        Assert.Equal([new Saved(call), new Saved(user)], Commit(call, user));
    }

    [SkippableFact]
    public async Task SaveUser_AnotherOwnerSavedMeanwhile_IsSuperseded()
    {
        var first = StateTag.After((await Users.LoadUserAsync(Alice, Cancel))?.Tag ?? 0);
        Commit(User("Alice", first));
        var second = StateTag.After((await Users.LoadUserAsync(Alice, Cancel))!.Tag);
        Commit(User("Alice B.", second));
        Restart();

        var late = User("Alice", StateTag.After(first.Tag));

        Assert.Equal(new SaveSuperseded(late), Assert.Single(Commit(late)));
        Assert.Equal(("Alice B.", second.Tag), await Users.LoadUserAsync(Alice, Cancel) is { } user ? (user.Name, user.Tag) : default);
    }

    [SkippableFact]
    public async Task Save_WithoutATag_IsStoredAndLeavesTheTag()
    {
        var room = Room("direct", Alice, Bob);
        var call = CallId.New(room, Noon);
        var tag = StateTag.After(0);
        Commit(User("Alice", tag), Call(call, room, true, "ringing", Alice) with { Tag = tag });

        Commit(User("Deleted user", null), Call(call, room, true, "erased", Alice));

        Assert.Equal(("Deleted user", tag.Tag), await Users.LoadUserAsync(Alice, Cancel) is { } user ? (user.Name, user.Tag) : default);
        Assert.Equal(tag.Tag, await Calls.LoadTagAsync(room, Cancel));
        Assert.Equal("erased", Encoding.UTF8.GetString((await Calls.LoadLiveCallAsync(room, Cancel))!.State.Span));
    }

    private static SaveUser User(string name, StateTag? tag) => new(ActorRefs.Nobody, Alice, name, Noon, "{}"u8.ToArray()) { At = Noon, Tag = tag };
}
