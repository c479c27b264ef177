using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Calls of groups by the page: three browsers in a mesh, every leg proven by decoded frames.</summary>
[Collection(nameof(CallBrowser))]
public sealed class GroupCallPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Three_meet_in_a_group_where_the_host_mutes_and_removes()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await alice.OpenGroupAsync("Crew", bob, carol);
        await bob.OpenFirstRoomAsync();
        await carol.OpenFirstRoomAsync();

        // Who rings and who is in; a call that was declined goes on and can be joined from the room.
        await alice.On("start-video-call").ClickAsync();
        await alice.On("call-people-open").ClickAsync();
        await Expect(alice.On("call-invited")).ToHaveCountAsync(2);
        await Expect(bob.On("incoming-call")).ToContainTextAsync("Incoming video call in Crew");
        await bob.On("accept-video").ClickAsync();
        await carol.On("decline-call").ClickAsync();
        await Expect(alice.Of("call-invited", carol)).ToHaveAttributeAsync("data-fate", "declined");
        await Expect(carol.On("room-call")).ToContainTextAsync("Alice");
        await carol.On("room-call-join").ClickAsync();
        await alice.SeesEachAsync(2);
        await bob.SeesEachAsync(2);
        await carol.SeesEachAsync(2);
        await Expect(alice.On("call-invited")).ToHaveCountAsync(0);
        await Expect(alice.On("call-person")).ToHaveCountAsync(3);

        // Hands keep their order for everybody; a reaction flies by.
        await carol.On("toggle-hand").ClickAsync();
        await Expect(bob.Tile(carol).GetByTestId("call-hand")).ToHaveAttributeAsync("data-place", "1");
        await bob.On("toggle-hand").ClickAsync();
        await Expect(alice.Tile(bob).GetByTestId("call-hand")).ToHaveAttributeAsync("data-place", "2");
        await Expect(alice.On("call-person").Nth(1)).ToHaveAttributeAsync("data-user", carol.Id);
        await bob.On("call-react").ClickAsync();
        await bob.On("call-react-with").First.ClickAsync();
        await Expect(carol.On("call-reaction")).ToHaveAttributeAsync("data-emoji", "👍");

        // A shared screen has the stage, whole, and people stand beside it; then all are alike again.
        await bob.On("toggle-screen").ClickAsync();
        await Expect(alice.On("call-stage")).ToHaveAttributeAsync("data-layout", "screen");
        var stage = (await alice.On("call-stage").BoundingBoxAsync())!;
        var shared = (await alice.Tile(bob).BoundingBoxAsync())!;
        Assert.InRange(shared.Width / stage.Width, 0.6, 1);
        Assert.InRange(shared.Height / stage.Height, 0.9, 1);
        foreach (var beside in new[] { alice.Tile(carol), alice.On("local-tile") })
            Assert.InRange((await beside.BoundingBoxAsync())!.X, shared.X + shared.Width, stage.X + stage.Width);
        await Expect(alice.Tile(bob).GetByTestId("remote-video")).ToHaveCSSAsync("object-fit", "contain");
        await bob.On("toggle-screen").ClickAsync();
        await Expect(alice.On("call-stage")).ToHaveAttributeAsync("data-layout", "grid");

        // The fake microphones beep, so that somebody is always heard; their links are measured.
        await Expect(alice.Page.Locator("[data-testid=remote-tile][data-speaking=true]").First).ToBeVisibleAsync();
        await Expect(alice.Tile(bob).GetByTestId("call-quality")).ToBeVisibleAsync();

        await alice.Of("call-person", bob).GetByTestId("call-mute").ClickAsync();
        await Expect(bob.On("call-muted-by")).ToContainTextAsync("Alice");
        await Expect(bob.On("local-tile")).ToHaveAttributeAsync("data-audio", "false");

        await alice.Of("call-person", bob).GetByTestId("call-remove").ClickAsync();
        await alice.On("call-remove-yes").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
        await Expect(alice.On("remote-tile")).ToHaveCountAsync(1);
        await alice.SeesEachAsync(1);
        await carol.SeesEachAsync(1);

        // Who leaves can come back; who ends it ends it for all.
        await carol.On("hang-up").ClickAsync();
        await Expect(alice.On("remote-tile")).ToHaveCountAsync(0);
        await carol.On("room-call-join").ClickAsync();
        await carol.SeesEachAsync(1);
        await alice.On("call-more").ClickAsync();
        await alice.On("call-end-all").ClickAsync();
        await Expect(carol.On("call")).ToHaveCountAsync(0);
        await Expect(carol.On("room-call")).ToHaveCountAsync(0);
        await Expect(bob.On("room-call")).ToHaveCountAsync(0);
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "host");
    }

    [SkippableFact]
    public async Task A_missed_call_shows_at_once_is_counted_on_every_tab_until_seen_and_called_back_by_one_click()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await alice.OpenDirectAsync(bob);
        await carol.OpenDirectAsync(bob);
        var otherTab = await bob.OpenTabAsync();

        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("missed-call")).ToContainTextAsync("Alice");
        await Expect(otherTab.On("call-history-open")).ToHaveAttributeAsync("data-unseen", "1");
        await bob.On("call-history-open").ClickAsync();
        await Expect(bob.On("call-history-entry")).ToHaveAttributeAsync("data-missed", "true");
        await Expect(otherTab.On("call-history-open")).ToHaveAttributeAsync("data-unseen", "0");
        await bob.On("call-history-back").ClickAsync();
        await alice.On("accept-audio").ClickAsync();
        await Expect(bob.On("call-duration")).ToBeVisibleAsync();

        // Busy in a call: the caller hears so, and it shows who called.
        await carol.On("start-audio-call").ClickAsync();
        await Expect(bob.On("missed-in-call")).ToContainTextAsync("Carol");
        await Expect(carol.On("call-entry")).ToHaveAttributeAsync("data-outcome", "busy");
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await bob.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
        await bob.Page.Locator("[data-testid=missed-call]").Filter(new LocatorFilterOptions { HasText = "Carol" }).GetByTestId("call-back").ClickAsync();
        await Expect(carol.On("incoming-caller")).ToContainTextAsync("Bob");
        await carol.On("decline-call").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
    }
}
