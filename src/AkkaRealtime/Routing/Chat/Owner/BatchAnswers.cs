using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Answers the commands of a durable batch, except those that are answered with the room itself: see <see cref="RoomViews"/>.</summary>
internal static class BatchAnswers
{
    /// <summary>Tells everybody what became of their command.</summary>
    public static void Tell(RoomBatch batch, EventsAppended stored, RecordedCalls calls)
    {
        foreach (var step in batch.Steps)
        {
            switch (step.Command.Command)
            {
                case RoomRequest { Body: ChatSendRequest, Ref: var @ref }:
                    var sent = stored.Events[step.From];
                    step.Command.Sender.Tell(ChatEnvelopes.Sent((ChatMessage)sent.Event, sent.Duplicate || step.Repeated, @ref));
                    break;
                case RoomRequest { Body: IMessageRequest, Ref: var @ref }:
                    var seq = step.Count > 0 ? stored.Events[step.From].Event.Seq : stored.Head;
                    step.Command.Sender.Tell(ChatEnvelopes.Ok(stored.Room, seq, @ref));
                    break;
                case RoomRequest { Body: ChatLeaveRequest, Ref: var @ref }:
                    step.Command.Sender.Tell(ChatEnvelopes.Left(stored.Room, @ref));
                    break;
                case RoomRequest { Body: ChatBanRequest or ChatUnbanRequest, Ref: var @ref }:
                    step.Command.Sender.Tell(ChatEnvelopes.Ok(stored.Room, step.Count > 0 ? stored.Events[step.From + step.Count - 1].Event.Seq : stored.Head, @ref));
                    break;
                case RecordCall call:
                    calls.Add(call.Call);
                    step.Command.Sender.Tell(new CallRecorded(call.Call));
                    break;
                case AppendDomainEvent:
                    step.Command.Sender.Tell(ToDomain(stored.Events[step.From]));
                    break;
                case OpenPair { Token: { } token }:
                    step.Command.Sender.Tell(new DirectRoom(token, stored.Room, null));
                    break;
                case AdminRequest or RecordErasure:
                    step.Command.Sender.Tell(ToAdmin(step, stored));
                    break;
                default:
                    break;
            }
        }
    }

    private static DomainEventAppended ToDomain(AppendedEvent appended)
    {
        var e = (DomainEvent)appended.Event;
        return new DomainEventAppended(null, e.Seq, e.At, appended.Duplicate && !e.Deleted ? new EncodedJson(e.Data) : null, appended.Duplicate);
    }

    private static AdminAnswer ToAdmin(RoomBatch.Step step, EventsAppended stored)
    {
        if (step.Count == 0)
            return new AdminAnswer(stored.Room, null, stored.Head);
        var last = stored.Events[step.From + step.Count - 1];
        var message = last.Event as ChatMessage;
        return new AdminAnswer(
            stored.Room, null, last.Event.Seq, message?.Id, last.Event.At, message is not null && (last.Duplicate || step.Repeated));
    }
}
