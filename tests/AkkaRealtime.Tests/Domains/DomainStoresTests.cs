using AkkaRealtime.Domains;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Domains;

/// <summary>What a domain keeps is registered behind what the library keeps, whose tables it may join.</summary>
public sealed class DomainStoresTests
{
    [Fact]
    public void Domain_Tables_ComeBehindThoseOfChatOnEveryStore()
    {
        var services = new ServiceCollection();
        services.AddAkkaRealtime(new ConfigurationBuilder().Build(), realtime => realtime.Domain<Kept>());

        Assert.Same(Kept.Tables, Last<ISqliteTables>(services).ImplementationInstance);
        Assert.Same(Kept.Tables, Last<IPostgresTables>(services).ImplementationInstance);
        Assert.Same(Kept.Tables, Last<IMemoryTables>(services).ImplementationInstance);
        Assert.Contains(services, s => s.ServiceType == typeof(IChatStore));
    }

    [Fact]
    public async Task Domain_Reads_AreThoseOfTheStoreThatIsOpen()
    {
        var services = new ServiceCollection().AddMemoryStore().AddLogging();
        services.AddAkkaRealtime(new ConfigurationBuilder().Build(), realtime => realtime.Domain<Kept>());
        await using var provider = services.BuildServiceProvider();

        Assert.Equal("memory", provider.GetRequiredService<IKept>().Where);
    }

    private static ServiceDescriptor Last<T>(IServiceCollection services) => services.Last(s => s.ServiceType == typeof(T));

    private interface IKept
    {
        string Where { get; }
    }

    private sealed record KeptIn(string Where) : IKept;

    private sealed class Kept : IRealtimeDomain
    {
        public static PollTables Tables { get; } = new();

        public string Name => "kept";

        public void Configure(DomainBuilder domain) => domain
            .SqliteTables(Tables).Reads<SqliteEngine, IKept>(_ => new KeptIn("SQLite"))
            .PostgresTables(Tables).Reads<PostgresEngine, IKept>(_ => new KeptIn("PostgreSQL"))
            .MemoryTables(Tables).Reads<MemoryEngine, IKept>(_ => new KeptIn("memory"));
    }
}
