using System.Globalization;
using Akka.Util;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>The owners of one kind, as their shards: which of them can't be reached now. Safe from any thread.</summary>
/// <param name="name">The shard region's name.</param>
/// <param name="shards">How many it has.</param>
internal sealed class OwnerRegion(string name, int shards)
{
    // No id of ours begins so.
    private const char ShardItself = '~';
    private readonly bool[] _away = new bool[shards];

    /// <summary>The shard region's name.</summary>
    public string Name => name;

    /// <summary>Whether an id names a shard rather than an owner in it.</summary>
    public static bool IsShard(string id) => id.StartsWith(ShardItself);

    /// <summary>The id that names a shard.</summary>
    public static string IdOf(int shard) => string.Create(CultureInfo.InvariantCulture, $"{ShardItself}{shard}");

    /// <summary>The shard that an owner is in, as Akka's own extractor has it, or that the id names.</summary>
    public static int ShardOf(string id, int shards) => IsShard(id) && int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
        ? shard % shards
        : Math.Abs(MurmurHash.StringHash(id)) % shards;

    /// <summary>The shard that an owner is in.</summary>
    public int ShardOf(string id) => ShardOf(id, shards);

    /// <summary>Whether an owner can't be reached now.</summary>
    public bool IsAway(string id) => IsAway(ShardOf(id));

    /// <summary>Whether a shard can't be reached now.</summary>
    public bool IsAway(int shard) => Volatile.Read(ref _away[shard]);

    /// <summary>Nothing is known to be away.</summary>
    public void Clear() => Array.Clear(_away);

    /// <summary>A shard can't be reached, or can again.</summary>
    public void SetAway(int shard, bool away) => Volatile.Write(ref _away[shard], away);
}
