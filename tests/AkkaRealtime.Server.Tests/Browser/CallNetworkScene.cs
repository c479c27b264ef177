using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Alice and Bob in a video call, each with a browser of their own: Bob beside the server, Alice behind two links that can be cut.</summary>
public sealed class CallNetworkScene : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("network-").FullName;
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<IPlaywright> _drivers = [];

    private CallNetworkScene()
    {
    }

    /// <summary>Alice's links.</summary>
    public TwoLinks Links { get; private set; } = null!;

    /// <summary>Whose network it is about.</summary>
    public Person Alice { get; private set; } = null!;

    /// <summary>The other one.</summary>
    public Person Bob { get; private set; } = null!;

    /// <summary>Starts everything; Alice calls, Bob takes it, and both see each other.</summary>
    public static async Task<CallNetworkScene> StartAsync()
    {
        Need.Networks();
        // The headless shell doesn't notice that networks come and go.
        var chromium = Need.Chromium();
        var scene = new CallNetworkScene();
        try
        {
            var network = scene.Add(await NetworkNamespace.CreateAsync());
            scene.Links = scene.Add(await TwoLinks.CreateAsync(network));
            // The server finds a cut socket by its silence, of two heartbeats; nobody gives up a place here.
            var options = new Dictionary<string, string> { ["AkkaRealtime:Connections:HeartbeatMs"] = "3000", ["AkkaRealtime:Calls:ReconnectMs"] = "600000" };
            var server = scene.Add(await ServerProcess.StartAsync(new ServerSettings { Network = network, Everywhere = true, Options = options }));
            // Only https and 127.0.0.1 may have a camera, unless one says so.
            var url = new Uri($"http://{NetworkNamespace.Address}:{server.Port}");
            var far = await scene.LaunchAsync(scene.Links.Inside, chromium, $"--unsafely-treat-insecure-origin-as-secure={url.GetLeftPart(UriPartial.Authority)}");
            var near = await scene.LaunchAsync(network, chromium);
            scene.Alice = await Person.SignInAsync(far, url, "Alice");
            scene.Bob = await Person.SignInAsync(near, server, "Bob");
            await scene.Alice.OpenDirectAsync(scene.Bob);
            await scene.Alice.On("start-video-call").ClickAsync();
            await scene.Bob.On("accept-video").ClickAsync();
            await scene.SeeEachOtherAsync();
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until each one's picture goes on at the other's.</summary>
    public Task SeeEachOtherAsync() => Task.WhenAll(Alice.SeesEachAsync(1), Bob.SeesEachAsync(1));

    /// <summary>Waits until Alice's media goes by this link.</summary>
    public Task GoesByAsync(string link) => Alice.Page.WaitForFunctionAsync("""
        async (address) => {
          const stats = await window.witness.peers.find((pc) => pc.connectionState === "connected")?.getStats();
          const transport = [...(stats?.values() ?? [])].find((one) => one.type === "transport");
          return stats?.get(stats.get(transport?.selectedCandidatePairId)?.localCandidateId)?.address === address;
        }
        """, TwoLinks.AddressBy(link), new PageWaitForFunctionOptions { Timeout = 120_000, PollingInterval = 250 });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        foreach (var driver in _drivers)
            driver.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IBrowser> LaunchAsync(NetworkNamespace network, string chromium, params string[] flags)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, network.Name)).FullName;
        var (driver, browser) = await Chromium.LaunchAsync(network.ScriptFor(chromium, folder), flags);
        _drivers.Add(driver);
        return Add(browser);
    }

    private T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
