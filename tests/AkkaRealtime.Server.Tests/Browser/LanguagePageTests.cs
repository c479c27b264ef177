using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The page in other languages, and from right to left.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class LanguagePageTests(Pages pages)
{
    // English from right to left: each of its texts begins with a mark that no other text has.
    private const string RightToLeft = "localStorage.setItem('akkarealtime.language', 'ar-XB')";

    private const string TextsOutside = """
        (names) => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const { textContent: text, parentElement: parent } = walker.currentNode;
            // What people wrote and are called, times, emoji, and languages by their own names.
            if (parent.closest("time, kbd, [dir=auto], [data-testid=message-text], .avatar, option, textarea")) continue;
            if (/\p{L}{2}/u.test(names.reduce((rest, name) => rest.replaceAll(name, ""), text)) && !text.includes("\u202e")) found.push(text);
          }
          for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
            for (const name of ["aria-label", "title", "placeholder"]) {
              const text = element.getAttribute(name) ?? "";
              if (/\p{L}{2}/u.test(names.reduce((rest, one) => rest.replaceAll(one, ""), text)) && !text.includes("\u202e") && element.tagName !== "TIME") found.push(`${name}: ${text}`);
            }
          return found;
        }
        """;

    [SkippableFact]
    public async Task The_page_speaks_the_browsers_language_until_another_is_chosen_and_loads_no_other()
    {
        var server = await pages.ServerAsync();
        await using var context = await (await pages.BrowserAsync()).NewContextAsync(new() { Locale = "de-AT" });
        var page = await context.NewPageAsync();
        var loaded = new List<string>();
        var sockets = 0;
        page.Request += (_, request) => loaded.Add(Path.GetFileName(new Uri(request.Url).AbsolutePath));
        page.WebSocket += (_, _) => sockets++;
        await page.GotoAsync(server.Url.ToString());
        await Expect(page.GetByTestId("sign-in-submit")).ToHaveTextAsync("Weiter");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await page.GetByTestId("sign-in-name").FillAsync("Lena");
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await Expect(page.GetByTestId("app")).ToHaveAttributeAsync("data-state", "ready");
        await page.GetByTestId("user-status").ClickAsync();
        await Expect(page.GetByTestId("status-away")).ToContainTextAsync("Abwesend");
        Assert.DoesNotContain(loaded, file => file.StartsWith("en-", StringComparison.Ordinal));

        // Drawn anew, over the same connection; kept, and in the next tab as well.
        await page.GetByTestId("language").SelectOptionAsync("en");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.GetByTestId("user-status")).ToBeFocusedAsync();
        await page.GetByTestId("user-status").ClickAsync();
        await Expect(page.GetByTestId("status-away")).ToContainTextAsync("Away");
        Assert.Equal(1, sockets);
        await page.ReloadAsync();
        await Expect(page.GetByTestId("search-open")).ToHaveAttributeAsync("aria-label", "Search (Ctrl+K)");
        await page.GetByTestId("user-status").ClickAsync();
        await page.GetByTestId("language").SelectOptionAsync("");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
    }

    [SkippableFact]
    public async Task From_right_to_left_everything_stands_the_other_way_around_and_every_text_is_in_a_catalogue()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.Page.EvaluateAsync(RightToLeft);
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await alice.OpenGroupAsync("Crew", bob);
        await alice.SayAsync("mine");
        await bob.OpenFirstRoomAsync();
        await bob.SayAsync("theirs");
        await alice.SeesAsync("theirs");

        var (list, mine, theirs) = (await BoxAsync(alice.On("room-list")), await BoxAsync(alice.Message("mine").Locator(".bubble")), await BoxAsync(alice.Message("theirs").Locator(".bubble")));
        Assert.True(list.X > theirs.X && theirs.X > mine.X, $"the list at {list.X}, others' messages at {theirs.X}, own ones at {mine.X}");
        await SaysAllInItsLanguageAsync("a conversation");

        await alice.On("room-menu").ClickAsync();
        await Expect(alice.On("member")).ToHaveCountAsync(2);
        await SaysAllInItsLanguageAsync("about the room");
        await alice.On("member-menu").ClickAsync();
        await SaysAllInItsLanguageAsync("a member's menu");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("user-status").ClickAsync();
        await SaysAllInItsLanguageAsync("the status");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("search-open").ClickAsync();
        await SaysAllInItsLanguageAsync("the search");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("new-conversation").First.ClickAsync();
        await SaysAllInItsLanguageAsync("a new conversation");
        await alice.Page.Keyboard.PressAsync("Escape");
        await bob.On("start-audio-call").ClickAsync();
        await alice.On("accept-audio").ClickAsync();
        await Expect(alice.On("call-duration")).ToBeVisibleAsync();
        await SaysAllInItsLanguageAsync("a call");
        await alice.On("hang-up").ClickAsync();

        async Task SaysAllInItsLanguageAsync(string state)
        {
            var found = await alice.Page.EvaluateAsync<string[]>(TextsOutside, new[] { alice.Id, bob.Id, alice.Name, bob.Name, "Crew", "mine", "theirs", "AkkaRealtime" });
            Assert.True(found.Length == 0, $"{state}: {string.Join('\n', found)}");
            Assert.True(await alice.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{state} is wider than the screen.");
        }
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator locator) => (await locator.BoundingBoxAsync())!;
}
