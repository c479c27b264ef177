using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Moderation;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>What the rules need to know besides the room, looked up in the store while nothing is being appended.</summary>
/// <param name="Messages">The messages that commands name, as far as they exist.</param>
/// <param name="Recorded">Calls that stand in the log already.</param>
/// <param name="Files">The files that messages name.</param>
internal sealed record BatchFacts(IReadOnlyDictionary<MessageId, MessageFacts> Messages, IReadOnlySet<CallId> Recorded, FileFacts Files)
{
    /// <summary>How many may be in the room.</summary>
    public RoomLimits Limits { get; init; } = RoomLimits.None;

    /// <summary>What finds words that may not be said; null where there are none.</summary>
    public WordFilter? Words { get; init; }

    /// <summary>What messages forward.</summary>
    public ForwardFacts Forwards { get; init; } = ForwardFacts.None;

    /// <summary>Nothing had to be looked up.</summary>
    public static BatchFacts None { get; } = new(new Dictionary<MessageId, MessageFacts>(), new HashSet<CallId>(), FileFacts.None);
}
