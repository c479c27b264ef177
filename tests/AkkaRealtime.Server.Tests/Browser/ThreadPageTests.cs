using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What is new in threads, on all of one's devices, and the list of one's own.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class ThreadPageTests(Pages pages)
{
    [SkippableFact]
    public async Task What_is_new_in_a_thread_is_told_until_it_is_seen_also_after_a_reload_and_on_the_other_device()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var tab = await alice.OpenTabAsync();
        await tab.OpenFirstRoomAsync();
        await bob.Message("begin").HoverAsync();
        await bob.Message("begin").GetByTestId("message-thread").ClickAsync();
        var input = bob.On("thread").GetByTestId("composer-input");
        await input.FillAsync("in the thread");
        await input.PressAsync("Enter");

        // One who has read in a thread what they have written has nothing new there.
        await Expect(bob.On("message-replies")).ToHaveTextAsync("1 reply");
        await Expect(alice.On("message-replies")).ToHaveTextAsync("1 reply, 1 new");
        await Expect(alice.On("threads-unread")).ToHaveAttributeAsync("data-unread", "1");
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await Expect(alice.On("message-replies")).ToHaveTextAsync("1 reply, 1 new");

        // The list leads to it, by keyboard; there the line stands before what is new.
        await alice.On("threads-unread").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("threads-item")).ToContainTextAsync("in the thread");
        await alice.On("threads-show").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("threads")).ToHaveCountAsync(0);
        await Expect(alice.On("thread").GetByTestId("new-divider")).ToBeVisibleAsync();
        await Expect(alice.On("message-replies")).ToHaveTextAsync("1 reply");
        await Expect(alice.On("threads-unread")).ToHaveCountAsync(0);

        await Expect(tab.On("message-replies")).ToHaveTextAsync("1 reply");
        await tab.Page.ReloadAsync();
        await tab.UntilConnectedAsync();
        await tab.On("user-status").ClickAsync();
        await tab.On("threads-open").ClickAsync();
        await Expect(tab.On("threads-item")).ToHaveAttributeAsync("data-unread", "0");
        await Expect(tab.On("message-replies")).ToHaveTextAsync("1 reply");

        // Who leaves it hears of it no more.
        await tab.On("threads-leave").ClickAsync();
        await Expect(tab.On("threads")).ToContainTextAsync("No threads yet.");
        await Expect(alice.On("thread").GetByTestId("thread-follow")).ToHaveAttributeAsync("data-follows", "false");
    }

    [SkippableFact]
    public async Task A_mention_in_a_thread_stays_unread_until_the_thread_is_looked_at()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await bob.Message("begin").HoverAsync();
        await bob.Message("begin").GetByTestId("message-thread").ClickAsync();
        var input = bob.On("thread").GetByTestId("composer-input");
        await input.FillAsync($"What do you think, @{alice.Id}?");
        await input.PressAsync("Enter");

        // The room is open, and what is said in it is seen.
        await Expect(alice.On("thread-mention")).ToHaveTextAsync("Bob mentioned you in a thread");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.On("thread")).ToHaveCountAsync(0);
        await bob.SayAsync("in the room");
        await alice.SeesAsync("in the room");
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await alice.On("thread-mention").ClickAsync();
        await Expect(alice.On("thread").GetByTestId("message").Last).ToContainTextAsync("What do you think");
        await Expect(alice.On("thread-mention")).ToHaveCountAsync(0);
    }
}
