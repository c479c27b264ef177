using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>A room with 50,000 messages: both ends, the middle, what is new, and what search finds.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class TimelinePageTests(Pages pages)
{
    private const int Many = 50_000;
    private const int MaxElements = 6_000;

    [SkippableFact]
    public async Task Fifty_thousand_messages_are_walked_through_with_few_of_them_on_the_page()
    {
        var browser = await pages.BrowserAsync();
        var server = await pages.ServerAsync(Pages.NoRateLimits);
        var (writer, reader) = (await SignedIn.ByNameAsync(server.Url, "Alice", ServerFixture.NewName("alice")), ServerFixture.NewName("bob"));
        var (room, middle) = await FillAsync(server, writer, reader, Many);
        await using var alice = await RawClient.ConnectAsync(server.SocketUrl, writer.Token);
        await using var bob = await Person.SignInAsync(browser, server, "Bob", id: reader);

        // Opened at the end, with the way to the first of 50,000 unread.
        await Expect(bob.On("room-unread")).ToHaveTextAsync("99+");
        await bob.OpenFirstRoomAsync();
        await Expect(Message(bob, Many + 2)).ToBeVisibleAsync();
        await Expect(bob.On("new-bar")).ToContainTextAsync($"{Many:N0} new messages");
        await AssertBoundedAsync(bob);

        // Upwards, page by page; what one reads stays where it is while older ones come in above.
        for (var i = 0; i < 12; i++)
        {
            var loaded = await FirstLoadedAsync(bob);
            var (seq, top) = await FirstSeenAsync(bob, toTop: true);
            await bob.Page.WaitForFunctionAsync("(first) => Number(document.querySelector('[data-testid=message]').dataset.seq) < first", loaded);
            var after = await TopOfAsync(bob, seq);
            Assert.True(Math.Abs(after - top) <= 2, $"message {seq} went from {top} to {after} when older ones came in");
            await AssertBoundedAsync(bob);
        }

        // To the first unread, which is the very first message: further than anything that is loaded.
        await bob.On("jump-to-new").ClickAsync();
        await Expect(bob.On("new-divider")).ToBeVisibleAsync();
        await Expect(Message(bob, 3)).ToBeVisibleAsync();
        await Expect(bob.On("day-divider")).ToBeVisibleAsync();
        await Expect(bob.On("new-bar")).ToHaveCountAsync(0);

        // Downwards from there.
        for (var i = 0; i < 30; i++)
        {
            var last = await LastLoadedAsync(bob);
            await bob.On("timeline").EvaluateAsync("(e) => { e.scrollTop = e.scrollHeight; }");
            await bob.Page.WaitForFunctionAsync("(last) => Number([...document.querySelectorAll('[data-testid=message]')].at(-1).dataset.seq) > last", last);
            await AssertBoundedAsync(bob);
        }

        Assert.Equal("false", await bob.On("timeline").GetAttributeAsync("data-end"));

        // By a link into the middle, and on from there in both directions, with what comes in live not in the way.
        await bob.Page.GotoAsync($"{server.Url}#/room/{Uri.EscapeDataString(room)}/{middle}");
        await Expect(bob.Page.Locator($"[data-id='{middle}']")).ToHaveAttributeAsync("data-found", "true");
        await Expect(bob.Page.Locator($"[data-id='{middle}']")).ToBeInViewportAsync();
        await alice.RequestAsync("chat.send", new { room, key = "live", text = "said meanwhile" });
        await Expect(bob.On("jump-to-latest")).ToHaveTextAsync("1 new");
        await Expect(bob.Page.Locator($"[data-id='{middle}']")).ToBeInViewportAsync();
        await bob.On("jump-to-latest").ClickAsync();
        await bob.SeesAsync("said meanwhile");
        await Expect(bob.On("timeline")).ToHaveAttributeAsync("data-end", "true");
        await Expect(bob.On("room-unread")).ToHaveCountAsync(0);

        // The keyboard: End is the end, arrow keys go up one by one, Home to the first that is loaded.
        await bob.On("message").Last.FocusAsync();
        await bob.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(Message(bob, Many + 2)).ToBeFocusedAsync();
        await bob.Page.Keyboard.PressAsync("Home");
        await Expect(bob.Page.Locator("[data-testid=message]:focus")).Not.ToHaveAttributeAsync("data-seq", $"{Many + 2}");
        await Expect(bob.Page.Locator("[data-testid=message]:focus")).ToBeInViewportAsync();

        // Search in everything, further than one page, and into the hit.
        await bob.Page.Keyboard.PressAsync("Control+k");
        await bob.On("search-input").FillAsync("needle");
        await Expect(bob.On("search-hit")).ToHaveCountAsync(25);
        await bob.On("search-more").ClickAsync();
        await Expect(bob.On("search-hit")).ToHaveCountAsync(50);
        await bob.On("search-here").CheckAsync();
        await Expect(bob.On("search-hit")).ToHaveCountAsync(25);
        await bob.Page.Keyboard.PressAsync("Tab");
        await bob.On("search-input").FocusAsync();
        await bob.Page.Keyboard.PressAsync("ArrowDown");
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.Page.Locator("[data-found]")).ToContainTextAsync("needle");
        await Expect(bob.Page.Locator("[data-found]")).ToBeInViewportAsync();
        await AssertBoundedAsync(bob);
        Assert.DoesNotContain(bob.Console, line => line.StartsWith("page error", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Who_scrolls_just_as_the_timeline_is_drawn_anew_stays_where_they_went()
    {
        var browser = await pages.BrowserAsync();
        var server = await pages.ServerAsync(Pages.NoRateLimits);
        var (writer, reader) = (await SignedIn.ByNameAsync(server.Url, "Alice", ServerFixture.NewName("alice")), ServerFixture.NewName("bob"));
        await FillAsync(server, writer, reader, 300);
        await using var bob = await Person.SignInAsync(browser, server, "Bob", id: reader);
        await bob.OpenFirstRoomAsync();
        await Expect(Message(bob, 302)).ToBeVisibleAsync();
        await Expect(bob.On("new-bar")).ToBeVisibleAsync();

        // The timeline has moved, which its event says in the next frame; until then the list is drawn anew.
        var tops = await bob.Page.EvaluateAsync<double[]>("""
            async () => {
              const list = document.querySelector("[data-testid=timeline]");
              list.scrollTop -= 700;
              const top = list.getBoundingClientRect().top;
              const message = [...list.querySelectorAll("[data-testid=message]")].find((m) => m.getBoundingClientRect().bottom > top);
              const went = message.getBoundingClientRect().top;
              document.querySelector("[data-testid=new-bar] button:last-child").click();
              for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
              return [went, message.getBoundingClientRect().top];
            }
            """);
        await Expect(bob.On("new-bar")).ToHaveCountAsync(0);
        Assert.True(Math.Abs(tops[0] - tops[1]) <= 2, $"the message at {tops[0]} went to {tops[1]}");
    }

    /// <summary>The writer's messages to the reader; returns the room, and the id of a message in its middle.</summary>
    private static async Task<(string Room, string Middle)> FillAsync(ServerProcess server, SignedIn writer, string reader, int count)
    {
        string room;
        await using (var client = await RawClient.ConnectAsync(server.SocketUrl, writer.Token))
            room = (await client.RequestAsync("chat.direct", new { user = reader })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await using var bulk = await BulkWriter.ConnectAsync(server.SocketUrl, writer.Token);
        var ids = await bulk.WriteAsync(room, Enumerable.Range(0, count).Select(TextOf));
        return (room, ids[count / 2]);
    }

    private static string TextOf(int i) => i % 500 == 7 ? $"message {i} with a needle" : $"message {i} {new string('x', i * 37 % 200)}";

    private static ILocator Message(Person person, long seq) => person.Page.Locator($"[data-testid=message][data-seq='{seq}']");

    private static async Task AssertBoundedAsync(Person person)
    {
        var elements = await person.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");
        Assert.True(elements < MaxElements, $"{elements} elements are on the page");
        Assert.InRange(int.Parse((await person.On("timeline").GetAttributeAsync("data-loaded"))!, System.Globalization.CultureInfo.InvariantCulture), 1, 900);
    }

    private static Task<long> FirstLoadedAsync(Person person) =>
        person.Page.EvaluateAsync<long>("() => Number(document.querySelector('[data-testid=message]').dataset.seq)");

    private static Task<long> LastLoadedAsync(Person person) =>
        person.Page.EvaluateAsync<long>("() => Number([...document.querySelectorAll('[data-testid=message]')].at(-1).dataset.seq)");

    // Goes to the top of what is there, and tells which message is seen first and where.
    private static async Task<(long Seq, double Top)> FirstSeenAsync(Person person, bool toTop)
    {
        var found = await person.On("timeline").EvaluateAsync<double[]>("""
            async (list, toTop) => {
              // What is there now is drawn in the next frame. Rows that turn out higher than they were taken for push one down again: whoever wants to the top goes on.
              for (let tries = 0; tries < 20; tries++) {
                if (toTop) list.scrollTop = 60;
                for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
                if (!toTop || list.scrollTop <= 60) break;
              }
              const top = list.getBoundingClientRect().top;
              const first = [...list.querySelectorAll("[data-testid=message]")].find((m) => m.getBoundingClientRect().bottom > top + 40);
              return [Number(first.dataset.seq), first.getBoundingClientRect().top];
            }
            """, toTop);
        return ((long)found[0], found[1]);
    }

    private static Task<double> TopOfAsync(Person person, long seq) =>
        person.Page.EvaluateAsync<double>("(seq) => document.querySelector(`[data-seq='${seq}']`).getBoundingClientRect().top", seq);
}
