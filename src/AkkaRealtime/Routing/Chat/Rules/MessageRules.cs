using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// The part of <see cref="RoomRules"/> about messages. Members react, and write unless the room is for fewer (<see cref="PostingRules"/>); a text is edited by its author; the author, owners and admins delete, and take previews away;
/// members pin in direct rooms and groups, owners and admins in channels.
/// </summary>
internal static class MessageRules
{
    public static Decision Send(
        Room room,
        UserId by,
        Member member,
        ChatSendRequest request,
        DateTimeOffset at,
        IReadOnlyDictionary<MessageId, MessageFacts> messages,
        FileFacts facts,
        ForwardFacts forwards,
        AudienceRules audience)
    {
        if ((PostingRules.Refuse(room, by, member, request, at) ?? audience.Refuse(room, member, request)) is { } refused)
            return Decision.Refused(refused);
        var (forward, fault) = forwards.Of(by, request);
        if (fault is not null)
            return Decision.Refused(fault);
        if (request.ReplyTo is { } replyTo && !messages.ContainsKey(replyTo))
            return NoSuchMessage("replyTo");
        MessageFacts? inThread = null;
        if (request.Thread is { } thread && !messages.TryGetValue(thread, out inThread))
            return NoSuchMessage("thread");
        IReadOnlyList<Attachment>? files = null;
        if (request.Attachments is { Count: > 0 } && (files = facts.Of(room.Id, by, request, at)) is null)
            return Decision.Refused(ChatErrors.NoSuchFile);
        return Decision.Of(
            new ChatMessage(MessageId.New(at), request.Key!, forward?.Text ?? request.Text ?? "", request.ReplyTo, inThread?.Root, AudienceRules.Mentions(room, by, request), files)
            {
                Audience = request.Audience,
                Forwarded = forward?.From,
                Previews = request.Previews == false ? [] : null,
                Data = request.Data,
                Room = room.Id,
                At = at,
                By = by,
            });
    }

    public static Decision Change(
        Room room, UserId by, Member member, IMessageRequest request, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts> messages)
    {
        if (!messages.TryGetValue(request.Id!.Value, out var message))
            return NoSuchMessage("id");
        if (message.Deleted)
        {
            return request is ChatDeleteRequest
                ? Decision.Nothing
                : Decision.Refused(ErrorCode.Conflict, "The message has been deleted.", "id");
        }

        return request switch
        {
            ChatEditRequest r => PostingRules.RefuseRole(room, member) is { } refused ? Decision.Refused(refused) : Edit(room, by, r, at, message),
            ChatDeleteRequest r => Delete(room, by, member, r, at, message),
            ChatReactRequest r => React(room, by, r, at, message),
            ChatPinRequest r => Pin(room, by, member, r, at, message),
            ChatUnpreviewRequest => Unpreview(room, by, member, at, message),
            _ => throw new InvalidOperationException($"No rule for {request.GetType().Name}: add it here."),
        };
    }

    // What is forwarded are somebody else's words, under their name.
    private static Decision Edit(Room room, UserId by, ChatEditRequest request, DateTimeOffset at, MessageFacts message)
    {
        if (message.By != by)
            return Decision.Refused(ErrorCode.Forbidden, "Only the author can edit a message.");
        return message.Forwarded
            ? Decision.Refused(ErrorCode.Conflict, "A forwarded message can't be edited.", "id")
            : PreviewRules.Edit(new ChatEdited(request.Id!.Value, request.Text!) { Room = room.Id, At = at, By = by }, message);
    }

    private static Decision Delete(Room room, UserId by, Member member, ChatDeleteRequest request, DateTimeOffset at, MessageFacts message) =>
        message.By == by || IsModerator(room, member)
            ? Decision.Of(new ChatDeleted(request.Id!.Value) { Room = room.Id, At = at, By = by })
            : Decision.Refused(ErrorCode.Forbidden, "Only the author, an owner or an admin can delete a message.");

    private static Decision Unpreview(Room room, UserId by, Member member, DateTimeOffset at, MessageFacts message)
    {
        if (message.By != by && !IsModerator(room, member))
            return Decision.Refused(ErrorCode.Forbidden, "Only the author, an owner or an admin can take a preview away.");
        return PreviewRules.AreOff(message) ? Decision.Nothing : Decision.Of(new ChatPreviewed(message.Id, []) { Room = room.Id, At = at, By = by });
    }

    private static Decision React(Room room, UserId by, ChatReactRequest request, DateTimeOffset at, MessageFacts message)
    {
        var emoji = message.AsOnMessage(request.Emoji!);
        var on = request.On!.Value;
        if (message.Has(emoji, by) == on)
            return Decision.Nothing;
        return on && !message.Has(emoji) && message.Reactions >= ChatLimits.MaxReactions
            ? Decision.Refused(ErrorCode.Conflict, $"A message can have at most {ChatLimits.MaxReactions} different reactions.", "emoji")
            : Decision.Of(new ChatReacted(request.Id!.Value, emoji, on) { Room = room.Id, At = at, By = by });
    }

    private static Decision Pin(Room room, UserId by, Member member, ChatPinRequest request, DateTimeOffset at, MessageFacts message)
    {
        if (room.Kind == RoomKinds.Channel && !IsModerator(room, member))
            return Decision.Refused(ErrorCode.Forbidden, "Only owners and admins can pin messages in a channel.");
        return message.Pinned == request.On
            ? Decision.Nothing
            : Decision.Of(new ChatPinned(request.Id!.Value, request.On!.Value) { Room = room.Id, At = at, By = by });
    }

    private static bool IsModerator(Room room, Member member) =>
        room.Kind != RoomKinds.Direct && RoomRoles.Rank(member.Role) >= RoomRoles.Rank(RoomRoles.Admin);

    public static Decision NoSuchMessage(string field) => Decision.Refused(ErrorCode.NotFound, "There is no such message in this room.", field);
}
