using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>The commands that need no place in the log: they don't wait for a batch, but are done at once.</summary>
internal sealed class UnloggedCommands(RoomScope scope, RoomFollowers followers, RoomMarks marks, RoomTyping typing, RoomWatchers watchers, RoomBlocks blocks)
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
                if (MemberOf(waiting, request) is not null && scope.Room is { Blockers.IsEmpty: true })
                    typing.Set(caller.User, on, caller.Invisible);
                return true;
            case AdminRequest { Body: ChatTypingRequest { On: { } on }, By: var by }:
                if (scope.Room is null)
                {
                    waiting.Refuse(ChatErrors.NoSuchRoom);
                    return true;
                }

                typing.Set(by, on, invisible: false);
                waiting.Sender.Tell(new AdminAnswer(scope.Id, null));
                return true;
            case MarkDelivered delivered:
                marks.Delivered(delivered);
                return true;
            case TellRoom tell:
                followers.PublishVolatile(tell.Envelope);
                return true;
            case GetRoomMembers { Caller: { } caller } get when scope.Room is not null:
                FindQuiet(waiting.Sender, MembersFor(get), caller);
                return true;
            case GetRoomMembers get:
                waiting.Sender.Tell(MembersFor(get));
                return true;
            case BlocksChanged:
                blocks.Changed(waiting);
                return true;
            case WatchMembers watch:
                watchers.Add(waiting.Sender, watch);
                return true;
            default:
                return false;
        }
    }

    /// <summary>True if the message was this part's own.</summary>
    public static bool TryHandle(object message)
    {
        if (message is not QuietFound found)
            return false;
        if (found.Members is { } members)
            found.Asker.Tell(members);
        return true;
    }

    // Where the store can't say, there is no answer: who asks does so again.
    private void FindQuiet(IActorRef asker, RoomMembers members, UserId caller) => scope.Services.Blocks.BlockersAsync(caller, members.Users, CancellationToken.None).PipeTo(
        scope.Self,
        success: quiet => new QuietFound(asker, quiet.Count == 0 ? members : members with { Quiet = [.. quiet] }),
        failure: _ => new QuietFound(asker, null));

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

    private sealed record QuietFound(IActorRef Asker, RoomMembers? Members);
}
