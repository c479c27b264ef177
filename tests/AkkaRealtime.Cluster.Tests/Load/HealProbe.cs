using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>
/// What people do on a node that is left, tried until all of it works: writing to rooms that were there (on every node's shards), making rooms, signing in,
/// and calling. Made before the fault, so that some of it was on the node that goes.
/// </summary>
internal sealed class HealProbe : IAsyncDisposable
{
    private const int Rooms = 24;
    private const int New = 8;
    // Longer than a question within the server waits whose answer is lost (5 s): what is answered then is slow, and not missing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(60);
    private volatile bool _isOver;
    private readonly ClusterNode _node;
    private readonly string _name = SignedIn.NewName("probe");
    private readonly List<RawClient> _clients = [];
    private readonly List<string> _rooms = [];

    private HealProbe(ClusterNode node) => _node = node;

    /// <summary>How its requests were answered.</summary>
    public Answers Answers { get; } = new();

    /// <summary>Makes one on a node that stays.</summary>
    public static async Task<HealProbe> StartAsync(ClusterNode node)
    {
        var probe = new HealProbe(node);
        for (var i = 0; i < New; i++)
            probe._clients.Add(await node.ConnectAsync($"{probe._name}-{i}"));
        for (var i = 0; i < Rooms; i++)
        {
            var made = await probe._clients[0].InsistAsync("chat.create", new { kind = "group", name = $"Probe {i}" });
            probe._rooms.Add(made.Data.GetProperty("room").GetProperty("id").GetString()!);
        }

        return probe;
    }

    /// <summary>How long from now until each works.</summary>
    public async Task<Healed> UntilHealedAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        var rooms = _rooms.Select((room, i) => UntilAsync(start, n => TryAsync(_clients[0], "chat.send", new { room, key = $"h{i}", text = "healed" })));
        var made = Enumerable.Range(0, New).Select(i => UntilAsync(start, n => TryAsync(_clients[0], "chat.create", new { kind = "group", name = $"New {i}" })));
        var signIns = Enumerable.Range(0, New).Select(i => UntilAsync(start, n => TrySignInAsync($"{_name}-new-{i}")));
        var calls = Enumerable.Range(0, New / 2)
            .Select(i => UntilAsync(start, n => TryAsync(_clients[2 * i], "call.start", new { user = _clients[(2 * i) + 1].User, media = "audio", key = $"c{i}" })));
        var all = await Task.WhenAll(Task.WhenAll(rooms), Task.WhenAll(made), Task.WhenAll(signIns), Task.WhenAll(calls)).WaitAsync(LongPatience);
        return new Healed(all[0].Max(), all[1].Max(), all[1].Order().ElementAt(New / 2), all[2].Max(), all[3].Max());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    private async Task<TimeSpan> UntilAsync(long start, Func<int, Task<bool>> attempt)
    {
        for (var n = 0; !_isOver && !await attempt(n); n++)
            await AnotherProcess.PauseAsync(50, CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(start);
    }

    private Task<bool> TryAsync(RawClient client, string type, object data) => Answers.WithinAsync(type, Patience, async () =>
    {
        try
        {
            await client.RequestAsync(type, data);
            return true;
        }
        catch (RefusedException e) when (e.Code == "unavailable")
        {
            Answers.Refused($"{type}: {e.Error["message"]}");
            return false;
        }
    });

    private async Task<bool> TrySignInAsync(string user)
    {
        if (await _node.TryConnectAsync(user, Patience) is not { } client)
            return false;
        await client.DisposeAsync();
        return true;
    }
}

/// <summary>How long after a fault each worked for the last of those who tried; of new rooms also for half of them, since those that don't fall on the node that went need not wait.</summary>
internal sealed record Healed(TimeSpan Rooms, TimeSpan NewRooms, TimeSpan HalfOfNewRooms, TimeSpan SignIn, TimeSpan Calls)
{
    /// <summary>The same where the probe began so much later than the fault.</summary>
    public Healed After(TimeSpan fault) => new(Rooms + fault, NewRooms + fault, HalfOfNewRooms + fault, SignIn + fault, Calls + fault);

    /// <summary>All of it.</summary>
    public TimeSpan All => new[] { Rooms, NewRooms, SignIn, Calls }.Max();

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"whole after {All.TotalSeconds:f1} s (rooms {Rooms.TotalSeconds:f1}, new rooms {NewRooms.TotalSeconds:f1}, half of them {HalfOfNewRooms.TotalSeconds:f1}, sign-in {SignIn.TotalSeconds:f1}, calls {Calls.TotalSeconds:f1})");
}
