namespace AkkaRealtime.Connections.Upgrade;

/// <summary>Where clients connect, from which pages, and what the handshake agrees to.</summary>
/// <param name="Path">The path of the WebSocket.</param>
/// <param name="AllowedOrigins">Origins, besides the server's own, from which a browser may connect; <c>*</c> allows all.</param>
/// <param name="Deflate">Whether permessage-deflate is agreed to.</param>
/// <param name="CountsAddresses">Whether connections are limited per address, so that the address must be known.</param>
internal sealed record UpgradeOptions(string Path, IEnumerable<string> AllowedOrigins, bool Deflate, bool CountsAddresses);
