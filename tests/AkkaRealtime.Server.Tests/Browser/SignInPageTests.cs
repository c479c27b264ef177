using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The sign-in form as it stands. Everybody else in these tests signs in with an id that the test has chosen (<see cref="Person"/>).</summary>
[Collection(nameof(OneBrowser))]
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
        await Expect(zoe.On("sign-in-error")).ToContainTextAsync("doesn't accept this token");

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
