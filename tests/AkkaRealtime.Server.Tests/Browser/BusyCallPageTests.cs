using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// Somebody gets busy while others call them. Ringing is over here before the server renews it: a caller who heard only then that the other is busy would
/// see a <c>timeout</c>.
/// </summary>
[Collection(nameof(CallBrowser))]
public sealed class BusyCallPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Who_answers_one_of_two_callers_is_busy_for_the_other_at_once_on_every_device()
    {
        await using var scene = await SceneAsync();
        var (alice, bob, carol) = scene;
        await using var phone = await Person.SignInAsync(await pages.BrowserAsync(), scene.Server, "Bob", id: bob.Id);
        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-caller")).ToContainTextAsync("Alice");
        await carol.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToContainTextAsync("1 more call waiting");
        await Expect(phone.On("incoming-call")).ToContainTextAsync("1 more call waiting");

        await bob.On("accept-audio").ClickAsync();

        await Expect(carol.On("call-entry")).ToHaveAttributeAsync("data-outcome", "busy");
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(phone.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(bob.On("missed-in-call")).ToContainTextAsync("Carol");
        await Expect(phone.On("missed-call")).ToContainTextAsync("Carol");
        await Expect(bob.On("call-duration")).ToBeVisibleAsync();
        var late = await bob.OpenTabAsync();
        await Expect(late.On("rejoin-call")).ToHaveCountAsync(1);
        await Expect(late.On("incoming-call")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Do_not_disturb_chosen_while_it_rings_stops_the_ringing_on_every_device()
    {
        await using var scene = await SceneAsync();
        var (alice, bob, _) = scene;
        await using var phone = await Person.SignInAsync(await pages.BrowserAsync(), scene.Server, "Bob", id: bob.Id);
        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(phone.On("incoming-call")).ToBeVisibleAsync();

        await bob.On("user-status").ClickAsync();
        await bob.On("status-busy").ClickAsync();

        await Expect(alice.On("call-entry")).ToHaveAttributeAsync("data-outcome", "busy");
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(phone.On("incoming-call")).ToHaveCountAsync(0);
    }

    private async Task<Scene> SceneAsync()
    {
        var scene = await pages.SceneAsync(await pages.ServerAsync(("AkkaRealtime:Calls:RingMs", "19000")), "Alice", "Bob", "Carol");
        return await scene.AfterAsync(async scene =>
        {
            var (alice, bob, carol) = scene;
            await alice.OpenDirectAsync(bob);
            await carol.OpenDirectAsync(bob);
        });
    }
}
