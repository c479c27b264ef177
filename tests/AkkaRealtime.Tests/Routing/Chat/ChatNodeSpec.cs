using System.Text.Json;
using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Tests.Clustering;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>The whole domain on a node of its own: router, region, mediator, relay and a real store; connections are probes.</summary>
public abstract class ChatNodeSpec(ITestOutputHelper output) : NodeSpec(output)
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"chat-{Guid.NewGuid():n}");
    private TestStore _storage = null!;
    private IActorRef _rooms = null!;
    private IActorRef _users = null!;
    private int _ref;

    private protected IActorRef Router { get; private set; } = null!;

    private protected IActorRef Relay { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        _storage = Open();
        await base.InitializeAsync();
        _users = CreateTestProbe("users");
        Router = Sys.ActorOf(ChatRouterActor.Props(
            new ChatReader(new ChatSources(_storage.Chat, _storage.Invitations, _storage.Reports, _storage.Users, _storage.Blocks, _storage.Bookmarks, _storage.Scheduled, _storage.Threads, null!, _storage.Files, _storage.Journal, new PeopleOptions(), new ChatOptions(), TimeProvider.System), () => _rooms, () => _users, new ExecutorLimits(), TestMetrics.Instance, NullLogger.Instance), () => _rooms, c => new TopicPublisher(c, Mediator, Cluster), TimeProvider.System));
        var services = new RoomServices(
            _storage.Chat, _storage.Engine.Log, _storage.Users, _storage.Files, _storage.Journal, Router, () => _rooms, () => _users, Cluster.SelfAddress, TimeProvider.System, TestMetrics.Instance, RedactDeletedMessages: true,
            NullLogger.Instance);
        _rooms = StartRegion<IRoomCommand>("rooms", id => RoomActor.Props(new RoomId(id), services), command => command.Room.Value);
        Relay = Sys.ActorOf(RelayActor.Props(new RelayServices(
            Cluster.SelfAddress,
            Mediator,
            new TopicOwners([new TopicOwner(TopicKind.Room, () => _rooms, new RoomTopicLog(_storage.Chat, _storage.Engine.Log))]),
            TestMetrics.Instance,
            NullLogger.Instance,
            Cluster)), TopicNames.RelayActor);
    }

    public override async Task DisposeAsync()
    {
        await Sys.Terminate();
        _storage?.Dispose();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
        await base.DisposeAsync();
    }

    /// <summary>Opens the store: SQLite, where a spec says nothing else.</summary>
    private protected virtual TestStore Open() => TestStore.Sqlite(_directory);

    // The one reply, as a connection of its own would get it.
    private protected async Task<Reply> Ask(UserId user, IChatRequest request, TimeSpan? patience = null)
    {
        var @ref = $"{Interlocked.Increment(ref _ref)}";
        var reply = await Router.Ask<EncodedEnvelope>(new ClientRequest(Caller(user, @ref), @ref, request), patience ?? Patient.Wait);
        return new Reply(reply);
    }

    private protected sealed class Reply
    {
        public Reply(EncodedEnvelope envelope)
        {
            var root = JsonDocument.Parse(envelope.Utf8).RootElement;
            Type = root.GetProperty("type").GetString()!;
            Data = root.GetProperty("data");
        }

        public string Type { get; }

        public JsonElement Data { get; }

        public long Long(string name) => Data.GetProperty(name).GetInt64();

        public string Text(string name) => Data.GetProperty(name).GetString()!;

        public bool Bool(string name) => Data.GetProperty(name).GetBoolean();
    }

    // A connection's way out: the frames' payloads as text.
    private protected sealed class OutboxProbe : IOutbox
    {
        private readonly Channel<string> _texts = Channel.CreateBounded<string>(1_000);

        public bool HasMore => _texts.Reader.TryPeek(out _);

        public bool Write(EncodedEnvelope envelope) => _texts.Writer.TryWrite(envelope.ToString());

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames)
        {
            foreach (var text in FramesOf.Texts(frames))
                _texts.Writer.TryWrite(text);
        }

        public async Task<string> NextAsync() => await _texts.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);
    }
}
