using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// One Chromium for the browser tests of a collection, and one server for each set of options that they ask for; both start with the first test that needs them. Who kills or
/// restarts a server brings a server of its own.
/// </summary>
public sealed class Pages : IAsyncLifetime
{
    /// <summary>Options for <see cref="ServerAsync"/>: it rings for 8 s, and who is gone is offline after 10 s.</summary>
    public static readonly (string Key, string Value)[] ShortTimes = [("AkkaRealtime:Calls:RingMs", "8000"), ("AkkaRealtime:Status:GraceMs", "10000")];

    /// <summary>Options for <see cref="ServerAsync"/>: anybody may send as fast as they can.</summary>
    public static readonly (string Key, string Value)[] NoRateLimits = [("AkkaRealtime:Limits:RateLimiting", "false")];

    private readonly Dictionary<string, ServerProcess> _servers = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The running browser; skips the test where there is no Chromium.</summary>
    public async Task<IBrowser> BrowserAsync()
    {
        if (_browser is null)
            (_playwright, _browser) = await Chromium.LaunchAsync(Need.HeadlessChromium());
        return _browser;
    }

    /// <summary>The server with these options that tests share.</summary>
    public async Task<ServerProcess> ServerAsync(params (string Key, string Value)[] options)
    {
        var name = string.Join(';', options.Select(o => $"{o.Key}={o.Value}").Order(StringComparer.Ordinal));
        if (!_servers.TryGetValue(name, out var server))
            _servers[name] = server = await ServerProcess.StartAsync(new ServerSettings { Options = options.ToDictionary(o => o.Key, o => o.Value) });
        return server;
    }

    /// <summary>People on the shared server without options: signed in, with a profile each.</summary>
    public async Task<Scene> SceneAsync(params string[] names) => await SceneAsync(await ServerAsync(), names);

    /// <summary>People on this server.</summary>
    public Task<Scene> SceneAsync(ServerProcess server, params string[] names) => SceneAsync(server, names, camera: null);

    /// <summary>People on this server whose cameras a script makes so, as in <see cref="Person.SignInAsync(IBrowser, ServerProcess, string, string?, string?, string?)"/>.</summary>
    public async Task<Scene> SceneAsync(ServerProcess server, string[] names, string? camera)
    {
        var browser = await BrowserAsync();
        Task<Person>[] people = [.. names.Select(name => Person.SignInAsync(browser, server, name, camera))];
        try
        {
            return new Scene(server, await Task.WhenAll(people));
        }
        catch
        {
            await Scene.LeaveAsync(people.Where(person => person.IsCompletedSuccessfully).Select(person => person.Result));
            throw;
        }
    }

    /// <summary>Two people who have a direct conversation open, in which the first has said "begin".</summary>
    public async Task<Scene> TalkAsync(ServerProcess? server = null)
    {
        var scene = await SceneAsync(server ?? await ServerAsync(), "Alice", "Bob");
        return await scene.AfterAsync(async scene =>
        {
            var (alice, bob) = scene;
            await alice.OpenDirectAsync(bob);
            await alice.SayAsync("begin");
            await bob.OpenFirstRoomAsync();
            await bob.SeesAsync("begin");
        });
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
    }
}
