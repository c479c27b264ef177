using System.Security.Claims;
using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Admin;
using AkkaRealtime.Admin.Api;
using AkkaRealtime.Admin.Auditing;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Files;
using AkkaRealtime.Health;
using AkkaRealtime.Push;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Push.Wire;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Router;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Scheduling;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Topics;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>Registers everything that the server is made of. The endpoint is mapped by <c>MapAkkaRealtime</c>.</summary>
public static class AkkaRealtimeRegistration
{
    /// <summary>
    /// Adds options (section <see cref="RealtimeOptions.Section"/>, checked at start), metrics, the store and the actor system of this node.
    /// Tokens are checked by the host's <see cref="ITokenValidator"/>, or else by its default authentication scheme (see <see cref="AddAkkaRealtimeTokens"/>).
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="configure">Adds what is the host's own: requests that it answers, topics that its users may follow.</param>
    /// <exception cref="ArgumentException">What the host added can't be; the message says what to change.</exception>
    public static IServiceCollection AddAkkaRealtime(
        this IServiceCollection services, IConfiguration configuration, Action<RealtimeBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var own = new RealtimeBuilder(services);
        configure?.Invoke(own);
        var requests = own.Build();
        services.AddRealtimeOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<RealtimeMetrics>();
        services.TryAddSingleton<SfuStatus>();
        services.AddSingleton(provider => new RequestCatalog(
            SessionRequests.Types, OwnSessionRequests.Types, ChatRequests.Types, CallRequests.Types, StatusRequests.Types, TopicRequests.Types, PushRequests.Types, requests)
        {
            Failed = provider.LogOfFailedRequests(),
        });
        services.AddTopicOwners();
        services.TryAddSingleton<BroadcastReadiness>();

        // Hosted services start in this order and stop in the reverse of it: the store is there before the first actor, and closed after the last.
        // Connections are let go before any of them stops (ConnectionsDrain).
        services.AddUserStore().AddChatStore().AddCallStore().AddRevocationStore().AddWebhookStore().AddPushStore().AddAuditStore().AddApiKeyStore();
        foreach (var domain in own.Domains)
            domain.AddStores(services);
        var isShared = services.SharesStore(configuration);
        services.AddSingleton<IValidateOptions<RealtimeOptions>>(new SharedStoreValidator(isShared));
        services.AddStorage(configuration);
        services.AddRevoking(isShared).AddResuming();
        services.AddCluster();
        services.AddFiles();
        services.AddCalls();
        services.AddPictures();
        services.AddLinkPreviews();
        services.AddBeforeSend();
        services.TryAddSingleton<ForbiddenWords>();
        services.AddPush();
        services.AddDomains(own.Json, provider => own.BuildTopics(provider.GetRequiredService<IOptions<RealtimeOptions>>().Value.Topics), own.Limits);
        services.AddSingleton(host => new RealtimeNode(host, host.GetRequiredService<ClusterOptions>(), (node, provider) =>
        {
            var options = provider.GetRequiredService<IOptions<RealtimeOptions>>().Value;
            node
                .WithCluster(provider, options.Cluster, options.Limits.MaxMessageBytes, [.. NodeManifests.All, .. own.Domains.SelectMany(domain => domain.Manifests)], provider.GetRequiredService<EventLoopGroup>())
                .WithFaults(provider.GetRequiredService<RealtimeMetrics>(), provider.GetRequiredService<ILoggerFactory>())
                .WithRelay(provider, options.Connections.Deflate)
                .WithChat(provider, options.Limits.RateLimiting)
                .WithUsers(provider)
                .WithCalls(provider, options.Limits.RateLimiting)
                .WithScheduler(provider)
                .WithDomains(provider, own.Domains)
                .WithWebhooks(provider)
                .WithPush(provider)
                .WithMaintenance(provider)
                .WithConnections(provider, registry => Actors(registry, own.Domains), provider.GetRequiredService<IStore>().Epoch, Audience(options.Chat), provider.GetRequiredService<PushKeys>().PublicKey)
                .WithNodeFigures(provider)
                .WithGreetings(provider, registry => [registry.Get<TopicRouterActor>(), registry.Get<ConnectionsActor>()]);
        }));
        services.AddHostedService(host => host.GetRequiredService<RealtimeNode>());
        ConnectionsRegistration.AddConnections(services);
        services.AddWebhooks();
        services.AddAdmin();
        services.AddAdminApi(configuration);
        services.AddFileEndpoints();
        services.AddHealth();
        return services;
    }

    /// <summary>
    /// Has tokens checked by an authentication scheme of the host's, such as JwtBearer, as if each came in a request's <c>Authorization: Bearer</c>.
    /// The user is claim <c>sub</c> (or <see cref="ClaimTypes.NameIdentifier"/>), 1 to 64 of A-Z a-z 0-9 _ . : @ -; the name is <c>name</c>; the
    /// session ends with the token. Before or after <see cref="AddAkkaRealtime"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="scheme">The scheme's name; null for the default one, which is what happens without this call.</param>
    public static IServiceCollection AddAkkaRealtimeTokens(this IServiceCollection services, string? scheme)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.Replace(ServiceDescriptor.Singleton<ITokenValidator>(host => new AuthenticationTokenValidator(host, scheme)));
    }

    /// <summary>
    /// Says that the host reads options of its own in the section <see cref="RealtimeOptions.Section"/>, which are no unknown ones then: the public properties
    /// of <typeparamref name="TOptions"/>. Binding and checking them remains the host's. Without this, a name there that the library doesn't know stops the start.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="path">Where they stand below the section: <c>Polls</c>; empty for directly.</param>
    public static IServiceCollection AddAkkaRealtimeOptionNames<TOptions>(this IServiceCollection services, string path = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(path);
        return services.AddSingleton(new OptionNames(path, typeof(TOptions)));
    }

    private static SessionAudience? Audience(ChatOptions chat) =>
        chat.AudienceRole == ChatOptions.Nobody ? null : new SessionAudience(chat.AudienceRole, chat.AudienceMembers);

    private static NodeActors Actors(IReadOnlyActorRegistry registry, IReadOnlyCollection<DomainBuilder> domains) => new(
        new Dictionary<string, IActorRef>(domains.Where(d => d.RouterOf is not null).Select(d => KeyValuePair.Create(d.Name, d.RouterOf!(registry))))
        {
            ["chat"] = registry.Get<ChatRouterActor>(),
            ["call"] = registry.Get<CallRouterActor>(),
            ["status"] = registry.Get<StatusRouterActor>(),
            [TopicRouterActor.Name] = registry.Get<TopicRouterActor>(),
            [HandlerRouterActor.Name] = registry.Get<HandlerRouterActor>(),
        },
        registry.Get<UserActor>(),
        registry.Get<ChatRouterActor>(),
        registry.Get<RelayActor>());
}
