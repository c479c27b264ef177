using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// How far members have read, and how far events reached their devices: saved by the journal, answered when that is durable, and told to followers
/// (<c>chat.receipt</c>) in rooms of at most <see cref="ChatLimits.MaxReceiptMembers"/>.
/// </summary>
internal sealed class RoomMarks(RoomScope scope, RoomFollowers followers, ReadPositions positions, RoomUnread unread)
{
    private readonly MarkQueue _queue = new();

    // Whose marks moved while they were invisible: told by what they do when they are visible again.
    private readonly HashSet<UserId> _heldBack = [];

    /// <summary>Whether any is on its way to the store.</summary>
    public bool Any => _queue.Any;

    /// <summary><c>chat.read</c> of <paramref name="member"/>.</summary>
    public void Read(IActorRef connection, RoomRequest request, ChatReadRequest read, Member member)
    {
        var user = request.Caller.User;
        var seq = Math.Min(read.Seq!.Value, scope.Head);
        var before = Math.Max(member.Read, positions.Wrote(user));
        if (seq <= before)
            connection.Tell(ChatEnvelopes.Ok(scope.Id, before, request.Ref));
        else
            Move(user, seq, Math.Max(seq, member.Delivered), new MarkQueue.Waiter(connection, request.Ref));
    }

    /// <summary>Events have reached a device.</summary>
    public void Delivered(MarkDelivered delivered)
    {
        var user = delivered.User;
        var seq = Math.Min(delivered.Seq, scope.Head);
        if (scope.Room?.Members.TryGetValue(user, out var member) == true && seq > Math.Max(member.Delivered, positions.Wrote(user)))
        {
            SetInvisible(user, delivered.Invisible);
            Move(user, member.Read, seq, null);
        }
    }

    /// <summary>A receipt or typing from somebody who looks offline would give them away, so it is held back; their marks are saved all the same.</summary>
    public void SetInvisible(UserId user, bool invisible)
    {
        if (invisible)
            _heldBack.Add(user);
        else if (_heldBack.Remove(user))
            TellFollowers(user);
    }

    /// <summary>Events were stored: of those who left nothing is held back any more.</summary>
    public void Stored(IReadOnlyList<AppendedEvent> events)
    {
        foreach (var stored in events)
        {
            if (stored.Event is ChatLeft left)
                _heldBack.Remove(left.User);
        }
    }

    /// <summary>True if the message was the journal's answer about a mark.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case Saved { Entry: SaveMark mark }:
                OnSaved(mark);
                return true;
            case SaveFailed { Entry: SaveMark mark }:
                OnFailed(mark);
                return true;
            default:
                return false;
        }
    }

    private void OnSaved(SaveMark mark)
    {
        var waiters = _queue.Done(mark.User, out var next);
        foreach (var waiter in waiters)
            waiter.Connection.Tell(ChatEnvelopes.Ok(scope.Id, mark.Read, waiter.Ref));
        if (next is not null)
            Save(mark.User, next.Read, next.Delivered);
        if (scope.Room is not { } room)
            return;
        var readBefore = room.Members.TryGetValue(mark.User, out var member) ? member.Read : mark.Read;
        scope.Room = room.WithMarks(mark.User, mark.Read, mark.Delivered);
        if (!_heldBack.Contains(mark.User))
            TellFollowers(mark.User);

        // Only the last of several marks in a row, and only if more was read.
        if (next is null && mark.Read > readBefore)
            unread.Read(mark.User);
    }

    private void OnFailed(SaveMark mark)
    {
        // What gathered behind it would most likely fail as well; it was not stored either.
        var waiters = _queue.Done(mark.User, out var next);
        if (next is not null)
            waiters = [.. waiters, .. _queue.Done(mark.User, out _)];
        foreach (var waiter in waiters)
            waiter.Connection.Tell(EnvelopeWriter.Error(ChatErrors.Unavailable, waiter.Ref));
    }

    private void Move(UserId user, long read, long delivered, MarkQueue.Waiter? waiter)
    {
        if (_queue.Add(user, read, delivered, waiter, out var full))
            Save(user, read, delivered);
        else if (full && waiter is { } refused)
            refused.Connection.Tell(EnvelopeWriter.Error(ChatErrors.Unavailable, refused.Ref));
    }

    private void Save(UserId user, long read, long delivered)
    {
        var mark = new SaveMark(scope.Self, scope.Id, user, read, delivered);
        if (!scope.Services.Journal.TryWrite(mark))
            OnFailed(mark);
    }

    private void TellFollowers(UserId user)
    {
        if (scope.Room is { } room && room.Members.Count <= ChatLimits.MaxReceiptMembers && room.Members.TryGetValue(user, out var member))
            followers.PublishToMembers(ChatEnvelopes.Receipt(scope.Id, user, member.Read, member.Delivered));
    }
}
