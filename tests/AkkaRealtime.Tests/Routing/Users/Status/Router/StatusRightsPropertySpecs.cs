using System.Text.Json;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Status.Router;

/// <summary>
/// Whatever people do, in whatever order (come, leave, subscribe, change their status), while the store answers late: in the end everybody sees the status of
/// those with whom they share a room, if they asked since, and of nobody else.
/// </summary>
public sealed class StatusRightsPropertySpecs(ITestOutputHelper output) : StatusRouterSpec(output)
{
    private static readonly UserId[] People = Ids("ann", "ben", "cid", "dan");
    private static readonly RoomId[] Rooms = [new("r0"), new("r1")];
    private readonly HashSet<(RoomId Room, UserId User)> _members = [];
    private readonly Dictionary<UserId, StatusReport> _now = [];
    private readonly Dictionary<UserId, Viewer> _viewers = [];
    private readonly List<TaskCompletionSource> _late = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Should_show_exactly_those_with_whom_a_room_is_shared(int seed)
    {
        var random = new Random(seed);
        foreach (var room in Rooms)
        {
            Store.MakeRoom(room, "group", new UserId("host"));
        }

        foreach (var user in People)
        {
            _now[user] = Report(new StatusView(user, "online"));
            _viewers[user] = new Viewer(CreateTestProbe());
        }

        Users.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            if (message is GetStatus get)
                Akka.Actor.ActorRefImplicitSenderExtensions.Tell(sender, new StatusAnswer(get.Token, _now[get.User]));
            return AutoPilot.KeepRunning;
        }));
        for (var step = 0; step < 120; step++)
            await StepAsync(random, step);
        Release();
        await QuietAsync();

        // Nobody is told what those say whom they may not see, and shows them as offline.
        foreach (var user in People)
            Say(user, "last words");
        await QuietAsync();
        foreach (var (viewer, seen) in _viewers)
        {
            foreach (var (user, text) in seen.Texts)
                Assert.True(Share(viewer, user) || text is null, $"{viewer} sees {user} say {text}");
        }

        // And whoever asks now sees all the others.
        foreach (var viewer in People)
            Subscribe(viewer);
        await QuietAsync();
        foreach (var (viewer, seen) in _viewers)
        {
            foreach (var user in People)
                Assert.Equal(Share(viewer, user) ? "last words" : null, seen.Texts.GetValueOrDefault(user));
        }
    }

    private async Task StepAsync(Random random, int step)
    {
        var user = People[random.Next(People.Length)];
        var room = Rooms[random.Next(Rooms.Length)];
        switch (random.Next(7))
        {
            case 0 or 1 when _members.Remove((room, user)):
                Store.Leave(room, user);
                Sys.EventStream.Publish(new LeftTopic(Topic.Of(room), user));
                break;
            case 0 or 1 or 2 when _members.Add((room, user)):
                Store.Enter(room, user);
                break;
            case 3:
                Subscribe(user);
                break;
            case 4:
                Say(user, $"step {step}");
                break;
            case 5:
                var gate = new TaskCompletionSource();
                _late.Add(gate);
                RightsGate = gate.Task;
                break;
            default:
                if (random.Next(2) == 0)
                    Release();
                Advance(TimeSpan.FromMilliseconds(random.Next(1_500)));
                await SettledAsync();
                break;
        }
    }

    private void Subscribe(UserId viewer) => Send(_viewers[viewer].Connection, new StatusSubscribeRequest(People), user: viewer.Value, meet: false);

    private void Say(UserId user, string text)
    {
        _now[user] = Report(new StatusView(user, "busy", text));
        Publish(_now[user]);
    }

    private bool Share(UserId one, UserId other) => one == other || Rooms.Any(r => _members.Contains((r, one)) && _members.Contains((r, other)));

    private void Release()
    {
        RightsGate = Task.CompletedTask;
        foreach (var gate in _late)
            gate.TrySetResult();
        _late.Clear();
    }

    // Checks that wait for one another, answers of the store, and the second between two frames.
    private async Task QuietAsync()
    {
        for (var i = 0; i < 6; i++)
        {
            await SettledAsync();
            Advance(StatusWatchers<object>.Interval);
        }

        foreach (var viewer in _viewers.Values)
        {
            while (viewer.Connection.HasMessages)
                viewer.Take(await FrameAsync(viewer.Connection));
        }
    }

    private sealed class Viewer(TestProbe connection)
    {
        public TestProbe Connection { get; } = connection;

        // What is shown of whom: the text, or null for offline.
        public Dictionary<UserId, string?> Texts { get; } = [];

        public void Take(string frame)
        {
            using var parsed = JsonDocument.Parse(frame);
            var data = parsed.RootElement.GetProperty("data");
            foreach (var user in data.GetProperty("users").EnumerateArray())
                Texts[new UserId(user.GetProperty("user").GetString()!)] = user.TryGetProperty("text", out var text) ? text.GetString() : null;
            if (!data.TryGetProperty("refused", out var refused))
                return;
            foreach (var user in refused.EnumerateArray())
                Texts[new UserId(user.GetString()!)] = null;
        }
    }
}
