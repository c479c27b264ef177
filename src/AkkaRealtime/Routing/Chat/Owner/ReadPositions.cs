using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// How far the members of a room have read. Whoever writes has read everything before, and the store keeps that with each message; it is kept beside the room
/// here, since changing the member's own mark would cost a copy of the members a message.
/// </summary>
internal sealed class ReadPositions
{
    private readonly Dictionary<UserId, long> _wrote = [];

    /// <summary>The <c>seq</c> up to which <paramref name="user"/> has read; null if they are not a member.</summary>
    public long? Of(Room room, UserId user) =>
        room.Members.TryGetValue(user, out var member) ? Math.Max(member.Read, Wrote(user)) : null;

    /// <summary>The <c>seq</c> of the last message of <paramref name="user"/> since the room was loaded; 0 for none.</summary>
    public long Wrote(UserId user) => _wrote.GetValueOrDefault(user);

    /// <summary><paramref name="user"/> wrote the message <paramref name="seq"/>.</summary>
    public void Wrote(UserId user, long seq) => _wrote[user] = seq;

    /// <summary><paramref name="user"/> left.</summary>
    public void Left(UserId user) => _wrote.Remove(user);

    /// <summary>The room was loaded again: the members' marks are complete.</summary>
    public void Clear() => _wrote.Clear();
}
