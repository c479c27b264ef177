using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Push.Owner;

/// <summary>A device has subscribed, or a node asks whether any has: told to who pushes. At most once; it looks by itself as well.</summary>
internal sealed record LookAtPush(string Why) : ICrossesNodes;

/// <summary>There are subscriptions: tell who pushes in which rooms something is said, for some seconds. Published to all nodes, again and again.</summary>
internal sealed record FollowRooms : ICrossesNodes
{
    /// <summary>The only one that is needed.</summary>
    public static readonly FollowRooms Instance = new();
}

/// <summary>In these rooms there is something new. At most once: what is lost is found by looking through the store.</summary>
internal sealed record RoomsMoved(IReadOnlyList<RoomId> Rooms) : ICrossesNodes;

/// <summary>What of push may cross nodes.</summary>
internal static class PushManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("pu1", () => PushNodeJson.Default.LookAtPush),
        Manifest.Of("pu2", () => PushNodeJson.Default.FollowRooms),
        Manifest.Of("pu3", () => PushNodeJson.Default.RoomsMoved),
    ];
}

/// <summary>The JSON of <see cref="PushManifests"/>.</summary>
[JsonSerializable(typeof(LookAtPush))]
[JsonSerializable(typeof(FollowRooms))]
[JsonSerializable(typeof(RoomsMoved))]
internal sealed partial class PushNodeJson : JsonSerializerContext;
