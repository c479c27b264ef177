using System.Text.Json;
using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Routing.Chat.Model;

/// <summary>
/// A client of a <see cref="ModelRun"/>: sends requests, keeps replies and events, follows the room while it is connected, and can be cut off. Events of a
/// connection must come in order and without a hole.
/// </summary>
internal sealed class ModelClient
{
    private readonly Channel<EncodedEnvelope> _received = Channel.CreateBounded<EncodedEnvelope>(100_000);
    private readonly Dictionary<string, (string Type, JsonElement Data)> _replies = [];
    private readonly IActorRef _router;
    private readonly IActorRef _relay;
    private readonly IActorRef _inbox;
    private LiveOutbox? _outbox;
    private int _sessions;

    public ModelClient(ActorSystem system, IActorRef router, IActorRef relay, UserId user)
    {
        (_router, _relay, User) = (router, relay, user);
        var writer = _received.Writer;
        _inbox = system.ActorOf(Props.Create(() => new Inbox(writer)));
    }

    public UserId User { get; }

    /// <summary>Every event that this client has, by position.</summary>
    public SortedDictionary<long, JsonElement> Events { get; } = [];

    /// <summary>Up to where it has all.</summary>
    public long Has
    {
        get
        {
            TakeLive();
            var has = 0L;
            while (Events.ContainsKey(has + 1))
                has++;
            return has;
        }
    }

    /// <summary>Whether it is connected, and was a member when it connected.</summary>
    public bool IsFollowing => _outbox is { Left: false };

    public void Send(string @ref, IChatRequest request)
    {
        var caller = new Caller(User, User.Value, new DeviceId("d"), new SessionId($"{User}-{_sessions}"));
        _router.Tell(new ClientRequest(caller, @ref, request), _inbox);
    }

    /// <summary>The reply to a request; events that come as pages of a sync are kept on the way.</summary>
    public async Task<(string Type, JsonElement Data)> ReplyAsync(string @ref)
    {
        (string Type, JsonElement Data) reply;
        while (!_replies.Remove(@ref, out reply))
        {
            var root = JsonDocument.Parse((await _received.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait)).Utf8).RootElement;
            var (type, data) = (root.GetProperty("type").GetString()!, root.GetProperty("data"));
            if (data.TryGetProperty("ref", out var of))
                _replies[of.GetString()!] = (type, data);
            else if (type == "chat.events")
                data.GetProperty("events").EnumerateArray().ToList().ForEach(Keep);
        }

        return reply;
    }

    /// <summary>Cuts the connection; or connects again, as the connection's actor does: what is live from the head on, the rest by a sync.</summary>
    public void Reconnect(RoomId room, bool member, long head)
    {
        if (_outbox is { } old)
        {
            _relay.Tell(new UnsubscribeAll(old));
            TakeLive();
            _outbox = null;
            return;
        }

        _sessions++;
        if (!member)
            return;
        _outbox = new LiveOutbox(User, head);
        _relay.Tell(new Subscribe([new(Topic.Of(room), head)], User, _outbox));
    }

    /// <summary>Waits until the connection alone has brought everything up to <paramref name="head"/>; not where it saw its own user leave.</summary>
    public Task UntilAsync(long head) => _outbox!.UntilAsync(head).WaitAsync(Patient.Wait);

    public void Stop()
    {
        if (_outbox is { } outbox)
            _relay.Tell(new UnsubscribeAll(outbox));
        _inbox.Tell(PoisonPill.Instance);
    }

    private void TakeLive() => _outbox?.Take().ForEach(Keep);

    // An event comes with the same bytes however often, until what it says is deleted.
    private void Keep(JsonElement e)
    {
        var seq = e.GetProperty("data").GetProperty("seq").GetInt64();
        if (!Events.TryAdd(seq, e) && !IsEmpty(e))
        {
            if (!IsEmpty(Events[seq]))
                Assert.Equal(Events[seq].GetRawText(), e.GetRawText());
            return;
        }

        Events[seq] = e;
    }

    private static bool IsEmpty(JsonElement e) => e.GetProperty("data").TryGetProperty("text", out var text) && text.GetString() == "";

    private sealed class Inbox(ChannelWriter<EncodedEnvelope> received) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is EncodedEnvelope envelope)
                received.TryWrite(envelope);
        }
    }

    // A connection's way out: durable events, checked for their order, until its user leaves.
    private sealed class LiveOutbox(UserId user, long from) : IOutbox
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<JsonElement> _events = [];
        private long _last = from;
        private long _wanted = long.MaxValue;

        public bool Left { get; private set; }

        public bool Write(EncodedEnvelope envelope) => true;

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames)
        {
            lock (_gate)
            {
                foreach (var text in FramesOf.Texts(frames))
                    Take(JsonDocument.Parse(text).RootElement);
            }
        }

        public List<JsonElement> Take()
        {
            lock (_gate)
            {
                var taken = _events.ToList();
                _events.Clear();
                return taken;
            }
        }

        public Task UntilAsync(long head)
        {
            lock (_gate)
            {
                _wanted = head;
                if (_last >= head || Left)
                    _done.TrySetResult();
            }

            return _done.Task;
        }

        private void Take(JsonElement e)
        {
            var data = e.GetProperty("data");
            if (!data.TryGetProperty("seq", out var seq))
                return;
            if (seq.GetInt64() != _last + 1)
                _done.TrySetException(new InvalidOperationException($"{user} had {_last} and got {e}"));
            _last = seq.GetInt64();
            _events.Add(e);
            Left |= e.GetProperty("type").GetString() == "chat.left" && data.GetProperty("user").GetString() == user.Value;
            if (_last >= _wanted || Left)
                _done.TrySetResult();
        }
    }
}
