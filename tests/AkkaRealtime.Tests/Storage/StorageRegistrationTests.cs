using System.Collections.Concurrent;
using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Sqlite;
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

    [Fact]
    public async Task Start_ADomainRegisteredBeforeTheBuiltInOnes_MakesItsTablesAfterTheirs()
    {
        using var host = Host(before: services => services.AddSingleton<ISqliteTables, MemberCountTables>());

        await host.StartAsync();

        Assert.True(await host.Services.GetRequiredService<IStore>().IsWritableAsync(default));
        await host.StopAsync();
    }

    [Fact]
    public async Task Dispose_WithoutAStop_DrainsTheJournalBeforeTheStoreIsClosed()
    {
        var engine = new SlowEngine();
        var host = Host(first: services => services.AddStoreEngine(_ => engine));
        await host.StartAsync();
        var journal = host.Services.GetRequiredService<IJournal>();
        _ = host.Services.GetRequiredService<IStore>();
        _ = host.Services.GetRequiredService<IRoomLog>();
        var entry = new SaveUser(ActorRefs.Nobody, new UserId("alice"), "Alice", null, default);
        Assert.True(journal.TryWrite(entry));
        await engine.Begun.Task.WaitAsync(Patient.Wait);

        var disposing = Task.Run(host.Dispose);
        while (journal.TryWrite(entry))
            await Task.Yield();
        engine.Go.Set();
        await disposing.WaitAsync(Patient.Wait);

        Assert.Equal("closed", engine.Done.Last());
        Assert.Equal(1, engine.Done.Count(d => d == "closed"));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_directory)!, recursive: true);

    private IHost Host(Action<IServiceCollection>? more = null, Action<IServiceCollection>? first = null, Action<IServiceCollection>? before = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMetrics().AddSingleton<RealtimeMetrics>();
        builder.Services.AddSingleton(new StorageOptions(_directory));
        before?.Invoke(builder.Services);
        builder.Services.AddUserStore().AddChatStore().AddCallStore();
        first?.Invoke(builder.Services);
        builder.Services.AddStorage(new ConfigurationBuilder().Build());
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>A store that commits when the test lets it, and notes what it did.</summary>
    private sealed class SlowEngine : IStoreEngine, IStoreWriter, IRoomLog
    {
        private bool _closed;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Go { get; } = new();

        public ConcurrentQueue<string> Done { get; } = new();

        public string Epoch => "epoch";

        public IStoreWriter Writer => this;

        public IRoomLog Log => this;

        public IFileRows Files { get; } = new MemoryEngine([], TestMetrics.Instance).Files;

        public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
        {
            Begun.TrySetResult();
            Assert.True(Go.Wait(Patient.Wait));
            Done.Enqueue("committed");
            return [.. entries.Select(e => new Saved(e))];
        }

        public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> IsWritableAsync(CancellationToken cancel) => Task.FromResult(true);

        public Task ScrubAsync(CancellationToken cancel) => Task.CompletedTask;

        public void Dispose()
        {
            if (!_closed)
                Done.Enqueue("closed");
            _closed = true;
        }
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
