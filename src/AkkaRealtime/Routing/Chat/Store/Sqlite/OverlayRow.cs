using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>The row of a message that changed after it was sent.</summary>
internal static class OverlayRow
{
    /// <summary>What to select for <see cref="View"/>, from <c>events e LEFT JOIN overlays o ON o.pos = e.pos</c>.</summary>
    public const string ViewColumns = "o.text, o.edited_at, o.deleted, o.pinned, o.reactions, o.previews, e.envelope, e.pos";

    public const string ViewTables = "events e LEFT JOIN overlays o ON o.pos = e.pos";

    /// <summary>Where the envelope stands in <see cref="ViewColumns"/>.</summary>
    public const int EnvelopeColumn = 6;

    /// <summary>The message of a row whose <see cref="ViewColumns"/> begin at <paramref name="first"/>.</summary>
    public static MessageView View(SqliteStatement row, int first = 0) =>
        MessageOverlay.View(row.Blob(first + EnvelopeColumn), row.IsNull(first + 2) ? null : Overlay(row, first));

    public static MessageOverlay? Read(SqliteSession session, long pos)
    {
        var row = session["SELECT text, edited_at, deleted, pinned, reactions, previews FROM overlays WHERE pos = ?1"].Bind(1, pos);
        if (!row.Step())
            return null;
        var overlay = Overlay(row);
        row.Reset();
        return overlay;
    }

    public static void Write(SqliteSession session, long pos, MessageOverlay overlay) =>
        session["INSERT OR REPLACE INTO overlays (pos, text, edited_at, deleted, pinned, reactions, previews) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"]
            .Bind(1, pos).Bind(2, overlay.Text).Bind(3, overlay.EditedAt?.ToUnixTimeMilliseconds())
            .Bind(4, overlay.Deleted ? 1 : 0).Bind(5, overlay.Pinned ? 1 : 0).Bind(6, overlay.Reactions).Bind(7, overlay.Previews).Run();

    private static MessageOverlay Overlay(SqliteStatement row, int first = 0) => new(
        row.TextOrNull(first),
        row.NumberOrNull(first + 1) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        row.Number(first + 2) != 0,
        row.Number(first + 3) != 0,
        row.TextOrNull(first + 4))
    {
        Previews = row.TextOrNull(first + 5),
    };
}
