using System.Text.Json;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>The words that a user may choose from.</summary>
internal enum ChosenStatus
{
    /// <summary>Nothing chosen: calls, idleness and connections decide.</summary>
    Online,

    /// <summary>Away, whatever the devices say.</summary>
    Away,

    /// <summary>Busy: calls don't ring.</summary>
    Busy,

    /// <summary>To others exactly as if offline.</summary>
    Invisible,
}

/// <summary>The words of <c>Status.status</c> (protocol §5).</summary>
internal static class StatusNames
{
    /// <summary>At least one device is active.</summary>
    public const string Online = "online";

    /// <summary>By choice, or all devices are idle.</summary>
    public const string Away = "away";

    /// <summary>By choice, or in an active call.</summary>
    public const string Busy = "busy";

    /// <summary>Not connected, or invisible.</summary>
    public const string Offline = "offline";

    /// <summary>Only ever shown to the user.</summary>
    public const string Invisible = "invisible";

    /// <summary>The choice that <paramref name="name"/> stands for; false for any other word.</summary>
    public static bool TryParse(string? name, out ChosenStatus status)
    {
        (status, var known) = name switch
        {
            Online => (ChosenStatus.Online, true),
            Away => (ChosenStatus.Away, true),
            Busy => (ChosenStatus.Busy, true),
            Invisible => (ChosenStatus.Invisible, true),
            _ => (ChosenStatus.Online, false),
        };
        return known;
    }

    /// <summary>The word for <paramref name="status"/>.</summary>
    public static string ToWire(this ChosenStatus status) => status switch
    {
        ChosenStatus.Away => Away,
        ChosenStatus.Busy => Busy,
        ChosenStatus.Invisible => Invisible,
        _ => Online,
    };
}

/// <summary>What a user chose, as a whole: <c>status.set</c> replaces all of it, <paramref name="ClearAt"/> ends all of it.</summary>
internal sealed record StatusChoice(ChosenStatus Status, string? Text = null, string? Emoji = null, DateTimeOffset? ClearAt = null)
{
    /// <summary>Nothing chosen.</summary>
    public static StatusChoice None { get; } = new(ChosenStatus.Online);

    /// <summary><paramref name="time"/> without what is below a millisecond, which the wire does not carry.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    /// <summary>The bytes that the store keeps.</summary>
    public ReadOnlyMemory<byte> ToStored() => JsonSerializer.SerializeToUtf8Bytes(
        new StoredChoice(Status.ToWire(), Text, Emoji, ClearAt),
        StatusJson.Default.StoredChoice);

    /// <summary>Reads <see cref="ToStored"/> back; bytes of no use, as a newer version may have left them, mean that nothing is chosen.</summary>
    public static StatusChoice FromStored(ReadOnlyMemory<byte> stored)
    {
        if (stored.IsEmpty)
            return None;
        try
        {
            var choice = JsonSerializer.Deserialize(stored.Span, StatusJson.Default.StoredChoice);
            return choice is not null && StatusNames.TryParse(choice.Status, out var status)
                ? new StatusChoice(status, choice.Text, choice.Emoji, choice.ClearAt)
                : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }
}

/// <summary>A choice as the store keeps it. Only ever add members.</summary>
internal sealed record StoredChoice(string Status, string? Text, string? Emoji, DateTimeOffset? ClearAt);
