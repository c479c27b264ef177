using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>An answer that is waited for.</summary>
/// <param name="Region">The kind of the owner that was asked.</param>
/// <param name="Shard">Its shard.</param>
/// <param name="Reply">Whether the answer has come.</param>
/// <param name="Who">Who waits, and is told <see cref="OwnerAway"/>.</param>
/// <param name="Key">With this.</param>
internal sealed record Awaited(OwnerRegion Region, int Shard, AwaitedReply Reply, IActorRef Who, string? Key)
{
    /// <summary>When the sweep first saw it, on its clock.</summary>
    public long Since { get; set; }
}

/// <summary>
/// Finds out which shards can't be reached: one that owes an answer for a while is asked whether it is there, the way that requests go; one that doesn't say
/// so in time is away, and what is waited for from it is given up. A shard that answers is there, however long its owners take: a slow store is no absent
/// owner. No clock of its own; one thread.
/// </summary>
internal sealed class OwnerSweep(Action<OwnerRegion, int> ask, Action<IActorRef, string?> giveUp)
{
    /// <summary>How often to sweep, milliseconds.</summary>
    public const int EveryMs = 100;

    /// <summary>An answer that is out for so long has its shard asked.</summary>
    public const int AskAfterMs = 200;

    /// <summary>A shard that hasn't said for so long that it is there is away. With the two above, whoever asks is told within a second, and later ones at once.</summary>
    public const int AwayAfterMs = 450;

    /// <summary>An answer that is out for so long, while the shard is there, is nobody's to wait for any more: it was lost, and clients give up earlier.</summary>
    public const int ForgetAfterMs = 30_000;

    private const int AskAgainMs = 250;
    private const int RelaxAfterMs = 15_000;
    private const int AskAgainRelaxedMs = 2_000;
    private readonly Dictionary<(OwnerRegion Region, int Shard), ShardState> _shards = [];

    /// <summary>Shards that are away.</summary>
    public int Away { get; private set; }

    /// <summary>Another answer is waited for.</summary>
    public void Add(Awaited awaited, long now)
    {
        if (!awaited.Reply.Waits)
            return;
        awaited.Since = now;
        if (!_shards.TryGetValue((awaited.Region, awaited.Shard), out var state))
            _shards.Add((awaited.Region, awaited.Shard), state = new ShardState());
        state.Waiting.Add(awaited);
    }

    /// <summary>Asks, decides and gives up.</summary>
    public void Sweep(long now)
    {
        foreach (var (key, state) in _shards)
        {
            state.Waiting.RemoveAll(a => !a.Reply.Waits || now - a.Since >= ForgetAfterMs);
            if (state.Waiting.Count == 0 && !key.Region.IsAway(key.Shard))
            {
                _shards.Remove(key);
                continue;
            }

            if (now - state.AskedSince >= AwayAfterMs)
                GiveUp(key.Region, key.Shard, state);
            AskIfDue(key.Region, key.Shard, state, now);
        }
    }

    /// <summary>A shard has said that it is there.</summary>
    public void Reached(OwnerRegion region, int shard, long now)
    {
        if (!_shards.TryGetValue((region, shard), out var state))
            return;
        (state.AskedSince, state.ThereAt) = (null, now);
        SetAway(region, shard, false);
    }

    private void GiveUp(OwnerRegion region, int shard, ShardState state)
    {
        SetAway(region, shard, true);
        foreach (var awaited in state.Waiting)
        {
            if (awaited.Reply.TryGiveUp())
                giveUp(awaited.Who, awaited.Key);
        }

        state.Waiting.Clear();
    }

    private void AskIfDue(OwnerRegion region, int shard, ShardState state, long now)
    {
        var again = now - state.AskedSince > RelaxAfterMs ? AskAgainRelaxedMs : AskAgainMs;
        var isOld = region.IsAway(shard) || state.Waiting.Exists(a => now - a.Since >= AskAfterMs);
        if (!isOld || now - state.AskedAt < again || (state.AskedSince is null && now - state.ThereAt < AskAgainMs))
            return;
        state.AskedSince ??= now;
        state.AskedAt = now;
        ask(region, shard);
    }

    private void SetAway(OwnerRegion region, int shard, bool away)
    {
        if (region.IsAway(shard) == away)
            return;
        region.SetAway(shard, away);
        Away += away ? 1 : -1;
    }

    // AskedSince: since when it hasn't said so, null where it has; AskedAt: the last time.
    private sealed class ShardState
    {
        public List<Awaited> Waiting { get; } = [];

        public long? AskedSince { get; set; }

        public long? AskedAt { get; set; }

        public long? ThereAt { get; set; }
    }
}
