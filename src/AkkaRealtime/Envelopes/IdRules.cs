using System.Buffers;

namespace AkkaRealtime.Envelopes;

/// <summary>The shapes that protocol §1 allows for identifiers that come from outside.</summary>
public static class IdRules
{
    /// <summary>Who does what an operator asked for.</summary>
    internal const string ServerId = "system";

    private const int MaxLength = 64;
    private static readonly SearchValues<char> UserChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-");
    private static readonly SearchValues<char> DeviceChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Whether <paramref name="value"/> can be a user's id.</summary>
    public static bool IsUser(string? value) => Fits(value, UserChars);

    /// <summary>Whether <paramref name="value"/> stands for the server itself (<c>system</c>, however it is written): nobody signs in as it, nor is invited.</summary>
    internal static bool IsReserved(string? value) => string.Equals(value, ServerId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether <paramref name="value"/> can be a device's id.</summary>
    public static bool IsDevice(string? value) => Fits(value, DeviceChars);

    /// <summary>Whether <paramref name="value"/> can be an id that this server made (room, message, call).</summary>
    public static bool IsServerMade(string? value) => value is { Length: > 0 and <= 128 } && !value.AsSpan().ContainsAnyExcept(UserChars);

    /// <summary>Whether <paramref name="value"/> can be a <c>ref</c> or an idempotency <c>key</c>: 1–64 characters.</summary>
    public static bool IsKey(string? value) => value is { Length: > 0 and <= MaxLength };

    private static bool Fits(string? value, SearchValues<char> allowed) =>
        value is { Length: > 0 and <= MaxLength } && !value.AsSpan().ContainsAnyExcept(allowed);
}
