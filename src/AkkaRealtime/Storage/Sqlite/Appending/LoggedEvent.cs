using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>An event that is numbered, on the log and acknowledged, but not in the tables yet.</summary>
/// <param name="Room">The short number of its room.</param>
/// <param name="Event">Numbered.</param>
/// <param name="Envelope">The bytes to be stored.</param>
/// <param name="Ordinal">How many of the room's events count as unread, up to and including this one.</param>
internal readonly record struct LoggedEvent(long Room, LogEvent Event, EncodedEnvelope Envelope, long Ordinal);

/// <summary>A key that a sender has used in a room.</summary>
internal readonly record struct LoggedKey(long Room, UserId Sender, string Key);

/// <summary>A room as the log leaves it.</summary>
internal readonly record struct LoggedRoom(long Number, long Head, long Counted);
