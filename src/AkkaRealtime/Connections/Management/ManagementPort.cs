using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Connections.Management;

/// <summary>
/// Has Kestrel listen on <see cref="ManagementOptions.Port"/> besides wherever the host says. What comes there never waits beside clients: Kestrel counts the connections of each
/// endpoint apart, and <see cref="Upgrade.SocketDoor"/> leaves this one alone.
/// </summary>
internal sealed class ManagementPort(ManagementOptions options, IConfiguration configuration, IServiceProvider services) : IStartupFilter, IHostedLifecycleService
{
    private const string Endpoints = "Kestrel:Endpoints";

    // Where Kestrel listens when nobody says anything.
    private const string DefaultUrl = "http://localhost:5000";

    private string Url => new UriBuilder("http", options.Address, options.Port).Uri.GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Port > 0)
            Listen(app.ServerFeatures.Get<IServerAddressesFeature>());
        next(app);
    };

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Endpoints that the host's code names replace all others.
        var listens = options.Port == 0 || (services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>() is { } addresses
            && addresses.Addresses.Any(a => BindingAddress.Parse(a).Port == options.Port));
        return listens
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"AkkaRealtime:Management:Port is {options.Port}, but the server doesn't listen there. Where the app names Kestrel's endpoints in code, let it listen on {Url} as well.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The host has put --urls and the like here already.
    private void Listen(IServerAddressesFeature? server)
    {
        if (configuration.GetSection(Endpoints).GetChildren().Any())
        {
            configuration[$"{Endpoints}:AkkaRealtimeManagement:Url"] = Url;
            return;
        }

        if (server is null or { Addresses.IsReadOnly: true })
            return;
        if (server.Addresses.Count == 0)
            server.Addresses.Add(DefaultUrl);
        server.Addresses.Add(Url);
    }
}
