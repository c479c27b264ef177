using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Every dialog and panel: axe finds nothing there, Escape closes it, and it lies within the window of a phone.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class DialogsPageTests(Pages pages)
{
    private readonly List<string> _found = [];

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Axe_finds_nothing_in_any_dialog(ColorScheme scheme, int width)
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("Crew", bob);
        await alice.SayAsync("from Alice");
        await bob.OpenFirstRoomAsync();
        await bob.SayAsync("from Bob");
        await alice.SeesAsync("from Bob");
        await alice.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await alice.Page.SetViewportSizeAsync(width, 800);

        // What can be done with a message.
        await MenuAsync(alice, "from Bob", "message-save-item");
        foreach (var (text, item, dialog) in new[]
                 {
                     ("from Bob", "message-forward-item", "forward"), ("from Alice", "message-seen-item", "seen-by"), ("from Bob", "message-report-item", null),
                 })
        {
            await MenuAsync(alice, text, item);
            await LookAsync(alice, dialog, item);
        }

        await alice.On("composer-input").FillAsync("later");
        await alice.On("send-later").ClickAsync();
        await LookAsync(alice, "send-later-dialog");
        await alice.On("composer-input").FillAsync("");
        foreach (var (opener, dialog) in new[] { ("emoji-open", "emoji-picker"), ("composer-tool", "new-poll"), ("pins-open", "pins"), ("test-devices", "pre-join") })
        {
            // The header of a phone has no room for it.
            if (opener == "test-devices" && width < 760)
                continue;
            await alice.On(opener).First.ClickAsync();
            await LookAsync(alice, dialog);
        }

        // Over the list.
        if (width < 760)
            await alice.On("room-back").ClickAsync();
        foreach (var opener in new[] { "search-open", "call-history-open", "directory" })
        {
            await alice.On(opener).First.ClickAsync();
            await LookAsync(alice, null, opener);
        }

        foreach (var tab in new[] { "new-tab-direct", "new-tab-group", "new-tab-channel" })
        {
            await alice.On("new-conversation").First.ClickAsync();
            await alice.On(tab).ClickAsync();
            await LookAsync(alice, null, tab);
        }

        // My own.
        foreach (var (item, dialog) in new[]
                 {
                     ("threads-open", "threads"), ("saved-open", "saved"), ("scheduled-open", "scheduled"), ("quiet-item", "quiet"), ("picture-item", "picture"), ("devices-item", "devices"), ("blocks-item", "blocks"),
                 })
        {
            await alice.On("user-status").ClickAsync();
            await alice.On(item).ClickAsync();
            await LookAsync(alice, dialog, item);
            await alice.Page.Keyboard.PressAsync("Escape");
        }

        Assert.Equal("", string.Join('\n', _found));
    }

    private static async Task MenuAsync(Person person, string text, string item)
    {
        await person.Message(text).FocusAsync();
        await person.Message(text).GetByTestId("message-menu").ClickAsync();
        await person.On(item).ClickAsync();
    }

    private async Task LookAsync(Person person, string? dialog, string? state = null)
    {
        var shown = dialog is null ? person.Page.GetByRole(AriaRole.Dialog).Last : person.On(dialog);
        await Expect(shown).ToBeVisibleAsync();
        _found.AddRange(await Axe.FindAsync(person.Page, state ?? dialog!));
        var outside = await shown.EvaluateAsync<bool>("(e) => { const { left, right } = e.getBoundingClientRect(); return left < 0 || right > innerWidth; }");
        if (outside)
            _found.Add($"{state ?? dialog}: reaches beyond the sides of the window");
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(shown).ToHaveCountAsync(0);
    }
}
