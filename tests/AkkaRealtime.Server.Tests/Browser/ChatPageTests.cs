using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Two and three people chat by the page.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class ChatPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Two_people_write_to_each_other_and_see_typing_and_read_state()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        Assert.Contains(alice.Console, line => line == $"🔗 Connecting to WebSocket: {scene.Server.SocketUrl}");
        Assert.Contains("✅ WebSocket connected successfully", alice.Console);

        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("Hello Bob");
        await Expect(bob.On("room-unread")).ToHaveTextAsync("1");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("Hello Bob");
        await Expect(bob.On("room-unread")).ToHaveCountAsync(0);
        await Expect(alice.Message("Hello Bob")).ToHaveAttributeAsync("data-state", "read");

        await bob.On("composer-input").PressSequentiallyAsync("Hello Al");
        await Expect(alice.On("typing-indicator")).ToContainTextAsync("Bob");
        await bob.SayAsync("Hello Alice");
        await alice.SeesAsync("Hello Alice");
        await Expect(alice.On("typing-indicator")).Not.ToContainTextAsync("Bob");
        await Expect(bob.Message("Hello Alice")).ToHaveAttributeAsync("data-state", "read");
    }

    [SkippableFact]
    public async Task Three_people_see_a_group_in_the_same_order()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await alice.OpenGroupAsync("Climbing", bob, carol);
        await Expect(alice.On("room-title")).ToContainTextAsync("Climbing");
        await bob.OpenFirstRoomAsync();
        await carol.OpenFirstRoomAsync();

        await Task.WhenAll(
            SayManyAsync(alice, "a", 5),
            SayManyAsync(bob, "b", 5),
            SayManyAsync(carol, "c", 5));
        foreach (var person in new[] { alice, bob, carol })
        {
            await Expect(person.On("message")).ToHaveCountAsync(15);
            await person.UntilAllSentAsync();
        }

        var seen = await alice.MessagesAsync();
        Assert.Equal(seen, await bob.MessagesAsync());
        Assert.Equal(seen, await carol.MessagesAsync());
        Assert.Equal(seen.OrderBy(m => m.Seq), seen);
    }

    [SkippableFact]
    public async Task Both_lose_nothing_and_double_nothing_when_the_server_is_killed_while_they_write()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var scene = await pages.TalkAsync(server);
        var (alice, bob) = scene;
        var loads = (await alice.LoadMarkAsync(), await bob.LoadMarkAsync());

        var firstDown = new TaskCompletionSource();
        var writing = Task.WhenAll(WriteThroughAsync(alice, "a", firstDown), WriteThroughAsync(bob, "b", firstDown));
        await firstDown.Task;
        await server.KillAsync();
        await Expect(alice.On("connection-banner")).ToBeVisibleAsync();
        await Expect(bob.On("connection-banner")).ToBeVisibleAsync();
        await writing;
        await bob.On("composer-input").PressSequentiallyAsync("b typed while the server was away");
        await bob.On("composer-input").PressAsync("Enter");
        await server.StartAgainAsync();
        await alice.UntilConnectedAsync();
        await bob.UntilConnectedAsync();

        foreach (var person in new[] { alice, bob })
        {
            await Expect(person.On("message")).ToHaveCountAsync(42);
            await person.UntilAllSentAsync();
        }

        var seen = await alice.MessagesAsync();
        Assert.Equal(seen, await bob.MessagesAsync());
        Assert.Equal(seen.Count, seen.Select(m => m.Text).Distinct().Count());
        Assert.Equal(seen.OrderBy(m => m.Seq), seen);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"a {i}"), seen.Select(m => m.Text).Where(t => t.StartsWith("a ", StringComparison.Ordinal)));
        Assert.Equal(loads, (await alice.LoadMarkAsync(), await bob.LoadMarkAsync()));
    }

    private static async Task SayManyAsync(Person person, string prefix, int count)
    {
        for (var i = 0; i < count; i++)
            await person.SayAsync($"{prefix} {i}");
    }

    private static async Task WriteThroughAsync(Person person, string prefix, TaskCompletionSource someAreSent)
    {
        for (var i = 0; i < 20; i++)
        {
            await person.SayAsync($"{prefix} {i}");
            if (i == 6)
                someAreSent.TrySetResult();
        }
    }
}
