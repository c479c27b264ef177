using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// A node's life in the cluster: it joins, shows every second that it lives, and ends its host at once when the cluster has gone on without it. Without a
/// node table the cluster is this node's own, or that of its seed nodes.
/// </summary>
internal sealed class NodeMembership : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(2);
    private readonly Cluster _cluster;
    private readonly INodeTable? _table;
    private readonly ClusterOptions _options;
    private readonly NodeLifetime _lifetime;
    private readonly ILogger _log;

    // Akka's own clock is the system's as well.
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly NodeRun _self;
    private readonly Rivals _rivals = new();
    private readonly ConcurrentDictionary<NodeRun, bool> _removed = new();
    private readonly CancellationTokenSource _over = new();
    private Task _loop = Task.CompletedTask;
    private bool _entered;
    private volatile bool _leaving;
    private bool _told;
    private int _shards;

    public NodeMembership(Cluster cluster, INodeTable? table, ClusterOptions options, NodeLifetime lifetime, RealtimeMetrics? metrics, ILogger log)
    {
        (_cluster, _table, _options, _lifetime, _log) = (cluster, table, options, lifetime, log);
        _self = NodeRun.Of(cluster.SelfUniqueAddress);
        metrics?.Cluster.Observe(() => cluster.State.Members.Count, () => cluster.State.Unreachable.Count, () => Volatile.Read(ref _shards));
    }

    /// <summary>What keeps clients from being sent here, in a sentence; null where nothing does.</summary>
    public string? Unready =>
        _lifetime.Reason is { } ended ? ended.Message
        : _rivals.Found is { Count: > 0 } others ? $"Another cluster lives on this database: {string.Join(", ", others)}."
        : _cluster.SelfMember.Status != MemberStatus.Up ? $"The node is {(_cluster.SelfMember.Status == MemberStatus.Removed ? "looking for its cluster" : _cluster.SelfMember.Status)}."
        : null;

    /// <summary>Begins to join; nothing waits for it.</summary>
    public void Start()
    {
        _cluster.System.ActorOf(Props.Create(() => new MembershipActor(OnRemoved, OnQuarantined, count => Volatile.Write(ref _shards, count))), "membership");
        _cluster.RegisterOnMemberRemoved(() => _lifetime.End(NodeEndedException.Removed("The cluster has removed this node and goes on without it.")));
        if (_table is not null)
            _loop = Task.Run(() => RunAsync(_table));
        else if (_options.SeedNodes.Count == 0)
            _cluster.Join(_cluster.SelfAddress);
        else
            _cluster.JoinSeedNodes(_options.SeedNodes.Select(seed => Address.Parse($"{_cluster.SelfAddress.Protocol}://{_cluster.SelfAddress.System}@{seed}")));
    }

    /// <summary>Before the node leaves the cluster: nobody should join by it any more.</summary>
    public Task LeaveAsync()
    {
        _leaving = true;
        return _table is null ? Task.CompletedTask : TryAsync(cancel => _table.LeaveAsync(_self, cancel));
    }

    /// <summary>After it has left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_table is not null && _lifetime.Reason is null)
            await TryAsync(cancel => _table.ForgetAsync(_self, cancel)).ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task RunAsync(INodeTable table)
    {
        try
        {
            await new Formation(_cluster, table, _options, _time, _log).JoinAsync(_over.Token).ConfigureAwait(false);
            ClusterLog.Up(_log, _self.Address);
            while (_lifetime.Reason is null)
            {
                await BeatAsync(table).ConfigureAwait(false);
                await Task.Delay(Beat, _time, _over.Token).ConfigureAwait(false);
            }
        }
        catch (NodeEndedException e)
        {
            _lifetime.End(e);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task BeatAsync(INodeTable table)
    {
        try
        {
            if (!_entered)
                await table.EnterAsync(_self, new NodeTraits(Machines.Own, _options.Shards), _over.Token).ConfigureAwait(false);
            _entered = true;
            var rows = await table.BeatAsync(_self, _over.Token).ConfigureAwait(false)
                ?? throw NodeEndedException.Removed("The cluster has removed this node, which it could not reach, and goes on without it.");

            // Once this node goes, or was removed, it is not for it to say who else has gone.
            foreach (var gone in rows.Where(row => _removed.ContainsKey(row.Node) && !_leaving && !_cluster.IsTerminated))
                await table.ForgetAsync(gone.Node, _over.Token).ConfigureAwait(false);
            Compare([.. rows.Where(row => !_removed.ContainsKey(row.Node))]);
        }
        catch (Exception e) when (e is not (NodeEndedException or OperationCanceledException))
        {
            ClusterLog.TableAway(_log, e);
        }
    }

    private void Compare(IReadOnlyList<NodeRow> rows)
    {
        var members = _cluster.State.Members.Select(NodeRun.Of).ToHashSet();
        if (_rivals.Compare(rows, members, TimeSpan.FromMilliseconds(_time.GetTimestamp() * 1_000.0 / _time.TimestampFrequency)))
            throw NodeEndedException.Removed($"Another cluster, older than this one, lives on this database: {string.Join(", ", _rivals.Found)}.");

        if (_rivals.Found.Count > 0 && !_told)
            ClusterLog.Another(_log, string.Join(", ", _rivals.Found));
        _told = _rivals.Found.Count > 0;
    }

    private void OnRemoved(NodeRun node)
    {
        if (node != _self)
            _removed[node] = true;
    }

    private void OnQuarantined(Address by) => _lifetime.End(
        NodeEndedException.Removed($"{NodeRun.HostPort(by)} has gone on without this node, as after a pause or where the network was cut."));

    private async Task TryAsync(Func<CancellationToken, Task> write)
    {
        using var patience = new CancellationTokenSource(TableTimeout);
        try
        {
            await write(patience.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The row goes stale by itself.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ClusterLog.TableAway(_log, e);
        }
    }
}
