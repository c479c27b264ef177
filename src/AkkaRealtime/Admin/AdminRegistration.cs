using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaRealtime.Admin.Nodes;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Admin;

/// <summary>What a node has for its operator.</summary>
internal static class AdminRegistration
{
    /// <summary>Adds <see cref="AdminService"/> and what it and the maintenance need.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.TryAddSingleton<JournalPromise>();
        services.AddSingleton<IOwners>(provider =>
        {
            var node = provider.GetRequiredService<RealtimeNode>();
            return new RegionOwners(node.Actor<RoomActor>, node.Actor<UserActor>, node.Actor<CallActor>);
        });
        services.AddSingleton<ErasureJob>();
        services.AddSingleton<UserExport>();
        services.AddSingleton<FigureListener>();
        services.AddSingleton(provider => new ClusterNodes(() => provider.GetRequiredService<RealtimeNode>().System));
        services.AddSingleton(provider => new AdminService(
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<IErasureStore>(),
            provider.GetRequiredService<IChatAdminStore>(),
            provider.GetRequiredService<IChatStore>(),
            provider.GetRequiredService<IOwners>(),
            provider.GetRequiredService<JournalPromise>(),
            provider.GetRequiredService<UserExport>(),
            provider.GetRequiredService<RealtimeNode>(),
            provider.GetRequiredService<Admission>(),
            provider.GetRequiredService<Revoker>(),
            provider.GetRequiredService<IRevocationStore>(),
            provider.GetRequiredService<IReportStore>(),
            provider.GetRequiredService<PictureService>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds the cluster's maintenance; after the regions of rooms and users.</summary>
    public static AkkaConfigurationBuilder WithMaintenance(this AkkaConfigurationBuilder builder, IServiceProvider services) =>
        builder.WithSingleton<MaintenanceActor>(
            //// Its former name, by which nodes of two versions find the same singleton during an upgrade: another name would start a second one.
            "upkeep",
            (_, _, _) => MaintenanceActor.Props(Tasks(services)),
            //// It looks for its singleton before the node has joined, and would warn of that at every start.
            new ClusterSingletonOptions { LogSingletonIdentificationFailure = false });

    /// <summary>Starts what answers the operator for this node; after its connections.</summary>
    public static AkkaConfigurationBuilder WithNodeFigures(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder.WithActors((system, registry) => system.ActorOf(
        NodeFiguresActor.Props(new NodeFiguresServices(
            services.GetRequiredService<FigureListener>(),
            services.GetRequiredService<Admission>(),
            registry.Get<ConnectionsActor>,
            () => services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested,
            services.GetRequiredService<ConnectionOptions>().DrainMs,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<OngoingCalls>())),
        NodeFiguresActor.Name));

    private static MaintenanceTasks Tasks(IServiceProvider services)
    {
        var retention = services.GetRequiredService<RetentionOptions>();
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
        return new MaintenanceTasks(
            sweep.RunAsync,
            cancel => FinishAsync(open, erasures, cancel),
            TimeSpan.FromMinutes(retention.SweepMinutes),
            time,
            services.GetRequiredService<ILoggerFactory>().CreateLogger<MaintenanceActor>());
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
