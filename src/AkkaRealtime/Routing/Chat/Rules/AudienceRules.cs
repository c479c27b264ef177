using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>Who may address a message to all of a room, or to who is online in it, and whom it mentions then.</summary>
/// <param name="Role">The least role that may.</param>
/// <param name="Members">How many a room may have for it.</param>
internal sealed record AudienceRules(string Role, int Members)
{
    /// <summary>As it is unless the operator has it otherwise.</summary>
    public static AudienceRules Default { get; } = Of(new ChatOptions());

    /// <summary>As the operator has it.</summary>
    public static AudienceRules Of(ChatOptions options) => new(options.AudienceRole, options.AudienceMembers);

    /// <summary>Why a member may not; null where they may, or don't want to.</summary>
    public RequestError? Refuse(Room room, Member member, ChatSendRequest request)
    {
        if (request.Audience is null)
            return null;
        if (room.Kind == RoomKinds.Direct)
            return Refused(ErrorCode.Forbidden, "A direct room has nobody else to address. Send the message without \"audience\".");
        if (Role == ChatOptions.Nobody)
            return Refused(ErrorCode.Forbidden, "On this server no message is addressed to a whole room. Name people in \"mentions\" instead.");
        if (RoomRoles.Rank(member.Role) < RoomRoles.Rank(Role))
            return Refused(ErrorCode.Forbidden, $"Only {(Role == RoomRoles.Owner ? "owners" : "owners and admins")} of this room may address all of it. Name people in \"mentions\" instead.");
        return room.Members.Count > Members
            ? Refused(ErrorCode.Conflict, $"Only rooms of up to {Members:N0} members can be addressed as a whole; this one has {room.Members.Count:N0}. Name people in \"mentions\" instead.")
            : null;
    }

    /// <summary>Whom a message mentions: those whom it names, and those whom it is addressed to, without its author. Null: nobody.</summary>
    public static IReadOnlyList<UserId>? Mentions(Room room, UserId by, ChatSendRequest request)
    {
        var named = request.Mentions ?? [];
        if (request.Audience is not { } audience)
            return named.Count > 0 ? named.Distinct().ToList() : null;
        IEnumerable<UserId> addressed = audience == MessageAudience.All ? room.Members.Keys : (request.Here ?? []).Where(room.Members.ContainsKey);
        var mentions = named.Concat(addressed.Where(user => user != by).OrderBy(user => user.Value, StringComparer.Ordinal)).Distinct().ToList();
        return mentions.Count > 0 ? mentions : null;
    }

    private static RequestError Refused(ErrorCode code, string message) => new(code, message, "audience");
}
