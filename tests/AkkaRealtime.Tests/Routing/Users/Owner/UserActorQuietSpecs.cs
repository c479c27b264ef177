using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary>In a user's quiet hours it is as if they had chosen not to be disturbed. Here it is midnight in Greenwich, on a Thursday.</summary>
public sealed class UserActorQuietSpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly UserCall A = UserData.Call("a");
    private static readonly QuietHours Night = new(new TimeOnly(23, 0), new TimeOnly(1, 0), new WeekDays(0b111_1111), "Etc/UTC");

    [Fact]
    public async Task Should_be_busy_for_others_and_ring_no_more_until_they_are_over()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, Night);
        Assert.Equal(("busy", null, null), Shown(await SeenAsync(user)));
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, A, At(45)));
        Assert.True((await AttentionAsync(user)).IsBusy);

        await FollowAsync(user);
        Advance(TimeSpan.FromHours(1));
        Assert.Equal("online", (await PublishedAsync()).Seen.Status);
        Assert.Equal(RingOutcome.Ringing, await RingAsync(user, A, Start.AddHours(1).AddSeconds(45)));
    }

    [Fact]
    public async Task Should_begin_by_themselves_and_go_before_what_was_chosen()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, Night with { From = new TimeOnly(0, 30) });
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Away), null), laptop);
        Assert.Equal("away", (await SeenAsync(user)).Status);
        await FollowAsync(user);
        Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("busy", (await PublishedAsync()).Seen.Status);
        Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("away", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_be_told_to_the_user_alone_also_while_they_are_invisible()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, Night);
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Invisible), null), laptop);
        var report = await ReportAsync(user);
        Assert.Equal(("offline", null, null), Shown(report.Seen));
        Assert.Equal(("invisible", Night, true), Shown(report.Own!));
    }

    [Fact]
    public async Task Should_be_known_to_the_next_entity_of_who_is_not_connected()
    {
        var user = NewUser();
        await ChooseAsync(user, await ConnectAsync(user, "s1"), Night);
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Watch(user);
        Sys.Stop(user);
        ExpectTerminated(user);

        Assert.True((await AttentionAsync(NewUser())).IsBusy);
    }

    [Fact]
    public async Task Should_end_when_the_user_has_none_any_more()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, Night);
        await ChooseAsync(user, laptop, null);
        var report = await ReportAsync(user);
        Assert.Equal("online", report.Seen.Status);
        Assert.Null(report.Own);
    }

    [Fact]
    public async Task Should_be_turned_off_this_time_and_come_again_the_next_day()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, Night);
        await SkipAsync(user, laptop, on: true);
        var skipped = Night with { SkipUntil = Start.AddHours(1) };
        Assert.Equal(("online", skipped, null), Shown((await ReportAsync(user)).Own!));
        Assert.Equal(RingOutcome.Ringing, await RingAsync(user, A, At(45)));

        await FollowAsync(user);
        Advance(TimeSpan.FromHours(23));
        Assert.Equal("busy", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_stay_off_this_time_for_the_next_entity_and_count_again_when_the_user_says_so()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, Night);
        await SkipAsync(user, laptop, on: true);
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Watch(user);
        Sys.Stop(user);
        ExpectTerminated(user);

        var next = NewUser();
        Assert.False((await AttentionAsync(next)).IsBusy);
        await SkipAsync(next, await ConnectAsync(next, "s2"), on: false);
        Assert.Equal(("busy", Night, true), Shown((await ReportAsync(next)).Own!));
    }

    [Fact]
    public async Task Should_not_come_of_being_skipped_where_there_are_none()
    {
        var user = NewUser();
        await SkipAsync(user, await ConnectAsync(user, "s1"), on: true);
        Assert.Null((await ReportAsync(user)).Own);
    }

    private static async Task SkipAsync(IActorRef user, TestProbe connection, bool on)
    {
        user.Tell(new SetStatus(Alice, "Alice", Choice: null, "r2") { SkipQuiet = on }, connection);
        var told = await connection.FishForMessageAsync<EncodedEnvelope>(e => e.ToString().Contains("r2", StringComparison.Ordinal));
        Assert.Contains("status.ok", told.ToString(), StringComparison.Ordinal);
    }

    private static (string, QuietHours?, bool?) Shown(StatusView view) => (view.Status, view.QuietHours, view.Quiet);

    private static async Task ChooseAsync(IActorRef user, TestProbe connection, QuietHours? hours)
    {
        user.Tell(new SetStatus(Alice, "Alice", Choice: null, "r1") { Quiet = new QuietChoice(hours) }, connection);
        var told = await connection.FishForMessageAsync<EncodedEnvelope>(_ => true);
        Assert.Contains("status.ok", told.ToString(), StringComparison.Ordinal);
        var shown = hours is null ? "quietHours" : $"\"quietHours\":{{\"from\":\"{hours.From:HH:mm}\",\"to\":\"01:00\",\"days\":[1,2,3,4,5,6,7],\"zone\":\"Etc/UTC\"}}";
        Assert.Equal(hours is not null, told.ToString().Contains(shown, StringComparison.Ordinal));
    }

    private async Task<Attention> AttentionAsync(IActorRef user)
    {
        var asker = CreateTestProbe();
        user.Tell(new AskAttention(Alice), asker);
        return await asker.ExpectMsgAsync<Attention>();
    }
}
