using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>The row of a message that changed after it was sent.</summary>
internal static class OverlayColumns
{
    /// <summary>The overlay in the six columns from <paramref name="first"/> on: text, edited_at, deleted, pinned, reactions, previews; null where there is none.</summary>
    public static MessageOverlay? Overlay(this NpgsqlDataReader row, int first) => row.IsDBNull(first + 2)
        ? null
        : new MessageOverlay(row.Utf8OrNull(first), row.TimeOrNull(first + 1), row.GetBoolean(first + 2), row.GetBoolean(first + 3), row.Utf8OrNull(first + 4)) { Previews = row.Utf8OrNull(first + 5) };
}
