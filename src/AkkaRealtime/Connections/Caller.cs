using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

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

/// <summary>
/// A decoded, validated request on its way from a connection to the router of its domain, on the same node.
/// The sender is the connection actor: replies are told to it as <see cref="EncodedEnvelope"/>.
/// </summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Ref">The client's correlation, to be repeated in the reply or error.</param>
/// <param name="Body">What is asked.</param>
public sealed record ClientRequest(Caller Caller, string? Ref, IRequest Body);
