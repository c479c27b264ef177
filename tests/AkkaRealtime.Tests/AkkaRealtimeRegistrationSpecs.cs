using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Tests;

/// <summary>The node as a host gets it from <see cref="AkkaRealtimeRegistration.AddAkkaRealtime"/>.</summary>
public sealed class AkkaRealtimeRegistrationSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("akkarealtime-").FullName;

    [Fact]
    public async Task Should_start_a_node_with_every_actor_that_a_connection_needs()
    {
        using var host = Host();
        await host.StartAsync().WaitAsync(Patient.Wait);
        var node = host.Services.GetRequiredService<RealtimeNode>();
        foreach (var actor in new[] { node.Actor<ConnectionsActor>(), node.Actor<RelayActor>(), node.Actor<ChatRouterActor>() })
            Assert.NotNull((await actor.Ask<ActorIdentity>(new Identify(null), Patient.Wait)).Subject);
        await host.StopAsync().WaitAsync(Patient.Wait);
    }

    [Fact]
    public async Task Should_answer_through_the_shard_regions_of_rooms_and_users()
    {
        using var host = Host();
        await host.StartAsync().WaitAsync(Patient.Wait);
        var node = host.Services.GetRequiredService<RealtimeNode>();
        var room = new Topic(TopicKind.Room, "r1");
        var head = await node.Actor<RoomActor>().Ask<Head>(new Interest(room, 0), Patient.Wait);
        Assert.Equal((room, 0L), (head.Topic, head.Seq));
        var user = new Topic(TopicKind.User, "alice");
        Assert.Equal(user, (await node.Actor<UserActor>().Ask<Head>(new Interest(user, 0), Patient.Wait)).Topic);
        await host.StopAsync().WaitAsync(Patient.Wait);
    }

    [Fact]
    public async Task Should_leave_the_cluster_before_the_journal_takes_nothing_more()
    {
        using var host = Host();
        await host.StartAsync().WaitAsync(Patient.Wait);
        var system = host.Services.GetRequiredService<RealtimeNode>().System;
        var journal = host.Services.GetRequiredService<IJournal>();
        var takesEntries = true;
        Cluster.Get(system).RegisterOnMemberRemoved(() => takesEntries = journal.TryWrite(new SaveMark(ActorRefs.Nobody, new RoomId("r1"), new UserId("a"), 0, 0)));
        await host.StopAsync().WaitAsync(Patient.Wait);
        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.True(takesEntries);
        Assert.False(journal.TryWrite(new SaveMark(ActorRefs.Nobody, new RoomId("r1"), new UserId("a"), 0, 0)));
    }

    [Fact]
    public async Task Should_refuse_to_start_with_a_wrong_option_and_say_what_to_set()
    {
        using var host = Host(("AkkaRealtime:Path", "ws"));
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.StartsWith("AkkaRealtime:Path is 'ws'. Set a path", Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_a_list_of_options_once()
    {
        using var host = Host(("AkkaRealtime:AllowedOrigins:0", "https://app.example.com"));
        Assert.Equal(["https://app.example.com"], host.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value.AllowedOrigins);
    }

    [Fact]
    public void Should_know_every_request_of_every_domain()
    {
        using var host = Host();
        var types = host.Services.GetRequiredService<RequestCatalog>().Types;
        foreach (var type in new[] { "session.ping", "chat.send", "call.start", "status.set" })
            Assert.Contains(type, types);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["AkkaRealtime:DataDirectory"] = _data;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Services.AddLogging();
        builder.Services.AddSingleton<ITokenValidator, NoTokens>();
        builder.Services.AddAkkaRealtime(builder.Configuration);
        return builder.Build();
    }

    private sealed class NoTokens : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new((Identity?)null);
    }
}
