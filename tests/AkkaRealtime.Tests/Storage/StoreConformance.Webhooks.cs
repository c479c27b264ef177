using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Tests.Storage;

// Webhooks: where they begin, how far they have got, and who may say so. And what users do, as they are told it.
public abstract partial class StoreConformance
{
    private static readonly Webhook Hook = new("wh_1", "https://example.com/hook", Noon)
    {
        Types = ["*"],
        Secrets = [new WebhookSecret("whsec_new"), new WebhookSecret("whsec_old", Noon.AddDays(1))],
        Description = "the CRM",
        Revision = 7,
    };

    [SkippableFact]
    public async Task Webhook_IsKeptAsItIs_AndDeletedWhole()
    {
        var room = Room("group", Alice);
        var hook = Hook with { Types = ["chat.message", "poll.*"], Rooms = [room], IsEnabled = false, DisabledBecause = "410" };
        Commit(Save(hook), new SaveWebhookProgress(ActorRefs.Nobody, hook.Id, 7, [new StreamPosition(room.Value, 1)], [Letter(room, 1)]));
        Restart();

        var kept = Assert.Single(await Storage.Webhooks.ListAsync(Cancel));
        Assert.Equal((hook.Url, hook.CreatedAt, hook.Description, hook.IsEnabled, hook.DisabledBecause, 7L), (kept.Url, kept.CreatedAt, kept.Description, kept.IsEnabled, kept.DisabledBecause, kept.Revision));
        Assert.Equal(hook.Types, kept.Types);
        Assert.Equal(hook.Rooms, kept.Rooms);
        Assert.Equal(hook.Secrets, kept.Secrets);

        Commit(new DeleteWebhook(ActorRefs.Nobody, hook.Id));
        Assert.Empty(await Storage.Webhooks.ListAsync(Cancel));
        Assert.Empty(await Storage.Webhooks.DeadLettersAsync(hook.Id, 0, 10, Cancel));
        Assert.Equal(0, (await Storage.Webhooks.StreamAsync(hook.Id, room.Value, Cancel)).Position);
    }

    [SkippableFact]
    public async Task Webhook_BeginsWithWhatComesAfterIt_AlsoInRoomsMadeLater()
    {
        var before = Room("group", Alice);
        Commit(Save(Hook));
        Assert.Empty(await BehindAsync(Hook));

        Append(before, 1, Message(before, Alice, "new"));
        var after = Room("group", Bob);

        Assert.Equal([(before.Value, 1), (after.Value, 0)], (await BehindAsync(Hook)).OrderByDescending(s => s.Position).Select(s => (s.Name, s.Position)));
        Assert.Equal([after.Value], (await BehindAsync(Hook with { Rooms = [after] })).Select(s => s.Name));
    }

    [SkippableFact]
    public async Task Webhook_ToldOfMoreRooms_BeginsThereNow_AndGoesOnWhereItWas()
    {
        var (one, other) = (Room("group", Alice), Room("group", Bob));
        var hook = Hook with { Rooms = [one] };
        Commit(Save(hook));
        Append(one, 1, Message(one, Alice, "1"));
        Append(other, 1, Message(other, Bob, "1"));

        Commit(new SaveWebhook(ActorRefs.Nobody, Hook, new WebhookStart(Rooms: true, Users: false, [one])));

        Assert.Equal([(one.Value, 1)], (await BehindAsync(Hook)).Select(s => (s.Name, s.Position)));
    }

