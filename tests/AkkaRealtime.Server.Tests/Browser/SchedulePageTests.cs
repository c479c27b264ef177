using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What is written now and sent later.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class SchedulePageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_message_is_scheduled_by_keyboard_stands_in_the_list_of_another_tab_and_arrives_at_its_time()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var tab = await alice.OpenTabAsync();

        await alice.On("composer-input").FillAsync("good morning");
        await alice.On("send-later").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("send-later-dialog")).ToBeVisibleAsync();
        await alice.On("scheduled-quick").First.FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("send-later-dialog")).ToHaveCountAsync(0);
        await Expect(alice.On("composer-input")).ToHaveValueAsync("");
        await Expect(alice.On("composer-input")).ToBeFocusedAsync();
        await Expect(alice.Message("good morning")).ToHaveCountAsync(0);

        // The other tab gives it another time, and shows when it is gone.
        await tab.On("user-status").ClickAsync();
        await tab.On("scheduled-open").ClickAsync();
        await Expect(tab.On("scheduled-item")).ToContainTextAsync("good morning");
        await tab.On("scheduled-move").ClickAsync();
        await tab.On("scheduled-time").FillAsync(await tab.Page.EvaluateAsync<string>(
            "() => { const at = new Date(Date.now() + 3000); return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19); }"));
        await tab.On("scheduled-pick").ClickAsync();
        await bob.SeesAsync("good morning");
        await alice.SeesAsync("good morning");
        await Expect(tab.On("scheduled-item")).ToHaveCountAsync(0);
        await Expect(tab.On("scheduled")).ToContainTextAsync("Nothing is scheduled.");
    }

    [SkippableFact]
    public async Task A_file_goes_along_with_what_is_sent_later()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.On("attach-input").SetInputFilesAsync(new FilePayload { Name = "plan.txt", MimeType = "text/plain", Buffer = [1, 2, 3] });
        await alice.On("send-later").ClickAsync();
        await alice.On("scheduled-quick").First.ClickAsync();
        await Expect(alice.On("upload")).ToHaveCountAsync(0);
        await alice.On("user-status").ClickAsync();
        await alice.On("scheduled-open").ClickAsync();
        await Expect(alice.On("scheduled-item")).ToContainTextAsync("plan.txt");
        await Expect(bob.On("file")).ToHaveCountAsync(0);
        await alice.On("scheduled-now").ClickAsync();
        await Expect(bob.On("file")).ToContainTextAsync("plan.txt");
        await Expect(alice.On("scheduled")).ToContainTextAsync("Nothing is scheduled.");
    }

    [SkippableFact]
    public async Task What_may_not_be_said_at_its_time_stays_in_the_list_with_the_reason_until_it_is_cancelled()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("Tea", bob);
        await alice.SayAsync("begin");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("begin");
        await bob.On("composer-input").FillAsync("too late");
        await bob.On("send-later").ClickAsync();
        await bob.On("scheduled-quick").First.ClickAsync();
        await Expect(bob.On("send-later-dialog")).ToHaveCountAsync(0);

        await bob.On("room-menu").ClickAsync();
        await bob.On("room-leave").ClickAsync();
        await bob.On("room-leave-yes").ClickAsync();
        await Expect(bob.On("room-item")).ToHaveCountAsync(0);
        await bob.On("user-status").ClickAsync();
        await bob.On("scheduled-open").ClickAsync();
        await bob.On("scheduled-now").ClickAsync();
        await Expect(bob.On("scheduled-failed")).ToContainTextAsync("Not sent:");
        await bob.On("scheduled-cancel").ClickAsync();
        await Expect(bob.On("scheduled-item")).ToHaveCountAsync(0);
        await Expect(alice.Message("too late")).ToHaveCountAsync(0);
    }
}
