using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls;

/// <summary>
/// Keeps one owner's call: one write under way, and after it the newest state only. An outcome is told to the room until it stands in its
/// log; until then, and until no media server has a room of it, the call stays live in the store, so that a new owner goes on with that.
/// </summary>
internal sealed class CallLedger(IJournal journal, IActorRef rooms, IActorRef owner)
{
    private static readonly TimeSpan SaveAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecordAgain = TimeSpan.FromSeconds(5);

    private SaveCall? _underWay;
    private long _underWayNumber;
    private Call? _sent;
    private Call? _waiting;
    private RecordCall? _outcome;
    private DateTimeOffset? _saveAt;
    private DateTimeOffset? _recordAt;

    /// <summary>How many states were given to be kept.</summary>
    public long Given { get; private set; }

    /// <summary>The store has this one of them, and so whatever was decided before it.</summary>
    public long Kept { get; private set; }

    /// <summary>Nothing is left to do.</summary>
    public bool IsIdle => _underWay is null && _waiting is null && _outcome is null;

    /// <summary>When <see cref="Advance"/> has something to do next.</summary>
    public DateTimeOffset? Next => _recordAt is null || _saveAt < _recordAt ? _saveAt : _recordAt;

    /// <summary>Keeps <paramref name="call"/> as it is now.</summary>
    public void Save(Call call, DateTimeOffset now)
    {
        _waiting = call;
        Given++;
        if (_underWay is null)
            Write(now);
    }

    /// <summary>The owner stops: what still waits for its turn is handed to the journal, which keeps the order.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (_waiting is not null)
            Write(now);
    }

    /// <summary>
    /// Tells the room the outcome, once the journal has the call's end: who sees the call in the room's log must not find it going on in
    /// their history.
    /// </summary>
    public void Record(Call call, DateTimeOffset now)
    {
        _outcome = new RecordCall(call.Room, call.Starter, call.Id, call.Outcome!, call.DurationMs, call.Media);
        _recordAt = null;
        if (_waiting is null)
            TellOutcome(now);
    }

    /// <summary>The room has it. True where this was the outcome under way.</summary>
    public bool Recorded(CallId call)
    {
        if (_outcome?.Call != call)
            return false;
        _outcome = null;
        _recordAt = null;
        return true;
    }

    /// <summary>The journal's answer.</summary>
    public void Answered(JournalEntry entry, bool stored, DateTimeOffset now)
    {
        if (!ReferenceEquals(entry, _underWay))
            return;
        _underWay = null;
        if (stored)
        {
            Kept = _underWayNumber;
            if (_waiting is not null)
                Write(now);
            return;
        }

        _waiting ??= _sent;
        _saveAt = now + SaveAgain;
    }

    /// <summary>Tries again what is due.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (_saveAt <= now && _underWay is null && _waiting is not null)
            Write(now);
        if (_recordAt <= now)
            TellOutcome(now);
    }

    private void Write(DateTimeOffset now)
    {
        var call = _waiting!;
        var entry = new SaveCall(owner, call.Id, call.Room, !call.IsSettled, call.StartedAt, call.Everybody, StoredCalls.Encode(call, now), call.MissedBy());
        if (!journal.TryWrite(entry))
        {
            _saveAt = now + SaveAgain;
            return;
        }

        _underWay = entry;
        _underWayNumber = Given;
        _sent = call;
        _waiting = null;
        _saveAt = null;
        if (_outcome is not null && _recordAt is null)
            TellOutcome(now);
    }

    private void TellOutcome(DateTimeOffset now)
    {
        rooms.Tell(_outcome!, owner);
        _recordAt = now + RecordAgain;
    }
}
