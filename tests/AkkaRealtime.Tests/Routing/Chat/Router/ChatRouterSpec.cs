using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

/// <summary>A node's chat router among probes, on a store in memory.</summary>
public abstract class ChatRouterSpec : VirtualTimeSpec
{
    private protected ChatRouterSpec(ITestOutputHelper output)
        : base(output)
    {
        Owners = CreateTestProbe("rooms");
        Users = CreateTestProbe("users");
        Everybody = CreateTestProbe("everybody");
        Mediator = CreateTestProbe("mediator");
        Blocks = CreateTestProbe("blocks");
        Connection = CreateTestProbe("connection");
        IActorRef mediator = Mediator;
        Store = new SlowReads(Memory.Chat, Memory.Engine.Log, Memory.Users);
        Router = Sys.ActorOf(ChatRouterActor.Props(
            new ChatReader(new ChatSources(Store, Memory.Invitations, Memory.Reports, Store, Memory.Blocks, Memory.Bookmarks, Memory.Scheduled, Memory.Threads, Memory.PictureService, Memory.Engine.FileRows, Memory, People, Chat, Time), () => Owners, () => Users, new ExecutorLimits(), TestMetrics.Instance, NullLogger.Instance, null, news => Everybody.Tell(news), blocks: changed => Blocks.Tell(changed)),
            () => Owners,
            context => new TopicPublisher(context, mediator, null),
            Time));
    }

    /// <summary>What is stored.</summary>
    private protected SpecStore Memory { get; } = new();

    /// <summary>What the router reads of it.</summary>
    private protected SlowReads Store { get; }

    /// <summary>Who may be found and invited.</summary>
    private protected PeopleOptions People { get; } = new();

    /// <summary>Who may bring whom into a room.</summary>
    private protected ChatOptions Chat { get; } = new();

    /// <summary>Stands for the connections of every node.</summary>
    private protected TestProbe Everybody { get; }

    /// <summary>Stands for the region of rooms.</summary>
    private protected TestProbe Owners { get; }

    /// <summary>Stands for the region of users.</summary>
    private protected TestProbe Users { get; }

    private protected TestProbe Mediator { get; }

    /// <summary>Stands for the status routers of every node.</summary>
    private protected TestProbe Blocks { get; }

    private protected TestProbe Connection { get; }

    private protected IActorRef Router { get; }

    private protected static (string Type, System.Text.Json.JsonElement Data) Parse(EncodedEnvelope envelope)
    {
        var root = System.Text.Json.JsonDocument.Parse(envelope.Utf8).RootElement;
        return (root.GetProperty("type").GetString()!, root.GetProperty("data"));
    }

    private protected static (string Type, string? Room) Shown(EncodedEnvelope envelope) =>
        (Parse(envelope).Type, Parse(envelope).Data.GetProperty("room").GetProperty("id").GetString());

    private protected void Ask(IChatRequest request, UserId? by = null) => Router.Tell(new ClientRequest(Caller(by ?? Alice), "1", request), Connection);

    private protected EncodedEnvelope Expect() => Connection.ExpectMsg<EncodedEnvelope>();

    private protected EncodedEnvelope Expect(out EncodedEnvelope envelope) => envelope = Expect();

    private protected string ExpectError()
    {
        var (type, data) = Parse(Expect());
        Assert.Equal("error", type);
        return $"{data.GetProperty("code").GetString()} {(data.TryGetProperty("field", out var field) ? field.GetString() : "")}";
    }
}
