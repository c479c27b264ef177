using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Push.Owner;

/// <summary>Of what a user is notified: the same as the page has it while it is open. Pure.</summary>
internal static class PushRules
{
    private const string All = "all";
    private const string Nothing = "nothing";

    /// <summary>Whether a message is for <paramref name="user"/> to be notified of.</summary>
    /// <param name="message">What was said.</param>
    /// <param name="kind">What its room is.</param>
    /// <param name="user">Who would be notified.</param>
    /// <param name="notify">What they have set for the room; null: in a conversation of two they are notified of every message, elsewhere of what is meant for them.</param>
    public static bool IsFor(ChatMessage message, string kind, UserId user, string? notify)
    {
        if (message.By == user || message.Deleted == true || notify == Nothing)
            return false;
        return (notify ?? (kind == RoomKinds.Direct ? All : null)) == All || message.Mentions?.Contains(user) == true;
    }
}
