using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// Rooms that are made with a key: the key is the room's id, so that no list of keys has to be kept, on any node and for any time, and who asks twice makes
/// one room. The same form as of other ids, and none of their times: a UUIDv7's begins with 0 for the next thousands of years.
/// </summary>
internal static class RoomKeys
{
    /// <summary>The room that an operator's key names.</summary>
    public static RoomId OfOperator(string key) => Named($"room {key}");

    /// <summary>The room that a user's key names, each user's another. An id of a user has no space, so that no two of them make the same name.</summary>
    public static RoomId OfUser(UserId user, string key) => Named($"room of {user.Value} {key}");

    private static RoomId Named(string name) => new($"f{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..31]}");
}
