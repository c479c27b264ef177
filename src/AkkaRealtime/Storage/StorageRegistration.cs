using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>Registers the store of a node, and what domains keep in it.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Adds <see cref="IJournal"/>, <see cref="IStore"/> and <see cref="IRoomLog"/>, on PostgreSQL where <c>ConnectionStrings:Postgres</c> is set,
    /// otherwise on SQLite in <see cref="StorageOptions.DataDirectory"/>; on neither where a store of another kind was added before
    /// (<see cref="AddStoreEngine{TEngine}"/>).
    /// Call it before the actor system is registered: hosted services start in the order of registration and stop in the reverse of it,
    /// so the store is open before the first actor lives, and the journal is drained after the last one has stopped.
    /// Needs <see cref="RealtimeMetrics"/> and the options; <see cref="TimeProvider"/> is the system's where there is no other.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(s => s.ServiceType == typeof(IStoreEngine)))
            return services;
        var postgres = configuration.GetConnectionString("Postgres");
        return string.IsNullOrWhiteSpace(postgres) ? services.AddSqliteStore() : services.AddPostgresStore(postgres);
    }

    /// <summary>Whether <see cref="AddStorage"/> comes to a store that several nodes can share: PostgreSQL, or one of the host's own.</summary>
    internal static bool SharesStore(this IServiceCollection services, IConfiguration configuration) =>
        services.Any(s => s.ServiceType == typeof(IStoreEngine)) || !string.IsNullOrWhiteSpace(configuration.GetConnectionString("Postgres"));

    /// <summary>
    /// Adds a store of any kind, opened by <paramref name="open"/> when the host starts. The domains' reads for it are added by
    /// <see cref="AddStoreReads{TEngine, TReads}"/>.
    /// </summary>
    public static IServiceCollection AddStoreEngine<TEngine>(this IServiceCollection services, Func<IServiceProvider, TEngine> open)
        where TEngine : class, IStoreEngine
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(open);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStoreEngine>(open);
        services.AddSingleton(OpenJournal);
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<GroupCommitJournal>());
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<IStoreEngine>());
        services.AddSingleton(provider => provider.GetRequiredService<IStoreEngine>().Log);
        services.AddSingleton(provider => provider.GetRequiredService<IStoreEngine>().Files);
        services.AddHostedService<StorageLifecycle>();
        return services;
    }

    /// <summary>
    /// Adds a domain's reads, <typeparamref name="TReads"/>, as they are made on one kind of store; call it once for each kind. The service is the one
    /// of the store that is open. What the domain writes is registered as <see cref="ISqliteTables"/>, <see cref="IPostgresTables"/> or alike.
    /// </summary>
    public static IServiceCollection AddStoreReads<TEngine, TReads>(this IServiceCollection services, Func<TEngine, TReads> make)
        where TEngine : class, IStoreEngine
        where TReads : class
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IReadsFactory<TReads>>(new ReadsFactory<TEngine, TReads>(make));
        services.TryAddSingleton(provider => Make(provider.GetRequiredService<IStoreEngine>(), provider.GetServices<IReadsFactory<TReads>>()));
        return services;
    }

    /// <summary>Adds a store that keeps everything in memory, for tests; call it before <see cref="AddStorage"/>, which then adds no other.</summary>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services) => services.AddStoreEngine(provider => new MemoryEngine(
        provider.GetServices<IMemoryTables>(),
        provider.GetRequiredService<RealtimeMetrics>(),
        Log(provider))
    {
        Time = provider.GetRequiredService<TimeProvider>(),
    });

    /// <summary>Adds the SQLite store; see <see cref="AddStorage"/>.</summary>
    internal static IServiceCollection AddSqliteStore(this IServiceCollection services) => services.AddStoreEngine(provider => SqliteEngine.Open(
        provider.GetRequiredService<StorageOptions>().DataDirectory,
        [.. provider.GetServices<ISqliteTables>()],
        provider.GetRequiredService<RealtimeMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        Log(provider)));

    /// <summary>Adds the PostgreSQL store; see <see cref="AddStorage"/>.</summary>
    internal static IServiceCollection AddPostgresStore(this IServiceCollection services, string connectionString) =>
        services.AddStoreEngine(provider => PostgresEngine.Open(
            connectionString,
            [.. provider.GetServices<IPostgresTables>()],
            provider.GetRequiredService<RealtimeMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            Log(provider),
            provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None))
            .AddSingleton<INodeTable>(provider => ((PostgresEngine)provider.GetRequiredService<IStoreEngine>()).Nodes);

    private static GroupCommitJournal OpenJournal(IServiceProvider provider)
    {
        // A container disposes in the reverse order of making, and disposes the engine by whatever hands it out: all of that is made before the journal, so
        // that the store is closed after the journal is drained, also where the host is disposed without having been stopped.
        var engine = provider.GetRequiredService<IStoreEngine>();
        _ = provider.GetRequiredService<IStore>();
        _ = provider.GetRequiredService<IRoomLog>();
        _ = provider.GetRequiredService<IFileRows>();
        return new GroupCommitJournal(
            engine.Writer,
            provider.GetRequiredService<RealtimeMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            Log(provider),
            observers: [.. provider.GetServices<IJournalObserver>()]);
    }

    private static TReads Make<TReads>(IStoreEngine engine, IEnumerable<IReadsFactory<TReads>> factories)
        where TReads : class => factories.Select(f => f.Make(engine)).OfType<TReads>().LastOrDefault()
        ?? throw new InvalidOperationException(
            $"Nobody reads {typeof(TReads).Name} from a {engine.GetType().Name}: add them with AddStoreReads<{engine.GetType().Name}, {typeof(TReads).Name}>.");

    private static ILogger Log(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.Storage");

    /// <summary>Makes reads where the engine is of the kind that it knows.</summary>
    private interface IReadsFactory<TReads>
        where TReads : class
    {
        TReads? Make(IStoreEngine engine);
    }

    private sealed class ReadsFactory<TEngine, TReads>(Func<TEngine, TReads> make) : IReadsFactory<TReads>
        where TEngine : class, IStoreEngine
        where TReads : class
    {
        public TReads? Make(IStoreEngine engine) => engine is TEngine known ? make(known) : null;
    }
}
