using System.Text.RegularExpressions;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What the README shows works as it stands.</summary>
[Collection(nameof(ChatBrowser))]
public sealed partial class ReadmeTests(Pages pages)
{
    [SkippableFact]
    public async Task BrowserExample_RunsAsItStands()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var example = JavaScript().Match(readme).Groups[1].Value;
        Assert.InRange(example.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 5, 20);

        // As the README says: in the console of the server's own page.
        var server = await pages.ServerAsync();
        await using var context = await (await pages.BrowserAsync()).NewContextAsync();
        var page = await context.NewPageAsync();
        var printed = new List<string>();
        var hello = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Console += (_, message) =>
        {
            printed.Add(message.Text);
            if (message.Text.Contains("Hello from a plain WebSocket", StringComparison.Ordinal))
                hello.TrySetResult();
        };
        await page.GotoAsync(new Uri(server.Url, "/healthz/live").ToString());
        await page.EvaluateAsync($"async () => {{\n{example}\n}}");
        try
        {
            await hello.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The example printed:\n{string.Join('\n', printed)}");
        }
    }

    [GeneratedRegex("```js\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JavaScript();
}
