using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>Where a page of a search goes on: at what is older than this.</summary>
/// <param name="Before">In one room, the <c>seq</c> of the last hit; in all rooms, its time in Unix milliseconds.</param>
/// <param name="Id">In all rooms, the id of the last hit: tells those of one millisecond apart. Null: all of that millisecond are left out.</param>
public readonly record struct SearchCursor(long Before, MessageId? Id = null);
