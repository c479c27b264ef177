using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Outbound;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat;

/// <summary>Chat's actors, as one line of the node's table of contents.</summary>
internal static class ChatRegistration
{
    /// <summary>The shard region of rooms.</summary>
    public const string Rooms = "rooms";

    /// <summary>
    /// Adds this node's chat router and the shard region of rooms; the regions and routers that they tell are asked for when they are first needed.
    /// Needs among the services: <see cref="IChatStore"/>, <see cref="IJournal"/>, <see cref="ExecutorLimits"/>, <see cref="RealtimeMetrics"/>, a <see cref="TimeProvider"/>, logging.
    /// </summary>
    public static AkkaConfigurationBuilder WithChat(this AkkaConfigurationBuilder builder, IServiceProvider services, bool rateLimiting = true) => builder
        .WithActors((system, registry) =>
            registry.Register<ChatRouterActor>(system.ActorOf(Router(system, registry, services, rateLimiting), "chat")))
        .WithOwners<RoomActor, IRoomCommand>(
            services,
            Rooms,
            (system, registry) =>
            {
                var shared = new Lazy<RoomServices>(() => OwnerServices(system, registry, services));
                return id => RoomActor.Props(new RoomId(id), shared.Value);
            },
            //// A room knows itself when it is idle: one that somebody follows stays, since otherwise the next message would start it again and all relays would be asked.
            command => command.Room.Value);

    private static Props Router(ActorSystem system, IActorRegistry registry, IServiceProvider services, bool rateLimiting)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var metrics = services.GetRequiredService<RealtimeMetrics>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger<ChatRouterActor>();
        var mediator = DistributedPubSub.Get(system).Mediator;
        var cluster = Cluster.Get(system);
        var rooms = () => registry.Get<RoomActor>();
        var owners = new RoomOwners(services.OwnerWatch(), services.Owners(Rooms));
        var sources = new ChatSources(
            services.GetRequiredService<IChatStore>(),
            services.GetRequiredService<IInvitationStore>(),
            services.GetRequiredService<IReportStore>(),
            services.GetRequiredService<IUserStore>(),
            services.GetRequiredService<IBlockStore>(),
            services.GetRequiredService<IBookmarkStore>(),
            services.GetRequiredService<IScheduledStore>(),
            services.GetRequiredService<IThreadStore>(),
            services.GetRequiredService<PictureService>(),
            services.GetRequiredService<IFileRows>(),
            services.GetRequiredService<IJournal>(),
            services.GetRequiredService<PeopleOptions>(),
            services.GetRequiredService<ChatOptions>(),
            time);
        var reader = new ChatReader(sources, rooms, () => registry.Get<UserActor>(), services.GetRequiredService<ExecutorLimits>(), metrics, log, owners,
            news => mediator.Tell(new Publish(TopicNames.Everybody, news), ActorRefs.NoSender), rateLimiting,
            changed => mediator.Tell(new Publish(BlockChanged.Topic, changed), ActorRefs.NoSender));
        var judged = new JudgedMessages(
            services.GetRequiredService<BeforeSend>(),
            services.GetRequiredService<ExecutorLimits>() with { MaxRunning = services.GetRequiredService<BeforeSendOptions>().Concurrency },
            metrics,
            log);
        system.RegisterOnTermination(reader.Dispose);
        system.RegisterOnTermination(judged.Dispose);
        return ChatRouterActor.Props(reader, rooms, context => new TopicPublisher(context, mediator, cluster, rooms), time, owners, judged);
    }

    private static RoomServices OwnerServices(ActorSystem system, IActorRegistry registry, IServiceProvider services) => new(
        services.GetRequiredService<IChatStore>(),
        services.GetRequiredService<IRoomLog>(),
        services.GetRequiredService<IUserStore>(),
        services.GetRequiredService<IFileRows>(),
        services.GetRequiredService<IJournal>(),
        registry.Get<ChatRouterActor>(),
        () => registry.Get<RoomActor>(),
        () => registry.Get<UserActor>(),
        Cluster.Get(system).SelfAddress,
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<RealtimeMetrics>(),
        services.GetRequiredService<RetentionOptions>().RedactDeletedMessages,
        services.GetRequiredService<ILoggerFactory>().CreateLogger<RoomActor>())
    {
        Options = services.GetRequiredService<ChatOptions>(),
        Blocks = services.GetRequiredService<IBlockStore>(),
        Words = services.GetRequiredService<ModerationOptions>().IsOn ? services.GetRequiredService<ForbiddenWords>() : null,
        Previews = services.GetRequiredService<LinkPreviewOptions>().Enabled ? services.GetRequiredService<ILinkPreviews>() : null,
    };

    /// <summary>Adds what looks at links, which is made where the operator wants it.</summary>
    public static IServiceCollection AddLinkPreviews(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new SiteRules(provider.GetRequiredService<LinkPreviewOptions>()));
        services.TryAddSingleton(provider => new WebFetcher(
            provider.GetRequiredService<LinkPreviewOptions>(), provider.GetRequiredService<SiteRules>(), new AddressGuard(provider.GetRequiredService<LinkPreviewOptions>().Networks)));
        services.TryAddSingleton<ILinkPreviews, LinkPreviews>();
        return services;
    }
}
