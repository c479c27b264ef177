using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AkkaRealtime.Embedding.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>An app has those endpoints that it maps, is told of no others, and keeps its own ways.</summary>
public sealed class MappedEndpointsSpecs
{
    private const string AdminKey = "an-admin-key-of-the-app-0123456789";

    [Fact]
    public async Task Should_announce_files_only_where_they_are_mapped()
    {
        await using var without = await StartAsync(app => app.MapAkkaRealtime());
        Assert.False((await LimitsAsync(without)).TryGetProperty("maxFileBytes", out _));
        await using var with = await StartAsync(app =>
        {
            app.MapAkkaRealtime();
            app.MapAkkaRealtimeFiles();
        });
        Assert.True((await LimitsAsync(with)).GetProperty("maxFileBytes").GetInt64() > 0);
    }

    [Fact]
    public async Task Should_serve_files_admin_and_health_in_an_app_that_lets_nobody_in_by_default()
    {
        await using var app = await StartAsync(
            app =>
            {
                app.MapAkkaRealtime();
                app.MapAkkaRealtimeFiles();
                app.MapAkkaRealtimeAdmin();
                app.MapAkkaRealtimeHealth();
                app.MapGet("/own", () => "the app's");
            },
            builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));
        using var http = app.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz/live")).StatusCode);
        var ready = await http.GetFromJsonAsync<JsonElement>("/healthz/ready");
        Assert.Equal(["accepting", "node", "store", "sfu"], ready.GetProperty("checks").EnumerateObject().Select(c => c.Name));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/own")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/admin/stats")).StatusCode);
        using var upload = new HttpRequestMessage(HttpMethod.Get, "/api/v1/files/0000000000000000000000") { Headers = { { "Authorization", $"Bearer {OwnJwt.TokenFor("alice")}" } } };
        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(upload)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/admin/stats")).StatusCode);
        using var broken = await http.PostAsync("/api/v1/admin/rooms", new StringContent("{", null, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal("application/problem+json", broken.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Should_leave_the_apps_default_scheme_and_its_checks_alone()
    {
        await using var app = await StartAsync(
            app =>
            {
                app.MapAkkaRealtimeHealth("/rt");
                app.MapHealthChecks("/health");
            },
            builder => builder.Services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Degraded()));
        var schemes = app.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        Assert.Equal("Bearer", (await schemes.GetDefaultAuthenticateSchemeAsync())?.Name);
        using var http = app.Http();
        Assert.Equal("Degraded", await http.GetStringAsync("/health"));
        Assert.Equal("Healthy", (await http.GetFromJsonAsync<JsonElement>("/rt/ready")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_show_upgrades_to_an_apps_own_middleware_where_nothing_is_taken_below_it(bool before)
    {
        var connections = 0;
        void OwnDefaults(WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            endpoint => endpoint.Use(next => connection =>
            {
                Interlocked.Increment(ref connections);
                return next(connection);
            })));
        await using var app = await App.StartAsync(
            builder =>
            {
                builder.Configuration["AkkaRealtime:Connections:BelowHttp"] = "false";
                if (before)
                    OwnDefaults(builder);
                builder.Services.AddOwnJwt();
                builder.Services.AddAkkaRealtime(builder.Configuration);
                if (!before)
                    OwnDefaults(builder);
            },
            app => app.MapAkkaRealtime());
        await LimitsAsync(app);
        Assert.Equal(1, connections);
    }

    private static async Task<JsonElement> LimitsAsync(App app)
    {
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        return (await alice.NextAsync("session.ready")).GetProperty("limits");
    }

    private static Task<App> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? build = null) => App.StartAsync(
        builder =>
        {
            builder.Configuration["AkkaRealtime:Admin:ApiKeys:0"] = AdminKey;
            builder.Services.AddOwnJwt();
            builder.Services.AddAkkaRealtime(builder.Configuration);
            build?.Invoke(builder);
        },
        map);
}
