using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

// The part about messages. Members write and react; a text is changed by who wrote it; who wrote it, owners and admins delete;
// members pin in direct rooms and groups, owners and admins in channels.
internal static partial class RoomRules
{
    private static Decision Send(
        Room room, UserId by, SendRequest request, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts> messages, FileFacts facts)
    {
        if (request.ReplyTo is { } replyTo && !messages.ContainsKey(replyTo))
            return NoSuchMessage("replyTo");
        if (request.Thread is { } thread && !messages.ContainsKey(thread))
            return NoSuchMessage("thread");
        IReadOnlyList<Attachment>? files = null;
        if (request.Attachments is { Count: > 0 } && (files = facts.Of(room.Id, by, request, at)) is null)
            return Decision.Refused(ErrorCode.NotFound, "A file was not uploaded to this room by you, or is not there any more.", "attachments");
        var mentions = request.Mentions is { Count: > 0 } ? request.Mentions.Distinct().ToList() : null;
        return Decision.Of(
            new ChatMessage(MessageId.New(at), request.Key!, request.Text ?? "", request.ReplyTo, request.Thread, mentions, files)
            {
                Room = room.Id,
                At = at,
                By = by,
            });
    }

    private static Decision OnMessage(
        Room room, UserId by, Member member, IMessageRequest request, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts> messages)
    {
        if (!messages.TryGetValue(request.Id!.Value, out var message))
            return NoSuchMessage("id");
        if (message.Deleted)
        {
            return request is DeleteRequest
                ? Decision.Nothing
                : Decision.Refused(ErrorCode.Conflict, "The message was deleted.", "id");
        }

        return request switch
        {
            EditRequest r => Edit(room, by, r, at, message),
            DeleteRequest r => Delete(room, by, member, r, at, message),
            ReactRequest r => React(room, by, r, at, message),
            PinRequest r => Pin(room, by, member, r, at, message),
            _ => throw new InvalidOperationException($"No rule for {request.GetType().Name}: add it here."),
        };
    }

    private static Decision Edit(Room room, UserId by, EditRequest request, DateTimeOffset at, MessageFacts message) => message.By == by
        ? Decision.Of(new ChatEdited(request.Id!.Value, request.Text!) { Room = room.Id, At = at, By = by })
        : Decision.Refused(ErrorCode.Forbidden, "Only who wrote a message changes it.");

    private static Decision Delete(Room room, UserId by, Member member, DeleteRequest request, DateTimeOffset at, MessageFacts message) =>
        message.By == by || IsModerator(room, member)
            ? Decision.Of(new ChatDeleted(request.Id!.Value) { Room = room.Id, At = at, By = by })
            : Decision.Refused(ErrorCode.Forbidden, "Only who wrote a message, an owner or an admin deletes it.");

    private static Decision React(Room room, UserId by, ReactRequest request, DateTimeOffset at, MessageFacts message)
    {
        var emoji = request.Emoji!;
        var on = request.On!.Value;
        if (message.Has(emoji, by) == on)
            return Decision.Nothing;
        return on && !message.Has(emoji) && message.Reactions >= ChatRules.MostReactions
            ? Decision.Refused(ErrorCode.Conflict, $"A message has at most {ChatRules.MostReactions} different reactions.", "emoji")
            : Decision.Of(new ChatReacted(request.Id!.Value, emoji, on) { Room = room.Id, At = at, By = by });
    }

    private static Decision Pin(Room room, UserId by, Member member, PinRequest request, DateTimeOffset at, MessageFacts message)
    {
        if (room.Kind == RoomKinds.Channel && !IsModerator(room, member))
            return Decision.Refused(ErrorCode.Forbidden, "In a channel, owners and admins pin.");
        return message.Pinned == request.On
            ? Decision.Nothing
            : Decision.Of(new ChatPinned(request.Id!.Value, request.On!.Value) { Room = room.Id, At = at, By = by });
    }

    private static bool IsModerator(Room room, Member member) =>
        room.Kind != RoomKinds.Direct && RoomRoles.Rank(member.Role) >= RoomRoles.Rank(RoomRoles.Admin);

    private static Decision NoSuchMessage(string field) => Decision.Refused(ErrorCode.NotFound, "There is no such message in this room.", field);
}
