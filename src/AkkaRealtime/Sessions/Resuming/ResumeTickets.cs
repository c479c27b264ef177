using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions.Resuming;

/// <summary>
/// Tickets by which a client that had a session is let in before those who had none, where many come at once. They say nothing of rights: a token is needed all the same. Every node
/// that has the key knows them.
/// </summary>
internal sealed class ResumeTickets(ReadOnlyMemory<byte> key, TimeProvider time)
{
    /// <summary>So long a ticket is good at most; never longer than the token that the session began with.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int MacBytes = 16;
    private const int MaxLength = 400;

    /// <summary>A ticket for a device of a user, whose token ends then.</summary>
    public string Make(UserId user, DeviceId device, DateTimeOffset? tokenEnds)
    {
        var end = time.GetUtcNow() + Longest;
        if (tokenEnds < end)
            end = tokenEnds.Value;
        var said = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{end.ToUnixTimeSeconds()}|{user.Value}|{device.Value}"));
        return $"{Base64Url.EncodeToString(said)}.{Base64Url.EncodeToString(Mac(said))}";
    }

    /// <summary>Whose ticket it is, if it is one of ours, for this device, and not over; otherwise null.</summary>
    public UserId? Read(string ticket, DeviceId? device)
    {
        if (device is not { } of || ticket.Length > MaxLength || ticket.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
            return null;
        var (said, mac) = (Bytes(ticket.AsSpan(0, dot)), Bytes(ticket.AsSpan(dot + 1)));
        if (said is null || mac is null || !CryptographicOperations.FixedTimeEquals(Mac(said), mac))
            return null;
        var parts = Encoding.UTF8.GetString(said).Split('|');
        return parts.Length == 3
            && parts[2] == of.Value
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && end > time.GetUtcNow().ToUnixTimeSeconds()
            ? new UserId(parts[1])
            : null;
    }

    private byte[] Mac(byte[] said) => HMACSHA256.HashData(key.Span, said)[..MacBytes];

    private static byte[]? Bytes(ReadOnlySpan<char> text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.TryDecodeFromChars(text, bytes, out var length) ? bytes[..length] : null;
    }
}
