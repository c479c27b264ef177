using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaRealtime.Connections;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Routing.Operator;

/// <summary>What a node has for its operator.</summary>
internal static class OperatorRegistration
{
    /// <summary>Adds <see cref="OperatorDesk"/> and what it and the upkeep need.</summary>
    public static IServiceCollection AddOperator(this IServiceCollection services)
    {
        services.AddSingleton<JournalPromise>();
        services.AddSingleton<IOwners>(provider =>
        {
            var registry = provider.GetRequiredService<IActorRegistry>();
            return new RegionOwners(() => registry.Get<ActorKeys.Rooms>(), () => registry.Get<ActorKeys.Users>());
        });
        services.AddSingleton<ErasureJob>();
        services.AddSingleton<UserExport>();
        services.AddSingleton(provider => new OperatorDesk(
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<IErasureStore>(),
            provider.GetRequiredService<IChatAdminStore>(),
            provider.GetRequiredService<IChatStore>(),
            provider.GetRequiredService<IOwners>(),
            provider.GetRequiredService<JournalPromise>(),
            provider.GetRequiredService<UserExport>(),
            provider.GetRequiredService<IActorRegistry>(),
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<Admission>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds the cluster's upkeep; after the regions of rooms and users.</summary>
    public static AkkaConfigurationBuilder WithUpkeep(this AkkaConfigurationBuilder builder, IServiceProvider services) =>
        builder.WithSingleton<ActorKeys.Upkeep>(
            "upkeep",
            (_, _, _) => UpkeepActor.Props(Tasks(services)),
            //// It looks for its singleton before the node has joined, and would warn of that at every start.
            new ClusterSingletonOptions { LogSingletonIdentificationFailure = false });

    private static UpkeepTasks Tasks(IServiceProvider services)
    {
        var retention = services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Retention;
        var time = services.GetRequiredService<TimeProvider>();
        var sweep = new RetentionSweep(
            services.GetRequiredService<IChatAdminStore>(),
            services.GetRequiredService<IStore>(),
            services.GetRequiredService<IOwners>(),
            services.GetRequiredService<RealtimeMetrics>(),
            time,
            retention.Days);
        var erasures = services.GetRequiredService<ErasureJob>();
        var open = services.GetRequiredService<IErasureStore>();
        return new UpkeepTasks(
            sweep.RunAsync,
            cancel => FinishAsync(open, erasures, cancel),
            TimeSpan.FromMinutes(retention.SweepMinutes),
            time,
            services.GetRequiredService<ILoggerFactory>().CreateLogger<UpkeepActor>());
    }

    private static async Task<IReadOnlyList<Erasure>> FinishAsync(IErasureStore store, ErasureJob job, CancellationToken cancel)
    {
        var finished = new List<Erasure>();
        foreach (var erasure in await store.OpenErasuresAsync(cancel).ConfigureAwait(false))
        {
            if (await job.RunAsync(erasure, cancel).ConfigureAwait(false) is { FinishedAt: not null } done)
                finished.Add(done);
        }

        return finished;
    }
}
