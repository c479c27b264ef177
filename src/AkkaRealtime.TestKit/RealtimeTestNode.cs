using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.TestKit;

/// <summary>
/// A whole node in the spec's own process, without a server and without a network: the real actors, a store in memory (or SQLite, see
/// <see cref="RealtimeTestStore"/>), a clock that stands still, and clients whose sockets are in memory. Specs may have as many nodes at once as they like.
/// </summary>
/// <example>
/// <code>
/// await using var node = await RealtimeTestNode.StartAsync();
/// var alice = await node.ConnectAsync("alice");
/// var room = await alice.RequestAsync("chat.create", new { kind = "group", name = "Team" });
/// </code>
/// </example>
public sealed class RealtimeTestNode : IAsyncDisposable
{
    // As long as a node looks for its cluster, and for the other nodes.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly IHost _host;
    private readonly string _data;
    private readonly List<RealtimeTestClient> _clients = [];

    private RealtimeTestNode(IHost host, string data, FakeTimeProvider time) => (_host, _data, Time) = (host, data, time);

    /// <summary>
    /// The node's clock. Heartbeats, deadlines, retention and tokens go by it, and only <see cref="FakeTimeProvider.Advance"/> moves it; what actors
    /// say to each other takes real time.
    /// </summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The services of the node's host, with whatever the spec added.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a node. Where that fails, nothing of it is left.</summary>
    /// <param name="configure">Adds the spec's own services; those of AkkaRealtime are there already.</param>
    /// <param name="options">Options that differ from the defaults, by their key below <c>AkkaRealtime</c>: <c>("Calls:RingMs", "1000")</c>.
    /// With a <c>DataDirectory</c> of the spec's own, which is the spec's to delete, the node keeps what it is given there, in SQLite; with
    /// <c>ConnectionStrings:Postgres</c>, a key of its own as in a host, in PostgreSQL: a second node finds it.</param>
    /// <param name="realtime">Adds what is the app's own: requests, topics, domains.</param>
    /// <param name="store">Where the node keeps what it is given.</param>
    public static async Task<RealtimeTestNode> StartAsync(
        Action<IServiceCollection>? configure = null,
        IEnumerable<(string Key, string Value)>? options = null,
        Action<RealtimeBuilder>? realtime = null,
        RealtimeTestStore store = RealtimeTestStore.Memory)
    {
        (string Key, string Value)[] own = [.. options ?? []];

        // Made by SQLite, and by uploads.
        var data = Path.Combine(Path.GetTempPath(), $"akkarealtime-spec-{Guid.NewGuid():N}");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        IHost? host = null;
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());

            // Nobody moves the clock while the node stops.
            foreach (var (key, value) in ((string, string)[])[("DataDirectory", data), ("Connections:DrainMs", "0"), .. own])
                builder.Configuration[IsConnection(key) ? key : $"AkkaRealtime:{key}"] = value;
            builder.Services.AddLogging();
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<ITokenValidator, NoTokens>();
            if (store == RealtimeTestStore.Memory && !own.Any(o => IsConnection(o.Key) || o.Key.Equals("DataDirectory", StringComparison.OrdinalIgnoreCase)))
                builder.Services.AddMemoryStore();
            builder.Services.AddAkkaRealtime(builder.Configuration, realtime);
            configure?.Invoke(builder.Services);
            host = builder.Build();
            await host.StartAsync().ConfigureAwait(false);
            await host.Services.GetRequiredService<BroadcastReadiness>().Reaches.WaitAsync(StartTimeout).ConfigureAwait(false);
            return new RealtimeTestNode(host, data, time);
        }
        catch
        {
            await LetGoAsync(host, data).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects a client that is signed in, and waits for its <c>session.ready</c>.</summary>
    /// <param name="user">The user's id: 1 to 64 of A-Z a-z 0-9 _ . : @ -.</param>
    /// <param name="name">The user's name; the id where it is left out.</param>
    /// <param name="device">The device; one of its own where it is left out.</param>
    /// <exception cref="InvalidOperationException">The node has no room for it (<c>Limits</c>).</exception>
    public async Task<RealtimeTestClient> ConnectAsync(string user, string? name = null, string? device = null)
    {
        if (!IdRules.IsUser(user))
            throw new ArgumentException($"'{user}' is no user's id: 1 to 64 characters of A-Z a-z 0-9 _ . : @ -", nameof(user));
        var admission = Services.GetRequiredService<Admission>();
        var id = new UserId(user);
        if (!admission.TryEnter(null, out var refusal))
            throw new InvalidOperationException(refusal);
        if (!admission.TryEnterUser(id))
        {
            admission.Leave(null);
            throw new InvalidOperationException("This user has too many connections.");
        }

        var socket = new MemorySocket();
        var client = new RealtimeTestClient(user, socket);
        lock (_clients)
            _clients.Add(client);
        var accepted = new Accepted(null, new Identity(id, name ?? user, null), new DeviceId(device ?? $"device-{Guid.NewGuid():N}"));
        Services.GetRequiredService<RealtimeNode>().Actor<ConnectionsActor>().Tell(new Attach(socket, accepted));
        client.Ready = await client.NextAsync("session.ready").ConfigureAwait(false);
        return client;
    }

    /// <summary>Stops the node, closes all clients and deletes what the node kept.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_clients)
                _clients.ForEach(client => client.Dispose());
            await LetGoAsync(_host, _data).ConfigureAwait(false);
        }
    }

    private static bool IsConnection(string key) => key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase);

    // Disposing stops what still runs, such as the actor system of a node that did not start as a whole.
    private static async Task LetGoAsync(IHost? host, string data)
    {
        try
        {
            if (host is IAsyncDisposable started)
                await started.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            if (Directory.Exists(data))
                Directory.Delete(data, recursive: true);
        }
    }

    private sealed class NoTokens : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new((Identity?)null);
    }
}
