using System.Net;
using System.Net.Http.Headers;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Routing.Chat.Previews;
using AkkaRealtime.Tests.Storage.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Where links lead, found out by the built server at a site of the test's own on this machine.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PreviewPageTests(Pages pages, PreviewPageTests.Site site) : IClassFixture<PreviewPageTests.Site>
{
    [SkippableFact]
    public async Task A_link_is_looked_at_by_the_server_and_its_picture_is_for_the_room()
    {
        site.Picture = Samples.Png(640, 480);
        var server = await ServerAsync();
        await using var alice = await RawClient.NewAsync(server, "Alice");
        await using var bob = await RawClient.NewAsync(server, "Bob");
        var stranger = await SignedIn.ByNameAsync(server.Url, "Carol", SignedIn.NewName("carol"));
        var reader = await SignedIn.ByNameAsync(server.Url, "Bob", bob.User);
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Links", members = new[] { bob.User } })).Data.GetProperty("room").GetProperty("id").GetString();
        var url = site.Pages.Of("/raw");
        var sent = await alice.RequestAsync("chat.send", new { room, key = "k1", text = $"see {url}." });

        var previewed = await bob.WaitForAsync("chat.previewed", e => e["id"] == sent["id"]);
        var preview = previewed.Data.GetProperty("previews")[0];
        Assert.Equal((url, "The Site", "The page at /raw"), (preview.GetProperty("url").GetString(), preview.GetProperty("site").GetString(), preview.GetProperty("title").GetString()));
        var image = new Uri(server.Url, preview.GetProperty("image").GetProperty("url").GetString());
        using var http = new HttpClient();
        using var shown = await GetAsync(http, image, reader.Token);
        Assert.Equal(site.Picture, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal(("image/png", "inline"), (shown.Content.Headers.ContentType!.ToString(), shown.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var hidden = await GetAsync(http, image, stranger.Token);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);

        await alice.RequestAsync("chat.unpreview", new { room, id = sent["id"] });
        using var gone = await GetAsync(http, image, reader.Token);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [SkippableFact]
    public async Task A_card_comes_below_the_message_moves_nothing_and_is_taken_away_by_its_author()
    {
        await using var scene = await pages.TalkAsync(await ServerAsync());
        var (alice, bob) = scene;
        site.Picture = Convert.FromBase64String(await alice.Page.EvaluateAsync<string>("""
            () => {
              const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 40 });
              return canvas.toDataURL("image/png").split(",")[1];
            }
            """));
        for (var i = 0; i < 12; i++)
            await alice.SayAsync($"line {i}");
        await bob.SeesAsync("line 11");
        var url = site.Pages.Of("/card");
        await alice.SayAsync(url);

        var card = bob.On("link-preview");
        await Expect(card).ToHaveTextAsync("The SiteThe page at /cardWhat it is about");
        await Expect(card).ToHaveAttributeAsync("href", url);
        await Expect(card.Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 64);
        Assert.StartsWith("blob:", await card.Locator("img").GetAttributeAsync("src"), StringComparison.Ordinal);
        await Expect(card).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(bob.On("timeline")).ToHaveAttributeAsync("data-end", "true");
        Assert.Equal(80, (await card.BoundingBoxAsync())!.Height);
        Assert.DoesNotContain(site.Pages.Headers, headers => headers.TryGetValue("User-Agent", out var agent) && agent.Contains("Chrom", StringComparison.Ordinal));
        await Expect(bob.On("link-preview-remove")).ToHaveCountAsync(0);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await alice.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Axe.FindsNothingAsync(alice.Page, $"a preview of one's own, {scheme}");
        }

        // After a reload as well; then by keyboard.
        await alice.Page.ReloadAsync();
        await Expect(alice.On("link-preview")).ToBeVisibleAsync();
        await alice.On("link-preview").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Tab");
        await Expect(alice.On("link-preview-remove")).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("link-preview")).ToHaveCountAsync(0);
        await Expect(card).ToHaveCountAsync(0);
        await bob.SeesAsync(url);
    }

    private Task<ServerProcess> ServerAsync() => pages.ServerAsync(
        ("AkkaRealtime:LinkPreviews:Enabled", "true"),
        ("AkkaRealtime:LinkPreviews:AllowedNetworks:0", "127.0.0.1/32"),
        ("AkkaRealtime:LinkPreviews:Ports:0", site.Pages.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, Uri address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await http.SendAsync(request);
    }

    /// <summary>The site, whose address the server is told.</summary>
    public sealed class Site : IAsyncLifetime
    {
        /// <summary>What it shows on all of its pages.</summary>
        public byte[] Picture { get; set; } = [];

        internal TestSite Pages { get; private set; } = null!;

        /// <inheritdoc/>
        public async Task InitializeAsync() => Pages = await TestSite.StartAsync(async context =>
        {
            if (context.Request.Path == "/picture.png")
            {
                context.Response.ContentType = "image/png";
                await context.Response.Body.WriteAsync(Picture);
                return;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(
                $"<head><title>The page at {context.Request.Path}</title><meta property=og:site_name content='The Site'><meta name=description content='What it is about'><meta property=og:image content=/picture.png?{context.Request.Path}></head>");
        });

        /// <inheritdoc/>
        public Task DisposeAsync() => Pages.DisposeAsync().AsTask();
    }
}
