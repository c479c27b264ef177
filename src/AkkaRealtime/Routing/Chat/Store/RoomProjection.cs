using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>What follows from the events of a room: who is a member, what it is called, and what its messages say now. The same for every store.</summary>
public static class RoomProjection
{
    /// <summary>Derives what <paramref name="e"/> changes, the last event of <paramref name="room"/>.</summary>
    public static void Apply(LogRoom room, LogEvent e, IRoomRows rows)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        switch (e)
        {
            case ChatMessage message:
                Send(room, message, rows);
                break;
            case not RoomEvent when e.Facts().Unread:
                rows.MarkRead(e.By, e.Seq); // As with a message: who speaks up has read what was before.
                break;
            case ChatJoined joined:
                rows.Join(joined.User, joined.Role, e.Seq);
                break;
            case ChatLeft left:
                rows.Leave(left.User);
                break;
            case ChatBanned { On: true } banned:
                rows.Ban(banned.User, banned.By, banned.At, new RoomBan(banned.Until, banned.Reason));
                break;
            case ChatBanned banned:
                rows.Unban(banned.User);
                break;
            case ChatUpdated updated:
                Update(updated, rows);
                break;
            case ChatEdited edited when rows.Find(edited.Id) is { } message:
                var overlay = Change(message, edited, rows);
                rows.AddEdit(message, e.Seq);
                rows.Index(message, overlay.Deleted ? null : edited.Text, again: true);
                break;
            case ChatDeleted deleted when rows.Find(deleted.Id) is { } message:
                if (deleted.Empties)
                    rows.Empty(message, deleted.Id);
                rows.SetOverlay(message, MessageOverlay.Gone);
                rows.RemoveMentions(message);
                rows.Index(message, null, again: true);
                rows.ReleaseFiles(deleted.Id);
                break;
            case ChatPreviewed previewed when rows.Find(previewed.Id) is { } message:
                Preview(message, previewed, rows);
                break;
            case RoomEvent and IMessageEvent { Id: var id } when rows.Find(id) is { } message:
                Change(message, (RoomEvent)e, rows);
                break;
        }
    }

    /// <summary>The events of <paramref name="entry"/> are derived, the last of which is at the head of <paramref name="room"/>.</summary>
    public static void End(LogRoom room, AppendEvents entry, IRoomRows rows)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(rows);

        // A room that was just made is unread for nobody.
        if (entry.Create is not null)
            rows.MarkAllRead(room.Head);
    }

    // Who writes has read what was before.
    private static void Send(LogRoom room, ChatMessage message, IRoomRows rows)
    {
        var seq = message.Seq;
        room.Latest = seq;
        rows.AddMessage(message.Id, seq);
        rows.MarkRead(message.By, seq);
        rows.Index(seq, message.Text, again: false);
        if (message.Thread is { } replied)
            rows.AddReply(replied, message.By, seq);
        if (message.Mentions is { } mentions)
        {
            for (var i = 0; i < mentions.Count; i++)
            {
                rows.AddMention(mentions[i], message.By, seq);
                if (message.Thread is { } thread)
                    rows.AddThreadMention(thread, mentions[i], message.By, seq);
            }
        }

        if (message.Attachments is { } files)
        {
            for (var i = 0; i < files.Count; i++)
                rows.UseFile(message.Id, files[i].Id);
        }
    }

    private static void Update(ChatUpdated updated, IRoomRows rows)
    {
        if (updated.Name is not null || updated.Topic is not null)
            rows.Rename(updated.Name, updated.Topic);
        if (updated.SlowModeSeconds is not null || updated.PostRole is not null)
            rows.SetPosting(updated.SlowModeSeconds, updated.PostRole);
        if (updated.Roles is null)
            return;
        foreach (var (user, role) in updated.Roles)
            rows.ChangeRole(user, role);
    }

    // As an edit, it goes with what the message says; its pictures with the message, or with the preview.
    private static void Preview(long message, ChatPreviewed previewed, IRoomRows rows)
    {
        var before = rows.Overlay(message);
        if (before.Deleted)
            return;
        Change(message, previewed, rows);
        rows.AddEdit(message, previewed.Seq);
        var (shown, now) = (PreviewList.Files(PreviewList.Read(before.Previews)).ToList(), PreviewList.Files(previewed.Previews).ToList());
        foreach (var file in now.Except(shown))
            rows.UseFile(previewed.Id, file);
        foreach (var file in shown.Except(now))
            rows.ReleaseFile(previewed.Id, file);
    }

    private static MessageOverlay Change(long message, RoomEvent e, IRoomRows rows)
    {
        var overlay = rows.Overlay(message).Apply(e);
        rows.SetOverlay(message, overlay);
        return overlay;
    }
}
