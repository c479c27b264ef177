using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat;

// What is no event of the log: read marks, typing, and what relays ask.
internal sealed partial class RoomActor
{
    private void OnRead(Waiting waiting, ReadRequest read)
    {
        _active = true;
        var request = (RoomRequest)waiting.Command;
        var user = request.Caller.User;
        if (_room is null || !_room.Members.TryGetValue(user, out var member))
        {
            Refuse(waiting, _room is null ? ChatErrors.NoSuchRoom : RoomRules.NotMember(_room).Error!);
            return;
        }

        HoldBack(user, request.Caller.Invisible);
        var seq = Math.Min(read.Seq!.Value, _head);
        var before = Math.Max(member.Read, _wrote.GetValueOrDefault(user));
        if (seq <= before)
        {
            waiting.Sender.Tell(ChatEnvelopes.Ok(_id, before, request.Ref));
            return;
        }

        Mark(user, seq, Math.Max(seq, member.Delivered), new RoomMarks.Waiter(waiting.Sender, request.Ref));
    }

    private void OnDelivered(MarkDelivered delivered)
    {
        var seq = Math.Min(delivered.Seq, _head);
        if (_room?.Members.TryGetValue(delivered.User, out var member) == true && seq > Math.Max(member.Delivered, _wrote.GetValueOrDefault(delivered.User)))
        {
            HoldBack(delivered.User, delivered.Invisible);
            Mark(delivered.User, member.Read, seq, null);
        }
    }

    // A receipt or typing of somebody who looks offline would say that they are not. Their marks are kept all the same.
    private void HoldBack(UserId user, bool invisible)
    {
        if (invisible)
            _heldBack.Add(user);
        else if (_heldBack.Remove(user))
            TellMarks(user);
    }

    private void TellMarks(UserId user)
    {
        if (_room is { } room && room.Members.Count <= ChatRules.MostReceiptMembers && room.Members.TryGetValue(user, out var member))
            PublishVolatile(ChatEnvelopes.Receipt(_id, user, member.Read, member.Delivered));
    }

    private void Mark(UserId user, long read, long delivered, RoomMarks.Waiter? waiter)
    {
        if (_marks.Add(user, read, delivered, waiter, out var full))
            Save(user, read, delivered);
        else if (full && waiter is { } refused)
            refused.Connection.Tell(EnvelopeWriter.Error(ChatErrors.Unavailable, refused.Ref));
    }

    private void Save(UserId user, long read, long delivered)
    {
        var mark = new SaveMark(Self, _id, user, read, delivered);
        if (!_needs.Journal.TryWrite(mark))
            OnSaveFailed(mark);
    }

    private void OnSaved(SaveMark mark)
    {
        var waiters = _marks.Done(mark.User, out var next);
        foreach (var waiter in waiters)
            waiter.Connection.Tell(ChatEnvelopes.Ok(_id, mark.Read, waiter.Ref));
        if (next is not null)
            Save(mark.User, next.Read, next.Delivered);
        if (_room is null)
            return;
        var readBefore = _room.Members.TryGetValue(mark.User, out var member) ? member.Read : mark.Read;
        _room = _room.WithMarks(mark.User, mark.Read, mark.Delivered);
        if (!_heldBack.Contains(mark.User))
            TellMarks(mark.User);

        // Only the last of several marks in a row, and only where more was read.
        if (next is null && mark.Read > readBefore)
        {
            _unread.Add(mark.User);
            OnUnreadTick();
        }
    }

    private void OnSaveFailed(SaveMark mark)
    {
        // What gathered behind it would most likely fail as well; it was not stored either.
        var waiters = _marks.Done(mark.User, out var next);
        if (next is not null)
            waiters = [.. waiters, .. _marks.Done(mark.User, out _)];
        foreach (var waiter in waiters)
            waiter.Connection.Tell(EnvelopeWriter.Error(ChatErrors.Unavailable, waiter.Ref));
    }

    private void OnTyping(Waiting waiting, TypingRequest typing)
    {
        var caller = ((RoomRequest)waiting.Command).Caller;
        var (user, invisible) = (caller.User, caller.Invisible);
        if (_room is null || !_room.Members.ContainsKey(user))
        {
            Refuse(waiting, _room is null ? ChatErrors.NoSuchRoom : RoomRules.NotMember(_room).Error!);
            return;
        }

        HoldBack(user, invisible);
        if (typing.On!.Value)
        {
            if (invisible)
                return;
            _typing.Start(user, _needs.Time.GetUtcNow());
            WatchTyping();
        }
        else if (!_typing.Stop(user))
        {
            return;
        }

        PublishVolatile(ChatEnvelopes.Typing(_id, user, typing.On.Value));
    }

    private void OnTypingTick()
    {
        _typingTick = null;
        foreach (var user in _typing.Expire(_needs.Time.GetUtcNow()))
            PublishVolatile(ChatEnvelopes.Typing(_id, user, false));
        WatchTyping();
    }

    private void WatchTyping()
    {
        if (_typingTick is not null || _typing.Next is not { } next)
            return;
        var wait = next - _needs.Time.GetUtcNow();
        _typingTick = After(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TypingTick.Instance);
    }

    private void PublishVolatile(EncodedEnvelope envelope)
    {
        if (_interest.Any)
            _needs.Router.Tell(new Broadcast(_interest.Relays, [new Publication(Topic.Of(_id), 0, envelope)]));
    }

    private void OnInterest(Interest interest)
    {
        _interest.Add(Sender.Path.Address);
        AnswerInterest(Sender, interest.LastSeq);
    }

    private void AnswerInterest(IActorRef relay, long lastSeq, bool again = false)
    {
        if (lastSeq >= _head || _head - lastSeq > TopicLimits.Missed)
        {
            relay.Tell(new Head(Topic.Of(_id), _head, [], Truncated: lastSeq < _head));
            return;
        }

        var emptied = _emptied;
        _needs.Store.EventsAsync(_id, lastSeq, _head, TopicLimits.Missed, CancellationToken.None).PipeTo(
            Self,
            success: events => new MissedRead(relay, lastSeq, emptied, again, events),
            failure: _ => new MissedRead(relay, lastSeq, emptied, again, null));
    }

    // A message that was deleted while they were read must not be told as it was; where that happens twice, they are left to chat.sync.
    private void OnMissedRead(MissedRead missed)
    {
        if (missed.Emptied == _emptied)
            missed.Relay.Tell(missed.ToHead(_id, _head));
        else if (missed.Again)
            missed.Relay.Tell((missed with { Events = null }).ToHead(_id, _head));
        else
            AnswerInterest(missed.Relay, missed.LastSeq, again: true);
    }

    private sealed record MissedRead(IActorRef Relay, long LastSeq, long Emptied, bool Again, IReadOnlyList<StoredEvent>? Events)
    {
        // Where they can't be read now, the connections are told that they lag, and ask when they like.
        public Head ToHead(RoomId room, long head)
        {
            if (Events is null)
                return new Head(Topic.Of(room), head, [], Truncated: true);
            var missed = LoggedPublications.Of(room, Events);
            return new Head(Topic.Of(room), head, missed.Take(PublicationBytes.Fit(missed)).ToList(), Truncated: false);
        }
    }

    private sealed class ReadFailed
    {
        public static readonly ReadFailed Instance = new();
    }

    private sealed class TypingTick
    {
        public static readonly TypingTick Instance = new();
    }
}
