using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Pictures of people in the page.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PicturePageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_chosen_picture_is_made_a_small_square_shown_to_the_other_and_removed_again()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var shown = bob.Page.Locator(".room-header .avatar > img");
        await Expect(shown).ToHaveCountAsync(0);

        await ChooseAsync(alice);
        await alice.On("picture-crop").PressAsync("ArrowRight");
        await alice.On("picture-save").ClickAsync();
        await Expect(alice.On("picture")).ToHaveCountAsync(0);

        await Expect(shown).ToHaveJSPropertyAsync("naturalWidth", 256);
        await Expect(shown).ToHaveJSPropertyAsync("naturalHeight", 256);
        await Expect(bob.Page.Locator(".room-item .avatar > img")).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator(".user-status-button .avatar > img")).ToHaveCountAsync(1);

        // A page that is opened anew finds it.
        await bob.Page.ReloadAsync();
        await Expect(shown).ToHaveJSPropertyAsync("naturalWidth", 256);

        await alice.On("picture-item").ClickAsync();
        await alice.On("picture-remove").ClickAsync();
        await Expect(shown).ToHaveCountAsync(0);
        await Expect(alice.Page.Locator(".user-status-button .avatar > img")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_file_that_is_no_picture_is_told_and_nothing_is_sent()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;
        await OpenAsync(alice);
        await alice.On("picture-file").SetInputFilesAsync(new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await Expect(alice.Page.GetByText("This file can’t be shown as a picture.")).ToBeVisibleAsync();
        await Expect(alice.On("picture-save")).ToHaveCountAsync(0);
    }

    private static async Task OpenAsync(Person who)
    {
        await who.On("user-status").ClickAsync();
        await who.On("picture-item").ClickAsync();
        await Expect(who.On("picture")).ToBeVisibleAsync();
    }

    // Drawn by the browser: larger than a picture may be, and no square.
    private static async Task ChooseAsync(Person who)
    {
        var drawn = await who.Page.EvaluateAsync<string>("""
            () => {
              const canvas = document.createElement("canvas");
              [canvas.width, canvas.height] = [1600, 900];
              const paint = canvas.getContext("2d");
              paint.fillStyle = "#0b7a75";
              paint.fillRect(0, 0, 1600, 900);
              return canvas.toDataURL("image/png").split(",")[1];
            }
            """);
        await OpenAsync(who);
        await who.On("picture-file").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = Convert.FromBase64String(drawn) });
        await Expect(who.On("picture-crop")).ToBeVisibleAsync();
    }
}
