using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The sign-in form as it stands. Everybody else in these tests signs in with an id that the test has chosen (<see cref="Person"/>).</summary>
[Collection(nameof(ChatBrowser))]
public sealed class SignInPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Who_signs_in_by_name_gets_the_id_that_the_server_makes_of_it_and_stays_signed_in_over_a_reload()
    {
        var server = await pages.ServerAsync();
        var id = ServerFixture.NewName("zoe-muller");
        var name = id.Replace("zoe-muller-", "Zoë Müller ", StringComparison.Ordinal);
        await using var zoe = await Person.OpenAsync(await pages.BrowserAsync(), server.Url, name, id);
        await Expect(zoe.On("sign-in-submit")).ToBeDisabledAsync();
        await zoe.SubmitNameAsync();
        await zoe.UntilConnectedAsync();

        await using var bob = await RawClient.NewAsync(server, "Bob");
        var room = (await bob.RequestAsync("chat.direct", new { user = id })).Data.GetProperty("room").GetProperty("id").GetString();
        await bob.RequestAsync("chat.send", new { room, key = "k1", text = "hello" });
        await zoe.OpenFirstRoomAsync();
        await zoe.SeesAsync("hello");
        var members = (await bob.RequestAsync("chat.members", new { room })).Data.GetProperty("members").EnumerateArray();
        Assert.Equal(name, members.Single(m => m.GetProperty("user").GetString() == id).GetProperty("name").GetString());

        await zoe.Page.ReloadAsync();
        await zoe.UntilConnectedAsync();
        await Expect(zoe.On("sign-in-form")).ToHaveCountAsync(0);
        await zoe.SeesAsync("hello");
    }

    // Everything that the browser keeps for the page, as one text.
    private const string Kept = """
        async () => {
          const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
          for (const { name } of await indexedDB.databases()) {
            const database = await new Promise((done, failed) => Object.assign(indexedDB.open(name), { onsuccess: (e) => done(e.target.result), onerror: failed }));
            for (const store of database.objectStoreNames) {
              const all = database.transaction(store).objectStore(store).getAll();
              kept.push(JSON.stringify(await new Promise((done, failed) => Object.assign(all, { onsuccess: () => done(all.result), onerror: failed }))));
            }
            database.close();
          }
          return kept.join();
        }
        """;

    [SkippableFact]
    public async Task Who_signs_in_after_somebody_else_in_the_same_browser_finds_nothing_of_theirs()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.SayAsync("to Bob alone");
        await bob.SeesAsync("to Bob alone");
        await alice.UntilAllSentAsync();

        // What she writes from now on doesn't get through.
        await alice.Page.RouteWebSocketAsync("**/ws/ws*", socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(frame =>
            {
                if (frame.Text?.Contains("\"chat.send\"", StringComparison.Ordinal) != true)
                    server.Send(frame.Text!);
            });
        });
        await alice.Page.ReloadAsync();
        await alice.SeesAsync("to Bob alone");
        await alice.SayAsync("never sent");
        await alice.On("composer-input").FillAsync("half a thought");
        await alice.SeesAsync("never sent");
        await alice.Page.WaitForFunctionAsync($"async () => {{ const kept = await ({Kept})(); return ['never sent', 'half a thought'].every((text) => kept.includes(text)); }}");

        await alice.On("user-status").ClickAsync();
        await alice.On("sign-out").ClickAsync();
        await alice.On("sign-out-anyway").ClickAsync();
        await Expect(alice.On("sign-in-form")).ToBeVisibleAsync();
        await alice.On("sign-in-name").FillAsync(ServerFixture.NewName("carol"));
        await alice.On("sign-in-submit").ClickAsync();
        await alice.UntilConnectedAsync();
        await Expect(alice.On("room-item")).ToHaveCountAsync(0);
        var kept = await alice.Page.EvaluateAsync<string>(Kept);
        Assert.Contains("carol", kept, StringComparison.Ordinal);
        foreach (var trace in new[] { "never sent", "half a thought", "to Bob alone", alice.Id, bob.Id })
            Assert.DoesNotContain(trace, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("never sent", (await bob.MessagesAsync()).Select(m => m.Text));
    }

    [SkippableFact]
    public async Task Who_pastes_a_token_is_whom_the_server_takes_them_for_and_hears_where_it_is_not_accepted()
    {
        const string key = "a key for tests that is longer than 32 bytes";
        var server = await pages.ServerAsync(("AkkaRealtime:Auth:SigningKey", key), ("AkkaRealtime:Auth:UserClaim", "oid"));
        var user = ServerFixture.NewName("zoe");
        var tokens = TestTokens.Shared(key) with { More = new Dictionary<string, object> { ["oid"] = $"auth0|{user}" } };
        await using var zoe = await Person.OpenAsync(await pages.BrowserAsync(), server.Url, "Zoë", $"esc:auth0:7C{user}");
        await zoe.Page.GetByText("Use an access token").ClickAsync();
        var field = zoe.Page.GetByLabel("Access token");

        await field.FillAsync(TestTokens.Shared(new string('x', 40)).For("pairwise", "Zoë"));
        await zoe.On("sign-in-submit").ClickAsync();
        await Expect(zoe.On("sign-in-error")).ToContainTextAsync("doesn’t accept this token");

        await field.FillAsync(tokens.For("pairwise", "Zoë"));
        await zoe.On("sign-in-submit").ClickAsync();
        await zoe.UntilConnectedAsync();
        await using var bob = await RawClient.NewAsync(server, "Bob");
        var room = (await bob.RequestAsync("chat.direct", new { user = zoe.Id })).Data.GetProperty("room").GetProperty("id").GetString();
        await zoe.OpenFirstRoomAsync();
        await zoe.SayAsync("it is me");
        Assert.Equal(zoe.Id, (await bob.WaitForAsync("chat.message", m => m["room"] == room))["by"]);

        // By its own id the page knows what is its own.
        Assert.Equal(zoe.Id, await zoe.Page.EvaluateAsync<string>("() => JSON.parse(localStorage.getItem('akkarealtime.session')).user.id"));
        await Expect(zoe.On("message").GetByText("it is me")).ToBeVisibleAsync();
    }
}
