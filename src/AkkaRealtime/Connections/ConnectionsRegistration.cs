using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Connections.Hook;
using AkkaRealtime.Connections.Management;
using AkkaRealtime.Connections.Streams;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Topics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections;

/// <summary>How this step becomes part of a host.</summary>
internal static class ConnectionsRegistration
{
    /// <summary>
    /// The upgrade below HTTP, the counts, Kestrel's limits, and the drain when the host stops. Needs <see cref="RequestCatalog"/> and a <see cref="TimeProvider"/>; tokens are checked by the
    /// host's authentication unless it adds an <see cref="ITokenValidator"/>.
    /// </summary>
    public static IServiceCollection AddConnections(this IServiceCollection services)
    {
        services.AddSingleton(s => new Admission(s.GetRequiredService<LimitOptions>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Handshake(
            s.GetRequiredService<UpgradeOptions>(), s.GetRequiredService<Admission>(), s.GetRequiredService<TokenGate>(), () => s.GetRequiredService<ResumeKey>().Tickets,
            s.GetRequiredService<RealtimeMetrics>()));
        services.AddSingleton(s => new TokenGate(s.TokenValidator(), s.GetRequiredService<Revocations>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new OpenStreams(() => Cluster.Get(s.GetRequiredService<RealtimeNode>().System).SelfUniqueAddress.Uid));
        services.AddSingleton(s => new StreamPosts(s.GetRequiredService<OpenStreams>(), () => s.GetRequiredService<RealtimeNode>().System));
        services.AddSingleton(s => new StreamEndpoint(
            s.GetRequiredService<Handshake>(),
            s.GetRequiredService<Admission>(),
            s.GetRequiredService<OpenStreams>(),
            s.GetRequiredService<StreamPosts>(),
            s.GetRequiredService<LimitOptions>(),
            s.GetRequiredService<RealtimeMetrics>(),
            () => s.GetRequiredService<RealtimeNode>().Actor<ConnectionsActor>()));
        services.AddSingleton<MappedEndpoints>();
        services.TryAddSingleton<ITokenValidator>(s => s.GetRequiredService<ConnectHookOptions>().IsOn && s.GetService<IAuthenticationSchemeProvider>() is null
            ? new NoTokens()
            : new AuthenticationTokenValidator(s, scheme: null));
        services.AddConnectHook();
        services.AddSingleton(s => new ClientAddresses(s.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value, s.GetRequiredService<LimitOptions>()));
        services.AddSingleton(s => new SocketGreeting(
            s.GetRequiredService<ClientAddresses>(),
            () => s.GetRequiredService<MappedEndpoints>().SocketPath,
            s.GetRequiredService<Handshake>(),
            s.GetRequiredService<Admission>(),
            s.GetRequiredService<TimeProvider>(),
            () => s.GetRequiredService<RealtimeNode>().Actor<ConnectionsActor>()));
        services.AddSingleton(s => new PlainConnections(
            s.GetRequiredService<LimitOptions>(),
            s.GetRequiredService<ConnectionOptions>(),
            s.GetRequiredService<ClientAddresses>().IsProxy,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<RealtimeMetrics>()));
        services.AddSingleton<IStartupFilter, AskedFilter>();
        services.AddSingleton<ManagementPort>();
        services.AddSingleton<IStartupFilter>(s => s.GetRequiredService<ManagementPort>());
        services.AddHostedService(s => s.GetRequiredService<ManagementPort>());
        services.AddSingleton<MatcherPolicy, ManagementEndpoints>();
        services.AddSingleton(s => new EventLoopGroup(s.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.EventLoops")));

        // The last one registered binds; where Kestrel's own comes later, all goes through HTTP.
        services.AddSingleton<IConnectionListenerFactory, SocketDoor>();

        services.AddSingleton<IPostConfigureOptions<SocketTransportOptions>, SendBuffers>();

        // The first of all, wherever AddAkkaRealtime stands: endpoint defaults that the host sets replace ours, and never the other way round.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>());
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<SocketTransportOptions>, KestrelSetup>());
        services.AddHostedService<ConnectionsDrain>();
        return services;
    }

    /// <summary>
    /// Starts <see cref="ConnectionsActor"/> and registers it as <see cref="ConnectionsActor"/>; after the actors that connections talk to.
    /// </summary>
    public static AkkaConfigurationBuilder WithConnections(
        this AkkaConfigurationBuilder builder, IServiceProvider services, Func<IReadOnlyActorRegistry, NodeActors> actors, string epoch, SessionAudience? audience, string? pushKey) =>
        builder.WithActors((system, registry) =>
        {
            var mapped = services.GetRequiredService<MappedEndpoints>();
            var feed = services.GetRequiredService<RevocationFeed>();
            var maxFileBytes = services.GetRequiredService<FilesOptions>().MaxBytes;
            var connections = new ConnectionServices(
                actors(registry),
                services.GetRequiredService<RequestCatalog>(),
                services.TokenValidator(),
                services.GetRequiredService<LimitOptions>(),
                services.GetRequiredService<ConnectionOptions>(),
                services.GetRequiredService<Admission>(),
                services.GetRequiredService<RealtimeMetrics>(),
                services.GetRequiredService<TimeProvider>(),
                epoch,
                services.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.Connections"))
            {
                Owners = services.OwnerWatch(),
                Audience = audience,
                PushKey = pushKey,
                MaxFileBytes = () => mapped.TakesFiles ? maxFileBytes : null,
                MaxPictureBytes = () => mapped.MaxPictureBytes,
                Revocations = services.GetRequiredService<Revocations>(),
                Tickets = services.GetRequiredService<ResumeKey>().Tickets,
                LookForRevocations = () => _ = feed.LookAsync(),
            };
            var actor = system.ActorOf(ConnectionsActor.Props(connections), "connections");
            feed.Seen += seen => actor.Tell(new RevocationsSeen(seen), ActorRefs.NoSender);
            registry.Register<ConnectionsActor>(actor);
            system.ActorOf(StreamPostsActor.Props(services.GetRequiredService<OpenStreams>()), StreamPostsActor.Name);
            DistributedPubSub.Get(system).Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Everybody, actor), actor);
        });
}
