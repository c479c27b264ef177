using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The page in a network whose proxy refuses upgrades: a real nginx, in front of a server that knows nothing of it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class WithoutWebSocketTests(Pages pages)
{
    private const int Messages = 12;

    [SkippableFact]
    public async Task Who_is_in_a_network_that_blocks_WebSocket_chats_all_the_same_and_loses_nothing_with_the_connection()
    {
        var server = await pages.ServerAsync();
        await using var proxy = await ReverseProxy.StartAsync("nginx", server.Url, RefusesUpgrades);
        var (playwright, browser) = await Chromium.LaunchAsync(Need.HeadlessChromium(), "--ignore-certificate-errors");
        using var ends = playwright;
        await using var also = browser;

        await using var alice = await Person.SignInAsync(browser, proxy.Url, "Alice");
        await using var bob = await RawClient.NewAsync(server, "Bob");
        var room = (await bob.RequestAsync("chat.direct", new { user = alice.Id })).Data.GetProperty("room").GetProperty("id").GetString();
        await alice.OpenFirstRoomAsync();

        await alice.On("user-status").ClickAsync();
        await Expect(alice.On("over-http")).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Escape");

        // What she says, and what is said to her, before, while and after the connection is lost: requests are cut between their way there and their answer.
        for (var i = 0; i < Messages; i++)
        {
            await alice.SayAsync($"from Alice {i}");
            await bob.RequestAsync("chat.send", new { room, key = $"k{i}", text = $"from Bob {i}" });
            if (i == Messages / 3)
                await proxy.StopAsync();
            else if (i == Messages / 2)
                await proxy.ComeBackAsync();
        }

        await alice.UntilAllSentAsync();
        await alice.UntilConnectedAsync();
        await alice.SeesAsync($"from Bob {Messages - 1}");
        for (var i = 0; i < Messages; i++)
            await bob.WaitForAsync("chat.message", m => m["text"] == $"from Alice {i}");
        await bob.AssertNoneAsync("chat.message", m => m["text"]!.StartsWith("from Alice", StringComparison.Ordinal));

        var seen = await alice.MessagesAsync();
        Assert.Equal(2 * Messages, seen.Count);
        Assert.Equal(seen.Count, seen.Select(m => m.Text).Distinct().Count());
        Assert.Equal(seen.Select(m => m.Seq).Order(), seen.Select(m => m.Seq));
    }

    private static string RefusesUpgrades(string recipe) =>
        recipe.Replace("location / {", "location / {\n            if ($http_upgrade) {\n                return 403;\n            }\n", StringComparison.Ordinal);
}
