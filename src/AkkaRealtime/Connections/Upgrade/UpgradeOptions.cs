namespace AkkaRealtime.Connections.Upgrade;

/// <summary>From which pages clients may connect, and what the handshake agrees to.</summary>
/// <param name="AllowedOrigins">Origins, besides the server's own, from which a browser may connect; <c>*</c> allows all.</param>
/// <param name="Deflate">Whether permessage-deflate is agreed to.</param>
/// <param name="BelowHttp">Whether plain upgrades are taken below HTTP.</param>
internal sealed record UpgradeOptions(IEnumerable<string> AllowedOrigins, bool Deflate, bool BelowHttp);
