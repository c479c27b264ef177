using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// The one call of a room as it is now, and the way from a decision to what everybody is told: kept first, and told in order. What a crash must
/// not take back is told once it is kept.
/// </summary>
internal sealed class CurrentCall(RoomId room, CallServices services, CallLedger ledger, CallConnections connections, CallEffectRunner effects)
{
    private readonly TellQueue _untold = new();

    /// <summary>The call; null: there has been none, or none that is remembered.</summary>
    public Call? Value { get; private set; }

    /// <summary>Whether it goes on.</summary>
    public bool IsLive => Value is { State: not CallState.Ended };

    /// <summary>When what still waits for the store is told in any case; null: nothing waits.</summary>
    public DateTimeOffset? Next => _untold.Next;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>A call that the store knows: nothing of it is new.</summary>
    public void Restore(Call call) => Value = call;

    /// <summary>A participant speaks from this connection.</summary>
    public void Connect(SessionId session, IActorRef connection) => connections.Add(session, connection);

    /// <summary>Decides something, if there is a call, and does what follows.</summary>
    public void Apply(Func<Call, CallDecision> decide)
    {
        if (Value is { } call)
            Apply(decide(call));
    }

    /// <summary>
    /// Does what was decided. <paramref name="reply"/> goes out before the events, but after users' entities have been told; <paramref name="refuse"/> instead of it where
    /// another owner has written meanwhile.
    /// </summary>
    public void Apply(CallDecision decision, Action? reply = null, Action? refuse = null)
    {
        var (before, call) = (Value, decision.Call);
        Value = call;
        foreach (var effect in decision.Effects)
            Keep(effect, call);
        var waits = before is not null && call.IsDecidedSince(before);
        _untold.Add(waits ? ledger.Given : 0, () => effects.Run(decision, reply), Now, refuse);
        TellWhatIsKept();
    }

    /// <summary>The room's log has the outcome.</summary>
    public void MarkAsRecorded()
    {
        Value = Value! with { Recorded = true };
        ledger.Save(Value, Now);
    }

    /// <summary>Tells what the store has by now, and what has waited too long for it.</summary>
    public void TellWhatIsKept()
    {
        if (_untold.Release(ledger.Kept, Now) > 0)
            CallLog.ToldBeforeKept(services.Log, room);
        if (_untold.IsEmpty && Value is { } call)
            connections.Keep(call.Participants);
    }

    /// <summary>The room has another owner: nothing that waits is told, and whoever asked for it is refused.</summary>
    public void Abandon()
    {
        _untold.Clear();
        Value = null;
    }

    /// <summary>The owner stops: all that is to be kept is handed to the journal, and all that waits is told.</summary>
    public void Stop()
    {
        ledger.Flush(Now);
        _untold.ReleaseAll();
    }

    private void Keep(CallEffect effect, Call call)
    {
        switch (effect)
        {
            case Save:
                ledger.Save(call, Now);
                break;
            case KeepOutcome record:
                ledger.Record(call, Now);
                services.Metrics.Calls.Ended.Add(1, new KeyValuePair<string, object?>("outcome", record.Outcome));
                if (call.AnsweredAt is not null)
                    services.Metrics.Calls.Duration.Record(record.DurationMs / 1_000.0);
                break;
            default:
                break;
        }
    }
}
