using System.Globalization;
using Akka.Actor;
using Akka.Event;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Sessions.Revoking;

namespace AkkaRealtime.Connections;

/// <summary>
/// A socket with its two loops. Lives from the upgrade until both loops have ended, which may be longer than its actor does: a crashed actor's
/// client still gets its close frame. Times are on the node's monotonic clock.
/// </summary>
internal sealed class Connection : IOutboxOwner
{
    /// <summary>From the decision to close until the socket is cut, milliseconds: for what is queued, the close frame, and the client's answer.</summary>
    public const int CloseWaitMs = 5_000;

    // A client that broke the framing can't be understood when it answers: it is told the end of the stream, and gets a moment to end its own.
    private const int FaultWaitMs = 1_000;

    private readonly ITransport _transport;
    private readonly ConnectionServices _services;
    private IActorRef _actor = ActorRefs.Nobody;
    private IActorRef _parent = ActorRefs.Nobody;
    private long _wakeAt = long.MaxValue;
    private long _abortAt = long.MaxValue;
    private int _closeCode;
    private int _ends;
    private volatile bool _writerEnded;
    private volatile bool _endWithoutAnswer;
    private volatile bool _isReady;
    private volatile bool _isFaulted;
    private volatile SessionFacts? _facts;

    public Connection(ITransport transport, Accepted accepted, ConnectionServices services)
    {
        _transport = transport;
        _services = services;
        Accepted = accepted;
        Outbox = new Outbox(transport, services.Outboxes, services.Metrics, this, accepted.Deflates);
        var frames = new FrameReader(services.Limits.MaxMessageBytes, accepted.Deflates);
        Inbox = new Inbox(transport, services.Options.InboxItems, frames, this, services.Limits);
    }

    /// <summary>What the handshake found out.</summary>
    public Accepted Accepted { get; }

    /// <summary>The way in.</summary>
    public Inbox Inbox { get; }

    /// <summary>The way out.</summary>
    public Outbox Outbox { get; }

    /// <summary>The connection's actor.</summary>
    public IActorRef Actor => _actor;

    /// <summary>Whether the client was told that its session is ready: what is meant for everybody may go out to it.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>Whether the connection is closing or closed.</summary>
    public bool IsClosing => Volatile.Read(ref _closeCode) != 0;

    /// <summary>Whether the client broke the rules of framing: what it sends is read to its end, and means nothing.</summary>
    public bool IsFaulted { get => _isFaulted; private set => _isFaulted = value; }

    /// <summary>How it ended, for the counter: a code that we know, 1005 or 1006, or "other".</summary>
    public string CloseTag => Enum.IsDefined((CloseCode)_closeCode) || _closeCode is PeerClose.NoStatus or PeerClose.Abnormal
        ? _closeCode.ToString(CultureInfo.InvariantCulture)
        : "other";

    /// <inheritdoc/>
    public long NowMs => _services.NowMs;

    /// <summary>What its session may be revoked by, from the sign-in on.</summary>
    public SessionFacts? Facts
    {
        get => _facts;
        set => _facts = value;
    }

    /// <summary>Whose it is, from the sign-in on; <see cref="ConnectionsActor"/> alone uses this.</summary>
    public UserId? User { get; set; }

    /// <summary>Its place in the list of <see cref="ConnectionsActor"/>, which alone uses this.</summary>
    public int Slot { get; set; }

    /// <summary>Whether the client closed, in good order.</summary>
    public bool ClosedByPeer { get; private set; }

    /// <summary>When it was last heard; only the sweep uses this.</summary>
    public long HeardAt { get; set; }

    /// <summary>When it was last sent a ping; only the sweep uses this.</summary>
    public long PingedAt { get; set; }

    /// <summary>When its actor wants to be told <see cref="TimePassed"/>, once.</summary>
    public long WakeAt
    {
        get => Volatile.Read(ref _wakeAt);
        set => Volatile.Write(ref _wakeAt, value);
    }

    /// <summary>Begins to read.</summary>
    public void Start(IActorRef actor, IActorRef parent)
    {
        _actor = actor;
        _parent = parent;
        _ = Inbox.RunAsync();
    }

    /// <summary>Closes from our side, in order behind what is queued. The first to close says why. Safe from any thread.</summary>
    public void Close(CloseCode code, string reason)
    {
        if (!TryBeginClose((int)code, CloseWaitMs))
            return;
        var discard = code is CloseCode.TooSlow or CloseCode.HeartbeatLost;
        Outbox.Close(Frames.Close((int)code, reason), discard);
        _actor.Tell(Closing.Instance);
    }

