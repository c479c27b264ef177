using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>The one decision about who may connect (protocol §1 and §2), the same below HTTP and through it.</summary>
internal sealed class Handshake(UpgradeOptions options, Admission admission, TokenGate tokens, Func<ResumeTickets?> tickets, RealtimeMetrics metrics)
{
    /// <summary>The subprotocol.</summary>
    public const string Protocol = "akkarealtime.v1";

    /// <summary>The version of the WebSocket protocol that is spoken here (RFC 6455 §4.1).</summary>
    public const string Version = "13";

    private const string Bearer = "Bearer ";
    private const string BearerProtocol = "bearer.";
    private const string ResumeProtocol = "resume.";
    private const int KeyBytes = 16;
    private const int MaxAgent = 200;

    /// <summary><c>Sec-WebSocket-Accept</c> for a key (RFC 6455 §4.2.2).</summary>
    public static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // SHA-1 is what the RFC asks for; it protects nothing here.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }

    /// <summary>Decides. The cheap questions come first; a token is looked at only when there is room for its user.</summary>
    public async ValueTask<HandshakeResult> DecideAsync(HandshakeRequest request, CancellationToken cancel)
    {
        var result = await LookAsync(request, cancel).ConfigureAwait(false);
        if (result.Accepted is null)
            metrics.Refused.Add(1, new KeyValuePair<string, object?>("reason", ReasonOf(result)));
        return result;
    }

    private static string ReasonOf(HandshakeResult refused) => refused switch
    {
        { CloseWith: CloseCode.Revoked } => "token",
        { CloseWith: not null } => "limit",
        { Status: 401 } => "token",
        { Status: 403 } => "origin",
        { Status: 503 } => "unavailable",
        _ => "malformed",
    };

    private async ValueTask<HandshakeResult> LookAsync(HandshakeRequest request, CancellationToken cancel)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (admission.TryAttempt(request.Address) is > 0 and var seconds)
            return new(503, "Too many new connections from this address.") { RetryAfterSeconds = seconds };
        var protocols = Split(request.Protocols);
        var upgrade = new HandshakeResult(101) { Protocol = protocols.Contains(Protocol, StringComparer.Ordinal) ? Protocol : null };
        var returning = TicketOf(request, protocols) is { } ticket ? tickets()?.Read(ticket, request.Device is { } device ? new DeviceId(device) : null) : null;
        if (!admission.TryEnter(request.Address, out var refusal, isReturning: returning is not null))
            return upgrade with { CloseWith = CloseCode.TryAgainLater, Detail = refusal! };

        var entered = true;
        try
        {
            var result = await SignInAsync(request, protocols, upgrade, returning, cancel).ConfigureAwait(false);
            entered = result.Accepted is not null;
            return result;
        }
        catch
        {
            entered = false;
            throw;
        }
        finally
        {
            if (!entered)
                admission.Leave(request.Address);
        }
    }

    private async ValueTask<HandshakeResult> SignInAsync(
        HandshakeRequest request, string[] protocols, HandshakeResult upgrade, UserId? returning, CancellationToken cancel)
    {
        Identity? identity = null;
        var device = request.Device is { } name ? new DeviceId(name) : (DeviceId?)null;
        if (TokenOf(request, protocols) is { } token)
        {
            TokenVerdict verdict;
            try
            {
                verdict = await tokens.CheckAsync(token, device, cancel).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The validator is the host's: whatever it throws, the client is told to come again.
            catch (Exception) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                return new(503, "Tokens can't be checked right now.");
            }

            identity = verdict.Identity;
            if (identity is null)
                return new(401, "The token is invalid or expired.");
            if (returning is not null && identity.User != returning)
                return new(401, "The ticket is another user's.");
            if (verdict.IsRevoked)
                return upgrade with { CloseWith = CloseCode.Revoked, Detail = RevokedConnections.Reason };
            if (!admission.TryEnterUser(identity.User))
                return upgrade with { CloseWith = CloseCode.TryAgainLater, Detail = "This user has too many connections." };
        }

        var deflates = options.Deflate && DeflateOffer.IsAcceptable(request.Extensions);
        return upgrade with { Accepted = new Accepted(request.Address, identity, device, deflates) { Agent = AgentOf(request), Returning = returning } };
    }

    // What a list of sessions shows.
    private static string? AgentOf(in HandshakeRequest request) => request.Agent is { Length: > MaxAgent } agent ? agent[..MaxAgent] : request.Agent;

    private HandshakeResult? Fault(in HandshakeRequest request)
    {
        if (request is { IsWebSocket: false, IsStream: false })
            return new(426, "This is a WebSocket: connect with new WebSocket(…).");
        if (admission.Draining)
            return new(503, "The server goes away. Connect again in a moment.");
        if (!IsOriginAllowed(request))
            return new(403, "This origin may not connect. The operator allows origins in AkkaRealtime:AllowedOrigins.");
        if (request.IsWebSocket && request.Version != Version)
            return new(426, "Sec-WebSocket-Version has to be 13.");
        if (request.NeedsKey && !IsKey(request.Key))
            return new(400, "Sec-WebSocket-Key has to be 16 bytes in base64.");
        if (request.Device is not null && !IdRules.IsDevice(request.Device))
            return new(400, "\"device\" is 1 to 64 characters of A–Z, a–z, 0–9, _ and -.");
        return null;
    }

    // Only browsers send Origin, and a page can't forge it. The scheme is not compared with ours: behind a proxy that ends TLS it differs.
    private bool IsOriginAllowed(in HandshakeRequest request)
    {
        if (request.Origin is not { } origin)
            return true;
        var authority = origin.AsSpan(origin.IndexOf("://", StringComparison.Ordinal) is > 0 and var at ? at + 3 : origin.Length);
        if (!authority.IsEmpty && authority.Equals(request.Host, StringComparison.OrdinalIgnoreCase))
            return true;
        foreach (var allowed in options.AllowedOrigins)
        {
            if (allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return key is { Length: 24 } && Convert.TryFromBase64String(key, bytes, out var length) && length == KeyBytes;
    }

    private static string? TokenOf(in HandshakeRequest request, string[] protocols)
    {
        if (request.Authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
            return request.Authorization[Bearer.Length..].Trim();
        if (request.QueryToken is not null)
            return request.QueryToken;
        return After(BearerProtocol, protocols);
    }

    private static string? TicketOf(in HandshakeRequest request, string[] protocols) => request.QueryTicket ?? After(ResumeProtocol, protocols);

    private static string? After(string prefix, string[] protocols) => Array.Find(protocols, p => p.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private static string[] Split(string? protocols) =>
        protocols?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
