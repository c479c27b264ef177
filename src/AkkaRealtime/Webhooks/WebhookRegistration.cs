using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Delivery;
using AkkaRealtime.Webhooks.Owner;
using AkkaRealtime.Webhooks.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Webhooks;

/// <summary>What a node has of webhooks.</summary>
internal static class WebhookRegistration
{
    /// <summary>Adds what sends them, and what the operator's API needs.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<JournalPromise>();
        services.AddSingleton<WebhookScout>();
        services.AddSingleton<IJournalObserver>(provider => provider.GetRequiredService<WebhookScout>());
        services.AddSingleton<IWebhookSender, WebhookSender>();
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton(provider =>
        {
            var lags = new WebhookLags(provider.GetRequiredService<TimeProvider>());
            provider.GetRequiredService<RealtimeMetrics>().Webhooks.ObserveLag(lags.Measure);
            return lags;
        });
        services.AddSingleton(provider => new WebhookTurn(
            provider.GetRequiredService<IWebhookStore>(),
            provider.GetRequiredService<WebhookEvents>(),
            provider.GetRequiredService<IWebhookSender>(),
            provider.GetRequiredService<WebhookOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RealtimeMetrics>().Webhooks));
        services.AddSingleton(provider => new WebhookServices(
            provider.GetRequiredService<IWebhookStore>(),
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<WebhookTurn>(),
            provider.GetRequiredService<WebhookOptions>(),
            provider.GetRequiredService<WebhookLags>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<WebhookActor>()));
        return services.AddSingleton(provider => new WebhookService(
            provider.GetRequiredService<IWebhookStore>(),
            provider.GetRequiredService<JournalPromise>(),
            provider.GetRequiredService<WebhookOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            look => provider.GetRequiredService<RealtimeNode>().Actor<WebhooksActor>().Tell(look)));
    }

    /// <summary>Adds the owner of all webhooks, and this node's scout.</summary>
    public static AkkaConfigurationBuilder WithWebhooks(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder
        .WithSingleton<WebhooksActor>(
            "webhooks",
            (system, _, _) => WebhooksActor.Props(
                services.GetRequiredService<WebhookServices>(),
                follow => DistributedPubSub.Get(system).Mediator.Tell(new Publish(WebhookScoutActor.Topic, follow), ActorRefs.NoSender)),
            //// It looks for its singleton before the node has joined, and would warn of that at every start.
            new ClusterSingletonOptions { LogSingletonIdentificationFailure = false })
        .WithActors((system, registry) => system.ActorOf(
            Producer.Of(() => new WebhookScoutActor(services.GetRequiredService<WebhookScout>(), registry.Get<WebhooksActor>(), DistributedPubSub.Get(system).Mediator)),
            "webhook-scout"));
}
