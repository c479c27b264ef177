using AkkaRealtime.Clustering;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime;

/// <summary>Who owns which topics.</summary>
internal static class TopicOwnersRegistration
{
    /// <summary>Adds the owners of rooms' and users' topics.</summary>
    public static IServiceCollection AddTopicOwners(this IServiceCollection services) => services
        .AddSingleton(provider => new TopicOwner(
            TopicKind.Room,
            () => provider.GetRequiredService<RealtimeNode>().Actor<RoomActor>(),
            new RoomTopicLog(provider.GetRequiredService<IChatStore>(), provider.GetRequiredService<IRoomLog>())))
        .AddSingleton(provider => new TopicOwner(
            TopicKind.User, () => provider.GetRequiredService<RealtimeNode>().Actor<UserActor>()));
}
