using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

/// <summary>A site on this machine, whose pages the test says.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ConcurrentQueue<(string Path, Dictionary<string, string> Headers)> _asked;

    private TestSite(IHost host, ConcurrentQueue<(string Path, Dictionary<string, string> Headers)> asked)
    {
        (_host, _asked) = (host, asked);
        var server = host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>();
        Address = new Uri(server.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>What it was asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked.Select(a => a.Path)];

    /// <summary>What the requests said of who asks.</summary>
    public IReadOnlyList<Dictionary<string, string>> Headers => [.. _asked.Select(a => a.Headers)];

    public static async Task<TestSite> StartAsync(Func<HttpContext, Task> answer, string address = "127.0.0.1")
    {
        var asked = new ConcurrentQueue<(string, Dictionary<string, string>)>();
        var host = new HostBuilder().ConfigureWebHost(web => web
            .UseKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), 0))
            .Configure(app => app.Run(context =>
            {
                asked.Enqueue((context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
                return answer(context);
            }))).Build();
        await host.StartAsync();
        return new TestSite(host, asked);
    }

    /// <summary>The address of a page.</summary>
    public string Of(string path) => new Uri(Address, path).AbsoluteUri;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _host.StopAsync(now.Token);
        _host.Dispose();
    }
}
