using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What only a browser shows: heights, fingers, the way back, and what a first visit costs.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class LayoutPageTests(Pages pages)
{
    // Of all that is sent before the first message is there, headers included.
    private const int MostBytesOfFirstLoad = 120_000;

    [SkippableFact]
    public async Task A_long_text_in_the_composer_keeps_the_end_of_the_messages_in_view_and_they_are_read()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        for (var i = 0; i < 30; i++)
            await alice.SayAsync($"line {i}");
        await bob.SeesAsync("line 29");
        var timeline = bob.On("timeline");
        await bob.On("composer-input").PressSequentiallyAsync("one\ntwo\nthree\nfour\nfive".Replace("\n", " ", StringComparison.Ordinal));
        await bob.On("composer-input").FillAsync("one\ntwo\nthree\nfour\nfive");
        await bob.On("composer-input").PressSequentiallyAsync(" and more");
        await Expect(timeline).ToHaveAttributeAsync("data-end", "true");
        await alice.SayAsync("new for Bob");
        await Expect(bob.Message("new for Bob")).ToBeInViewportAsync();
        await Expect(alice.Message("new for Bob")).ToHaveAttributeAsync("data-state", "read");

        // From further up, what one sends is seen as well.
        await timeline.EvaluateAsync("(e) => e.scrollTo(0, 0)");
        await Expect(timeline).ToHaveAttributeAsync("data-end", "false");
        await bob.SayAsync("mine");
        await Expect(bob.Message("mine")).ToBeInViewportAsync();

        // The day stands over what is read, unless its own line is in sight.
        await bob.Page.ReloadAsync();
        await Expect(bob.On("sticky-day")).ToHaveTextAsync("Today");
        await timeline.EvaluateAsync("(e) => e.scrollTo(0, 0)");
        await timeline.GetByTestId("day-divider").EvaluateAsync("(day) => day.scrollIntoView({ block: 'start' })");
        await Expect(timeline).ToHaveAttributeAsync("data-end", "false");
        Assert.True(await timeline.EvaluateAsync<bool>("(e) => e.scrollTop > 0"));
        await Expect(timeline.GetByTestId("day-divider")).ToBeInViewportAsync();
        await Expect(bob.On("sticky-day")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task On_a_phone_the_title_has_room_going_back_closes_the_panel_first_and_a_tap_beside_the_sheet_only_closes_it()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;
        await alice.Page.SetViewportSizeAsync(360, 640);
        Assert.True((await alice.On("room-title").BoundingBoxAsync())!.Width > 110);

        await alice.On("pins-open").ClickAsync();
        await Expect(alice.On("pins")).ToBeVisibleAsync();
        await alice.Page.GoBackAsync();
        await Expect(alice.On("pins")).ToHaveCountAsync(0);
        await Expect(alice.On("room")).ToBeVisibleAsync();

        // What is open lies over the tools of a message below it.
        await alice.Message("begin").FocusAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Message" })).ToBeVisibleAsync();
        var tools = (await alice.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Message" }).BoundingBoxAsync())!;
        await alice.On("pins-open").EvaluateAsync("(button) => button.click()");
        await Expect(alice.On("pins")).ToBeVisibleAsync();
        Assert.True(await alice.Page.EvaluateAsync<bool>(
            "({ x, y }) => Boolean(document.elementFromPoint(x, y)?.closest('[data-testid=pins]'))", new { x = (double)tools.X + 10, y = (double)tools.Y + (tools.Height / 2) }));
        await alice.Page.GoBackAsync();

        // A finger that stays on a message, and the release of which is no click on what has come under it.
        var touch = await alice.Context.NewCDPSessionAsync(alice.Page);
        await touch.SendAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = true });
        await OpenSheetAsync();

        // Where the button that calls is.
        var call = (await alice.On("start-audio-call").BoundingBoxAsync())!;
        await TouchAsync("touchStart", call.X + 10, call.Y + 10);
        await TouchAsync("touchEnd");
        await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await Expect(alice.On("call")).ToHaveCountAsync(0);

        // A finger that stays there is no long press of the message below, and what a long press is to most phones closes the sheet as well.
        await OpenSheetAsync();
        await TouchAsync("touchStart", call.X + 10, call.Y + 10);
        await alice.Page.EvaluateAsync("() => new Promise((held) => setTimeout(held, 600))");
        await TouchAsync("touchEnd");
        await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await OpenSheetAsync();
        await alice.Page.Mouse.ClickAsync(call.X + 10, call.Y + 10, new() { Button = MouseButton.Right });
        await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await Expect(alice.On("call")).ToHaveCountAsync(0);

        async Task OpenSheetAsync()
        {
            var box = (await alice.Message("begin").BoundingBoxAsync())!;
            await TouchAsync("touchStart", box.X + (box.Width / 2), box.Y + (box.Height / 2));
            await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
            await TouchAsync("touchEnd");
            await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        }

        Task TouchAsync(string type, double x = -1, double y = -1) => touch.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = x < 0 ? Array.Empty<object>() : new object[] { new Dictionary<string, object> { ["x"] = x, ["y"] = y } },
        });
    }

    [SkippableFact]
    public async Task Long_names_leave_bubbles_and_the_composer_small_and_a_file_dropped_beside_the_room_stays_out()
    {
        await using var scene = await pages.SceneAsync("Alice", "Wolfeschlegelsteinhausenbergerdorff-Cholmondeley");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("The crew of the spring release", bob);
        await bob.OpenFirstRoomAsync();
        await bob.SayAsync("hi");
        await alice.SeesAsync("hi");
        var name = alice.Message("hi").Locator(".message-name");
        await Expect(name).ToHaveTextAsync(bob.Name);
        Assert.InRange((await alice.Message("hi").Locator(".bubble").BoundingBoxAsync())!.Width, 20, 140);
        await alice.Page.SetViewportSizeAsync(360, 640);
        var right = await name.EvaluateAsync<double>("(e) => e.getBoundingClientRect().right");
        Assert.InRange(right, 100, 360 - 12);
        Assert.True(await alice.Page.EvaluateAsync<bool>("() => document.querySelector('[data-testid=timeline]').scrollWidth <= innerWidth"));

        // Nobody takes it there; a browser would go to the file.
        await alice.Page.SetViewportSizeAsync(1280, 800);
        var areRefused = await alice.On("room-list").EvaluateAsync<bool[]>("""
            (list) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(["x"], "x.txt", { type: "text/plain" }));
              return ["dragover", "drop"].map((type) => !list.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })));
            }
            """);
        Assert.Equal([true, true], areRefused);

        // What an empty composer says is cut, and takes one line.
        await alice.Page.SetViewportSizeAsync(360, 640);
        await alice.Page.ReloadAsync();
        await Expect(alice.On("composer-input")).ToBeVisibleAsync();
        Assert.InRange((await alice.On("composer-input").BoundingBoxAsync())!.Height, 24, 40);
        await Expect(alice.On("upload")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Code_has_the_colours_of_its_language_in_everybodys_messages()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.SayAsync("```ts\nconst answer = 42; // why\n```");
        foreach (var person in (Person[])[alice, bob])
        {
            var keyword = person.Page.Locator(".code-keyword");
            await Expect(keyword).ToHaveTextAsync("const");
            Assert.NotEqual(await ColourAsync(person.Page.Locator(".code-block code")), await ColourAsync(keyword));
            await Expect(person.Page.Locator(".code-block code")).ToHaveTextAsync("const answer = 42; // why");
        }

        static Task<string> ColourAsync(ILocator element) => element.EvaluateAsync<string>("(e) => getComputedStyle(e).color");
    }

    [SkippableFact]
    public async Task A_first_visit_costs_little_until_the_first_message_is_seen()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;
        var session = await alice.Context.NewCDPSessionAsync(alice.Page);
        long bytes = 0;
        session.Event("Network.loadingFinished").OnEvent += (_, e) => bytes += (long)e!.Value.GetProperty("encodedDataLength").GetDouble();
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });

        // What comes behind the first message doesn't count: it is held back until then.
        await alice.Page.AddInitScriptAsync("window.requestIdleCallback = (run) => (window.idle = run);");
        await alice.Page.ReloadAsync();
        await alice.SeesAsync("begin");
        Assert.InRange(bytes, 50_000, MostBytesOfFirstLoad);

        // Who searches before the rest is there has not pressed the key in vain.
        await alice.Page.Keyboard.PressAsync("Control+k");
        await Expect(alice.On("search-input")).ToBeFocusedAsync();
    }
}
