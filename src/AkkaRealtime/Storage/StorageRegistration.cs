using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>Registers the store of a node.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Adds <see cref="IJournal"/> and <see cref="IRealtimeStore"/>, on PostgreSQL where <c>ConnectionStrings:Postgres</c> is set, otherwise on SQLite
    /// in <see cref="StorageOptions.DataDirectory"/>.
    /// Call it before the actor system is registered: hosted services start in the order of registration and stop in the reverse of it,
    /// so the store is open before the first actor lives, and the journal is drained after the last one has stopped.
    /// Needs <see cref="RealtimeMetrics"/> and the options; <see cref="TimeProvider"/> is the system's where there is no other.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var postgres = configuration.GetConnectionString("Postgres");
        return string.IsNullOrWhiteSpace(postgres) ? services.AddSqliteStore() : services.AddPostgresStore(postgres);
    }

    /// <summary>Adds the SQLite store; see <see cref="AddStorage"/>.</summary>
    internal static IServiceCollection AddSqliteStore(this IServiceCollection services) => services.AddStore(provider => SqliteStorage.Open(
        provider.GetRequiredService<StorageOptions>().DataDirectory,
        provider.GetRequiredService<RealtimeMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        Log(provider)));

    /// <summary>Adds the PostgreSQL store; see <see cref="AddStorage"/>.</summary>
    internal static IServiceCollection AddPostgresStore(this IServiceCollection services, string connectionString) =>
        services.AddStore(provider => PostgresStorage.Open(
            connectionString,
            provider.GetRequiredService<RealtimeMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            Log(provider),
            provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None));

    private static IServiceCollection AddStore(this IServiceCollection services, Func<IServiceProvider, IStorage> open)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(open);
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<IStorage>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Store);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Files);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Operator);
        services.AddHostedService<StorageLifecycle>();
        return services;
    }

    private static ILogger Log(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.Storage");
}
