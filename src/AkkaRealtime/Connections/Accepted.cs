using System.Net;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>What is known of a client when its connection begins.</summary>
/// <param name="Address">Where it comes from; counted by <see cref="Admission"/> until the connection has ended.</param>
/// <param name="Identity">Who it is, where a token came with the upgrade; the user is counted by <see cref="Admission"/> already.</param>
/// <param name="Device">The device in <c>?device=</c>.</param>
/// <param name="Deflates">Whether permessage-deflate was negotiated.</param>
internal sealed record Accepted(IPAddress? Address, Identity? Identity, DeviceId? Device, bool Deflates = false)
{
    /// <summary>What the client calls itself, <c>User-Agent</c>, as far as 200 characters.</summary>
    public string? Agent { get; init; }

    /// <summary>Whose ticket it came with: nobody else may sign in.</summary>
    public UserId? Returning { get; init; }
}
