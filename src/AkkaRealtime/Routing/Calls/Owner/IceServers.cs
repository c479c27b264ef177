using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The servers that a user's browser may use for a call, with credentials that end by themselves.</summary>
internal static class IceServers
{
    /// <summary>The longest life of a credential, seconds.</summary>
    public const int MaxTtlSeconds = 3_600;

    /// <summary>What a user is told of the servers for a call.</summary>
    public static CallIce Reply(CallOptions options, UserId user, CallId call, DateTimeOffset now) =>
        new(For(options, user, call, now), Ttl(options), Policy(options));

    /// <summary>How long the credentials of <see cref="For"/> are valid, seconds.</summary>
    public static int Ttl(CallOptions options) => Math.Min(options.TurnTtlSeconds, MaxTtlSeconds);

    /// <summary>What browsers are told of <see cref="CallOptions.IceTransportPolicy"/>; null for their default: direct and relayed.</summary>
    public static string? Policy(CallOptions options) => options.IceTransportPolicy == CallOptions.Relay ? CallOptions.Relay : null;

    /// <summary>The configured servers, with credentials for <paramref name="user"/> in <paramref name="call"/> that end <see cref="Ttl"/> after <paramref name="now"/>.</summary>
    public static IReadOnlyList<IceServer> For(CallOptions options, UserId user, CallId call, DateTimeOffset now)
    {
        var servers = new List<IceServer>(2);
        if (options.Stun.Count > 0)
            servers.Add(new IceServer([.. options.Stun]));
        if (options.Turn.Count > 0 && options.TurnSecret is { Length: > 0 } secret)
        {
            var username = Username(user, call, now.AddSeconds(Ttl(options)));
            servers.Add(new IceServer([.. options.Turn], username, Credential(secret, username)));
        }

        return servers;
    }

    /// <summary>
    /// The name that coturn's <c>use-auth-secret</c> expects: the end as Unix seconds, a colon, and who it is (draft-uberti-behave-turn-rest-00).
    /// That is user and call, so that coturn's log and its <c>user-quota</c> tell the calls of a user apart.
    /// </summary>
    public static string Username(UserId user, CallId call, DateTimeOffset expiresAt) =>
        string.Create(CultureInfo.InvariantCulture, $"{expiresAt.ToUnixTimeSeconds()}:{user.Value}/{call.Value[(call.Value.LastIndexOf('.') + 1)..]}");

    /// <summary>The password that belongs to <paramref name="username"/>: base64 of HMAC-SHA1 (draft-uberti-behave-turn-rest-00).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "TURN's REST scheme is defined with HMAC-SHA1, which is not broken as a MAC.")]
    public static string Credential(string secret, string username) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));
}
