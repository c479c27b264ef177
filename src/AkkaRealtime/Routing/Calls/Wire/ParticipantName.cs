using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A device in a call, as the wire names it: user, a slash, device (protocol §4). Neither id can hold a slash.</summary>
internal static class ParticipantName
{
    /// <summary>The name of a device of a user.</summary>
    public static string Of(UserId user, DeviceId device) => $"{user.Value}/{device.Value}";

    /// <summary>The name of the device that <paramref name="caller"/> speaks from.</summary>
    public static string Of(Caller caller) => Of(caller.User, caller.Device);

    /// <summary>Whether <paramref name="name"/> has that shape.</summary>
    public static bool IsWellFormed(string? name) =>
        name?.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && IdRules.IsUser(name[..slash]) && IdRules.IsDevice(name[(slash + 1)..]);
}