    /// <summary>The client broke the rules of framing, or keeps to no measure: nothing more of it is understood, and soon it is cut.</summary>
    public void Fault(CloseCode code, string? reason = null)
    {
        if (IsFaulted)
            return;
        IsFaulted = true;
        Close(code, reason ?? Reason(code));
        if (_writerEnded)
            _transport.EndWriting();
        Volatile.Write(ref _abortAt, Math.Min(Volatile.Read(ref _abortAt), NowMs + FaultWaitMs));
    }

    /// <summary>Looks at all that goes by time; the parent calls this for one connection after the other.</summary>
    public void Sweep(long nowMs, ConnectionOptions options)
    {
        if (IsClosing)
        {
            if (nowMs >= Volatile.Read(ref _abortAt))
                _transport.Abort();
            return;
        }

        if (Inbox.TakeHeard())
            HeardAt = nowMs;
        else if (nowMs - HeardAt >= 2L * options.HeartbeatMs)
            Close(CloseCode.HeartbeatLost, "Nothing was heard for two heartbeats.");
        if (nowMs - PingedAt >= options.HeartbeatMs)
        {
            PingedAt = nowMs;
            Outbox.WriteControl(Frames.Ping);
        }

        if (nowMs - Outbox.LaggingSinceMs >= options.LagTimeoutMs)
            Close(CloseCode.TooSlow, "Lagging for too long. Send chat.sync.");
        if (nowMs >= Outbox.StalledAtMs)
            Close(CloseCode.TooSlow, "Nothing is read. Read faster, then send chat.sync.");
        var wakeAt = WakeAt;
        if (nowMs >= wakeAt && Interlocked.CompareExchange(ref _wakeAt, long.MaxValue, wakeAt) == wakeAt)
            _actor.Tell(TimePassed.Instance);
    }

    /// <summary>The actor system ends, and with it the sweep: don't wait for the client's answer once the close frame is out.</summary>
    public void EndWithoutAnswer()
    {
        _endWithoutAnswer = true;
        if (_writerEnded)
            _transport.Abort();
    }

    /// <inheritdoc/>
    public void Overflowed() => Close(CloseCode.TooSlow, "Replies were not read. Read faster, then send chat.sync.");

    /// <inheritdoc/>
    public void WriterEnded()
    {
        _writerEnded = true;
        if (_endWithoutAnswer)
            _transport.Abort();
        else if (IsFaulted)
            _transport.EndWriting();
        EndOne();
    }

    /// <summary>The reader is through: the client sent a close frame, has ended its stream in good order, or is gone.</summary>
    public void ReaderEnded(int code, bool isEndOfStream)
    {
        // Its end is an answer to our close as well, and no reason to take back what is still on its way to it.
        var isAnswer = isEndOfStream && IsClosing;
        if (TryBeginClose(code, CloseWaitMs))
        {
            ClosedByPeer = code != PeerClose.Abnormal;
            _actor.Tell(Closing.Instance);
        }

        if (code == PeerClose.Abnormal && !isAnswer)
            _transport.Abort();
        Outbox.Close(Frames.Close(code, ""), discard: code == PeerClose.Abnormal);
        EndOne();
    }

    private bool TryBeginClose(int code, int waitMs)
    {
        if (Interlocked.CompareExchange(ref _closeCode, code, 0) != 0)
            return false;
        Volatile.Write(ref _abortAt, NowMs + waitMs);
        return true;
    }

    // Reader and writer, whichever is last.
    private void EndOne()
    {
        if (Interlocked.Increment(ref _ends) < 2)
            return;
        _transport.Complete();
        _parent.Tell(new ConnectionEnded(this));
    }

    private static string Reason(CloseCode code) => code switch
    {
        CloseCode.TooBig => "The message is longer than limits.maxMessageBytes.",
        CloseCode.UnsupportedData => "Send text frames.",
        CloseCode.Flood => "Too many pings. Send as many as messages at most.",
        CloseCode.InvalidPayload => "The text is not valid UTF-8.",
        _ => "The frame breaks RFC 6455.",
    };
}

/// <summary>Told to a connection actor when its connection begins to close, whoever closes it.</summary>
internal sealed class Closing : IDeadLetterSuppression
{
    /// <summary>The only one.</summary>
    public static readonly Closing Instance = new();
}

/// <summary>Told to a connection actor when the time has come that it named in <see cref="Connection.WakeAt"/>.</summary>
internal sealed class TimePassed : IDeadLetterSuppression
{
    /// <summary>The only one.</summary>
    public static readonly TimePassed Instance = new();
}

/// <summary>Told to the parent of connections, and passed on to the connection's actor: both loops have ended.</summary>
internal sealed record ConnectionEnded(Connection Connection) : IDeadLetterSuppression;
