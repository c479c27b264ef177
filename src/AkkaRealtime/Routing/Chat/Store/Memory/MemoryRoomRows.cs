using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Memory;

/// <summary>Carries out what events change in one room.</summary>
internal sealed class MemoryRoomRows(MemoryChatRoom room, MemoryEngine engine) : IRoomRows
{
    /// <inheritdoc/>
    public void Join(UserId user, string role, long seq) =>
        room.Set(room.Members.TryGetValue(user, out var member) ? member with { Role = role } : new MemberSnapshot(user, role, seq, seq, seq));

    /// <inheritdoc/>
    public void Leave(UserId user)
    {
        room.Remove(user);
        room.Settings.Remove(user);
        ForgetThreads(user);
        room.Left.Add(user);
    }

    /// <inheritdoc/>
    public void Ban(UserId user, UserId by, DateTimeOffset at, RoomBan ban)
    {
        foreach (var over in room.Bans.Where(b => !b.Value.Ban.Holds(at)).Select(b => b.Key).ToList())
            room.Bans.Remove(over);
        room.Bans[user] = (by, at, ban);
    }

    /// <inheritdoc/>
    public void Unban(UserId user) => room.Bans.Remove(user);

    /// <inheritdoc/>
    public void ChangeRole(UserId user, string role)
    {
        if (room.Members.TryGetValue(user, out var member))
            room.Set(member with { Role = role });
    }

    /// <inheritdoc/>
    public void MarkRead(UserId user, long seq) => Mark(user, seq, seq);

    /// <inheritdoc/>
    public void MarkAllRead(long seq)
    {
        foreach (var user in room.Members.Keys.ToList())
            Mark(user, seq, seq);
    }

    public void Mark(UserId user, long read, long delivered)
    {
        if (room.Members.TryGetValue(user, out var member))
            room.Set(member with { Read = Math.Max(member.Read, read), Delivered = Math.Max(member.Delivered, delivered) });
    }

    /// <inheritdoc/>
    public void Rename(string? name, string? topic) => (room.Name, room.Topic) = (name ?? room.Name, topic ?? room.Topic);

    /// <inheritdoc/>
    public void SetPosting(int? slowModeSeconds, string? postRole) =>
        (room.SlowModeSeconds, room.PostRole) = (slowModeSeconds ?? room.SlowModeSeconds, postRole ?? room.PostRole);

    /// <inheritdoc/>
    public void AddMessage(MessageId id, long seq) => room.Messages[id] = seq;

    /// <inheritdoc/>
    public long? Find(MessageId id) => room.Messages.TryGetValue(id, out var seq) ? seq : null;

    /// <inheritdoc/>
    public MessageOverlay Overlay(long message) => room.Overlays.GetValueOrDefault(message) ?? new MessageOverlay();

    /// <inheritdoc/>
    public void SetOverlay(long message, MessageOverlay overlay) => room.Overlays[message] = overlay;

    /// <inheritdoc/>
    public void AddMention(UserId user, UserId by, long message)
    {
        if (!engine.Tables<MemoryBlocks>().All.ContainsKey((user, by)))
            room.Mentions.Add((user, message));
    }

    /// <inheritdoc/>
    public void AddReply(MessageId thread, UserId by, long seq)
    {
        Follow(by, thread, seq, isRead: true);
        if (room.Messages.TryGetValue(thread, out var root) && room.Log.Events[(int)root - 1].Event.By is var author && author != by && room.Members.ContainsKey(author))
            room.Follows.TryAdd((author, thread), (seq - 1, true));
    }

    /// <summary>A user follows none of the room's threads any more.</summary>
    public void ForgetThreads(UserId user)
    {
        foreach (var follow in room.Follows.Keys.Where(f => f.User == user).ToList())
            room.Follows.Remove(follow);
    }

    /// <inheritdoc/>
    public void AddThreadMention(MessageId thread, UserId user, UserId by, long seq)
    {
        if (!engine.Tables<MemoryBlocks>().All.ContainsKey((user, by)))
            Follow(user, thread, seq - 1, isRead: false);
    }

    /// <summary>A user follows a thread, if they are a member; <paramref name="read"/> counts as well for who follows it already where <paramref name="isRead"/> is true.</summary>
    public void Follow(UserId user, MessageId thread, long read, bool isRead)
    {
        if (!room.Members.ContainsKey(user))
            return;
        var (before, follows) = room.Follows.GetValueOrDefault((user, thread));
        room.Follows[(user, thread)] = (follows && !isRead ? before : Math.Max(before, read), true);
    }

    /// <inheritdoc/>
    public void RemoveMentions(long message) => room.Mentions.RemoveWhere(m => m.Message == message);

    /// <inheritdoc/>
    public void Index(long message, string? text, bool again)
    {
        room.Tokens.Remove(message);
        if (text is not null)
            room.Tokens.Add(message, Tokenizer.Tokens(text));
    }

    /// <inheritdoc/>
    public void AddEdit(long message, long edit) => room.Edits.Add((message, edit));

    /// <inheritdoc/>
    public void Empty(long message, MessageId id)
    {
        Rewrite(message);
        EmptyEdits(message);
    }

    /// <inheritdoc/>
    public void UseFile(MessageId message, string file) => engine.FileRows.Use(message.Value, file);

    /// <inheritdoc/>
    public void ReleaseFile(MessageId message, string file) => engine.FileRows.Release(message.Value, file);

    /// <inheritdoc/>
    public void ReleaseFiles(MessageId message) => engine.FileRows.Release(message.Value);

    /// <summary>Takes what was said out of an event, and out of all that was derived from it.</summary>
    public void Redact(long seq, bool staysAsDeleted)
    {
        var e = room.Log.Events[(int)seq - 1].Event;
        Rewrite(seq);
        switch (e)
        {
            case ChatMessage message:
                EmptyEdits(seq);
                room.Overlays.Remove(seq);
                if (staysAsDeleted)
                    SetOverlay(seq, MessageOverlay.Gone);
                RemoveMentions(seq);
                Index(seq, null, again: true);
                ReleaseFiles(message.Id);
                break;
            case not RoomEvent when staysAsDeleted && room.Log.Events[(int)seq - 1].Event is DomainEvent { CountsAsUnread: true }:
                SetOverlay(seq, MessageOverlay.Gone);
                break;
            case ChatReacted reacted when Find(reacted.Id) is { } message && Overlay(message) is { Reactions: not null } overlay:
                SetOverlay(message, overlay with { Reactions = ReactionSet.Apply(overlay.Reactions, reacted.Emoji, reacted.By, on: false) });
                break;
        }
    }

    private void EmptyEdits(long message)
    {
        foreach (var (_, edit) in room.Edits.Where(e => e.Message == message))
            Rewrite(edit);
        room.Edits.RemoveWhere(e => e.Message == message);
    }

    private void Rewrite(long seq)
    {
        var stored = room.Log.Events[(int)seq - 1];
        if (Redaction.Of(stored.Event is RoomEvent or DomainEvent ? stored.Event : Redaction.Read(stored.Envelope.Utf8)) is { } empty)
            room.Log.Rewrite(empty);
    }
}