    [SkippableFact]
    public async Task WebhookProgress_IsKept_AndWhatFailsIsDueInItsTime()
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, "1"), Message(room, Alice, "2"));
        Commit(Save(Hook));
        var failing = new StreamPosition(room.Value, 2) { Attempts = 3, FailingSince = Noon, RetryAt = Noon.AddMinutes(1), Error = "500" };

        Assert.IsType<Saved>(Assert.Single(Commit(new SaveWebhookProgress(ActorRefs.Nobody, Hook.Id, 7, [failing], [Letter(room, 1)]))));
        Restart();

        Assert.Equal(failing, await Storage.Webhooks.StreamAsync(Hook.Id, room.Value, Cancel));
        Assert.Equal([failing], await Storage.Webhooks.FailingAsync(Hook.Id, 10, Cancel));
        Assert.Empty(await Storage.Webhooks.BehindAsync(Hook, Noon, 10, Cancel));
        Assert.Equal([failing], await Storage.Webhooks.BehindAsync(Hook, Noon.AddMinutes(1), 10, Cancel));
        var letter = Assert.Single(await Storage.Webhooks.DeadLettersAsync(Hook.Id, 0, 10, Cancel));
        Assert.Equal(Letter(room, 1) with { Number = letter.Number }, letter);
        Assert.Empty(await Storage.Webhooks.DeadLettersAsync(Hook.Id, letter.Number, 10, Cancel));
    }

    [SkippableFact]
    public async Task WebhookProgress_OfAnOwnerOfThePast_IsNotKept()
    {
        var room = Room("group", Alice);
        Commit(Save(Hook), new ClaimWebhook(ActorRefs.Nobody, Hook.Id, 7, 8));

        Commit(new SaveWebhookProgress(ActorRefs.Nobody, Hook.Id, 7, [new StreamPosition(room.Value, 0)], [Letter(room, 1)]));
        Commit(new ClaimWebhook(ActorRefs.Nobody, Hook.Id, 7, 9));

        Assert.Equal(1, (await Storage.Webhooks.StreamAsync(Hook.Id, room.Value, Cancel)).Position);
        Assert.Empty(await Storage.Webhooks.DeadLettersAsync(Hook.Id, 0, 10, Cancel));
        Assert.Equal(8, Assert.Single(await Storage.Webhooks.ListAsync(Cancel)).Revision);

        Commit(new RewindWebhook(ActorRefs.Nobody, Hook.Id, room.Value, 0, 10));
        Commit(new SaveWebhookProgress(ActorRefs.Nobody, Hook.Id, 8, [new StreamPosition(room.Value, 1)], []));
        Assert.Equal(0, (await Storage.Webhooks.StreamAsync(Hook.Id, room.Value, Cancel)).Position);
    }

    [SkippableFact]
    public async Task UserEvents_AreKeptWhileSomebodyReadsThem_EachUserInOrder()
    {
        Commit(Came(Alice, UserEvent.Online));
        Commit(Save(Hook));
        Commit(Came(Alice, UserEvent.Offline), Came(Bob, UserEvent.Online), Came(Alice, UserEvent.Online));
        Restart();

        Assert.Equal([UserEvent.Offline, UserEvent.Online], (await EventsAsync(Alice)).Select(e => e.Type));
        Assert.Equal((Bob, UserEvent.Online, Noon), (await EventsAsync(Bob)).Select(e => (e.User, e.Type, e.At)).Single());
        var part = StreamPosition.Of(Alice);
        Assert.Contains(part, (await BehindAsync(Hook)).Select(s => s.Name));

        var last = (await EventsAsync(Alice))[^1].Number;
        Commit(new SaveWebhookProgress(ActorRefs.Nobody, Hook.Id, 7, [new StreamPosition(part, last)], []));
        Assert.DoesNotContain(part, (await BehindAsync(Hook)).Select(s => s.Name));

        Commit(new SaveErasure(ActorRefs.Nobody, new Erasure(Bob, Noon, ErasurePhase.Rooms)));
        Assert.Empty(await EventsAsync(Bob));
        Commit(new ForgetDelivered(ActorRefs.Nobody, Noon.AddSeconds(1)));
        Assert.Empty(await EventsAsync(Alice));
        Commit(Came(Alice, UserEvent.Offline));
        Assert.True((await EventsAsync(Alice))[^1].Number > last);
    }

    [SkippableFact]
    public async Task Reports_AreAStreamOfTheirOwn_ThatBeginsWithTheWebhook()
    {
        Commit(Save(Reported("r1", Alice, "m1")));
        Commit(Save(Hook));
        Assert.Empty(await BehindAsync(Hook));

        Commit(Save(Reported("r3", Alice, "m2", "rude")), Save(Reported("r4", Alice, "m2")), Save(Reported("r2", Carol, "m2")));
        Restart();

        var behind = Assert.Single(await BehindAsync(Hook));
        Assert.Equal(StreamPosition.Reports, behind.Name);
        var reports = await Storage.Reports.AfterAsync(behind.Position, 10, Cancel);
        Assert.Equal([Reported("r3", Alice, "m2", "rude"), Reported("r2", Carol, "m2")], reports.Select(r => r.Report));
        Assert.True(behind.Position < reports[0].Number && reports[0].Number < reports[1].Number);
        Assert.Equal([reports[1]], await Storage.Reports.AfterAsync(reports[0].Number, 10, Cancel));
        Assert.Equal([reports[0]], await Storage.Reports.AfterAsync(behind.Position, 1, Cancel));
        Assert.DoesNotContain(StreamPosition.Reports, (await BehindAsync(Hook with { Types = ["chat.message"] })).Select(s => s.Name));

        Commit(new SaveWebhookProgress(ActorRefs.Nobody, Hook.Id, 7, [new StreamPosition(StreamPosition.Reports, reports[1].Number)], []));
        Assert.Empty(await BehindAsync(Hook));
        Commit(new ForgetReports(ActorRefs.Nobody, Carol), Save(Reported("r5", Carol, "m3")));
        Assert.Equal(reports[1].Number, Assert.Single(await BehindAsync(Hook)).Position);
    }

    [SkippableFact]
    public async Task Reports_ThatFail_AreDueInTheirTime_AndBeginAnewWhereAWebhookIsToldOfThemFromNowOn()
    {
        Commit(Save(Hook with { Types = ["chat.message"] }), Save(Reported("r1", Alice, "m1")));
        Commit(new SaveWebhook(ActorRefs.Nobody, Hook, WebhookStart.None with { Reports = true }));
        Assert.Empty(await BehindAsync(Hook));

        Commit(Save(Reported("r2", Alice, "m2")));
        var failing = Assert.Single(await BehindAsync(Hook)) with { Attempts = 1, FailingSince = Noon, RetryAt = Noon.AddMinutes(1), Error = "500" };
        Commit(new SaveWebhookProgress(ActorRefs.Nobody, Hook.Id, 7, [failing], []));

        Assert.Empty(await BehindAsync(Hook));
        Assert.Equal([failing], await Storage.Webhooks.BehindAsync(Hook, Noon.AddMinutes(1), 10, Cancel));
    }

    private static SaveWebhook Save(Webhook hook) => new(ActorRefs.Nobody, hook, WebhookStart.All);

    private static SaveUser Came(UserId user, string type) => new(ActorRefs.Nobody, user, user.Value, null, ReadOnlyMemory<byte>.Empty) { At = Noon, Event = type };

    private static DeadLetter Letter(RoomId room, long position) => new(0, room.Value, position, "chat.message", Noon, 5, "500", Noon.AddDays(3));

    private Task<IReadOnlyList<StreamPosition>> BehindAsync(Webhook hook) => Storage.Webhooks.BehindAsync(hook, Noon, 100, Cancel);

    private async Task<IReadOnlyList<UserEvent>> EventsAsync(UserId user) =>
        [.. (await Storage.UserEvents.EventsAsync(UserEvent.PartOf(user), 0, 100, Cancel)).Where(e => e.User == user)];
}
