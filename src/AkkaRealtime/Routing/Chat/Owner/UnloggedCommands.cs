using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>The commands that need no place in the log: they don't wait for a batch, but are done at once.</summary>
internal sealed class UnloggedCommands(RoomScope scope, RoomFollowers followers, RoomMarks marks, RoomTyping typing)
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
                waiting.Sender.Tell(new RoomMembers(scope.Id, get.Token, scope.Room?.Kind, scope.Room?.Members.Keys.ToList() ?? []));
                return true;
            default:
                return false;
        }
    }

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
