using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Owner;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Push;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage;

// Where devices get pushes, and who is pushed what.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Push_ADeviceHasOneSubscription_AndWhoSubscribesLastHasTheEndpoint()
    {
        Assert.False(await Storage.Push.AnyAsync(Cancel));
        Commit(Subscribed(Alice, "laptop", "e1"), Subscribed(Alice, "phone", "e2", at: 1), Subscribed(Alice, "phone", "e3", at: 2), Subscribed(Bob, "tablet", "e4"));
        Restart();
        Assert.True(await Storage.Push.AnyAsync(Cancel));
        Assert.Equal(["e3", "e1"], await EndpointsAsync(Alice));
        var phone = (await Storage.Push.OfUserAsync(Alice, Cancel))[0];
        Assert.Equal(("key of e3", "auth of e3", Noon.AddSeconds(2), "session of e3", "token of e3"), (phone.P256dh, phone.Auth, phone.At, phone.Session!.Value.Value, phone.Token));

        Commit(Subscribed(Bob, "laptop", "e1", at: 3));
        Assert.Equal(["e3"], await EndpointsAsync(Alice));
        Assert.Equal(["e1", "e4"], await EndpointsAsync(Bob));

        Commit(new RemovePushSubscription(ActorRefs.Nobody, "e3", Bob), new RemovePushSubscription(ActorRefs.Nobody, "e4", null));
        Assert.Equal(["e3"], await EndpointsAsync(Alice));
        Assert.Equal(["e1"], await EndpointsAsync(Bob));
    }

    [SkippableFact]
    public async Task Push_BeyondTheMost_TheOldestGoes()
    {
        Commit(Subscribed(Bob, "d0", "b0"));
        for (var i = 0; i < 4; i++)
            Commit(Subscribed(Alice, $"d{i}", $"e{i}", at: i, most: 3));
        Assert.Equal(["e3", "e2", "e1"], await EndpointsAsync(Alice));

        // Whoever's clock is behind has subscribed all the same.
        Commit(Subscribed(Alice, "d9", "e9", at: -9, most: 3));
        Assert.Equal(["e3", "e2", "e9"], await EndpointsAsync(Alice));
        Assert.Equal(["b0"], await EndpointsAsync(Bob));
    }

    [SkippableFact]
    public async Task Push_WhatIsRevoked_LosesItsSubscription()
    {
        await Revokes(new Revocation("r", Noon) { User = Alice, Device = new DeviceId("phone"), IssuedBefore = Noon.AddSeconds(5) }, "phone", "others");
        await Revokes(new Revocation("r", Noon) { User = Alice, Device = new DeviceId("phone"), IssuedBefore = Noon.AddSeconds(-5) }, "", "phone, others");
        await Revokes(new Revocation("r", Noon) { Token = "token of phone" }, "phone", "others");
        await Revokes(new Revocation("r", Noon) { User = Alice, Session = new SessionId("session of phone") }, "phone", "others");
        await Revokes(new Revocation("r", Noon) { User = Alice, Session = new SessionId("other"), Token = "token of phone" }, "phone", "others");
        await Revokes(new Revocation("r", Noon) { User = Alice, Session = new SessionId("other"), Device = new DeviceId("phone"), IssuedBefore = Noon.AddSeconds(5) }, "phone", "others");
        await Revokes(new Revocation("r", Noon) { User = Bob, Session = new SessionId("session of phone") }, "", "phone, others");
        await Revokes(new Revocation("r", Noon) { User = Alice }, "phone, others", "");

        async Task Revokes(Revocation revocation, string gone, string left)
        {
            Commit(new ForgetPushSubscriptions(ActorRefs.Nobody, Alice));
            Commit(Subscribed(Alice, "phone", "phone"), Subscribed(Alice, "others", "others"));
            Commit(new RevokePushSubscriptions(ActorRefs.Nobody, [revocation]));
            Assert.True(left == string.Join(", ", (await EndpointsAsync(Alice)).OrderDescending()), $"{revocation} was to leave {left} and take {gone}");
        }
    }

    [SkippableFact]
    public async Task Push_IsInTheExport_AndGoesWithWhoIsErased()
    {
        Commit(Subscribed(Alice, "laptop", "e1"), Subscribed(Bob, "phone", "e2"));
        var line = Assert.Single(await ExportAsync(Bob), l => l.GetProperty("kind").GetString() == "push");
        Assert.Equal(("phone", "e2"), (line.GetProperty("device").GetString(), line.GetProperty("endpoint").GetString()));
        Assert.False(line.TryGetProperty("auth", out _));

        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Bob, Noon, ErasurePhase.Rooms), Cancel);

        Assert.Empty(await EndpointsAsync(Bob));
        Assert.Equal(["e1"], await EndpointsAsync(Alice));
    }

    [SkippableFact]
    public async Task Push_KeysAreMadeOnce()
    {
        Assert.Null(await Storage.Push.KeysAsync(Cancel));
        var keys = PushKeys.Make();
        Commit(new SaveVapidKeys(ActorRefs.Nobody, keys), new SaveVapidKeys(ActorRefs.Nobody, PushKeys.Make()));
        Restart();
        Assert.Equal(keys, await Storage.Push.KeysAsync(Cancel));
    }

    [SkippableFact]
    public async Task Push_RoomsAreBehindTheirPosition_WhereAMemberHasSubscribed()
    {
        var room = Room("group", Alice, Bob);
        var other = Room("group", Alice, Carol);
        Append(room, 2, Message(room, Alice, "before"));
        Assert.Null(await Storage.Push.RoomAsync(room, Cancel));
        Commit(Subscribed(Bob, "phone", "e1"));
        Assert.Empty(await Storage.Push.BehindAsync(10, Cancel));

        Append(room, 3, Message(room, Alice, "hello"));
        Append(other, 2, Message(other, Alice, "hello"));
        Commit(new SaveRoomSettings(ActorRefs.Nobody, room, Bob, "all", null, null, null));
        Assert.Equal([room], await Storage.Push.BehindAsync(10, Cancel));
        var found = (await Storage.Push.RoomAsync(room, Cancel))!;
        Assert.Equal(("group", "Room", 4, 3), (found.Kind, found.Name, found.Head, found.Position));
        Assert.Equal(("e1", "all"), (Assert.Single(found.Members).Subscription.Endpoint, found.Members[0].Notify));

        Commit(new SavePushPositions(ActorRefs.Nobody, new Dictionary<RoomId, long> { [room] = 4 }));
        Commit(new SavePushPositions(ActorRefs.Nobody, new Dictionary<RoomId, long> { [room] = 2 }));
        Restart();
        Assert.Empty(await Storage.Push.BehindAsync(10, Cancel));
        Assert.Equal(4, (await Storage.Push.RoomAsync(room, Cancel))!.Position);
    }

    [SkippableFact]
    public async Task Push_OfADirectMessage_SaysWhoWroteWhat_AndHowMuchIsUnread()
    {
        var room = Room("direct", Alice, Bob);
        Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice Liddell", null, ReadOnlyMemory<byte>.Empty), Subscribed(Bob, "phone", "e1"), Subscribed(Alice, "laptop", "e2"));
        var message = Message(room, Alice, new string('x', 500));
        Append(room, 2, Message(room, Alice, "one"), message);

        var sent = Assert.Single(await TurnAsync(room));

        Assert.Equal(("e1", "message", $"room-{room}", Bob, room), (sent.To.Endpoint, sent.Notice.Kind, sent.Notice.Tag, sent.Notice.User, sent.Notice.Room));
        Assert.Equal((new PushPerson(Alice, "Alice Liddell"), message.Id, 2, null), (sent.Notice.From, sent.Notice.MessageId, sent.Notice.Unread, sent.Notice.RoomName));
        Assert.Equal(240, sent.Notice.Text!.Length);
        Assert.EndsWith("…", sent.Notice.Text, StringComparison.Ordinal);
        Assert.Empty(await TurnAsync(room));
    }

    [SkippableFact]
    public async Task Push_InAGroup_IsOfWhatIsMeantForWhom_AndOfAllForWhoSaidSo()
    {
        var room = Room("group", Alice, Bob, Carol);
        Commit(Subscribed(Bob, "phone", "e1"), Subscribed(Carol, "tablet", "e2"));
        await Pushes([], Message(room, Alice, "nobody"));
        await Pushes(["e1"], Message(room, Alice, "you", mentions: [Bob]));
        Commit(new SaveRoomSettings(ActorRefs.Nobody, room, Carol, "all", null, null, null), new SaveRoomSettings(ActorRefs.Nobody, room, Bob, "nothing", null, null, null));
        await Pushes(["e2"], Message(room, Alice, "you again", mentions: [Bob]));
        await Pushes([], Message(room, Carol, "mine"));

        async Task Pushes(string[] endpoints, ChatMessage message)
        {
            var head = (await Storage.Push.RoomAsync(room, Cancel))!.Head;
            Append(room, head, message);
            Assert.Equal(endpoints, (await TurnAsync(room)).Select(s => s.To.Endpoint));
        }
    }

    [SkippableFact]
    public async Task Push_IsNotOfWhatIsDeletedReadOldOrOfWhoIsBlocked()
    {
        var room = Room("direct", Alice, Bob);
        Commit(Subscribed(Bob, "phone", "e1"));
        var first = Message(room, Alice, "deleted");
        Append(room, 2, first);
        Append(room, 3, new ChatDeleted(first.Id) { Room = room, At = first.At, By = Alice, Empties = true });
        Assert.Empty(await TurnAsync(room));

        Append(room, 4, Message(room, Alice, "read"));
        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 5, 5));
        Assert.Empty(await TurnAsync(room));

        Append(room, 5, Message(room, Alice, "old"));
        Assert.Empty(await TurnAsync(room, TimeSpan.FromHours(2)));

        Append(room, 6, Message(room, Alice, "news"));
        Commit(Subscribed(Bob, "phone", "e1", at: 3_600));
        Assert.Empty(await TurnAsync(room));

        Commit(Subscribed(Bob, "phone", "e1"), Blocked(Bob, Alice));
        Append(room, 7, Message(room, Alice, "blocked"));
        Assert.Empty(await TurnAsync(room));
    }

    [SkippableFact]
    public async Task Push_IsForWhoDoesNotLook_AndMayBeDisturbed_AndInDoubt()
    {
        var room = Room("direct", Alice, Bob);
        Commit(Subscribed(Bob, "phone", "e1"));
        var seq = 2;
        foreach (var (attention, pushes) in new (Attention?, int)[]
        {
            (new Attention(Bob, IsHere: true, IsBusy: false), 0), (new Attention(Bob, IsHere: false, IsBusy: true), 0), (new Attention(Bob, IsHere: false, IsBusy: false), 1), (null, 1),
        })
        {
            Append(room, seq++, Message(room, Alice, "hello"));
            Assert.Equal(pushes, (await TurnAsync(room, attention: attention)).Count);
        }
    }

    private static SavePushSubscription Subscribed(UserId user, string device, string endpoint, int at = 0, int most = 10) => new(
        ActorRefs.Nobody,
        new DeviceSubscription(endpoint, user, new DeviceId(device), $"key of {endpoint}", $"auth of {endpoint}", Noon.AddSeconds(at))
        {
            Session = new SessionId($"session of {endpoint}"),
            Token = $"token of {endpoint}",
        },
        most);

    private async Task<IEnumerable<string>> EndpointsAsync(UserId user) => (await Storage.Push.OfUserAsync(user, Cancel)).Select(s => s.Endpoint);

    // A turn of a room, whose position is kept as its owner does.
    private async Task<IReadOnlyList<ScriptedPushSender.Sent>> TurnAsync(RoomId room, TimeSpan? later = null, Attention? attention = null)
    {
        var time = new FakeTimeProvider(Noon.AddMinutes(10) + (later ?? TimeSpan.Zero));
        var sender = new ScriptedPushSender(time);
        using var delivery = new PushDelivery(
            sender, new JournalPromise(Storage.Journal), new Revocations(), new PushOptions(), time, Metrics.Push, NullLogger<PushDelivery>.Instance);
        var turn = new PushTurn(Storage.Push, Engine.Log, Store, Users, Storage.Blocks, new AskedUsers(attention), delivery, time);
        var progress = await turn.RunAsync(room, null, Cancel);
        Commit(new SavePushPositions(ActorRefs.Nobody, new Dictionary<RoomId, long> { [room] = progress!.Position }));
        return sender.Take();
    }

    private sealed class AskedUsers(Attention? attention) : IPushUsers
    {
        public Task<Attention?> AttentionAsync(UserId user, CancellationToken cancel) => Task.FromResult(attention);

        public Task<string?> TokenOfAsync(UserId user, SessionId session, CancellationToken cancel) => Task.FromResult<string?>(null);
    }
}
