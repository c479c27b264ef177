using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Pages that are loaded again, or left, while a call rings and goes on, and people who come into a room where one does.</summary>
[Collection(nameof(CallBrowser))]
public sealed class CallReloadPageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_caller_who_reloads_while_it_rings_goes_on_ringing_and_both_see_each_other()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(alice.On("call")).ToHaveAttributeAsync("data-phase", "ringing");
        var call = await alice.On("call").GetAttributeAsync("data-call");

        await alice.Page.ReloadAsync();
        await Expect(alice.On("call")).ToHaveAttributeAsync("data-phase", "ringing");
        await Expect(alice.On("call")).ToHaveAttributeAsync("data-call", call!);
        await Expect(alice.On("room-call")).ToHaveCountAsync(0);
        await bob.On("accept-video").ClickAsync();
        await alice.SeesEachAsync(1);
        await bob.SeesEachAsync(1);

        // Once more on the way back, before the call is there again; then the callee.
        await alice.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await alice.Page.ReloadAsync();
        await Expect(alice.On("call")).ToHaveAttributeAsync("data-phase", "active");
        await Expect(alice.On("room-call")).ToHaveCountAsync(0);
        await alice.SeesEachAsync(1);
        await bob.SeesEachAsync(1);
        await bob.Page.ReloadAsync();
        await bob.SeesEachAsync(1);
        await alice.SeesEachAsync(1);
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "hangup");
    }

    [SkippableFact]
    public async Task A_callee_who_answers_while_the_caller_reloads_meets_them_also_when_reloading_at_once()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        var here = alice.Page.Url;
        await alice.Page.GotoAsync("about:blank");
        await bob.On("accept-video").ClickAsync();
        await bob.Page.ReloadAsync();
        await alice.Page.GotoAsync(here);
        await alice.SeesEachAsync(1);
        await bob.SeesEachAsync(1);
        await Expect(alice.On("room-call")).ToHaveCountAsync(0);
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_caller_who_leaves_the_page_rings_no_more_and_is_a_missed_call()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        var here = alice.Page.Url;
        await alice.Page.GotoAsync("about:blank");
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(bob.On("missed-call")).ToContainTextAsync("Alice");
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "cancelled");

        // What the tab remembers leads to nothing.
        await alice.Page.GotoAsync(here);
        await Expect(alice.On("call-entry")).ToHaveAttributeAsync("data-outcome", "cancelled");
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(alice.On("room-call")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_person_who_is_added_to_a_group_in_a_call_sees_it_at_once_and_joins()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await alice.OpenGroupAsync("Crew", bob);
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesEachAsync(1);

        await alice.On("call-minimize").ClickAsync();
        await alice.On("room-menu").ClickAsync();
        await alice.NameAsync("room-invite-users", "room-invite-submit", carol.Id);
        await Expect(carol.On("rejoin-call")).ToContainTextAsync("Crew");
        await carol.OpenFirstRoomAsync();
        await Expect(carol.On("room-call")).ToContainTextAsync("Alice");
        await carol.On("room-call-join").ClickAsync();
        await carol.SeesEachAsync(2);
        await bob.SeesEachAsync(2);

        await carol.On("hang-up").ClickAsync();
        await alice.On("hang-up").ClickAsync();
        await bob.On("hang-up").ClickAsync();
        await Expect(carol.On("room-call")).ToHaveCountAsync(0);
    }
}
