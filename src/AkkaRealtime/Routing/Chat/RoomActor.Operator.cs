using Akka.Actor;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat;

// What the operator asks of a room. Stored events are rewritten while no batch is under way, so that no rule decides on what is just going.
internal sealed partial class RoomActor
{
    /// <summary>Events that one step of an expiry looks at: some milliseconds of the journal.</summary>
    public const int ExpiryStep = 200;

    private void Rewrite(RoomBatch batch, IRewriteCommand rewrite)
    {
        if (_room is null)
        {
            Reply(batch, new RoomRewritten(_id, Done: true));
            return;
        }

        JournalEntry entry = rewrite switch
        {
            ExpireRoom expire => new ExpireEvents(Self, _id, expire.Before, ExpiryStep),
            RedactInRoom redact => new RedactEvents(Self, _id, redact.User, redact.Seqs),
            _ => throw new InvalidOperationException($"No way to rewrite by {rewrite.GetType().Name}: add it here."),
        };
        if (_needs.Journal.TryWrite(entry))
            return;
        _needs.Metrics.Drops.Add(1, new("queue", "journal"), new("reason", "full"));
        Reply(batch, new RoomRewritten(_id, Done: false));
    }

    private void OnRewritten(RoomBatch batch, JournalResult result)
    {
        _emptied++;
        switch (result)
        {
            case EventsExpired expired:
                // No event of its own: a log that grows by being emptied would never end. Who is away is told by history and by the emptied events.
                if (expired.Emptied > 0)
                    PublishVolatile(ChatEnvelopes.Expired(_id, expired.UpTo));
                Reply(batch, new RoomRewritten(_id, Done: true, expired.UpTo, expired.Emptied, expired.More));
                break;
            case EventsRedacted redacted:
                Reply(batch, new RoomRewritten(_id, Done: true, Emptied: redacted.Emptied));
                break;
            default:
                Reply(batch, new RoomRewritten(_id, Done: false));
                break;
        }
    }

    private void Reply(RoomBatch batch, RoomRewritten answer)
    {
        batch.Commands[0].Sender.Tell(answer);
        Finish();
    }

    private void AnswerOperator(RoomBatch.Step step, EventsAppended stored)
    {
        if (step.Count == 0)
        {
            step.Command.Sender.Tell(new OperatorAnswer(_id, null, _head));
            return;
        }

        var last = stored.Events[step.From + step.Count - 1];
        var message = last.Event as ChatMessage;
        step.Command.Sender.Tell(new OperatorAnswer(
            _id, null, last.Event.Seq, message?.Id, last.Event.At, message is not null && (last.Duplicate || step.Repeated)));
    }
}
