using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Postgres;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Tests.Storage.Postgres;

[Collection(PostgresTests.Name)]
public sealed class PostgresRegistrationTests(PostgresCluster cluster)
{
    [SkippableFact]
    public async Task AddStorage_WithAConnectionString_KeepsInPostgreSqlWhatWaitedAtTheStop()
    {
        var database = cluster.NewDatabase();
        using (var host = Host(database))
        {
            await host.StartAsync();
            Assert.IsType<PostgresUserStore>(host.Services.GetRequiredService<IUserStore>());
            Assert.True(host.Services.GetRequiredService<IJournal>().TryWrite(new SaveUser(ActorRefs.Nobody, new UserId("alice"), "Alice", null, default)));
            await host.StopAsync();
        }

        using var next = Host(database);
        await next.StartAsync();
        var user = await next.Services.GetRequiredService<IUserStore>().LoadUserAsync(new UserId("alice"), CancellationToken.None);
        await next.StopAsync();
        Assert.Equal("Alice", user!.Name);
    }

    [SkippableFact]
    public async Task Start_ADomainRegisteredBeforeTheBuiltInOnes_MakesItsTablesAfterTheirs()
    {
        using var host = Host(cluster.NewDatabase(), services => services.AddSingleton<IPostgresTables, MemberCountTables>());

        await host.StartAsync();

        Assert.True(await host.Services.GetRequiredService<IStore>().IsWritableAsync(default));
        await host.StopAsync();
    }

    private static IHost Host(string database, Action<IServiceCollection>? before = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Postgres", database)]);
        builder.Services.AddMetrics().AddSingleton<RealtimeMetrics>();
        before?.Invoke(builder.Services);
        builder.Services.AddUserStore().AddChatStore().AddCallStore();
        builder.Services.AddStorage(builder.Configuration);
        return builder.Build();
    }
}
