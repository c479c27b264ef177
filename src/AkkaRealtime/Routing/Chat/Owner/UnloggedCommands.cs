using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>The commands that need no place in the log: they don't wait for a batch, but are done at once.</summary>
internal sealed class UnloggedCommands(RoomScope scope, RoomFollowers followers, RoomMarks marks, RoomTyping typing, RoomWatchers watchers)
{
    /// <summary>Does it. False where the command is for the log.</summary>
    public bool TryDo(Waiting waiting)
    {
        switch (waiting.Command)
        {
            case RoomRequest { Body: ChatReadRequest read } request:
                if (MemberOf(waiting, request) is { } reader)
                    marks.Read(waiting.Sender, request, read, reader);
                return true;
            case RoomRequest { Body: ChatTypingRequest { On: { } on }, Caller: var caller } request:
                if (MemberOf(waiting, request) is not null)
                    typing.Set(caller.User, on, caller.Invisible);
                return true;
            case MarkDelivered delivered:
                marks.Delivered(delivered);
                return true;
            case TellRoom tell:
                followers.PublishVolatile(tell.Envelope);
                return true;
            case GetRoomMembers get:
                waiting.Sender.Tell(MembersFor(get));
                return true;
            case WatchMembers watch:
                watchers.Add(waiting.Sender, watch);
                return true;
            default:
                return false;
        }
    }

    private RoomMembers MembersFor(GetRoomMembers get) => scope.Room is not { } room
        ? new RoomMembers(scope.Id, get.Token, null, [])
        : new RoomMembers(
            scope.Id,
            get.Token,
            room.Kind,
            [.. room.Members.Keys],
            [.. room.Members.Where(m => RoomRoles.Rank(m.Value.Role) >= RoomRoles.Rank(RoomRoles.Admin)).Select(m => m.Key)]);

    // The member who asks; null: they are not one, and were told so. What a member does tells whether they are to be seen.
    private Member? MemberOf(Waiting waiting, RoomRequest request)
    {
        var caller = request.Caller;
        if (scope.Room is not { } room)
        {
            waiting.Refuse(ChatErrors.NoSuchRoom);
            return null;
        }

        if (!room.Members.TryGetValue(caller.User, out var member))
        {
            waiting.Refuse(RoomRules.NotMember(room).Error!);
            return null;
        }

        marks.SetInvisible(caller.User, caller.Invisible);
        return member;
    }
}
