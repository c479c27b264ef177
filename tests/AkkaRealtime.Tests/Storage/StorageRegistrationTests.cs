using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Tests.Storage;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly string _directory = Path.Combine(Directory.CreateTempSubdirectory("akkarealtime-registration-").FullName, "data");

    [Fact]
    public async Task Stop_EntriesWaiting_CommitsThemAndLetsTheDirectoryGo()
    {
        var user = new UserId("alice");
        using (var host = Host())
        {
            await host.StartAsync();
            Assert.True(host.Services.GetRequiredService<IJournal>().TryWrite(new SaveUser(ActorRefs.Nobody, user, "Alice", null, default)));
            await host.StopAsync();
            Assert.False(host.Services.GetRequiredService<IJournal>().TryWrite(new SaveUser(ActorRefs.Nobody, user, "Late", null, default)));
            await Assert.ThrowsAsync<StoreUnavailableException>(
                () => host.Services.GetRequiredService<IUserStore>().LoadUserAsync(user, CancellationToken.None));
        }

        using var next = Host();
        await next.StartAsync();
        Assert.Equal("Alice", (await next.Services.GetRequiredService<IUserStore>().LoadUserAsync(user, CancellationToken.None))!.Name);
        await next.StopAsync();
    }

    [Fact]
    public async Task Start_ServicesRegisteredLater_FindTheStoreOpenAndStopBeforeIt()
    {
        var order = new List<string>();
        using var host = Host(services => services.AddHostedService(p => new Late(p, order)));

        await host.StartAsync();
        await host.StopAsync();

        Assert.Equal(["started with a store", "stopped with a journal"], order);
    }

    [Fact]
    public async Task AddMemoryStore_BeforeAddStorage_IsTheStore()
    {
        using var host = Host(first: services => services.AddMemoryStore());
        await host.StartAsync();

        Assert.True(host.Services.GetRequiredService<IJournal>().TryWrite(new SaveUser(ActorRefs.Nobody, new UserId("alice"), "Alice", null, default)));
        await host.Services.GetRequiredService<GroupCommitJournal>().DrainAsync();

        Assert.Equal("Alice", (await host.Services.GetRequiredService<IUserStore>().LoadUserAsync(new UserId("alice"), default))!.Name);
        Assert.IsType<MemoryEngine>(host.Services.GetRequiredService<IStore>());
        Assert.False(Directory.Exists(_directory));
        await host.StopAsync();
    }

    [Fact]
    public async Task AddStoreReads_NotForTheStoreThatIsOpen_SaysWhatToAdd()
    {
        using var host = Host(services => services.AddStoreReads<MemoryEngine, StorageRegistrationTests>(_ => this));
        await host.StartAsync();

        var e = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<StorageRegistrationTests>());

        Assert.Contains("AddStoreReads<SqliteEngine, StorageRegistrationTests>", e.Message, StringComparison.Ordinal);
        await host.StopAsync();
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_directory)!, recursive: true);

    private IHost Host(Action<IServiceCollection>? more = null, Action<IServiceCollection>? first = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMetrics().AddSingleton<RealtimeMetrics>();
        builder.Services.AddSingleton(new StorageOptions(_directory));
        builder.Services.AddUserStore().AddChatStore().AddCallStore();
        first?.Invoke(builder.Services);
        builder.Services.AddStorage(new ConfigurationBuilder().Build());
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class Late(IServiceProvider provider, List<string> order) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (await provider.GetRequiredService<IStore>().IsWritableAsync(cancellationToken))
                order.Add("started with a store");
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            if (provider.GetRequiredService<IJournal>().TryWrite(new SaveUser(ActorRefs.Nobody, new UserId("bob"), "Bob", null, default)))
                order.Add("stopped with a journal");
            return Task.CompletedTask;
        }
    }
}
