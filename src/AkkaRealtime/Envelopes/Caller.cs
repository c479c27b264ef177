namespace AkkaRealtime.Envelopes;

/// <summary>Who is at the other end of a connection; goes with every request on its way.</summary>
/// <param name="User">The signed-in user.</param>
/// <param name="Name">The name that the token carries.</param>
/// <param name="Device">The browser profile.</param>
/// <param name="Session">This one connection.</param>
public sealed record Caller(UserId User, string Name, DeviceId Device, SessionId Session)
{
    /// <summary>To others they look offline: nothing that they don't say themselves may give them away.</summary>
    public bool Invisible { get; init; }
}
