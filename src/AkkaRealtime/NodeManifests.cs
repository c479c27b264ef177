using AkkaRealtime.Admin;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Connections.Streams;
using AkkaRealtime.Domains;
using AkkaRealtime.Push.Owner;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;
using AkkaRealtime.Webhooks.Owner;

namespace AkkaRealtime;

/// <summary>Everything that may cross nodes. A domain keeps its own list beside its protocol and adds one line here.</summary>
internal static class NodeManifests
{
    /// <summary>Of all domains.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        .. OwnerManifests.All,
        .. TopicManifests.All,
        .. SessionManifests.All,
        .. ChatManifests.All,
        .. CallManifests.All,
        .. UserManifests.All,
        .. DomainManifests.All,
        .. WebhookManifests.All,
        .. PushManifests.All,
        .. StreamManifests.All,
        .. AdminManifests.All,
    ];
}
