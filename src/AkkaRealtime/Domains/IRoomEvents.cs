using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// Appends events of the host's own to the logs of rooms, from any node; taken from the services of the host. The room's owner gives the event its place
/// among chat's, its members get it in that order, and who was away gets it by <c>chat.sync</c> (protocol §7).
/// </summary>
public interface IRoomEvents
{
    /// <summary>The most that the data of an event may take, bytes of JSON.</summary>
    const int MaxDataBytes = 65_536;

    /// <summary>
    /// Appends an event. When the task completes with a value, the event is durable, together with all that the host's table writers derived from it
    /// (<see cref="Storage.TableWriter.Apply"/> is given it as a <see cref="Storage.DomainEvent"/>, in the transaction that stores it), and on its way to
    /// who follows the room.
    /// </summary>
    /// <typeparam name="T">What it says: a record, written as a JSON object with the options of <see cref="RealtimeBuilder.Json"/>.</typeparam>
    /// <param name="room">The room.</param>
    /// <param name="by">In whose name; the client that asked says it by <see cref="Caller.User"/>.</param>
    /// <param name="type">Its type, such as <c>poll.opened</c>; the prefixes of the server's own domains are reserved.</param>
    /// <param name="data">What it says. No member is named <c>room</c>, <c>seq</c>, <c>at</c>, <c>by</c>, <c>unread</c>, <c>deleted</c> or <c>ref</c>.</param>
    /// <param name="options">Whether it counts as unread, its key, and who may; left out: it doesn't, none, members.</param>
    /// <param name="json">Writes the data, and reads it; left out, the options do.</param>
    /// <param name="cancel">Ends the waiting, not what is under way.</param>
    /// <returns>
    /// The event as stored, or why not: <see cref="ErrorCode.Forbidden"/> for who is not a member of a channel, between two of whom one has blocked the other, and, of what counts as unread, for who may not write
    /// in the room; <see cref="ErrorCode.NotFound"/> for who is not one of another room, and where there is no such
    /// room, or where what was appended with this key was erased, <see cref="ErrorCode.BadRequest"/> for a key that is none,
    /// <see cref="ErrorCode.Unavailable"/> where the store or the room's owner can't be reached: then it may have been appended all the same, and a
    /// repetition with the same <see cref="RoomEventOptions.Key"/> finds out.
    /// </returns>
    /// <exception cref="ArgumentException">The type, the author's id or the data can't be; the message says what to change.</exception>
    Task<Reply<LoggedEvent<T>>> AppendAsync<T>(
        RoomId room, UserId by, string type, T data, RoomEventOptions? options = null, JsonTypeInfo<T>? json = null, CancellationToken cancel = default)
        where T : notnull;
}
