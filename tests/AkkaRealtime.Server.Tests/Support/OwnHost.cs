using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Server.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// The server in this process as a host with messages of its own has it, which the built one has none of: a request, topics with and without kept
/// messages, and one that is for nobody. The sign-in, the socket and the store are the server's.
/// </summary>
public sealed class OwnHost : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("akkarealtime-own-");
    private WebApplication? _app;

    /// <summary><c>order.place</c>.</summary>
    public sealed record PlaceOrder(string Sku);

    /// <summary><c>order.placed</c>.</summary>
    public sealed record OrderPlaced(string Id);

    /// <summary>For the admin API.</summary>
    public string AdminKey { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Sends the host's events.</summary>
    public IRealtimePublisher Publisher => _app!.Services.GetRequiredService<IRealtimePublisher>();

    /// <summary>Signs in somebody whom no other test knows.</summary>
    public async Task<RawClient> ConnectAsync() => await ConnectAsync(await SignInAsync());

    /// <summary>Connects somebody who is signed in.</summary>
    public Task<RawClient> ConnectAsync(SignedIn user) => RawClient.ConnectAsync(new UriBuilder(Url) { Scheme = "ws", Path = "/ws/ws" }.Uri, user.Token);

    /// <summary>Somebody whom no other test knows.</summary>
    public Task<SignedIn> SignInAsync() => SignedIn.ByNameAsync(Url, ServerFixture.NewName());

    /// <summary>Publishes as another process does, by <c>POST /api/v1/admin/publish</c>.</summary>
    public async Task PublishAsync(object body)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
        using var response = await http.PostAsJsonAsync(new Uri(Url, "/api/v1/admin/publish"), body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var builder = ServerBuilder.Create(
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--AkkaRealtime:DataDirectory={_data.FullName}",
            // For those who follow more topics than a connection may.
            "--AkkaRealtime:Limits:RateLimiting=false", $"--AkkaRealtime:Admin:ApiKeys:0={AdminKey}",
            // As the guides have it (docs/guides).
            "--AkkaRealtime:Topics:prices:Keep=100", "--AkkaRealtime:Topics:orders.{user}:Keep=0",
        ]);
        builder.Logging.ClearProviders();
        builder.AddServerOptions();
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", (caller, order, cancel) => Task.FromResult<Reply<OrderPlaced>>(
                order.Sku == "gone" ? new RequestError(ErrorCode.NotFound, "There is no such article.", "sku") : new OrderPlaced($"{order.Sku}-1")))
            .Topic("kept.*", topic => topic.Keep = 3)
            .Topic("live.*")
            .Topic("closed", topic => topic.Authorize = (caller, name, cancel) => Task.FromResult<TopicAccess>(false)));
        builder.AddSignIn();
        _app = builder.Build();
        _app.CheckOptions();
        _app.MapAkkaRealtime();
        _app.MapSignIn();
        _app.MapAkkaRealtimeAdmin();
        await _app.StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    public Uri Url => new(_app!.Urls.First());
}
