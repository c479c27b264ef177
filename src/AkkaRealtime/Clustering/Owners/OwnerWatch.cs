using System.Collections.Concurrent;
using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>
/// Has those told who wait for an owner that can't be reached: its node is lost, or its shard has no home yet. Akka keeps such a message until there is a home,
/// or loses it. While a node is alone in its cluster, nothing is watched and nothing is kept. Safe from any thread.
/// </summary>
internal sealed class OwnerWatch(RealtimeMetrics? metrics = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, OwnerRegion> _regions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Awaited> _new = new();
    private int _others;

    /// <summary>Whether there are other nodes, so that an owner may be away.</summary>
    public bool Watches => Volatile.Read(ref _others) != 0;

    /// <summary>Milliseconds on the clock that answers are waited for by.</summary>
    public long NowMs => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Shards that can't be reached now.</summary>
    public int Away { get; internal set; }

    /// <summary>The owners of one kind.</summary>
    public OwnerRegion Region(string name, int shards) => _regions.GetOrAdd(name, _ => new OwnerRegion(name, shards));

    /// <summary>The owners of one kind, if there are such.</summary>
    public OwnerRegion? Find(string name) => _regions.GetValueOrDefault(name);

    /// <summary>Whoever asks shards begins anew, and has not asked any yet.</summary>
    public void Restart()
    {
        foreach (var region in _regions.Values)
            region.Clear();
        Away = 0;
    }

    /// <summary>There are other nodes, or there are none.</summary>
    public void SetOthers(int others) => Volatile.Write(ref _others, others);

    /// <summary>
    /// A request is about to go to an owner. False where that is away: the connection has been told. Where it turns out to be away, the connection is told later.
    /// </summary>
    public bool TryExpect(OwnerRegion region, string owner, ClientRequest request, IActorRef connection)
    {
        if (!Watches)
            return true;
        var shard = region.ShardOf(owner);
        var reply = request.Body is IUnanswered || request.Ref is null ? null : request.Replies?.Add(request.Ref);
        if (!region.IsAway(shard))
        {
            if (reply is not null)
                Enqueue(region, shard, reply, connection, request.Ref);
            return true;
        }

        reply?.TryGiveUp();
        if (request.Body is not IUnanswered || request.Ref is not null)
            TellAway(connection, request.Ref);
        return false;
    }

    /// <summary>
    /// An owner is about to be asked something by <paramref name="asker"/>, which is told <see cref="OwnerAway"/> where that turns out to be away, unless the answer was
    /// there before. Null where nothing is watched.
    /// </summary>
    public AwaitedReply? Expect(OwnerRegion region, string owner, IActorRef asker, string key)
    {
        if (!Watches)
            return null;
        var (shard, reply) = (region.ShardOf(owner), new AwaitedReply());
        if (region.IsAway(shard) && reply.TryGiveUp())
            TellAway(asker, key);
        else
            Enqueue(region, shard, reply, asker, key);
        return reply;
    }

    /// <summary>Hands what has come to be waited for since the last time to the sweep.</summary>
    public void Drain(OwnerSweep sweep, long now)
    {
        while (_new.TryDequeue(out var awaited))
            sweep.Add(awaited, now);
    }

    private void Enqueue(OwnerRegion region, int shard, AwaitedReply reply, IActorRef who, string? key) =>
        _new.Enqueue(new Awaited(region, shard, reply, who, key));

    /// <summary>Tells whoever waits that the answer won't come.</summary>
    public void TellAway(IActorRef who, string? key)
    {
        metrics?.Cluster.OwnersAway.Add(1);
        who.Tell(new OwnerAway(key), ActorRefs.NoSender);
    }
}
