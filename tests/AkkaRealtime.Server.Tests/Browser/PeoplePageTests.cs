using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Members, mentions, channels, drafts, the outbox and notifications, as people see them.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PeoplePageTests(Pages pages)
{
    // Remembers notifications instead of showing them, and can pretend that the tab is hidden.
    private const string NoticeWitness = """
        window.notices = [];
        window.Notification = class {
          static permission = "granted";
          static requestPermission() { return Promise.resolve("granted"); }
          constructor(title, options) { this.title = title; this.body = options.body; this.isClosed = false; window.notices.push(this); }
          close() { this.isClosed = true; this.onclose?.(); }
        };
        let isHidden = false;
        Object.defineProperty(document, "visibilityState", { get: () => (isHidden ? "hidden" : "visible") });
        window.hide = (value) => { isHidden = value; document.dispatchEvent(new Event("visibilitychange")); };
        """;

    [SkippableFact]
    public async Task Members_come_and_go_get_roles_are_mentioned_and_see_it_on_every_device()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await using var phone = await Person.SignInAsync(await pages.BrowserAsync(), scene.Server, "Bob", id: bob.Id);
        await alice.OpenGroupAsync("Climbing", bob);
        await Expect(alice.On("room-title")).ToHaveTextAsync("Climbing");

        // Whoever is named comes in, under the name that they signed in with.
        await alice.On("room-menu").ClickAsync();
        await Expect(Member(alice, bob)).ToContainTextAsync("Bob");
        await Expect(Member(alice, bob)).ToHaveAttributeAsync("data-status", "online");
        await alice.NameAsync("room-invite-users", "room-invite-submit", carol.Id);
        await Expect(Member(alice, carol)).ToContainTextAsync("Carol");
        await carol.OpenFirstRoomAsync();

        // A member can change nothing; an admin can.
        await bob.OpenFirstRoomAsync();
        await bob.On("room-menu").ClickAsync();
        await Expect(Member(bob, carol)).ToBeVisibleAsync();
        await Expect(bob.On("room-name")).ToHaveCountAsync(0);
        await Member(bob, carol).GetByTestId("member-menu").ClickAsync();
        await Expect(bob.On("member-message")).ToBeVisibleAsync();
        await Expect(bob.On("member-remove")).ToHaveCountAsync(0);
        await Expect(bob.On("member-role")).ToHaveCountAsync(0);
        await bob.Page.Keyboard.PressAsync("Escape");
        await Member(alice, bob).GetByTestId("member-menu").ClickAsync();
        await alice.Page.Locator("[data-testid=member-role][data-role=admin]").ClickAsync();
        await Expect(Member(alice, bob)).ToHaveAttributeAsync("data-role", "admin");
        await bob.On("room-name").FillAsync("Bouldering");
        await bob.On("room-save").ClickAsync();
        await Expect(alice.On("room-title")).ToHaveTextAsync("Bouldering");

        // A mention is completed by the keyboard, and counted apart until it is read, on every device.
        await CloseRoomAsync(bob);
        await alice.On("composer-input").FillAsync("");
        await alice.On("composer-input").PressSequentiallyAsync("Hi @b");
        await Expect(alice.On("mention-option")).ToHaveCountAsync(1);
        await alice.On("composer-input").PressAsync("Enter");
        await Expect(alice.On("composer-input")).ToHaveValueAsync($"Hi @{bob.Id} ");
        await alice.On("composer-input").PressAsync("Enter");
        await Expect(bob.On("room-mentions")).ToHaveTextAsync("@1");
        await Expect(phone.On("room-mentions")).ToHaveTextAsync("@1");
        await Expect(carol.On("room-mentions")).ToHaveCountAsync(0);
        await bob.OpenFirstRoomAsync();
        await Expect(phone.On("room-mentions")).ToHaveCountAsync(0);
        await Expect(phone.On("room-unread")).ToHaveCountAsync(0);

        // How far others have read is known after a reload, too.
        var said = alice.Page.Locator("[data-testid=message][data-own=true]");
        await Expect(said).ToHaveAttributeAsync("data-state", "read");
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await Expect(said).ToHaveAttributeAsync("data-state", "read");

        // A draft stays, over a reload as well.
        await carol.On("composer-input").FillAsync("half a sentence");
        await CloseRoomAsync(carol);
        await Expect(carol.On("room-draft")).ToHaveTextAsync("Draft: half a sentence");
        await carol.Page.ReloadAsync();
        await carol.UntilConnectedAsync();
        await Expect(carol.On("room-draft")).ToHaveTextAsync("Draft: half a sentence");
        await carol.OpenFirstRoomAsync();
        await Expect(carol.On("composer-input")).ToHaveValueAsync("half a sentence");

        // Who is removed is told, and the room is gone.
        await alice.On("room-menu").ClickAsync();
        await Member(alice, carol).GetByTestId("member-menu").ClickAsync();
        await alice.On("member-remove").ClickAsync();
        await alice.On("member-remove-yes").ClickAsync();
        await Expect(carol.On("toast").First).ToHaveTextAsync("Alice removed you from Bouldering.");
        await Expect(carol.On("room-item")).ToHaveCountAsync(0);
        await Expect(carol.On("room")).ToHaveCountAsync(0);
        await Expect(Member(alice, carol)).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Who_is_banned_is_told_why_and_comes_back_only_after_that_is_lifted()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("Climbing", bob);
        await bob.OpenFirstRoomAsync();
        await alice.On("room-menu").ClickAsync();
        await Member(alice, bob).GetByTestId("member-menu").ClickAsync();
        await alice.On("member-remove").ClickAsync();
        await alice.On("ban").CheckAsync();
        await alice.On("ban-reason").FillAsync("Sold shoes in here.");
        await alice.On("member-remove-yes").ClickAsync();

        await Expect(bob.On("barred")).ToContainTextAsync("You can’t come back to Climbing until the ban is lifted.");
        await Expect(bob.On("barred")).ToContainTextAsync("Sold shoes in here.");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.On("barred")).ToHaveCountAsync(0);
        await Expect(bob.On("room-item")).ToHaveCountAsync(0);

        // Adding them again is of no use, until the ban is lifted.
        await alice.On("room-invite-users").FillAsync(bob.Id);
        await alice.On("room-invite-submit").ClickAsync();
        await Expect(alice.On("room-details").GetByRole(AriaRole.Alert)).ToContainTextAsync("Lift the ban first.");
        await alice.On("bans").ClickAsync();
        await Expect(alice.On("ban-item")).ToContainTextAsync("Sold shoes in here.");
        await alice.On("ban-lift").ClickAsync();
        await Expect(alice.On("ban-item")).ToHaveCountAsync(0);
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("room-invite-submit").ClickAsync();
        await Expect(Member(alice, bob)).ToBeVisibleAsync();
        await Expect(bob.On("room-item")).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task Who_is_blocked_reaches_nobody_and_neither_sees_the_other_until_that_is_taken_back()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("Climbing", bob);
        await alice.SayAsync(string.Join('\n', Enumerable.Range(1, 38).Select(i => $"Step {i}")));
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("hello");
        await RoomOf(bob, "direct").ClickAsync();
        await bob.On("room-menu").ClickAsync();
        await Expect(Member(bob, alice)).ToHaveAttributeAsync("data-status", "online");

        await alice.On("room-menu").ClickAsync();
        await Member(alice, bob).GetByTestId("profile-open").ClickAsync();
        await alice.On("block").ClickAsync();
        await Expect(alice.On("profile")).ToContainTextAsync("Bob can’t write to you or call you");
        await alice.On("block-yes").ClickAsync();
        await Expect(alice.On("profile")).ToContainTextAsync("You’ve blocked Bob");
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(Member(bob, alice)).ToHaveAttributeAsync("data-status", "offline");
        await Expect(Member(alice, bob)).ToHaveAttributeAsync("data-status", "offline");
        await bob.SayAsync("still there?");
        await Expect(bob.Page.Locator("[data-testid=message][data-state=failed]")).ToContainTextAsync("Not sent");
        await Expect(bob.On("message-retry")).ToBeVisibleAsync();

        // In a group it is all delivered, and folded; what one looks at stays where it is when it is shown, and when it is hidden again.
        foreach (var person in new[] { alice, bob })
        {
            await RoomOf(person, "group").ClickAsync();
            await Expect(person.On("room-title")).ToHaveTextAsync("Climbing");
        }

        await bob.SayAsync($"@{alice.Id} an insult");
        await bob.SayAsync("another");
        await Expect(alice.On("fold")).ToContainTextAsync("2 messages from people you blocked");
        await Expect(alice.Page.Locator($"[data-testid=message][data-by='{bob.Id}']")).ToHaveCountAsync(0);
        await Expect(alice.On("room-list")).ToContainTextAsync("Message from someone you blocked");
        var top = await TopAsync(alice.On("fold"));
        await alice.On("fold").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await alice.SeesAsync("another");
        await Expect(alice.On("fold-toggle")).ToHaveTextAsync("Hide");
        Assert.Equal(top, await TopAsync(alice.On("fold")), 1.0);
        await Axe.FindsNothingAsync(alice.Page, "what is shown of somebody who is blocked");
        await alice.On("fold-toggle").ClickAsync();
        await Expect(alice.Message("another")).ToHaveCountAsync(0);
        Assert.Equal(top, await TopAsync(alice.On("fold")), 1.0);

        await alice.On("user-status").ClickAsync();
        await alice.On("blocks-item").ClickAsync();
        await alice.Of("block-item", bob).GetByTestId("unblock").ClickAsync();
        await Expect(alice.On("blocks")).ToContainTextAsync("You haven’t blocked anyone.");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.SeesAsync("another");
        await Expect(alice.On("fold")).ToHaveCountAsync(0);
        foreach (var person in new[] { alice, bob })
            await RoomOf(person, "direct").ClickAsync();
        await alice.SayAsync("welcome back");
        await bob.SeesAsync("welcome back");
        await bob.On("room-menu").ClickAsync();
        await Expect(Member(bob, alice)).ToHaveAttributeAsync("data-status", "online");
        await bob.SayAsync("hello again");
        await alice.SeesAsync("hello again");
        await Expect(alice.Message("still there?")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Who_writes_and_how_often_is_set_and_seen_and_a_message_is_reported()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("News", bob);
        await bob.OpenFirstRoomAsync();
        await alice.On("room-menu").ClickAsync();
        await alice.On("slow-mode-set").SelectOptionAsync("300");
        await Expect(bob.On("slow-mode")).ToHaveTextAsync("Slow mode: one message every 5:00.");
        await bob.On("composer-input").FillAsync("one");
        await bob.On("composer-input").PressAsync("Enter");
        await Expect(alice.Page.Locator("[data-testid=message]")).ToHaveCountAsync(1);
        await Expect(bob.On("slow-mode")).ToContainTextAsync("your next message goes out in");

        // What is written meanwhile waits, and goes as soon as it may.
        await bob.On("composer-input").FillAsync("two");
        await bob.On("composer-input").PressAsync("Enter");
        await Expect(bob.Page.Locator("[data-testid=message]").Last).ToHaveAttributeAsync("data-state", "queued");

        await alice.On("post-role").SelectOptionAsync("admin");
        await Expect(bob.On("read-only")).ToHaveTextAsync("Only owners and admins write here. You can read and react.");
        await Expect(bob.On("composer")).ToHaveCountAsync(0);

        var said = alice.Page.Locator("[data-testid=message]").First;
        await said.HoverAsync();
        await said.GetByTestId("message-menu").ClickAsync();
        await alice.On("message-report-item").ClickAsync();
        await alice.On("report-reason").FillAsync("Not news.");
        await alice.On("report-send").ClickAsync();
        await Expect(alice.On("toast").First).ToHaveTextAsync("Reported. Thank you.");

        // By what somebody wrote they are removed as well, wherever they are in the list of members.
        await said.HoverAsync();
        await said.GetByTestId("message-menu").ClickAsync();
        await alice.On("message-remove-author-item").ClickAsync();
        await alice.On("ban").CheckAsync();
        await alice.On("member-remove-yes").ClickAsync();
        await Expect(bob.On("barred")).ToContainTextAsync("You can’t come back to News");
    }

    [SkippableFact]
    public async Task All_and_here_are_completed_reach_whom_they_say_and_are_marked_for_them()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await alice.OpenGroupAsync("Climbing", bob, carol);
        await Expect(alice.On("room-title")).ToHaveTextAsync("Climbing");

        await alice.On("composer-input").PressSequentiallyAsync("At noon, @al");
        await Expect(alice.Page.Locator("[data-testid=mention-option][data-user=all]")).ToContainTextAsync("Everyone in this conversation");
        await alice.Page.Locator("[data-testid=mention-option][data-user=all]").ClickAsync();
        await Expect(alice.On("composer-input")).ToHaveValueAsync("At noon, @all ");
        await Expect(alice.On("audience-hint")).ToHaveTextAsync("Notifies all 2 others here.");
        await alice.On("composer-input").PressAsync("Enter");
        await Expect(bob.On("room-mentions")).ToHaveTextAsync("@1");
        await Expect(carol.On("room-mentions")).ToHaveTextAsync("@1");

        // Who is invisible is not here, and hears of it as of any message.
        await alice.On("room-menu").ClickAsync();
        await carol.On("user-status").ClickAsync();
        await carol.On("status-invisible").ClickAsync();
        await Expect(Member(alice, carol)).ToHaveAttributeAsync("data-status", "offline");
        await alice.On("composer-input").PressSequentiallyAsync("Who comes, @here?");
        await Expect(alice.On("audience-hint")).ToHaveTextAsync("Notifies everyone who is online.");
        await alice.On("composer-input").PressAsync("Enter");
        await Expect(bob.On("room-mentions")).ToHaveTextAsync("@2");
        await Expect(carol.On("room-unread")).ToHaveTextAsync("2");
        await Expect(carol.On("room-mentions")).ToHaveTextAsync("@1");
        await bob.OpenFirstRoomAsync();
        await Expect(bob.Page.Locator("[data-testid=message-text] .mention.me")).ToHaveTextAsync(["@all", "@here"]);
        await Expect(bob.On("room-mentions")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task What_was_typed_without_a_server_survives_the_page_and_arrives_once_from_two_tabs()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var scene = await pages.SceneAsync(server, "Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("before");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("before");
        var url = alice.Page.Url;

        await server.KillAsync();
        await Expect(alice.On("connection-banner")).ToBeVisibleAsync();
        await alice.SayAsync("in the dark, one");
        await alice.SayAsync("in the dark, two");
        await Expect(alice.Message("in the dark, two")).ToHaveAttributeAsync("data-state", "queued");
        var (one, other) = (await alice.Context.NewPageAsync(), await alice.Context.NewPageAsync());
        await alice.Page.CloseAsync();
        await server.StartAgainAsync();
        await Task.WhenAll(one.GotoAsync(url), other.GotoAsync(url));

        await bob.UntilConnectedAsync();
        await bob.SeesAsync("in the dark, two");
        await bob.SayAsync("after");
        foreach (var page in new[] { bob.Page, one, other })
        {
            await Expect(page.GetByTestId("message-text")).ToHaveTextAsync(["before", "in the dark, one", "in the dark, two", "after"]);
            await Expect(page.Locator("[data-testid=message]:is([data-state=queued], [data-state=sending])")).ToHaveCountAsync(0);
        }
    }

    [SkippableFact]
    public async Task A_channel_is_looked_into_joined_and_tells_of_mentions_while_nobody_looks()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.Context.AddInitScriptAsync(NoticeWitness);
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await bob.On("directory").ClickAsync();
        await bob.On("directory-new").ClickAsync();
        await bob.On("new-conversation-name").FillAsync("news");
        await bob.On("new-conversation-topic").FillAsync("What is new");
        await bob.On("new-conversation-submit").ClickAsync();
        await bob.SayAsync("first");

        // A link leads there as well.
        await alice.Page.EvaluateAsync("(hash) => { location.hash = hash; }", await bob.Page.EvaluateAsync<string>("() => location.hash"));
        await Expect(alice.On("not-member")).ToContainTextAsync("#news");
        await Expect(alice.On("not-member-join")).ToBeVisibleAsync();

        await alice.On("directory").ClickAsync();
        await alice.On("directory-query").FillAsync("what is");
        await Expect(alice.On("directory-item")).ToHaveCountAsync(1);
        await alice.On("directory-watch").ClickAsync();
        await alice.SeesAsync("first");
        await Expect(alice.On("join-banner")).ToContainTextAsync("You’re previewing news");
        await Expect(alice.On("composer")).ToHaveCountAsync(0);
        await bob.SayAsync("second");
        await alice.SeesAsync("second");
        await alice.On("join-banner-join").ClickAsync();
        await Expect(alice.On("composer")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator("[data-testid=room-item][data-preview=false]")).ToHaveCountAsync(1);

        // Two hidden tabs show one notification; a visible one none.
        await bob.SayAsync($"hey @{alice.Id}");
        await alice.SeesAsync("hey @Alice");
        await using var tab = await alice.OpenTabAsync();
        await CloseRoomAsync(tab);
        foreach (var person in new[] { alice, tab })
            await person.Page.EvaluateAsync("() => hide(true)");
        await bob.SayAsync($"**look** _here_ @{alice.Id}");
        await Expect(alice.On("room-item")).ToContainTextAsync("look here @Alice");
        await bob.SayAsync("and nothing for anybody");
        await alice.SeesAsync("and nothing for anybody");
        await Expect(tab.On("room-unread")).ToHaveTextAsync("2");
        await Task.WhenAny(HasNoticeAsync(alice), HasNoticeAsync(tab));
        var notices = await NoticesAsync(alice);
        var told = Assert.Single(notices.Concat(await NoticesAsync(tab)));
        Assert.Equal("Bob in news: look here @Alice", told);

        // A click opens the room.
        var shown = notices.Count == 1 ? alice : tab;
        await CloseRoomAsync(shown);
        await shown.Page.EvaluateAsync("() => notices[0].onclick()");
        await Expect(shown.On("room-title")).ToHaveTextAsync("news");
    }

    private static ILocator Member(Person person, Person other) => person.Of("member", other);

    private static ILocator RoomOf(Person person, string kind) => person.Page.Locator($"[data-testid=room-item][data-kind={kind}]");

    private static async Task<double> TopAsync(ILocator element) => (await element.BoundingBoxAsync())!.Y;

    private static async Task CloseRoomAsync(Person person)
    {
        await person.Page.EvaluateAsync("() => { location.hash = '#/'; }");
        await Expect(person.On("room")).ToHaveCountAsync(0);
    }

    private static async Task HasNoticeAsync(Person person) => await person.Page.WaitForFunctionAsync("() => notices.length > 0");

    // What a tab decides about a message it decides by two questions to the lock manager: two more come after them.
    private static async Task<IReadOnlyList<string>> NoticesAsync(Person person) => await person.Page.EvaluateAsync<string[]>("""
        async () => {
          await navigator.locks.query();
          await navigator.locks.request("after", () => undefined);
          return notices.map((n) => `${n.title}: ${n.body}`);
        }
        """);
}
