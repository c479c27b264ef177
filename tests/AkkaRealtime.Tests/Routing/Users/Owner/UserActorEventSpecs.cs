using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary>What of a user's coming and going is kept for those who read along: what others are shown, each change once.</summary>
public sealed class UserActorEventSpecs(ITestOutputHelper output) : UserSpec(output)
{
    private string[] Events => [.. Store.Saved<SaveUser>().Select(s => s.Event).OfType<string>()];

    [Fact]
    public async Task Should_keep_that_somebody_came_once_however_many_connections_there_are()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await ConnectAsync(user, "s2", "phone");
        Assert.Equal([UserEvent.Online], Events);
    }

    [Fact]
    public async Task Should_keep_that_somebody_has_gone_only_after_the_grace_time()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Assert.Equal([UserEvent.Online], Events);

        Advance(TimeSpan.FromMilliseconds(Options.GraceMs + 1));
        await ReportAsync(user);
        Assert.Equal([UserEvent.Online, UserEvent.Offline], Events);
    }

    [Fact]
    public async Task Should_keep_that_who_becomes_invisible_has_gone_and_comes_back_with_that()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Invisible), null), laptop);
        await ReportAsync(user);
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Busy), null), laptop);
        await ReportAsync(user);
        Assert.Equal([UserEvent.Online, UserEvent.Offline, UserEvent.Online], Events);
    }

    [Fact]
    public async Task Should_not_keep_again_what_the_entity_before_it_has_kept()
    {
        await ConnectAsync(NewUser(), "s1");
        var next = NewUser();
        await ConnectAsync(next, "s1");
        Assert.Equal([UserEvent.Online], Events);
    }

    // The database went away in the middle: nobody may stay online for those who read along.
    [Fact]
    public async Task Should_keep_that_somebody_has_gone_whose_coming_the_store_may_have_kept_although_it_failed()
    {
        var user = NewUser();
        Store.Hold = true;
        await ConnectAsync(user, "s1");
        await ReportAsync(user);
        var entry = Store.Saved<SaveUser>()[^1];
        Store.Engine.Commit([entry]);
        user.Tell(new SaveFailed(entry));
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Store.Hold = false;

        Advance(TimeSpan.FromMilliseconds(Options.GraceMs + 10_000));
        await ReportAsync(user);

        Assert.Equal(UserEvent.Offline, Events[^1]);
    }
}
