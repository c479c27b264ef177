using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What two people do with messages where they stand: edit, react, reply, pin, delete, threads, formatting.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class MessagePageTests(Pages pages)
{
    [SkippableFact]
    public async Task Two_people_edit_react_reply_pin_and_delete_in_place()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("first");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("first");

        // Edit: the up key takes the last own message, Escape leaves it as it is, Enter saves.
        await alice.Message("first").GetByTestId("message-state").WaitForAsync();
        await Expect(alice.Message("first")).ToHaveAttributeAsync("data-state", "read");
        await alice.On("composer-input").PressAsync("ArrowUp");
        await Expect(alice.On("edit-input")).ToHaveValueAsync("first");
        await alice.On("edit-input").FillAsync("not this");
        await alice.On("edit-input").PressAsync("Escape");
        await Expect(alice.On("edit-input")).ToHaveCountAsync(0);
        await alice.SeesAsync("first");
        await Expect(alice.On("composer-input")).ToBeFocusedAsync();
        await alice.On("composer-input").PressAsync("ArrowUp");
        await alice.On("edit-input").FillAsync("**second**");
        await alice.On("edit-input").PressAsync("Enter");
        await bob.SeesAsync("second");
        await Expect(bob.Message("second").GetByTestId("message-edited")).ToBeVisibleAsync();
        await Expect(bob.Message("second").Locator("strong").Filter(new() { HasText = "second" })).ToHaveCountAsync(1);
        var second = bob.Message("second");

        // React: with the picker and its keys; who did is said; a click takes it back.
        await second.HoverAsync();
        await second.GetByTestId("message-react").ClickAsync();
        await bob.On("emoji-filter").PressSequentiallyAsync("rocket");
        await bob.On("emoji-filter").PressAsync("Enter");
        var reaction = alice.Message("second").GetByTestId("message-reaction");
        await Expect(reaction).ToHaveAttributeAsync("data-emoji", "🚀");
        await Expect(reaction).ToHaveAttributeAsync("aria-label", "🚀 1: Bob");
        await reaction.ClickAsync();
        await Expect(bob.Message("second").GetByTestId("message-reaction")).ToHaveAttributeAsync("aria-label", "🚀 2: you and Alice");
        await bob.Message("second").GetByTestId("message-reaction").ClickAsync();
        await Expect(reaction).ToHaveAttributeAsync("aria-label", "🚀 1: you");

        // Reply, with the keyboard alone.
        await second.FocusAsync();
        await bob.Page.Keyboard.PressAsync("r");
        await bob.SayAsync("an answer");
        await alice.SeesAsync("an answer");
        await Expect(alice.Message("an answer").GetByTestId("message-quote")).ToContainTextAsync("second");

        // Pin, look at the list, go there.
        await alice.Message("second").FocusAsync();
        await alice.Page.Keyboard.PressAsync("p");
        await bob.On("pins-open").ClickAsync();
        await Expect(bob.On("pin-item")).ToContainTextAsync("second");
        await bob.On("pin-item").GetByText("Unpin").ClickAsync();
        await Expect(bob.On("pin-item")).ToHaveCountAsync(0);

        // Delete: only one's own in a room of two, and in a moment, so that it can be taken back.
        await second.HoverAsync();
        await Expect(second.GetByTestId("message-delete")).ToHaveCountAsync(0);
        await alice.Message("second").HoverAsync();
        await alice.Message("second").GetByTestId("message-delete").ClickAsync();
        await alice.On("message-undo").ClickAsync();
        await alice.Message("second").HoverAsync();
        await alice.Message("second").GetByTestId("message-delete").ClickAsync();
        await alice.SeesAsync("Message deleted");
        await bob.SeesAsync("second");
        await bob.SeesAsync("Message deleted");
        await Expect(bob.Message("an answer").GetByTestId("message-quote")).ToContainTextAsync("Message deleted");
    }

    [SkippableFact]
    public async Task Emoji_are_completed_by_their_codes_kept_at_hand_and_code_is_copied_by_a_button()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var input = alice.On("composer-input");
        await input.PressSequentiallyAsync("off :rocket");
        await Expect(alice.On("emoji-option").First).ToHaveAttributeAsync("data-emoji", "🚀");
        await input.PressAsync("Enter");
        await input.PressSequentiallyAsync(" and :tada:");
        await Expect(input).ToHaveValueAsync("off 🚀 and 🎉");
        await input.PressAsync("Enter");
        await bob.SeesAsync("off 🚀 and 🎉");

        // A skin tone is kept, and what was used is found first.
        await alice.On("emoji-open").ClickAsync();
        await alice.On("emoji-tone").Last.CheckAsync();
        await alice.On("emoji-filter").FillAsync("wave");
        await alice.On("emoji-filter").PressAsync("Enter");
        await Expect(input).ToHaveValueAsync("👋🏿");
        await alice.On("emoji-open").ClickAsync();
        await Expect(alice.On("emoji-picker").Locator("[role=option]").First).ToHaveAttributeAsync("data-emoji", "👋🏿");
        await alice.Page.Keyboard.PressAsync("Escape");

        await alice.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await input.FillAsync("```ts\nconst a = 1;\n```");
        await input.PressAsync("Enter");
        await alice.Page.BringToFrontAsync();
        await alice.On("copy-code").ClickAsync();
        await Expect(alice.Page.GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Equal("const a = 1;", await alice.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [SkippableFact]
    public async Task A_thread_is_answered_beside_the_room_and_counted_at_its_root()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("the root");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("the root");

        await bob.Message("the root").HoverAsync();
        await bob.Message("the root").GetByTestId("message-thread").ClickAsync();
        var input = bob.On("thread").GetByTestId("composer-input");
        await input.FillAsync("in the thread");
        await input.PressAsync("Enter");
        await Expect(alice.On("message-replies")).ToHaveTextAsync("1 reply, 1 new");
        await Expect(alice.On("message")).ToHaveCountAsync(1);
        await alice.On("message-replies").ClickAsync();
        await Expect(alice.On("thread").GetByTestId("message")).ToHaveCountAsync(2);
        await input.FillAsync("once more");
        await input.PressAsync("Enter");
        await Expect(alice.On("thread").GetByTestId("message")).ToHaveCountAsync(3);
        await Expect(alice.On("message-replies")).ToHaveTextAsync("2 replies");

        // A hit in a thread opens the thread, also after a reload.
        await bob.Page.ReloadAsync();
        await bob.UntilConnectedAsync();
        await bob.On("search-open").ClickAsync();
        await bob.On("search-input").FillAsync("once more");
        await bob.On("search-hit").ClickAsync();
        await Expect(bob.On("thread").GetByTestId("message").And(bob.Page.Locator("[data-found]"))).ToContainTextAsync("once more");
    }

    [SkippableFact]
    public async Task A_message_that_is_refused_for_good_can_be_discarded_and_not_tried_again()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;

        // The page writes nothing that the server refuses by itself, so it is spoiled on its way.
        await alice.Page.RouteWebSocketAsync("**/ws/ws*", socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(frame => server.Send(frame.Text!.Replace("\"spoiled\"", "5", StringComparison.Ordinal)));
        });
        await alice.Page.ReloadAsync();
        await alice.SeesAsync("begin");
        await alice.SayAsync("spoiled");
        await Expect(alice.On("message-discard")).ToHaveCountAsync(1);
        await Expect(alice.On("message-retry")).ToHaveCountAsync(0);
        await alice.On("message-discard").ClickAsync();
        await Expect(alice.On("message-discard")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Formatting_is_shown_and_nothing_more()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync($"**bold** _it_ ~~no~~ `x < y` [name](https://example.org/a) @{bob.Id} and @nobody\n- one\n- two\n\n> said\n\n```ts\nconst a = 1;\n```");
        await bob.OpenFirstRoomAsync();
        var text = bob.On("message-text");
        await Expect(text.Locator("strong")).ToHaveTextAsync("bold");
        await Expect(text.Locator("em")).ToHaveTextAsync("it");
        await Expect(text.Locator("s")).ToHaveTextAsync("no");
        await Expect(text.Locator("p > code")).ToHaveTextAsync("x < y");
        await Expect(text.Locator("ul > li")).ToHaveTextAsync(["one", "two"]);
        await Expect(text.Locator("blockquote")).ToHaveTextAsync("said");
        await Expect(text.Locator("pre")).ToHaveTextAsync("const a = 1;");
        await Expect(text.Locator(".code-language")).ToHaveTextAsync("ts");
        var link = text.Locator("a");
        await Expect(link).ToHaveAttributeAsync("href", "https://example.org/a");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
        await Expect(text.Locator(".mention.me")).ToHaveTextAsync("@Bob");

        await alice.SayAsync("🎉 👍");
        await Expect(bob.Message("🎉 👍").Locator(".large")).ToHaveCountAsync(1);
        var lines = string.Join('\n', Enumerable.Range(1, 300).Select(i => $"line {i}"));
        await alice.SayAsync(lines);
        var last = bob.On("message").Last;
        await Expect(last).Not.ToContainTextAsync("line 300");
        await last.GetByTestId("message-show-more").ClickAsync();
        await Expect(last).ToContainTextAsync("line 300");
    }

    [SkippableFact]
    public async Task A_long_press_on_a_phone_shows_everything_that_can_be_done()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.Page.SetViewportSizeAsync(390, 780);
        await alice.SayAsync("press me");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("press me");

        await bob.Message("press me").DispatchEventAsync("pointerdown", new { pointerType = "touch", bubbles = true, clientX = 40, clientY = 40 });
        var menu = bob.Page.GetByRole(AriaRole.Menu);
        await Expect(menu).ToBeVisibleAsync();
        await Expect(menu.GetByText("Reply", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(menu.GetByText("Delete")).ToHaveCountAsync(0);
        await menu.Locator("[data-emoji='❤️']").ClickAsync();
        await Expect(alice.Message("press me").GetByTestId("message-reaction")).ToHaveAttributeAsync("data-emoji", "❤️");
    }
}
