using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Admin;

/// <summary>
/// Rooms that an operator makes with a key: the key is the room's id, so that no list of keys has to be kept, on any node and for any time, and two who
/// ask at once make one room. The same form as of other ids, and none of their times: a UUIDv7's begins with 0 for the next thousands of years.
/// </summary>
internal static class RoomKeys
{
    /// <summary>The room that a key names.</summary>
    public static RoomId RoomOf(string key) => new($"f{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"room {key}")))[..31]}");
}
