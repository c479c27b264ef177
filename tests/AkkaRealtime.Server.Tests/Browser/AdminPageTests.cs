using System.Net;
using System.Net.Http.Json;
using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The operator's page at <c>/admin</c>: who gets in, what it shows, and what users notice of it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class AdminPageTests(Pages pages)
{
    private static readonly (string Key, string Value)[] WithKeys =
    [
        ("AkkaRealtime:Admin:ApiKeys:0", AdminClient.Key),
        ("AkkaRealtime:Admin:Keys:0:Key", AdminClient.HashOf(AdminClient.BotKey)),
        ("AkkaRealtime:Admin:Keys:0:Scopes:0", "messages:write"),
        ("AkkaRealtime:Connections:DrainMs", "100"),
    ];

    [SkippableFact]
    public async Task A_wrong_key_is_told_so_and_one_that_may_not_see_a_page_says_what_it_lacks()
    {
        await using var operators = await OpenAsync();
        await operators.SignInAsync("none of the server's keys");
        await Expect(operators.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("none of the server’s admin keys");

        await operators.SignInAsync(AdminClient.BotKey);
        await Expect(operators.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("node:read");

        await operators.Button("Sign out").ClickAsync();
        await Expect(operators.Page.GetByLabel("Admin key")).ToBeVisibleAsync();
        await operators.Page.ReloadAsync();
        await Expect(operators.Page.GetByLabel("Admin key")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task Without_a_key_on_the_server_it_says_how_to_set_one()
    {
        await using var operators = await OpenAsync(await pages.ServerAsync());
        await operators.SignInAsync(AdminClient.Key);
        await Expect(operators.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("AkkaRealtime:Admin:ApiKeys");
    }

    [SkippableFact]
    public async Task At_the_operators_issuer_one_signs_in_and_is_refused_or_stays_until_it_ends()
    {
        await using var issuer = await TinyIssuer.StartAsync();
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["AkkaRealtime:Auth:Authority"] = issuer.Url,
                ["AkkaRealtime:Auth:Audience"] = "chat",
                ["AkkaRealtime:Admin:Tokens"] = "true",
                ["AkkaRealtime:Admin:SignIn:ClientId"] = "admin-page",
            },
        });
        await using var operators = await OpenAsync(server);
        var signIn = operators.Page.GetByRole(AriaRole.Button, new() { Name = $"Sign in with {new Uri(issuer.Url).Authority}" });
        await signIn.ClickAsync();
        await Expect(operators.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody is signed in here.");

        // Where one was, and by a token that has to be renewed for each request.
        (issuer.SignedIn, issuer.Scope, issuer.Lifetime) = ("olga", "openid akkarealtime:node:read", TimeSpan.FromSeconds(50));
        await operators.Page.EvaluateAsync("location.hash = '#/users'");
        await signIn.ClickAsync();
        await Expect(operators.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("users:read");
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Nodes" }).ClickAsync();
        await Expect(operators.Page.GetByText("Connections").First).ToBeVisibleAsync();
        Assert.True(issuer.Renewals > 0);
        Assert.DoesNotContain("code=", operators.Page.Url, StringComparison.Ordinal);
        await operators.Page.ReloadAsync();
        await Expect(operators.Page.GetByText("Connections").First).ToBeVisibleAsync();

        // Signed out at the issuer: the next renewal is refused.
        issuer.SignedIn = null;
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Rooms" }).ClickAsync();
        await Expect(operators.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your sign-in has ended.");
        await operators.Page.ReloadAsync();
        await Expect(signIn).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task An_incoming_webhook_is_made_for_a_room_speaks_there_and_is_revoked()
    {
        await using var operators = await OpenAsync();
        await using var alice = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName("alice"));
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Builds" })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await operators.SignInAsync();
        await operators.Page.GotoAsync(new Uri(operators.Server.Url, $"admin/#/rooms/{room}").ToString());
        await operators.Button("New webhook").ClickAsync();
        var dialog = operators.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("What it is for").FillAsync("CI");
        await dialog.GetByLabel("The id of who speaks, such as ci-bot").FillAsync("ci-bot");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        var address = await dialog.Locator("output").InnerTextAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync(address, new { text = "*green*" })).StatusCode);
        Assert.Equal("**green**", (await alice.WaitForAsync("chat.message"))["text"]);

        await operators.Row("ci-bot").GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(operators.Row("ci-bot")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync(address, new { text = "late" })).StatusCode);
    }

    [SkippableFact]
    public async Task A_user_is_found_and_signed_out_of_one_device_and_then_of_all()
    {
        await using var operators = await OpenAsync();
        await using var laptop = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName("olga"), "laptop");
        await using var phone = await RawClient.SignInAsync(operators.Server, laptop.User, "phone");
        await operators.SignInAsync();
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Users" }).ClickAsync();
        await operators.Page.GetByRole(AriaRole.Searchbox).FillAsync(laptop.User);
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = laptop.User }).ClickAsync();

        await operators.Row("phone").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await operators.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        Assert.Equal(4410, (await phone.Closed).Code);
        await Expect(operators.Row("phone")).ToHaveCountAsync(0);
        await Expect(operators.Row("laptop")).ToBeVisibleAsync();

        await operators.DoAsync("Sign out everywhere");
        Assert.Equal(4410, (await laptop.Closed).Code);
        await Expect(operators.Page.GetByText("None now.")).ToBeVisibleAsync();

        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await operators.Page.GetByRole(AriaRole.Searchbox).FillAsync(laptop.User);
        await Expect(operators.Row($"POST /users/{laptop.User}/revoke")).ToContainTextAsync("200");
    }

    [SkippableFact]
    public async Task A_reported_message_is_read_deleted_its_author_banned_and_the_report_done()
    {
        await using var operators = await OpenAsync();
        await using var alice = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName("alice"));
        await using var bob = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName("bob"));
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Market", members = new[] { bob.User } })).Data.GetProperty("room").GetProperty("id").GetString()!;
        var message = (await bob.RequestAsync("chat.send", new { room, key = "one", text = $"cheap watches of {bob.User}" }))["id"];
        await alice.RequestAsync("chat.report", new { room, id = message, reason = "advertising" });
        await operators.SignInAsync();
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Reports" }).ClickAsync();
        var report = operators.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = bob.User });
        await Expect(report).ToContainTextAsync($"cheap watches of {bob.User}");
        await Expect(report).ToContainTextAsync("advertising");

        await operators.DoAsync("Delete the message", report);
        await alice.WaitForAsync("chat.deleted");
        await Expect(report.GetByText("deleted", new() { Exact = true })).ToBeVisibleAsync();
        await operators.DoAsync("Ban the author", report, "no advertising here");
        Assert.Equal("no advertising here", (await bob.WaitForAsync("chat.barred"))["reason"]);
        await operators.DoAsync("Done", report, "banned");
        await Expect(report).ToHaveCountAsync(0);
        await operators.Page.GetByLabel("Those that are done").CheckAsync();
        await Expect(report).ToContainTextAsync("banned");
    }

    [SkippableFact]
    public async Task A_node_is_taken_out_so_that_nobody_is_sent_there_and_back_in()
    {
        await using var operators = await OpenAsync();
        await using var alice = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName());
        await operators.SignInAsync();
        await Expect(operators.Row("127.0.0.1:")).ToContainTextAsync("up");

        await operators.DoAsync("Take out");
        Assert.Equal(1001, (await alice.Closed).Code);
        await Expect(operators.Row("127.0.0.1:")).ToContainTextAsync("taken out");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync());

        await operators.DoAsync("Take back in");
        await Expect(operators.Row("127.0.0.1:")).Not.ToContainTextAsync("taken out");
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync());
        await (await RawClient.SignInAsync(operators.Server, ServerFixture.NewName())).DisposeAsync();

        async Task<HttpStatusCode> ReadyAsync()
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(operators.Server.Url, "healthz/ready"));
            return answer.StatusCode;
        }
    }

    [SkippableFact]
    public async Task A_call_is_seen_with_who_is_in_it_and_ended_for_all()
    {
        await using var operators = await OpenAsync();
        await using var alice = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName("alice"));
        await using var bob = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName("bob"));
        var name = $"Stand-up of {alice.User}";
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name, members = new[] { bob.User } })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await operators.SignInAsync();
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await Expect(operators.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Calls" })).ToBeVisibleAsync();

        var call = (await alice.RequestAsync("call.start", new { room, media = "video", key = "k" })).Data.GetProperty("call").GetProperty("id").GetString()!;
        var row = operators.Row(name);
        await Expect(row).ToContainTextAsync("ringing");
        await Expect(row).ToContainTextAsync($"rings for {bob.User}");
        await bob.RequestAsync("call.accept", new { callId = call });
        await Expect(row).ToContainTextAsync("going on");
        await Expect(row).ToContainTextAsync($"{alice.User}, {bob.User}");
        await Expect(row).ToContainTextAsync("video");

        await operators.DoAsync("End", row);
        foreach (var client in new[] { alice, bob })
            Assert.Equal("host", (await client.WaitForAsync("call.ended"))["reason"]);
        await Expect(row).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task The_page_speaks_the_browsers_language_or_the_one_that_was_chosen()
    {
        await using var operators = await OpenAsync(locale: "de-AT");
        var page = operators.Page;
        await Axe.FindsNothingAsync(page, "Anmeldung");
        await page.GetByLabel("Admin-Schlüssel").FillAsync(AdminClient.Key);
        await operators.Button("Anmelden").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Knoten" })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(operators.Row("127.0.0.1:")).ToContainTextAsync("bereit");
        await Axe.FindsNothingAsync(page, "Knoten");

        await page.GetByLabel("Sprache").SelectOptionAsync("en");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Nodes" })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Nodes" })).ToBeVisibleAsync();
        Assert.Equal("en", await page.EvaluateAsync<string>("localStorage['akkarealtime.language']"));

        await page.GetByLabel("Language").SelectOptionAsync("");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Knoten" })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var operators = await OpenAsync();
        await operators.SignInAsync();
        await operators.Page.GetByRole(AriaRole.Link, new() { Name = "Keys" }).ClickAsync();
        await operators.Button("New key").ClickAsync();
        await operators.Page.GetByLabel("What it is for").FillAsync("Deploy bot");
        await operators.Page.GetByLabel("rooms:read").CheckAsync();
        await operators.Button("Create").ClickAsync();
        using var bot = new AdminClient(operators.Server, await operators.Page.GetByRole(AriaRole.Status).TextContentAsync());
        await operators.Button("Done").ClickAsync();
        await bot.GetAsync("rooms");
        await Expect(operators.Row("Deploy bot")).ToContainTextAsync("rooms:read");
        await operators.Button("New key").ClickAsync();
        await Expect(operators.Page.GetByLabel("What it is for")).ToHaveValueAsync("");
        await operators.Button("Cancel").ClickAsync();

        await operators.DoAsync("Revoke");
        await Expect(operators.Row("Deploy bot")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bot.SendAsync(HttpMethod.Get, "rooms")).Status);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_any_page(ColorScheme scheme)
    {
        await using var operators = await OpenAsync();
        await using var alice = await RawClient.SignInAsync(operators.Server, ServerFixture.NewName());
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Room" })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await alice.RequestAsync("chat.send", new { room, key = "one", text = "one" });
        await alice.RequestAsync("call.start", new { room, media = "audio", key = "call" });
        await operators.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await Axe.FindsNothingAsync(operators.Page, "sign-in");
        await operators.SignInAsync();
        (string Page, string Heading)[] all =
        [
            ("nodes", "Nodes"), ("calls", "Calls"), ("users", "Users"), ($"users/{alice.User}", alice.User), ("users/nobody", "nobody"), ("rooms", "Rooms"), ($"rooms/{room}", "Room"),
            ("rooms/none", "none"), ("reports", "Reports"), ("webhooks", "Webhooks"), ("webhooks/none", "none"), ("keys", "Keys"), ("audit", "Audit"),
        ];
        foreach (var (page, heading) in all)
        {
            await operators.Page.EvaluateAsync("page => location.hash = `/${page}`", page);
            await Expect(operators.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading, Exact = true })).ToBeVisibleAsync();
            await Expect(operators.Page.GetByText("Loading …")).ToHaveCountAsync(0);
            await Axe.FindsNothingAsync(operators.Page, page);
        }
    }

    private async Task<Operator> OpenAsync(ServerProcess? server = null, string locale = "en-GB")
    {
        server ??= await pages.ServerAsync(WithKeys);
        var page = await (await pages.BrowserAsync()).NewPageAsync(new() { Locale = locale });
        await page.GotoAsync(new Uri(server.Url, "admin").ToString());
        // The page asks how one signs in before it draws anything.
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        return new Operator(server, page);
    }

    private sealed record Operator(ServerProcess Server, IPage Page) : IAsyncDisposable
    {
        public async Task SignInAsync(string key = AdminClient.Key)
        {
            await Page.GetByLabel("Admin key").FillAsync(key);
            await Button("Sign in").ClickAsync();
        }

        public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

        public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

        // Presses a button, says yes, and waits until it is done.
        public async Task DoAsync(string name, ILocator? within = null, string? note = null)
        {
            var options = new LocatorGetByRoleOptions { Name = name, Exact = true };
            await (within?.GetByRole(AriaRole.Button, options) ?? Button(name)).First.ClickAsync();
            var dialog = Page.GetByRole(AriaRole.Dialog);
            if (note is not null)
                await dialog.GetByRole(AriaRole.Textbox).FillAsync(note);
            await dialog.GetByRole(AriaRole.Button, options).ClickAsync();
            await Expect(dialog).ToHaveCountAsync(0);
        }

        public async ValueTask DisposeAsync() => await Page.CloseAsync();
    }
}
