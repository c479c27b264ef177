using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>
/// What the events of a room change in chat's tables, as a store carries it out: row by row, or gathered for the whole batch. Everything is about the
/// room that is being appended to; messages are named by their <c>seq</c>. What is read here stands as the events so far left it.
/// </summary>
public interface IRoomRows
{
    /// <summary>Makes <paramref name="user"/> a member who has read everything up to <paramref name="seq"/>; of a member, only changes the role.</summary>
    void Join(UserId user, string role, long seq);

    /// <summary>Takes a member out, and notes that they once were one.</summary>
    void Leave(UserId user);

    /// <summary>A user may not be in the room, in place of what was said of them before. Bans that are over by <paramref name="at"/> go.</summary>
    void Ban(UserId user, UserId by, DateTimeOffset at, RoomBan ban);

    /// <summary>A user may be in the room again.</summary>
    void Unban(UserId user);

    /// <summary>Changes the role of a member; of nobody else.</summary>
    void ChangeRole(UserId user, string role);

    /// <summary>A member has read everything up to <paramref name="seq"/>, and got it; marks never move back.</summary>
    void MarkRead(UserId user, long seq);

    /// <summary>All members have read everything up to <paramref name="seq"/>.</summary>
    void MarkAllRead(long seq);

    /// <summary>Changes the room's name and topic; null leaves one as it is.</summary>
    void Rename(string? name, string? topic);

    /// <summary>Changes how long members wait between two messages, and the least role that may write; null leaves one as it is.</summary>
    void SetPosting(int? slowModeSeconds, string? postRole);

    /// <summary>A message was stored at <paramref name="seq"/> under its id.</summary>
    void AddMessage(MessageId id, long seq);

    /// <summary>Where a message of this room stands; null where it is not one of this room.</summary>
    long? Find(MessageId id);

    /// <summary>What happened to a message since it was sent.</summary>
    MessageOverlay Overlay(long message);

    /// <summary>Keeps what happened to a message.</summary>
    void SetOverlay(long message, MessageOverlay overlay);

    /// <summary>A user is mentioned in a message <paramref name="by"/> somebody: of whom they have blocked they hear nothing.</summary>
    void AddMention(UserId user, UserId by, long message);

    /// <summary>
    /// A message was stored in a thread: who wrote it follows the thread, with everything up to there read, and so does who wrote the thread's first message, with everything before it, unless
    /// anything is known of them and the thread already. Only members do.
    /// </summary>
    void AddReply(MessageId thread, UserId by, long seq);

    /// <summary>
    /// A user is mentioned in a thread <paramref name="by"/> somebody: they follow it, with everything before it read where they did not; if they are a member and have not blocked that one.
    /// </summary>
    void AddThreadMention(MessageId thread, UserId user, UserId by, long seq);

    /// <summary>Nobody is mentioned in a message any more.</summary>
    void RemoveMentions(long message);

    /// <summary>A message is found by the words of <paramref name="text"/>; by none where it is null.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">What it says.</param>
    /// <param name="again">It was found by other words before.</param>
    void Index(long message, string? text, bool again);

    /// <summary>The event at <paramref name="edit"/> holds a text of the message, or what its links lead to, and goes with it.</summary>
    void AddEdit(long message, long edit);

    /// <summary>Takes what a message and its edits said out of the stored events (<see cref="Redaction"/>), and forgets which its edits were.</summary>
    void Empty(long message, MessageId id);

    /// <summary>A message names a file.</summary>
    void UseFile(MessageId message, string file);

    /// <summary>A message names one of its files no more: it is gone, unless another message names it.</summary>
    void ReleaseFile(MessageId message, string file);

    /// <summary>A message names no files any more: those that no other message names are gone.</summary>
    void ReleaseFiles(MessageId message);
}
