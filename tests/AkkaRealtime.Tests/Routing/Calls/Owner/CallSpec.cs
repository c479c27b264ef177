using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>
/// The owner of one room's calls under a probe that stands for its shard. Users' and rooms' entities are probes that answer as
/// <see cref="InAnotherCall"/>, <see cref="Members"/> and the other switches say.
/// </summary>
public abstract class CallSpec : VirtualTimeSpec
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected CallSpec(ITestOutputHelper output)
        : base(output)
    {
        Shard = CreateTestProbe("shard");
        Calls = CreateTestProbe("calls");
        Users = CreateTestProbe("users");
        Rooms = CreateTestProbe("rooms");
        Users.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            ToldUsers.Enqueue(message);
            if (message is EnterCall enter && UsersAnswer)
                sender.Tell(new EnterCallAnswer(enter.Call.Id, enter.User, !InAnotherCall.Contains(enter.User)), Users);
            return AutoPilot.KeepRunning;
        }));
        Rooms.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            ToldRooms.Enqueue(message);
            if (message is GetRoomMembers get && RoomsAnswer)
                sender.Tell(new RoomMembers(get.Room, get.Token, Kind, Members, Moderators), Rooms);
            if (message is RecordCall record && RoomsRecord)
                sender.Tell(new CallRecorded(record.Call), Rooms);
            return AutoPilot.KeepRunning;
        }));
        Metrics = new RealtimeMetrics(_metrics.GetRequiredService<IMeterFactory>());
    }

    protected TestProbe Shard { get; }

    /// <summary>The region of calls: hears who is to be woken.</summary>
    protected TestProbe Calls { get; }

    protected TestProbe Users { get; }

    protected TestProbe Rooms { get; }

    /// <summary>Everything that users' entities were told.</summary>
    protected ConcurrentQueue<object> ToldUsers { get; } = new();

    /// <summary>Everything that the room's entity was told.</summary>
    protected ConcurrentQueue<object> ToldRooms { get; } = new();

    protected RealtimeMetrics Metrics { get; }

    protected RealtimeOptions Options { get; } = new();

    internal SpecStore Store { get; } = new();

    /// <summary>Users who may not enter.</summary>
    protected HashSet<UserId> InAnotherCall { get; } = [];

    /// <summary>Whether users' entities say anything.</summary>
    protected bool UsersAnswer { get; set; } = true;

    /// <summary>Whether the room's entity says who its members are.</summary>
    protected bool RoomsAnswer { get; set; } = true;

    /// <summary>Whether the room's entity keeps outcomes.</summary>
    protected bool RoomsRecord { get; set; } = true;

    /// <summary>The room's kind; null: there is no such room.</summary>
    protected string? Kind { get; set; } = "direct";

    /// <summary>The room's members.</summary>
    protected IReadOnlyList<UserId> Members { get; set; } = [CallData.Alice.User, CallData.Bob.User];

    internal CallServices Services => new(Time, Options.Calls, Store.Calls, Store, Metrics, NullLogger.Instance, Users, Rooms)
    {
        RateLimiting = Options.Limits.RateLimiting,
        Sfu = Sfu,
        Calls = () => Calls,
        Ongoing = Ongoing,
    };

    /// <summary>What the operator sees.</summary>
    internal OngoingCalls Ongoing { get; } = new();

    internal virtual ISfu Sfu => NoSfu.Instance;

    protected IActorRef NewOwner() => Shard.ChildActorOf(
        Props.Create(() => new CallActor(CallData.Room, Services)).WithMailbox(LeanMailbox.Id), SupervisorStrategy.DefaultStrategy);

    protected void MakeGroup(params Caller[] members)
    {
        Kind = "group";
        Members = [.. members.Select(m => m.User)];
    }

    /// <summary>Everything sent so far, and what followed from it, has been dealt with.</summary>
    protected async Task SettleAsync(IActorRef owner)
    {
        var probe = CreateTestProbe();
        for (var hops = 0; hops < 6; hops++)
        {
            owner.Tell(new Identify(hops), probe);
            await probe.ExpectMsgAsync<ActorIdentity>();
        }
    }

    protected async Task AdvanceAsync(IActorRef owner, double seconds)
    {
        await SettleAsync(owner);
        Advance(TimeSpan.FromSeconds(seconds));
        await SettleAsync(owner);
    }

    internal static void Send(IActorRef owner, Person from, ICallRequest request, string? @ref = "r") =>
        owner.Tell(new CallCommand(CallData.Room, from.Caller, @ref, request), from.Connection);

    internal Person NewPerson(Caller caller) => new(caller, CreateTestProbe());

    /// <summary>The next envelope of a connection, which must be of this type.</summary>
    internal static async Task<JsonElement> ExpectAsync(TestProbe connection, string type)
    {
        var envelope = await connection.ExpectMsgAsync<EncodedEnvelope>();
        return DataOf(envelope, type);
    }

    internal static async Task ExpectErrorAsync(TestProbe connection, string code) =>
        Assert.Equal(code, (await ExpectAsync(connection, "error")).GetProperty("code").GetString());

    internal static JsonElement DataOf(EncodedEnvelope envelope, string type)
    {
        using var json = JsonDocument.Parse(envelope.Utf8);
        Assert.True(type == json.RootElement.GetProperty("type").GetString(), $"expected {type}, got {envelope}");
        return json.RootElement.GetProperty("data").Clone();
    }

    /// <summary>The next message of this kind to a user's entity; others are passed over.</summary>
    internal async Task<T> ToUserAsync<T>(Caller user, Func<T, bool>? where = null)
        where T : class, IUserCommand => (T)(object)await Users.FishForMessageAsync<T>(m => m.User == user.User && where?.Invoke(m) != false);

    /// <summary>The next envelope of this type to all (but one) of a user's connections.</summary>
    internal async Task<(JsonElement Data, SessionId? Except)> ToDevicesAsync(Caller user, string type)
    {
        var tell = await ToUserAsync<TellUser>(user, t => t.Envelope.ToString().StartsWith($"{{\"type\":\"{type}\"", StringComparison.Ordinal));
        return (DataOf(tell.Envelope, type), tell.ExceptSession);
    }

    /// <summary>The room's owners and admins.</summary>
    protected IReadOnlyList<UserId> Moderators { get; set; } = [];

    /// <summary>Alice has started a call, and has her reply.</summary>
    internal async Task<(Person Alice, CallId Call)> StartAsync(IActorRef owner, string media = "video")
    {
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, media, "key"));
        var started = await ExpectAsync(alice.Connection, "call.started");
        return (alice, new CallId(started.GetProperty("call").GetProperty("id").GetString()!));
    }

    /// <summary>Alice and Bob talk; everything that led there has been received.</summary>
    internal async Task<(Person Alice, Person Bob, CallId Call)> TalkAsync(IActorRef owner)
    {
        var (alice, call) = await StartAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectAsync(bob.Connection, "call.joined");
        await ExpectAsync(alice.Connection, "call.participant-joined");
        await SettleAsync(owner);
        return (alice, bob, call);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _metrics.Dispose();
    }

    /// <summary>Somebody and their connection.</summary>
    internal sealed record Person(Caller Caller, TestProbe Connection);
}
