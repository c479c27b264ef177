using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>One room's owner among probes: connections, a relay, the router, the regions, the journal.</summary>
public abstract class RoomSpec : VirtualTimeSpec
{
    private protected RoomSpec(ITestOutputHelper output)
        : base(output)
    {
        Connection = CreateTestProbe("connection");
        Other = CreateTestProbe("other");
        Relay = CreateTestProbe("relay");
        Router = CreateTestProbe("router");
        Regions = CreateTestProbe("regions");
        Users = CreateTestProbe("users");
        JournalProbe = CreateTestProbe("journal");
        Journal = new ProbeJournal(JournalProbe);
        Store = new SlowReads(Memory.Chat, Memory.Engine.Log, Memory.Users);
    }

    private protected TestProbe Connection { get; }

    private protected TestProbe Other { get; }

    private protected TestProbe Relay { get; }

    private protected TestProbe Router { get; }

    private protected TestProbe Regions { get; }

    private protected TestProbe Users { get; }

    private protected TestProbe JournalProbe { get; }

    private protected ProbeJournal Journal { get; }

    /// <summary>What is stored. Entries of the room go to <see cref="JournalProbe"/>: the spec commits them.</summary>
    private protected SpecStore Memory { get; } = new();

    /// <summary>What the room reads of it.</summary>
    private protected SlowReads Store { get; }

    private protected IFileRows Files => Memory.Engine.Files;

    private protected Address Node { get; } = new("akka.tcp", "akkarealtime", "127.0.0.1", 4_000);

    /// <summary>A room that is stored, where the spec has not made it before: Alice, its owner, Bob, and more; others have said something since.</summary>
    private protected IActorRef StartStored(string kind = "group", long head = 2, params UserId[] more)
    {
        if (Memory.Engine.Find(Id) is null)
            Memory.OpenRoom(kind, [Alice, Bob, .. more]);
        Memory.FillUp(head);
        return Start();
    }

    /// <summary>Whether members' deletions empty the log.</summary>
    private protected bool RedactDeletedMessages { get; set; }

    /// <summary>Those of all specs, unless one looks at them.</summary>
    private protected RealtimeMetrics Metrics { get; set; } = TestMetrics.Instance;

    /// <summary>What looks at links; nobody, unless a spec says so.</summary>
    private protected ILinkPreviews? Previews { get; set; }

    private protected IActorRef Start() => Sys.ActorOf(RoomProps());

    private protected Props RoomProps() => RoomActor.Props(
        Id, new RoomServices(Store, Store, Store, Files, Journal, Router, () => Regions, () => Users, Node, Time, Metrics, RedactDeletedMessages, NullLogger.Instance) { Blocks = Memory.Blocks, Previews = Previews });

    private protected static RoomRequest Request(UserId by, IRoomRequest body, string? @ref = "1") => new(Id, Caller(by), @ref, body);

    private protected static RoomRequest Send(UserId by, string key, string text = "hi", string? @ref = "1") =>
        Request(by, new ChatSendRequest(Id, key, text), @ref);

    /// <summary>The next entry that the room wrote.</summary>
    private protected AppendEvents ExpectEntry() => JournalProbe.ExpectMsg<AppendEvents>();

    /// <summary>The next entry, which the store takes.</summary>
    private protected AppendEvents StoreNext()
    {
        var entry = ExpectEntry();
        Memory.Commit(entry);
        Assert.Equal(entry.After + entry.Events.Count, Memory.Engine.Find(Id)!.Head);
        return entry;
    }

    /// <summary>The relay needs the room from <paramref name="lastSeq"/> on; its head is answered.</summary>
    private protected Head Follow(IActorRef room, long lastSeq)
    {
        room.Tell(new Interest(Topic.Of(Id), lastSeq), Relay);
        return Relay.ExpectMsg<Head>();
    }

    /// <summary>Tells a room that has nothing to do several things, all of which it finds in its mailbox at once.</summary>
    private protected static void TellTogether(IActorRef room, IActorRef sender, params object[] messages)
    {
        ((IInternalActorRef)room).Suspend();
        foreach (var message in messages)
            room.Tell(message, sender);
        ((IInternalActorRef)room).Resume();
    }

    /// <summary>Waits until the room has handled all that it was told before, ticks included.</summary>
    private protected void Settle(IActorRef room)
    {
        var settled = CreateTestProbe();
        room.Tell(new GetRoomMembers(Id, "settled"), settled);
        settled.ExpectMsg<RoomMembers>();
    }

    private protected IReadOnlyList<Publication> ExpectBroadcast() =>
        Router.FishForMessage<Broadcast>(_ => true).Publications;

    /// <summary>Those who are told that they have entered the room, as many as <paramref name="count"/>.</summary>
    private protected IReadOnlyList<UserFollows> ExpectEntered(int count = 1)
    {
        var entered = new List<UserFollows>();
        while (entered.Count < count)
            entered.AddRange(Router.FishForMessage<FollowTopics>(_ => true).Users);
        Assert.Equal(count, entered.Count);
        Assert.All(entered, e => Assert.Equal(Topic.Of(Id), e.Follow.Topic));
        return entered;
    }

    private protected static void ExpectReply(TestProbe connection, string expected) =>
        Assert.Equal(expected, connection.ExpectMsg<EncodedEnvelope>().ToString());

    private protected static (string Type, JsonElement Data) Parse(EncodedEnvelope envelope)
    {
        var root = JsonDocument.Parse(envelope.Utf8).RootElement;
        return (root.GetProperty("type").GetString()!, root.GetProperty("data"));
    }

    private protected static (string Type, JsonElement Data) Expect(TestProbe connection) => Parse(connection.ExpectMsg<EncodedEnvelope>());

    private protected static string ExpectError(TestProbe connection)
    {
        var (type, data) = Expect(connection);
        Assert.Equal("error", type);
        return data.GetProperty("code").GetString()!;
    }
}
