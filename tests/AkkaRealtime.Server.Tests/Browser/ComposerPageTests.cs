using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Writing with format: the bar, the keys, what is pasted, and the browser's own undo, which only a browser has.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class ComposerPageTests(Pages pages)
{
    [SkippableFact]
    public async Task What_is_written_is_formatted_by_bar_and_keys_pasted_with_its_format_and_undone_in_one_step()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var input = alice.On("composer-input");
        var keyboard = alice.Page.Keyboard;

        // By mouse: what was selected stays so, and one types on.
        await alice.On("format-toggle").ClickAsync();
        var bar = alice.On("format-bar");
        await input.PressSequentiallyAsync("a big day");
        await SelectAsync(2, 5);
        await bar.Locator("[data-format=bold]").ClickAsync();
        await Expect(input).ToHaveValueAsync("a **big** day");
        await Expect(input).ToBeFocusedAsync();
        await Expect(bar.Locator("[data-format=bold]")).ToHaveAttributeAsync("aria-pressed", "true");
        await keyboard.PressAsync("Control+z");
        await Expect(input).ToHaveValueAsync("a big day");
        await keyboard.PressAsync("Control+Shift+z");
        await Expect(input).ToHaveValueAsync("a **big** day");

        // By keyboard: into the bar, along it, and back to the text.
        await input.PressAsync("Shift+Tab");
        await keyboard.PressAsync("End");
        await Expect(bar.Locator("[data-format=link]")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(input).ToBeFocusedAsync();
        await SelectAsync(10, 13);
        await keyboard.PressAsync("Control+i");
        await Expect(input).ToHaveValueAsync("a **big** _day_");
        await keyboard.PressAsync("End");
        await keyboard.PressAsync("Shift+Enter");
        await keyboard.PressAsync("Control+Shift+8");
        await keyboard.TypeAsync("one");
        await Expect(input).ToHaveValueAsync("a **big** _day_\n- one");
        await keyboard.PressAsync("Shift+Enter");

        // From a page, by the browser's clipboard.
        await alice.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await alice.Page.BringToFrontAsync();
        await alice.Page.EvaluateAsync("""
            () => navigator.clipboard.write([new ClipboardItem({
              "text/html": new Blob(["<ul style='color: red'><li><s>two</s> * <a href='https://example.org/x'>three</a></li></ul><img src='/nowhere' onerror='window.broken = 1'>"], { type: "text/html" }),
              "text/plain": new Blob(["two * three"], { type: "text/plain" }),
            })])
            """);
        // The browser itself reports what it takes out of what is written to its clipboard.
        var reports = alice.Console.Count;
        const string Before = "a **big** _day_\n- one\n";
        await keyboard.PressAsync("Control+v");
        await Expect(input).ToHaveValueAsync(Before + "- ~~two~~ * [three](https://example.org/x)");
        await keyboard.PressAsync("Control+z");
        await Expect(input).ToHaveValueAsync(Before);
        await keyboard.PressAsync("Control+Shift+v");
        await Expect(input).ToHaveValueAsync(Before + "two * three");
        await keyboard.PressAsync("Control+z");
        await keyboard.PressAsync("Control+v");
        await Expect(input).ToHaveValueAsync(Before + "- ~~two~~ * [three](https://example.org/x)");
        Assert.False(await alice.Page.EvaluateAsync<bool>("() => 'broken' in window"));
        Assert.Equal(reports, alice.Console.Count);

        await keyboard.PressAsync("Enter");
        var text = bob.On("message").Last.GetByTestId("message-text");
        await Expect(text.Locator("strong")).ToHaveTextAsync("big");
        await Expect(text.Locator("em")).ToHaveTextAsync("day");
        await Expect(text.Locator("li")).ToHaveTextAsync(["one", "two * three"]);
        await Expect(text.Locator("li s")).ToHaveTextAsync("two");
        await Expect(text.Locator("li a")).ToHaveAttributeAsync("href", "https://example.org/x");

        Task SelectAsync(int from, int to) => input.EvaluateAsync("(field, [from, to]) => field.setSelectionRange(from, to)", new[] { from, to });
    }
}
