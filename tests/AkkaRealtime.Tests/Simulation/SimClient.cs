using System.Text;
using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Server.Tests.Support.History;
using AkkaRealtime.Topics;
using ChatHistory = AkkaRealtime.Server.Tests.Support.History.ChatHistory;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>Somebody with a connection, who writes: one message after the other, each again with the same key until it is confirmed, or until they give up. Connects to another node where theirs is gone.</summary>
internal sealed class SimClient : IOutbox
{
    private const int ReplyPatienceMs = 2_000;
    private const int GivesUp = 4;
    private readonly SimCluster _cluster;
    private readonly ChatHistory _history;
    private readonly IReadOnlyList<RoomId> _rooms;
    private readonly UserId _user;
    private readonly Dictionary<string, long> _next = [];
    private readonly HashSet<string> _waiting = [];
    private List<(string Room, StoredMessage? Message)> _seen = [];
    private SimNode? _node;
    private IActorRef _connection = ActorRefs.Nobody;
    private int _messages;
    private int _key;
    private int _confirmed;
    private int _attempt;
    private int _connections;

    public SimClient(SimCluster cluster, ChatHistory history, IReadOnlyList<RoomId> rooms, UserId user, int messages)
    {
        (_cluster, _history, _rooms, _user, _messages) = (cluster, history, rooms, user, messages);
        Connect();
        WriteNext();
    }

    /// <summary>All of theirs is confirmed, or given up.</summary>
    public bool IsDone => _messages == 0;

    /// <summary>What they should not have been sent.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Their node is gone.</summary>
    public void Lose(SimNode node)
    {
        if (_node != node)
            return;
        Disconnect();
        _cluster.Time.After(_cluster.Random.Next(100, 1_000), Connect);
    }

    /// <summary>Ends it, and says what is missing of a room that has come to rest.</summary>
    public void End()
    {
        foreach (var room in _rooms)
        {
            var head = _cluster.Store.Engine.Find(room)!.Head;
            if (_node is not null && _next[room.Value] != head + 1 && _next[room.Value] != 0)
                Wrong.Add($"{_user} has {room.Value} up to {_next[room.Value] - 1} of {head}");
        }

        Disconnect();
    }

    public bool Write(EncodedEnvelope envelope) => true;

    public void TellLagging(Topic topic)
    {
        _seen.Add((topic.Id, null));
        _next[topic.Id] = 0;
    }

    public void Deliver(in SharedFrames frames)
    {
        for (var at = 0; at < frames.Bytes.Length;)
        {
            var span = frames.Bytes.Span[at..];
            var (header, length) = span[1] == 126 ? (4, (span[2] << 8) | span[3]) : (2, span[1]);
            See(span.Slice(header, length));
            at += header + length;
        }
    }

    private void See(ReadOnlySpan<byte> envelope)
    {
        var data = JsonElement.Parse(Encoding.UTF8.GetString(envelope)).GetProperty("data");
        var message = new StoredMessage(data.GetProperty("seq").GetInt64(), data.GetProperty("id").GetString()!, data.GetProperty("by").GetString()!, data.GetProperty("key").GetString()!);
        var room = data.GetProperty("room").GetString()!;
        if (_next[room] != 0 && message.Seq != _next[room])
            Wrong.Add($"{_user} was sent {message.Seq} of {room} instead of {_next[room]}");
        _next[room] = message.Seq + 1;
        _seen.Add((room, message));
    }

    private void Connect()
    {
        var node = _cluster.One(n => n.IsAlive);
        (_node, _seen) = (node, []);
        _connection = new SimRef($"{_user}-{++_connections}", node.Address, _cluster.Provider, (reply, _) => Take(reply));
        var heads = _rooms.Select(room => KeyValuePair.Create(Topic.Of(room), _cluster.Store.Engine.Find(room)!.Head)).ToList();
        foreach (var (topic, head) in heads)
            _next[topic.Id] = head + 1;

        // The store is read, and the relay told, one after the other.
        _cluster.Time.After(_cluster.Random.Next(0, 50), () =>
        {
            if (node.IsAlive && _node == node)
                node.Relay.Tell(new Subscribe(heads, _user, this));
        });
    }

    private void Disconnect()
    {
        _history.Connection(_seen);
        (_node, _seen) = (null, []);
    }

    private void WriteNext() => _cluster.Time.After(_cluster.Random.Next(50, 1_200), () =>
    {
        _key++;
        Try();
    });

    private void Try()
    {
        var (attempt, room, key) = (++_attempt, _rooms[_key % _rooms.Count], $"k{_key}");
        _history.Begin(room.Value, _user.Value, key);
        if (_node is { IsAlive: true } node)
        {
            var caller = new Caller(_user, _user.Value, new DeviceId("d"), new SessionId(_connection.Path.Name));
            _waiting.Add($"r{attempt}");
            node.Region.Tell(new RoomRequest(room, caller, $"r{attempt}", new ChatSendRequest(room, key, "hi")), _connection);
        }

        _cluster.Time.After(ReplyPatienceMs, () => Again(attempt));
    }

    private void Again(int attempt)
    {
        if (attempt == _attempt && !IsDone)
            Try();
    }

    private void Take(object reply)
    {
        if (reply is not EncodedEnvelope envelope)
            return;
        var root = JsonElement.Parse(envelope.ToString());
        var data = root.GetProperty("data");

        // Whatever answers the same request again answers nobody.
        if (!_waiting.Remove(data.GetProperty("ref").GetString()!))
            return;
        if (root.GetProperty("type").GetString() == "error")
        {
            if (_confirmed != _key && _cluster.Random.Next(GivesUp) == 0)
            {
                Done();
                return;
            }

            var attempt = _attempt;
            _cluster.Time.After(_cluster.Random.Next(100, 500), () => Again(attempt));
            return;
        }

        var key = data.GetProperty("key").GetString()!;
        _history.Confirm(
            data.GetProperty("room").GetString()!, _user.Value, key, data.GetProperty("seq").GetInt64(), data.GetProperty("id").GetString()!, data.GetProperty("duplicate").GetBoolean());
        if (key == $"k{_key}" && _confirmed != _key)
            Done();
    }

    private void Done()
    {
        _confirmed = _key;
        _attempt++;
        if (--_messages > 0)
            WriteNext();
    }
}
