using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Nodes;

/// <summary>Real processes on one new database of a real PostgreSQL.</summary>
/// <param name="database">Its connection string.</param>
internal sealed class TestCluster(string database) : IAsyncDisposable
{
    /// <summary>The key that all nodes take tokens by.</summary>
    public const string SigningKey = "a key that all nodes of the cluster tests share";

    private readonly List<ClusterNode> _nodes = [];

    /// <summary>The nodes, in the order of their starts.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>How a node of it is started.</summary>
    public ServerSettings Settings(params IEnumerable<(string Key, string Value)> more) => new()
    {
        Options = new Dictionary<string, string>(more.Select(o => KeyValuePair.Create(o.Key, o.Value)))
        {
            ["ConnectionStrings:Postgres"] = database,
            ["AkkaRealtime:Auth:SigningKey"] = SigningKey,
            ["AkkaRealtime:Auth:Issuer"] = "https://id.example.com",
            ["AkkaRealtime:Auth:Audience"] = "chat",
            ["AkkaRealtime:Limits:RateLimiting"] = "false",
            ["AkkaRealtime:Status:VisibleToAll"] = "true",
        },
    };

    /// <summary>Starts nodes at the same time, and returns when all are ready.</summary>
    public async Task<IReadOnlyList<ClusterNode>> StartAsync(int count, params IEnumerable<(string Key, string Value)> more)
    {
        var started = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ServerProcess.StartAsync(Settings(more))));
        _nodes.AddRange(started.Select(server => new ClusterNode(server, null)));
        return _nodes;
    }

    /// <summary>Starts one in each of these networks, at the same time; the nodes are in the networks' order.</summary>
    public async Task StartAsync(Networks networks)
    {
        var started = await Task.WhenAll(networks.All.Select(one => ServerProcess.StartAsync(Settings(("AkkaRealtime:Cluster:Hostname", one.Address)) with { Network = one.Network })));
        _nodes.AddRange(started.Zip(networks.All, (server, one) => new ClusterNode(server, one.Network)));
    }

    /// <summary>Waits until the nodes are members of one cluster: each one's metrics count all of them.</summary>
    public static Task UntilOneAsync(params IReadOnlyCollection<ClusterNode> nodes) =>
        Task.WhenAll(nodes.Select(async node =>
        {
            try
            {
                await node.Server.UntilMetricAsync("akkarealtime_cluster_members{", $"}} {nodes.Count}");
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                throw new InvalidOperationException($"A node is not one of {nodes.Count}. They said:\n{string.Join("\n\n", nodes.Select(n => n.Server.Log))}", e);
            }
        }));

    /// <summary>SIGSTOP or SIGCONT.</summary>
    public static async Task SignalAsync(string signal, params IEnumerable<ClusterNode> nodes)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. nodes.Select(n => $"{n.Server.Pid}")]);
        await kill.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Server.DisposeAsync();
    }
}
