using System.Net;
using System.Net.WebSockets;
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
