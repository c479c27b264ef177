using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaRealtime.Outbound;

/// <summary>Signs requests to other servers as Standard Webhooks has it (standardwebhooks.com, "Signature scheme"): HMAC-SHA256 of id, time and body.</summary>
internal static class RequestSignature
{
    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int KeyBytes = 32;

    /// <summary>A new secret.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret.</summary>
    public static string Of(IEnumerable<string> secrets, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{now.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', secrets.Select(s => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(s), signed))}"));
    }

    /// <summary>Whether <paramref name="secret"/> can be one: 24 to 64 bytes in Base64 behind <see cref="Prefix"/>.</summary>
    public static bool IsSecret(string secret) => secret.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64.IsValid(secret.AsSpan(Prefix.Length), out var length) && length is >= 24 and <= 64;

    private static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);
}
