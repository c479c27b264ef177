using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using AkkaRealtime.Embedding.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>Where the WebSocket is, in an app that has paths of its own.</summary>
public sealed class PathSpecs
{
    [Fact]
    public async Task Should_be_below_the_apps_path_base()
    {
        await using var app = await StartAsync(app =>
        {
            app.UsePathBase("/shop");
            app.UseRouting();
            app.MapAkkaRealtime();
        });
        await ReadyAsync(app, "/shop/ws/ws");
    }

    [Fact]
    public async Task Should_be_at_the_path_that_the_app_sets()
    {
        await using var app = await StartAsync(app => app.MapAkkaRealtime(), "/live");
        await ReadyAsync(app, "/live");
        await Assert.ThrowsAsync<WebSocketException>(() => ReadyAsync(app, "/ws/ws"));
    }

    [Fact]
    public async Task Should_be_in_the_group_that_the_app_maps_it_in_and_nowhere_else()
    {
        await using var app = await StartAsync(app => app.MapGroup("/shop").MapAkkaRealtime());
        await ReadyAsync(app, "/shop/ws/ws");
        await Assert.ThrowsAsync<WebSocketException>(() => ReadyAsync(app, "/ws/ws"));
    }

    [Fact]
    public async Task Should_be_nowhere_where_the_app_maps_nothing()
    {
        await using var app = await StartAsync(app => app.MapGet("/", () => "the app's"));
        await Assert.ThrowsAsync<WebSocketException>(() => ReadyAsync(app, "/ws/ws"));
        using var http = app.Http();
        Assert.Equal("the app's", await http.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/healthz/ready")).StatusCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/shop", "")]
    [InlineData("/shop", "/my chat")]
    public async Task Should_say_where_an_uploaded_file_is_below_the_apps_path_base_and_group(string pathBase, string group)
    {
        await using var app = await StartAsync(app =>
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
            app.MapAkkaRealtime();
            app.MapGroup(group).MapAkkaRealtimeFiles();
        });
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        await alice.SendAsync(new { type = "chat.create", data = new { @ref = "1", kind = "group", name = "Tea" } });
        var room = (await alice.NextAsync("chat.room")).GetProperty("room").GetProperty("id").GetString();
        using var http = app.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", OwnJwt.TokenFor("alice"));

        using var text = new StringContent("Darjeeling");
        using var uploaded = await http.PostAsync($"{pathBase}{group}/api/v1/rooms/{room}/files?name=tea.txt", text);

        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        var url = (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString();
        Assert.Equal($"{pathBase}{group.Replace(" ", "%20", StringComparison.Ordinal)}{url}", uploaded.Headers.Location?.OriginalString);
        Assert.Equal("Darjeeling", await http.GetStringAsync(uploaded.Headers.Location));
    }

    private static async Task ReadyAsync(App app, string path)
    {
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"), path);
        await alice.NextAsync("session.ready");
    }

    private static Task<App> StartAsync(Action<WebApplication> map, string? path = null) => App.StartAsync(
        builder =>
        {
            if (path is not null)
                builder.Configuration["AkkaRealtime:Path"] = path;
            builder.Services.AddOwnJwt();
            builder.Services.AddAkkaRealtime(builder.Configuration);
        },
        map);
}
