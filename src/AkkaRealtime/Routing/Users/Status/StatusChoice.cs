using System.Text.Json;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>What a user chose, as a whole: <c>status.set</c> replaces all of it, <paramref name="ClearAt"/> ends all of it.</summary>
internal sealed record StatusChoice(ChosenStatus Status, string? Text = null, string? Emoji = null, DateTimeOffset? ClearAt = null)
{
    /// <summary>Nothing chosen.</summary>
    public static StatusChoice None { get; } = new(ChosenStatus.Online);

    /// <summary>What <paramref name="request"/> asks for.</summary>
    /// <exception cref="InvalidOperationException">The request was not validated.</exception>
    public static StatusChoice From(StatusSetRequest request)
    {
        if (!StatusNames.TryParse(request.Status, out var status))
            throw new InvalidOperationException("The request was not validated.");
        DateTimeOffset? end = request.ClearAt is { } at ? ToMilliseconds(at) : null;
        return new StatusChoice(
            status,
            string.IsNullOrEmpty(request.Text) ? null : request.Text,
            string.IsNullOrEmpty(request.Emoji) ? null : request.Emoji,
            end);
    }

    /// <summary><paramref name="time"/> without fractions of a millisecond, which the wire does not carry.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    /// <summary>The bytes that the store keeps, with whether the user is there, in which time zone, and when they are not to be disturbed.</summary>
    public ReadOnlyMemory<byte> ToStored(Presence presence = Presence.Offline, SharedZone zone = default, QuietHours? quiet = null) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredChoice(Status.ToWire(), Text, Emoji, ClearAt, presence == Presence.Offline ? null : presence.ToString(), zone.Name, quiet),
        StatusStateJson.Default.StoredChoice);

    /// <summary>Reads <see cref="ToStored"/> back; bytes that can't be read, as a newer version may have left them, mean that nothing is chosen.</summary>
    public static StatusChoice FromStored(ReadOnlyMemory<byte> stored)
    {
        return Read(stored) is { } choice && StatusNames.TryParse(choice.Status, out var status)
            ? new StatusChoice(status, choice.Text, choice.Emoji, choice.ClearAt)
            : None;
    }

    /// <summary>Whether the user was there when <paramref name="stored"/> was stored.</summary>
    public static Presence PresenceOf(ReadOnlyMemory<byte> stored) =>
        Enum.TryParse<Presence>(Read(stored)?.Presence, out var presence) ? presence : Presence.Offline;

    /// <summary>The time zone that the user shared when <paramref name="stored"/> was stored.</summary>
    public static SharedZone ZoneOf(ReadOnlyMemory<byte> stored) => new(Read(stored)?.Zone);

    /// <summary>When the user was not to be disturbed when <paramref name="stored"/> was stored.</summary>
    public static QuietHours? QuietOf(ReadOnlyMemory<byte> stored) => Read(stored)?.Quiet;

    private static StoredChoice? Read(ReadOnlyMemory<byte> stored)
    {
        if (stored.IsEmpty)
            return null;
        try
        {
            return JsonSerializer.Deserialize(stored.Span, StatusStateJson.Default.StoredChoice);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A choice as the store keeps it, whether the user is there, in which time zone, and when they are not to be disturbed. Only ever add members.</summary>
internal sealed record StoredChoice(string Status, string? Text, string? Emoji, DateTimeOffset? ClearAt, string? Presence = null, string? Zone = null, QuietHours? Quiet = null);
