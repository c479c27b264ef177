using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Quiet hours, as their user has them and others see them.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class QuietPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Quiet_hours_show_as_do_not_disturb_on_all_devices_and_to_others_until_they_are_turned_off()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var dot = alice.On("room-item").First.GetByTestId("presence");
        await bob.On("user-status").ClickAsync();
        await bob.On("quiet-item").ClickAsync();
        await bob.On("quiet-on").CheckAsync();

        // The whole day, every day: whatever time it is where this runs.
        await bob.On("quiet-from").FillAsync("00:00");
        await bob.On("quiet-to").FillAsync("00:00");
        await bob.On("quiet-save").ClickAsync();
        await Expect(bob.On("quiet")).ToHaveCountAsync(0);
        await Expect(bob.On("quiet-item")).ToContainTextAsync("00:00–00:00");
        await Expect(dot).ToHaveAttributeAsync("data-status", "busy");

        // Not today.
        await bob.On("quiet-skip").ClickAsync();
        await Expect(dot).ToHaveAttributeAsync("data-status", "online");
        await Expect(bob.On("quiet-skip")).ToHaveTextAsync("Turn quiet hours on again");
        await bob.On("quiet-skip").ClickAsync();
        await Expect(dot).ToHaveAttributeAsync("data-status", "busy");

        // What is chosen meanwhile doesn't count, and shows so; a reload knows of the hours.
        await bob.On("status-online").ClickAsync();
        await bob.Page.ReloadAsync();
        await bob.UntilConnectedAsync();
        await Expect(dot).ToHaveAttributeAsync("data-status", "busy");
        await bob.On("user-status").ClickAsync();
        await Expect(bob.On("status-busy")).ToHaveAttributeAsync("aria-checked", "true");
        await bob.On("quiet-item").ClickAsync();
        await bob.On("quiet-on").UncheckAsync();
        await bob.On("quiet-save").ClickAsync();
        await Expect(dot).ToHaveAttributeAsync("data-status", "online");
    }
}
