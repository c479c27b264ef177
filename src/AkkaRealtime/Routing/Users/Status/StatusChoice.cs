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

    /// <summary>The bytes that the store keeps.</summary>
    public ReadOnlyMemory<byte> ToStored() => JsonSerializer.SerializeToUtf8Bytes(
        new StoredChoice(Status.ToWire(), Text, Emoji, ClearAt),
        StatusStateJson.Default.StoredChoice);

    /// <summary>Reads <see cref="ToStored"/> back; bytes that can't be read, as a newer version may have left them, mean that nothing is chosen.</summary>
    public static StatusChoice FromStored(ReadOnlyMemory<byte> stored)
    {
        if (stored.IsEmpty)
            return None;
        try
        {
            var choice = JsonSerializer.Deserialize(stored.Span, StatusStateJson.Default.StoredChoice);
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
