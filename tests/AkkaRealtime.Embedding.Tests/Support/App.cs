using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Embedding.Tests.Support;

/// <summary>Somebody's ASP.NET Core app with AkkaRealtime in it, by what is public, with data of its own.</summary>
public sealed class App : IAsyncDisposable
{
    /// <summary>Nothing here takes longer, even on a busy machine.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;

    private App(WebApplication app, DirectoryInfo data) => (_app, _data) = (app, data);

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Starts one: on loopback, or on ASP.NET Core's TestServer.</summary>
    public static async Task<App> StartAsync(Action<WebApplicationBuilder> build, Action<WebApplication> map, bool onTestServer = false)
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-embedded-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Configuration["AkkaRealtime:DataDirectory"] = data.FullName;
        if (onTestServer)
            builder.WebHost.UseTestServer();
        else
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication? app = null;
        try
        {
            build(builder);
            app = builder.Build();
            map(app);
            await app.StartAsync().WaitAsync(Wait);
            await ReadyAsync(app.Services.GetRequiredService<HealthCheckService>());
            return new App(app, data);
        }
        catch
        {
            await LetGoAsync(app, data);
            throw;
        }
    }

    // As a balancer does: the node of an app that has just started is still joining its cluster.
    private static async Task ReadyAsync(HealthCheckService health)
    {
        using var enough = new CancellationTokenSource(Wait);
        while ((await health.CheckHealthAsync(check => check.Tags.Contains("akkarealtime"), enough.Token)).Status == HealthStatus.Unhealthy)
            await Task.Delay(20, enough.Token);
    }

    /// <summary>Opens a WebSocket with a token in the subprotocol, as a page does.</summary>
    public async Task<Client> ConnectAsync(string token, string path = "/ws/ws")
    {
        using var enough = new CancellationTokenSource(Wait);
        if (Services.GetRequiredService<IServer>() is TestServer server)
        {
            var client = server.CreateWebSocketClient();
            client.SubProtocols.Add("akkarealtime.v1");
            client.SubProtocols.Add($"bearer.{token}");
            return new Client(await client.ConnectAsync(new Uri(server.BaseAddress, path), enough.Token));
        }

        return await Client.ConnectAsync(new Uri(Url, path), token);
    }

    /// <summary>A client for plain HTTP.</summary>
    public HttpClient Http() =>
        Services.GetRequiredService<IServer>() is TestServer server ? server.CreateClient() : new HttpClient { BaseAddress = Url, Timeout = Wait };

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync().WaitAsync(Wait);
        }
        finally
        {
            await LetGoAsync(_app, _data);
        }
    }

    private static async Task LetGoAsync(WebApplication? app, DirectoryInfo data)
    {
        try
        {
            if (app is not null)
                await app.DisposeAsync();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
