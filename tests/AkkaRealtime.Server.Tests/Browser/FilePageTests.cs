using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Two people send each other files by the page.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class FilePageTests(Pages pages)
{
    // A real picture, drawn by the browser, in a DataTransfer as dropping and pasting have it.
    private const string PictureTransfer = """
        async (name) => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [800, 600];
          const paint = canvas.getContext("2d");
          const sky = paint.createLinearGradient(0, 0, 800, 600);
          sky.addColorStop(0, "#f6b26b");
          sky.addColorStop(1, "#0b7a75");
          paint.fillStyle = sky;
          paint.fillRect(0, 0, 800, 600);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
          const transfer = new DataTransfer();
          transfer.items.add(new File([blob], name, { type: "image/png" }));
          return transfer;
        }
        """;

    [SkippableFact]
    public async Task A_picture_is_dropped_shown_in_its_place_and_enlarged_and_a_text_is_saved()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;

        // On its way, the picture has a chip with a progress bar, and the message waits for it.
        await using var uploads = await Held.AtAsync(alice, "**/api/v1/rooms/*/files?*");
        var downloads = await Held.AtAsync(bob, "**/api/v1/files/*");
        await DropAsync(alice, "sunset.png");
        await Expect(alice.On("upload")).ToHaveAttributeAsync("data-state", "uploading");
        await Expect(alice.On("upload-progress")).ToBeVisibleAsync();
        await alice.SayAsync("Look at this");
        await Expect(alice.Page.GetByText("Your message will be sent once the files are uploaded.")).ToBeVisibleAsync();
        uploads.LetGo();
        await alice.SeesAsync("Look at this");
        await Expect(alice.On("upload")).ToHaveCountAsync(0);
        await Expect(alice.Page.Locator("[data-testid=picture] img")).ToHaveJSPropertyAsync("naturalWidth", 800);

        // Bob has the place of the picture before he has the picture.
        await bob.SeesAsync("Look at this");
        var before = await bob.On("picture").BoundingBoxAsync();
        downloads.LetGo();
        await Expect(bob.Page.Locator("[data-testid=picture] img")).ToHaveJSPropertyAsync("naturalWidth", 800);
        var after = await bob.On("picture").BoundingBoxAsync();
        Assert.Equal((before!.X, before.Y, before.Width, before.Height), (after!.X, after.Y, after.Width, after.Height));
        Assert.Equal(4.0 / 3, after.Width / after.Height, 0.05);

        // Enlarged by the keyboard, closed by it, and the focus is where it was.
        await bob.On("picture").FocusAsync();
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.On("viewer-picture")).ToBeVisibleAsync();
        Assert.True((await bob.On("viewer-picture").BoundingBoxAsync())!.Width > after.Width);
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.On("viewer")).ToHaveCountAsync(0);
        await Expect(bob.On("picture")).ToBeFocusedAsync();

        // A text is chosen, and saved as it was.
        await alice.On("attach-input").SetInputFilesAsync(new FilePayload { Name = "notes ä.txt", MimeType = "text/plain", Buffer = "Grüße"u8.ToArray() });
        await Expect(alice.On("upload")).ToHaveAttributeAsync("data-state", "done");
        await alice.On("composer-send").ClickAsync();
        await Expect(bob.On("file")).ToContainTextAsync("notes ä.txt");
        var download = await bob.Page.RunAndWaitForDownloadAsync(() => bob.On("file").ClickAsync());
        Assert.Equal("notes ä.txt", download.SuggestedFilename);
        Assert.Equal("Grüße", await File.ReadAllTextAsync(await download.PathAsync()));

        // Pasted; and one that is cancelled is not sent.
        await PasteAsync(alice);
        await Expect(alice.On("upload")).ToHaveAttributeAsync("data-state", "done");
        await using var later = await Held.AtAsync(alice, "**/api/v1/rooms/*/files?*");
        await alice.On("attach-input").SetInputFilesAsync(new FilePayload { Name = "mistake.txt", MimeType = "text/plain", Buffer = [1] });
        await alice.Page.Locator("[data-testid=upload][data-name='mistake.txt'] [data-testid=upload-remove]").ClickAsync();
        await Expect(alice.On("upload")).ToHaveCountAsync(1);
        await alice.On("composer-send").ClickAsync();
        await Expect(bob.On("picture")).ToHaveCountAsync(2);
        await Expect(bob.On("file")).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task A_PDF_is_fetched_with_the_token_and_given_to_the_browsers_own_viewer()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;

        // What shows pages without windows has no viewer of its own; the page gives it the document all the same.
        await bob.Context.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => true });");
        await bob.Page.ReloadAsync();
        await alice.On("attach-input").SetInputFilesAsync(new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF"u8.ToArray() });
        await Expect(alice.On("upload")).ToHaveAttributeAsync("data-state", "done");
        await alice.On("composer-send").ClickAsync();

        var fetched = await bob.Page.RunAndWaitForRequestAsync(() => bob.On("document-read").ClickAsync(), request => request.Url.Contains("/api/v1/files/", StringComparison.Ordinal));
        Assert.StartsWith("Bearer ", (await fetched.AllHeadersAsync())["authorization"], StringComparison.Ordinal);
        await Expect(bob.On("viewer")).ToHaveAttributeAsync("aria-label", "plan.pdf");
        await Expect(bob.On("viewer-document")).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("^blob:"));
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.On("viewer")).ToHaveCountAsync(0);
        await Expect(bob.On("document-read")).ToBeFocusedAsync();
        Assert.DoesNotContain(bob.Console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Pictures_of_a_room_are_looked_through_by_keys_and_buttons()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        foreach (var name in new[] { "one.png", "two.png", "three.png" })
        {
            await DropAsync(alice, name);
            await Expect(alice.On("upload")).ToHaveAttributeAsync("data-state", "done");
            await alice.On("composer-send").ClickAsync();
        }

        await Expect(bob.On("picture")).ToHaveCountAsync(3);
        await bob.On("picture").Nth(1).ClickAsync();
        await Expect(bob.On("viewer")).ToHaveAttributeAsync("aria-label", "two.png");
        await Expect(bob.On("viewer")).ToContainTextAsync("2 of 3");
        await bob.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(bob.On("viewer")).ToHaveAttributeAsync("aria-label", "three.png");
        await Expect(bob.On("viewer-next")).ToHaveAttributeAsync("aria-disabled", "true");
        await bob.Page.Keyboard.PressAsync("Home");
        await Expect(bob.On("viewer")).ToHaveAttributeAsync("aria-label", "one.png");
        await bob.On("viewer-next").ClickAsync();
        await Expect(bob.On("viewer")).ToHaveAttributeAsync("aria-label", "two.png");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.On("picture").Nth(1)).ToBeFocusedAsync();
    }

    [SkippableFact]
    public async Task A_file_without_words_is_named_wherever_its_message_is_told_of()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await DropAsync(alice, "sunset.png");
        await Expect(alice.On("upload")).ToHaveAttributeAsync("data-state", "done");
        await alice.On("composer-input").PressAsync("Enter");
        var sent = bob.On("message").Filter(new() { Has = bob.Page.Locator("[data-testid=picture] img") });
        await Expect(sent).ToHaveCountAsync(1);
        await Expect(bob.On("room-item").First).ToContainTextAsync("sunset.png");

        await sent.FocusAsync();
        await sent.GetByTestId("message-reply").ClickAsync();
        await Expect(bob.On("room").Locator(".composer")).ToContainTextAsync("sunset.png");
        await bob.SayAsync("**Where** was that?");
        await Expect(bob.Message("Where was that?").GetByTestId("message-quote")).ToContainTextAsync("sunset.png");

        // Formatting is not told of, either.
        await Expect(alice.On("room-item").First).ToContainTextAsync("Where was that?");
        await Expect(alice.On("room-item").First).Not.ToContainTextAsync("**");

        await sent.FocusAsync();
        await sent.GetByTestId("message-menu").ClickAsync();
        await bob.On("message-pin-item").ClickAsync();
        await bob.On("pins-open").ClickAsync();
        await Expect(bob.On("pins").GetByRole(AriaRole.Img, new() { Name = "sunset.png" })).ToBeVisibleAsync();
    }

    private static async Task DropAsync(Person person, string name)
    {
        var transfer = await person.Page.EvaluateHandleAsync(PictureTransfer, name);
        await person.On("timeline").First.DispatchEventAsync("dragenter", new { dataTransfer = transfer });
        await Expect(person.Page.GetByText("Drop files here to attach them")).ToBeVisibleAsync();
        await person.On("timeline").First.DispatchEventAsync("drop", new { dataTransfer = transfer });
    }

    private static async Task PasteAsync(Person person)
    {
        var transfer = await person.Page.EvaluateHandleAsync(PictureTransfer, "image.png");
        await person.On("composer-input").EvaluateAsync(
            "(input, clipboardData) => input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))", transfer);
    }

    /// <summary>Requests of a page that wait until they are let go.</summary>
    private sealed class Held : IAsyncDisposable
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<Held> AtAsync(Person person, string url)
        {
            var held = new Held();
            await person.Page.RouteAsync(url, async route =>
            {
                await held._go.Task;
                await route.FallbackAsync();
            });
            return held;
        }

        public void LetGo() => _go.TrySetResult();

        public ValueTask DisposeAsync()
        {
            LetGo();
            return ValueTask.CompletedTask;
        }
    }
}
