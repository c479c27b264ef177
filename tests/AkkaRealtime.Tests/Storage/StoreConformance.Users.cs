using System.Text;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task LoadUser_Saved_IsWhatWasSavedLast()
    {
        Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice", null, "{\"status\":\"busy\"}"u8.ToArray()));
        Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice B.", Noon, "{\"status\":\"away\"}"u8.ToArray()));
        Restart();

        var user = await Users.LoadUserAsync(Alice, Cancel);

        Assert.NotNull(user);
        Assert.Equal((Alice, "Alice B.", (DateTimeOffset?)Noon), (user.User, user.Name, user.LastSeen));
        Assert.Equal("{\"status\":\"away\"}", Encoding.UTF8.GetString(user.Status.Span));
    }

    [SkippableFact]
    public async Task LoadUser_WithNothingButAName_IsThat()
    {
        var entry = new SaveUser(ActorRefs.Nobody, Alice, "", null, ReadOnlyMemory<byte>.Empty);

        Assert.Equal(new Saved(entry), Assert.Single(Commit(entry)));

        var user = await Users.LoadUserAsync(Alice, Cancel);
        Assert.Equal("", user!.Name);
        Assert.Null(user.LastSeen);
        Assert.True(user.Status.IsEmpty);
        Assert.Null(await Users.LoadUserAsync(Bob, Cancel));
    }

    [SkippableFact]
    public async Task LoadLiveCall_SavedAsLive_IsTheLatestStateUntilItEnds()
    {
        var room = Room("direct", Alice, Bob);
        var call = CallId.New(room, Noon);
        Commit(Call(call, room, true, "ringing", Alice, Bob));
        Commit(Call(call, room, true, "active", Alice, Bob));
        Restart();

        var live = await Calls.LoadLiveCallAsync(room, Cancel);
        Commit(Call(call, room, false, "ended", Alice, Bob));

        Assert.Equal((call, room, true, Noon, "active"), (live!.Call, live.Room, live.Live, live.StartedAt, Encoding.UTF8.GetString(live.State.Span)));
        Assert.Null(await Calls.LoadLiveCallAsync(room, Cancel));
    }

    [SkippableFact]
    public async Task LoadLiveCall_AnEndedCall_IsNotBroughtBackByAnOwnerWhoDoesNotKnow()
    {
        var room = Room("direct", Alice, Bob);
        var call = CallId.New(room, Noon);
        Commit(Call(call, room, true, "active", Alice, Bob));
        Commit(Call(call, room, false, "ended", Alice, Bob));
        Commit(Call(call, room, true, "active", Alice, Bob));

        Assert.Null(await Calls.LoadLiveCallAsync(room, Cancel));
        Assert.Equal("ended", Encoding.UTF8.GetString(Assert.Single(await Calls.CallsAsync(Bob, null, 10, Cancel)).State.Span));
    }

    [SkippableFact]
    public async Task Calls_OfAUser_AreTheNewestFirstAndPage()
    {
        var room = Room("group", Alice, Bob, Carol);
        var calls = Enumerable.Range(0, 4).Select(i => CallId.New(room, Noon.AddMinutes(i))).ToArray();
        for (var i = 0; i < calls.Length; i++)
            Commit(Call(calls[i], room, false, "ended", i == 1 ? [Bob] : [Alice, Bob]) with { StartedAt = Noon.AddMinutes(i) });

        var first = await Calls.CallsAsync(Alice, null, 2, Cancel);
        var rest = await Calls.CallsAsync(Alice, first[^1].Call, 2, Cancel);

        Assert.Equal([calls[3], calls[2]], first.Select(c => c.Call));
        Assert.Equal([calls[0]], rest.Select(c => c.Call));
        Assert.Empty(await Calls.CallsAsync(Carol, null, 2, Cancel));
    }

    [SkippableFact]
    public async Task Calls_AUserInvitedLater_IsInTheirHistoryToo()
    {
        var room = Room("group", Alice, Bob);
        var call = CallId.New(room, Noon);
        Commit(Call(call, room, true, "active", Alice));
        Commit(Call(call, room, true, "active", Alice, Bob));

        Assert.Equal(call, Assert.Single(await Calls.CallsAsync(Bob, null, 10, Cancel)).Call);
        Assert.Single(await Calls.CallsAsync(Alice, null, 10, Cancel));
    }

    [SkippableFact]
    public async Task LiveCalls_AreThoseOfTheRoomsOfAUser()
    {
        var room = Room("group", Alice, Bob);
        var other = Room("group", Alice, Carol);
        var call = CallId.New(room, Noon);
        Commit(Call(call, room, true, "active", Alice));
        Commit(Call(CallId.New(other, Noon), other, false, "ended", Alice));

        Assert.Equal(call, Assert.Single(await Calls.LiveCallsAsync(Bob, 10, Cancel)).Call);
        Assert.Single(await Calls.LiveCallsAsync(Alice, 10, Cancel));
        Assert.Empty(await Calls.LiveCallsAsync(Carol, 10, Cancel));
    }

    private static SaveCall Call(CallId call, RoomId room, bool live, string state, params UserId[] users) =>
        new(ActorRefs.Nobody, call, room, live, Noon, users, Encoding.UTF8.GetBytes(state));
}
