namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A STUN or TURN server in the shape of the browser's <c>RTCIceServer</c>.</summary>
/// <param name="Urls">Addresses, <c>stun:…</c>, <c>turn:…</c> or <c>turns:…</c>.</param>
/// <param name="Username">For TURN.</param>
/// <param name="Credential">For TURN.</param>
internal sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null);
