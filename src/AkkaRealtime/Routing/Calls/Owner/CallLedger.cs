using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// Keeps one owner's call: one write under way, and after it the newest state only. An outcome is told to the room until it stands in its
/// log; until then, and until no media server has a room of it, the call stays live in the store, so that a new owner goes on with that. Each
/// save names the one before it: an owner that another one has followed stores nothing any more.
/// </summary>
internal sealed class CallLedger(IJournal journal, IActorRef rooms, IActorRef owner)
{
    private static readonly TimeSpan SaveAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecordAgain = TimeSpan.FromSeconds(5);

    private SaveCall? _underWay;
    private long _underWayNumber;
    private long _tag;

    // Of a save that may be stored although it failed: the next one is no other to the store.
    private StateTag? _retried;
    private long _outcomeNumber;
    private Call? _sent;
    private Call? _waiting;
    private RecordCall? _outcome;
    private DateTimeOffset? _saveAt;
    private DateTimeOffset? _recordAt;

    /// <summary>How many states were given to be kept.</summary>
    public long Given { get; private set; }

    /// <summary>The store has this one of them, and so whatever was decided before it.</summary>
    public long Kept { get; private set; }

    /// <summary>The last save since the owner began was stored: if the next one is superseded, another owner is at work now.</summary>
    public bool IsInOffice { get; private set; }

    /// <summary>Nothing is left to do.</summary>
    public bool IsIdle => _underWay is null && _waiting is null && _outcome is null;

    /// <summary>When <see cref="Advance"/> has something to do next.</summary>
    public DateTimeOffset? Next => _recordAt is null || _saveAt < _recordAt ? _saveAt : _recordAt;

    /// <summary>The owner begins, with what was saved last before it (<see cref="ICallStore.LoadTagAsync"/>).</summary>
    public void Begin(long tag) => _tag = tag;

    /// <summary>Whether this is the save under way.</summary>
    public bool IsUnderWay(JournalEntry entry) => ReferenceEquals(entry, _underWay);

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
    /// Tells the room the outcome, once the call's end is stored: who sees the call in the room's log must not find it going on in
    /// their history, and an owner that has been superseded tells nothing.
    /// </summary>
    public void Record(Call call, DateTimeOffset now)
    {
        _outcome = new RecordCall(call.Room, call.Starter, call.Id, call.Outcome!, call.DurationMs, call.Media);
        _recordAt = null;
        _outcomeNumber = Given;
        TellOutcomeOnceKept(now);
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
        IsInOffice = stored;
        if (stored)
        {
            Kept = _underWayNumber;
            _retried = null;
            _tag = ((SaveCall)entry).Tag!.Value.Tag;
            if (_waiting is not null)
                Write(now);
            TellOutcomeOnceKept(now);
            return;
        }

        _waiting ??= _sent;
        _retried = ((SaveCall)entry).Tag;
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
        var entry = new SaveCall(owner, call.Id, call.Room, !call.IsSettled, call.StartedAt, call.Everybody, StoredCalls.Encode(call, now), call.MissedBy())
        {
            //// At the end of the owner one may still be under way.
            Tag = _retried ?? StateTag.After(_underWay?.Tag?.Tag ?? _tag),
        };
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
    }

    private void TellOutcomeOnceKept(DateTimeOffset now)
    {
        if (_outcome is not null && _recordAt is null && Kept >= _outcomeNumber)
            TellOutcome(now);
    }

    private void TellOutcome(DateTimeOffset now)
    {
        rooms.Tell(_outcome!, owner);
        _recordAt = now + RecordAgain;
    }
}
