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
}
