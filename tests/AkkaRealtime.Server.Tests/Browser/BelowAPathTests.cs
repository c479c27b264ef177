using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Both pages at <c>https://…/rt/</c>, beside other things at the same address: behind a proxy that takes <c>/rt</c> away, and one that doesn't.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class BelowAPathTests(Pages pages)
{
    private static readonly (string Key, string Value) AdminKey = ("AkkaRealtime:Admin:ApiKeys:0", AdminClient.Key);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Below_a_path_people_chat_and_operators_see_their_nodes(bool isTakenAway)
    {
        var server = isTakenAway ? await pages.ServerAsync(AdminKey) : await pages.ServerAsync(AdminKey, ("AkkaRealtime:BasePath", "/rt"));
        await using var proxy = await ReverseProxy.StartAsync("nginx", server.Url, recipe => Below(recipe, isTakenAway));
        var (playwright, browser) = await Chromium.LaunchAsync(Need.HeadlessChromium(), "--ignore-certificate-errors");
        using var ends = playwright;
        await using var also = browser;
        var there = new Uri(proxy.Url, "rt/");

        // Without the slash, too; nothing is asked for beside the path, where nobody answers.
        await using var alice = await Person.SignInAsync(browser, new Uri(proxy.Url, "rt"), "Alice");
        Assert.Equal(there.AbsolutePath, new Uri(alice.Page.Url).AbsolutePath);
        var missing = new List<string>();
        alice.Context.Response += (_, response) =>
        {
            if (response.Status >= 400)
                missing.Add(response.Url);
        };
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await using var bob = await Person.SignInAsync(browser, there, "Bob");
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("below a path");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("below a path");

        var page = await alice.Context.NewPageAsync();
        await page.GotoAsync(new Uri(there, "admin").ToString());
        await page.GetByLabel("Admin key").FillAsync(AdminClient.Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Connections").First).ToBeVisibleAsync();

        // Where there is no client at the issuer, which the page asks first.
        Assert.Equal([new Uri(there, "api/v1/admin/sign-in").ToString()], missing);
    }

    /// <summary>A proxy's recipe for what is below <c>/rt</c>.</summary>
    public static string Below(string recipe, bool isTakenAway) => recipe.Replace(
        "location / {",
        "location /healthz/ { proxy_pass http://akkarealtime; }\n"
            + (isTakenAway ? "location = /rt { return 302 /rt/; }\nlocation /rt/ {\nrewrite ^/rt/(.*)$ /$1 break;" : "location /rt {"),
        StringComparison.Ordinal);
}
