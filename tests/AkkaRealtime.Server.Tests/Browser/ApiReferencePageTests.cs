using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The reference of the HTTP API at <c>/openapi/</c>: what a developer reads there, and tries out.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class ApiReferencePageTests(Pages pages)
{
    [SkippableFact]
    public async Task One_reads_what_an_operation_does_and_asks_the_server_and_nobody_else_is_asked()
    {
        var server = await pages.ServerAsync(("AkkaRealtime:Admin:ApiKeys:0", AdminClient.Key));
        await using var context = await (await pages.BrowserAsync()).NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } });
        var page = await context.NewPageAsync();
        var (asked, complaints) = (new List<Uri>(), new List<string>());
        page.Request += (_, request) => asked.Add(new Uri(request.Url));
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                complaints.Add(said.Text);
        };

        await page.GotoAsync(new Uri(server.Url, "openapi/#tag/node/GET/api/v1/admin/stats").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "AkkaRealtime" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/v1/admin/stats)" }).ClickAsync();

        // Without a key.
        var dialog = page.GetByRole(AriaRole.Dialog);
        var answered = page.WaitForResponseAsync(response => new Uri(response.Url).AbsolutePath == "/api/v1/admin/stats");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync();
        Assert.Equal(401, (await answered).Status);
        await Expect(dialog.GetByText("401").First).ToBeVisibleAsync();

        Assert.All(asked, url => Assert.True(url.Authority == server.Url.Authority || url.Scheme is "data" or "blob", url.ToString()));
        Assert.DoesNotContain(complaints, said => said.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Below_a_path_it_is_there_as_well(bool isTakenAway)
    {
        var server = isTakenAway ? await pages.ServerAsync() : await pages.ServerAsync(("AkkaRealtime:BasePath", "/rt"));
        await using var proxy = await ReverseProxy.StartAsync("nginx", server.Url, recipe => BelowAPathTests.Below(recipe, isTakenAway));
        await using var context = await (await pages.BrowserAsync()).NewContextAsync(new() { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(proxy.Url, "rt/openapi/").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "AkkaRealtime" })).ToBeVisibleAsync();
    }
}
