using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

public sealed class UserActorSavingSpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly StatusChoice Lunch = new(ChosenStatus.Busy, "Lunch", "🍜", At(600));

    [Fact]
    public async Task Should_reply_and_show_the_choice_only_after_it_is_stored()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Store.Hold = true;
        user.Tell(new SetStatus(Alice, "Alice", Lunch with { Emoji = ":-)" }, "r1"), laptop);
        Assert.Equal("online", (await SeenAsync(user)).Status);
        Assert.False(laptop.HasMessages);

        Store.Commit(Store.Saved<SaveUser>()[^1]);

        Assert.Equal(
            """{"type":"status.ok","data":{"ref":"r1","user":"alice","status":"busy","text":"Lunch","emoji":":-)","clearAt":"2026-01-01T00:10:00.000Z"}}""",
            (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal("busy", (await SeenAsync(user)).Status);
    }

    [Fact]
    public async Task Should_share_no_time_zone_only_once_that_is_stored_and_leave_the_choice_as_it_is()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Busy), null), laptop);
        await laptop.ExpectMsgAsync<EncodedEnvelope>();
        user.Tell(new SetActivity(Alice, new SessionId("s1"), Idle: false, "Europe/Berlin"), laptop);
        await laptop.ExpectMsgAsync<ActivityNoted>();
        Assert.Equal(("busy", "Europe/Berlin"), ((await SeenAsync(user)).Status, (await SeenAsync(user)).Zone));
        Store.Hold = true;
        user.Tell(new SetStatus(Alice, "Alice", Choice: null, "r1", Zone: ""), laptop);
        Assert.Equal("Europe/Berlin", (await SeenAsync(user)).Zone);
        Assert.False(laptop.HasMessages);

        Store.Commit(Store.Saved<SaveUser>()[^1]);

        Assert.Equal("""{"type":"status.ok","data":{"ref":"r1","user":"alice","status":"busy","zone":""}}""", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal(("busy", null), ((await SeenAsync(user)).Status, (await SeenAsync(user)).Zone));
        Assert.Equal((ChosenStatus.Busy, ""), (Choice(Store.Saved<SaveUser>()[^1]).Status, StatusChoice.ZoneOf(Store.Saved<SaveUser>()[^1].Status).Name));
    }

    [Fact]
    public async Task Should_show_an_invisible_user_their_choice_in_the_reply()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Invisible), null), laptop);
        Assert.True((await laptop.ExpectMsgAsync<VisibilityChanged>()).Invisible);
        Assert.Equal("""{"type":"status.ok","data":{"user":"alice","status":"invisible"}}""", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString());
    }

    [Fact]
    public async Task Should_answer_unavailable_when_the_journal_is_full()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Store.Full = true;
        user.Tell(new SetStatus(Alice, "Alice", Lunch, "r1"), laptop);
        Assert.Contains("\"ref\":\"r1\",\"code\":\"unavailable\"", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        Assert.Equal("online", (await SeenAsync(user)).Status);
    }

    [Fact]
    public async Task Should_answer_unavailable_when_it_was_not_stored()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Store.Hold = true;
        user.Tell(new SetStatus(Alice, "Alice", Lunch, "r1"), laptop);
        await ReportAsync(user);
        user.Tell(new SaveFailed(Store.Saved<SaveUser>()[^1]));
        Assert.Contains("\"code\":\"unavailable\"", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        Assert.Equal("online", (await SeenAsync(user)).Status);
    }

    [Fact]
    public async Task Should_put_right_what_a_refused_choice_left_in_the_store()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Store.Hold = true;
        user.Tell(new SetStatus(Alice, "Alice", Lunch, "r1"), laptop);
        await ReportAsync(user);
        var entry = Store.Saved<SaveUser>()[^1];
        Store.Engine.Commit([entry]);
        user.Tell(new SaveFailed(entry));
        Assert.Contains("\"code\":\"unavailable\"", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        await ReportAsync(user);
        Store.Hold = false;

        Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("online", (await SeenAsync(user)).Status);
        Assert.Equal(StatusChoice.None, Choice(Store.Find(Alice)!));
    }

    [Fact]
    public async Task Should_store_choices_one_after_the_other_so_that_the_last_one_counts()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Store.Hold = true;
        user.Tell(new SetStatus(Alice, "Alice", Lunch, "r1"), laptop);
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Away), "r2"), laptop);
        await ReportAsync(user);
        Assert.Equal(Lunch, Choice(Store.Saved<SaveUser>()[^1]));

        Store.Commit(Store.Saved<SaveUser>()[^1]);
        Assert.Contains("r1", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        await ReportAsync(user);
        Store.Commit(Store.Saved<SaveUser>()[^1]);

        Assert.Contains("r2", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        Assert.Equal("away", (await SeenAsync(user)).Status);
        Assert.Equal(new StatusChoice(ChosenStatus.Away), Choice(Store.Find(Alice)!));
    }

    [Fact]
    public async Task Should_refuse_choices_beyond_those_that_may_wait()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Store.Hold = true;
        for (var i = 0; i < UserLedger.MaxWaiting + 2; i++)
            user.Tell(new SetStatus(Alice, "Alice", Lunch, $"r{i}"), laptop);
        Assert.Contains($"\"ref\":\"r{UserLedger.MaxWaiting + 1}\",\"code\":\"rate-limited\"", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_keep_the_choice_over_a_restart()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", Lunch, null), laptop);
        await laptop.ExpectMsgAsync<EncodedEnvelope>();
        await StopAsync(user);

        var again = NewUser();
        await SeenAsync(again);
        Advance(UserStatus.ReopenWithin);
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: Start), await SeenAsync(again));
        await ConnectAsync(again, "s2");
        Assert.Equal(new StatusView(Alice, "busy", "Lunch", "🍜", At(600)), await SeenAsync(again));
    }

    [Fact]
    public async Task Should_not_bring_back_a_choice_that_ended_while_the_server_was_down()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", Lunch, null), laptop);
        await laptop.ExpectMsgAsync<EncodedEnvelope>();
        await StopAsync(user);
        Advance(TimeSpan.FromSeconds(600));

        var again = NewUser();
        await ConnectAsync(again, "s2");
        Assert.Equal(new StatusView(Alice, "online"), await SeenAsync(again));
    }

    [Fact]
    public async Task Should_keep_the_name_and_when_the_user_was_last_seen()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await this.EventuallyAsync(() => Assert.Equal(("Alice", Start), (Store.Find(Alice)?.Name, Store.Find(Alice)?.LastSeen)));
        Advance(TimeSpan.FromSeconds(90));
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await this.EventuallyAsync(() => Assert.Equal(At(90), Store.Find(Alice)?.LastSeen));
        await StopAsync(user);
        var again = NewUser();
        Assert.Equal("online", (await SeenAsync(again)).Status);
        Advance(UserStatus.ReopenWithin);
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(90)), await SeenAsync(again));
    }

    [Fact]
    public async Task Should_try_again_to_keep_when_the_user_was_last_seen()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await ReportAsync(user);
        Store.Full = true;
        Advance(TimeSpan.FromSeconds(90));
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Assert.Equal(Start, Store.Find(Alice)?.LastSeen);
        Store.Full = false;
        Advance(TimeSpan.FromSeconds(5));
        await this.EventuallyAsync(() => Assert.Equal(At(90), Store.Find(Alice)?.LastSeen));
    }

    [Fact]
    public async Task Should_keep_what_it_is_told_until_the_user_is_loaded_in_order()
    {
        var loaded = new TaskCompletionSource();
        Store.Gate = loaded.Task;
        var user = NewUser();
        var laptop = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId("laptop"), new SessionId("s1")), laptop);
        user.Tell(new TellUser(Alice, new EncodedEnvelope("1"u8.ToArray())));
        user.Tell(new TellUser(Alice, new EncodedEnvelope("2"u8.ToArray())));
        loaded.SetResult();
        await laptop.ExpectMsgAsync<SessionOpened>();
        Assert.Equal("1", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal("2", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString());
    }

    [Fact]
    public async Task Should_load_again_when_the_store_could_not_be_reached()
    {
        var failed = new TaskCompletionSource();
        Store.Gate = failed.Task;
        var user = NewUser();
        var laptop = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId("laptop"), new SessionId("s1")), laptop);
        user.Tell(new SetStatus(Alice, "Alice", Lunch, "r1"), laptop);
        failed.SetException(new StoreUnavailableException("gone"));
        Assert.Contains("\"ref\":\"r1\",\"code\":\"unavailable\"", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);

        // The timer is set before the refusal could be read only if it was set first: move time until it fires.
        Store.Gate = Task.CompletedTask;
        await this.EventuallyAsync(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Assert.True(laptop.HasMessages);
        });
        await laptop.ExpectMsgAsync<SessionOpened>();
    }

    private static StatusChoice Choice(SaveUser entry) => StatusChoice.FromStored(entry.Status);

    private static StatusChoice Choice(StoredUser user) => StatusChoice.FromStored(user.Status);

    private async Task StopAsync(IActorRef user)
    {
        Watch(user);
        Sys.Stop(user);
        await ExpectTerminatedAsync(user);
    }
}
