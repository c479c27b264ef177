using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Clustering;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking.Memory;
using AkkaRealtime.Sessions.Revoking.Postgres;
using AkkaRealtime.Sessions.Revoking.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>Registers what is kept of revocations, and what makes them take hold.</summary>
internal static class RevokingRegistration
{
    /// <summary>Adds the tables and reads, for each kind of store; before the store.</summary>
    public static IServiceCollection AddRevocationStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteRevocationTables>()
        .AddSingleton<IPostgresTables, PostgresRevocationTables>()
        .AddSingleton<IMemoryTables, MemoryRevocationTables>()
        .AddStoreReads<SqliteEngine, IRevocationStore>(engine => new SqliteRevocationStore(engine))
        .AddStoreReads<PostgresEngine, IRevocationStore>(engine => new PostgresRevocationStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IRevocationStore>(engine => new MemoryRevocationStore(engine))
        .AddStoreReads<SqliteEngine, ISessionKeyStore>(engine => new SqliteSessionKeyStore(engine))
        .AddStoreReads<PostgresEngine, ISessionKeyStore>(engine => new PostgresSessionKeyStore(engine.Reads))
        .AddStoreReads<MemoryEngine, ISessionKeyStore>(engine => new MemorySessionKeyStore(engine));

    /// <summary>Adds what this node knows and how it hears of more: after the store, before the actor system.</summary>
    public static IServiceCollection AddRevoking(this IServiceCollection services, bool isShared)
    {
        services.AddSingleton<Revocations>();
        services.TryAddSingleton<JournalPromise>();
        services.AddSingleton(provider => new RevocationFeed(
            provider.GetRequiredService<IRevocationStore>(),
            provider.GetRequiredService<Revocations>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevocationFeed>>(),
            isShared));
        services.AddHostedService(provider => provider.GetRequiredService<RevocationFeed>());
        return services.AddSingleton(provider => new Revoker(
            provider.GetRequiredService<JournalPromise>(),
            provider.GetRequiredService<RevocationFeed>(),
            provider.GetRequiredService<TimeProvider>(),
            message => DistributedPubSub.Get(provider.GetRequiredService<RealtimeNode>().System).Mediator.Tell(new Publish(TopicNames.Everybody, message), ActorRefs.NoSender)));
    }
}
