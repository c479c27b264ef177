using System.Globalization;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>A place in the list of a user's rooms: behind the room that was last active then. What becomes active meanwhile moves before it, and is told live.</summary>
/// <param name="ActiveAt">When that room was last active, Unix milliseconds.</param>
/// <param name="Number">Its number in the store.</param>
public sealed record RoomCursor(long ActiveAt, long Number)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ActiveAt}-{Number}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static RoomCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new RoomCursor(at, number)
            : null;
    }
}

/// <summary>A page of a user's rooms.</summary>
/// <param name="Rooms">The rooms.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
public sealed record RoomPage(IReadOnlyList<RoomView> Rooms, RoomCursor? Next);
