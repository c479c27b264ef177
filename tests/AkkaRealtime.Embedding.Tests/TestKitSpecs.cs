using Akka.Actor;
using AkkaRealtime.Domains;
using AkkaRealtime.Storage;
using AkkaRealtime.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>The kit that users test their own handlers with.</summary>
public sealed class TestKitSpecs
{
    [Fact]
    public async Task Should_answer_requests_and_deliver_events()
    {
        await using var node = await RealtimeTestNode.StartAsync();
        var alice = await node.ConnectAsync("alice", "Alice A.");
        var bob = await node.ConnectAsync("bob");
        Assert.Equal("Alice A.", alice.Ready.GetProperty("user").GetProperty("name").GetString());

        var created = await alice.RequestAsync("chat.create", new { kind = "group", name = "Team", members = new[] { "bob" } });
        var room = created.GetProperty("room").GetProperty("id").GetString();
        await bob.NextAsync("chat.room");
        await alice.RequestAsync("chat.send", new { room, key = "k1", text = "Hello" });
        Assert.Equal("Hello", (await bob.NextAsync("chat.message")).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Should_throw_what_the_node_refuses()
    {
        await using var node = await RealtimeTestNode.StartAsync();
        var alice = await node.ConnectAsync("alice");
        var fault = await Assert.ThrowsAsync<RealtimeRequestException>(() => alice.RequestAsync("order.place", new { item = 1 }));
        Assert.Equal("unknown-type", fault.Code);
    }

    [Fact]
    public async Task Should_go_by_the_clock_of_the_spec()
    {
        await using var node = await RealtimeTestNode.StartAsync(options: [("Calls:RingMs", "30000")]);
        var alice = await node.ConnectAsync("alice");
        var bob = await node.ConnectAsync("bob");
        await alice.RequestAsync("call.start", new { user = "bob", media = "audio", key = "k1" });
        await bob.NextAsync("call.incoming");
        node.Time.Advance(TimeSpan.FromSeconds(31));
        await bob.NextAsync("call.ended");
    }

    [Fact]
    public async Task Should_find_a_call_that_an_earlier_node_began()
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-kept-");
        await using (var first = await RealtimeTestNode.StartAsync(options: [("DataDirectory", data.FullName)]))
        {
            var alice = await first.ConnectAsync("alice");
            var bob = await first.ConnectAsync("bob");
            await alice.RequestAsync("call.start", new { user = "bob", media = "audio", key = "k1" });
            await bob.NextAsync("call.incoming");
        }

        await using (var second = await RealtimeTestNode.StartAsync(options: [("DataDirectory", data.FullName)]))
        {
            var bob = await second.ConnectAsync("bob");
            Assert.Single(bob.Ready.GetProperty("calls").EnumerateArray());
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Should_write_no_files()
    {
        string directory;
        await using (var node = await RealtimeTestNode.StartAsync())
        {
            directory = DirectoryOf(node.Services);
            var alice = await node.ConnectAsync("alice");
            await alice.RequestAsync("chat.create", new { kind = "group", name = "Team" });
            Assert.Empty(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories));
        }

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task Should_keep_in_SQLite_where_the_spec_wants_it_and_delete_it_afterwards()
    {
        string directory;
        await using (var node = await RealtimeTestNode.StartAsync(store: RealtimeTestStore.Sqlite))
        {
            directory = DirectoryOf(node.Services);
            Assert.True(File.Exists(Path.Combine(directory, "realtime.db")));
        }

        Assert.False(Directory.Exists(directory));
    }

    [Theory]
    [InlineData(RealtimeTestStore.Memory)]
    [InlineData(RealtimeTestStore.Sqlite)]
    public async Task Should_leave_nothing_where_the_start_fails(RealtimeTestStore store)
    {
        Refusing? service = null;
        var seen = new NodeSeen();
        await Assert.ThrowsAsync<NotSupportedException>(() => RealtimeTestNode.StartAsync(
            services => services.AddHostedService(provider => service = new Refusing(provider)), realtime: realtime => realtime.Domain(seen), store: store));

        Assert.True(service!.IsDisposed);
        Assert.False(Directory.Exists(service.Directory));
        await seen.Node!.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string DirectoryOf(IServiceProvider services) => services.GetRequiredService<StorageOptions>().DataDirectory;

    /// <summary>Starts last, and does not.</summary>
    private sealed class Refusing(IServiceProvider services) : IHostedService, IDisposable
    {
        public string Directory { get; } = DirectoryOf(services);

        public bool IsDisposed { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => IsDisposed = true;
    }

    /// <summary>Remembers the actor system of the node.</summary>
    private sealed class NodeSeen : IRealtimeDomain
    {
        public string Name => "seen";

        public ActorSystem? Node { get; private set; }

        public void Configure(DomainBuilder domain) => domain.Router<Idle>(context =>
        {
            Node = context.System;
            return Props.Create<Idle>();
        });
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
