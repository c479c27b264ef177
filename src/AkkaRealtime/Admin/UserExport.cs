using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Routing.Calls.Queries;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Admin;

/// <summary>
/// All that the server holds of a user, as JSON lines, read in pages: <c>profile</c>, <c>picture</c> with its bytes, <c>membership</c>s, then room by room what they said
/// (<c>ban</c> where they are banned; <c>message</c>, <c>edit</c>, <c>reaction</c>, <c>preview</c>, and <c>event</c> for those of other domains: the stored envelopes as they are), <c>call</c>s, <c>file</c>s with their address,
/// <c>request</c>s to come into rooms that they made or were asked, <c>report</c>s that they made, <c>block</c>s of people whom they don't want to hear of, <c>bookmark</c>s of messages that they have saved, <c>scheduled</c> messages, <c>thread</c>s that they follow or have left, <c>push</c> for each device that is told of what happens while no page is open, and <c>end</c>, without which it is not whole.
/// </summary>
internal sealed class UserExport(
    IChatAdminStore admin, IChatStore chat, IInvitationStore invitations, IReportStore reports, IBlockStore blocks, IBookmarkStore bookmarks, IScheduledStore scheduled, IThreadStore threads, ICallStore callStore, IUserStore users, IFileRows files, IPictureStore pictures, IPushStore push)
{
    private const int Page = 200;

    /// <summary>The lines, each with its end.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = 0L;
        if (await users.LoadUserAsync(user, cancel).ConfigureAwait(false) is { } profile)
        {
            lines++;
            yield return Profile(profile);
        }

        if (await pictures.FindAsync([user], cancel).ConfigureAwait(false) is [var kept])
        {
            lines++;
            yield return PictureOf(kept, await pictures.LoadAsync(user, cancel).ConfigureAwait(false));
        }

        foreach (var room in await chat.RoomsAsync(user, null, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return Membership(room);
        }

        await foreach (var said in SaidAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return said;
        }

        await foreach (var call in CallsAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return call;
        }

        await foreach (var file in FilesAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return file;
        }

        await foreach (var asked in RequestsAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return asked;
        }

        await foreach (var report in ReportsAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return report;
        }

        await foreach (var block in BlocksAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return block;
        }

        await foreach (var bookmark in BookmarksAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return bookmark;
        }

        await foreach (var message in ScheduledAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return message;
        }

        await foreach (var thread in ThreadsAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return thread;
        }

        foreach (var subscription in await push.OfUserAsync(user, cancel).ConfigureAwait(false))
        {
            lines++;
            yield return PushOf(subscription);
        }

        yield return Line("end", json => json.WriteNumber("lines", lines));
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> SaidAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<RoomId> rooms;
        RoomId? last = null;
        do
        {
            rooms = await admin.RoomsEverOfAsync(user, last, Page, cancel).ConfigureAwait(false);
            foreach (var (room, at, ban) in await admin.BansOfAsync(user, rooms, cancel).ConfigureAwait(false))
                yield return Ban(room, at, ban);
            foreach (var room in rooms)
            {
                last = room;
                IReadOnlyList<StoredEvent> said;
                var after = 0L;
                do
                {
                    said = await admin.EventsByAsync(room, user, after, Page, cancel).ConfigureAwait(false);
                    foreach (var e in said)
                    {
                        after = e.Seq;
                        yield return Said(e);
                    }
                }
                while (said.Count == Page);
            }
        }
        while (rooms.Count == Page);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> CallsAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<StoredCall> calls;
        CallId? before = null;
        do
        {
            calls = await callStore.CallsAsync(user, before, Page, cancel).ConfigureAwait(false);
            foreach (var call in calls)
            {
                before = call.Call;
                if (CallHistoryEntries.Of(call, user) is { } entry)
                    yield return Line("call", json => Raw(json, "call", JsonSerializer.SerializeToUtf8Bytes(entry, CallJson.Default.CallHistoryEntry)));
            }
        }
        while (calls.Count == Page);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> FilesAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<FileRow> page;
        FileId? after = null;
        do
        {
            page = await files.OfUserAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var file in page)
            {
                after = file.Id;
                yield return Line("file", json =>
                {
                    json.WriteString("id", file.Id.Value);
                    json.WriteString("room", file.Room.Value);
                    json.WriteString("name", file.Name);
                    json.WriteString("type", file.Type);
                    json.WriteNumber("size", file.Size);
                    json.WriteString("at", file.At.UtcDateTime);
                    json.WriteString("url", FileRow.UrlOf(file.Id));
                });
            }
        }
        while (page.Count == Page);
    }

    // Whether somebody declined is theirs alone.
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> RequestsAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<KeptInvitation> page;
        string? after = null;
        do
        {
            page = await invitations.OfUserAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var request in page)
            {
                after = request.Id;
                yield return Line("request", json =>
                {
                    json.WriteString("id", request.Id);
                    json.WriteString("by", request.By.Value);
                    json.WriteString("user", request.User.Value);
                    if (request.Room is { } room)
                        json.WriteString("room", room.Value);
                    json.WriteString("at", request.At.UtcDateTime);
                    if (request.User == user && request.DeclinedAt is { } declined)
                        json.WriteString("declinedAt", declined.UtcDateTime);
                });
            }
        }
        while (page.Count == Page);
    }

    // What the operator has written down is the operator's.
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReportsAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<Report> page;
        string? after = null;
        do
        {
            page = await reports.ByAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var report in page)
            {
                after = report.Id;
                yield return Line("report", json =>
                {
                    json.WriteString("id", report.Id);
                    json.WriteString("room", report.Room.Value);
                    json.WriteString("message", report.Message.Value);
                    json.WriteString("at", report.At.UtcDateTime);
                    if (report.Reason is { } reason)
                        json.WriteString("reason", reason);
                });
            }
        }
        while (page.Count == Page);
    }

    // By whom they are blocked is the others'.
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> BlocksAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<Block> page;
        UserId? after = null;
        do
        {
            page = await blocks.ByAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var block in page)
            {
                after = block.User;
                yield return Line("block", json =>
                {
                    json.WriteString("user", block.User.Value);
                    json.WriteString("at", block.At.UtcDateTime);
                });
            }
        }
        while (page.Count == Page);
    }

    // What the messages say is their authors'.
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ScheduledAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<ScheduledMessage> page;
        ScheduledCursor? after = null;
        do
        {
            page = await scheduled.OfAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var message in page)
            {
                after = ScheduledCursor.Of(message);
                yield return Line("scheduled", json =>
                {
                    json.WriteString("room", message.Room.Value);
                    json.WriteString("at", message.At.UtcDateTime);
                    json.WritePropertyName("content");
                    json.WriteRawValue(message.Content.Span, skipInputValidation: true);
                });
            }
        }
        while (page.Count == Page);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> BookmarksAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<Bookmark> page;
        BookmarkCursor? after = null;
        do
        {
            page = await bookmarks.OfAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var bookmark in page)
            {
                after = BookmarkCursor.Of(bookmark);
                yield return Line("bookmark", json =>
                {
                    json.WriteString("room", bookmark.Room.Value);
                    json.WriteString("message", bookmark.Message.Value);
                    json.WriteString("at", bookmark.At.UtcDateTime);
                });
            }
        }
        while (page.Count == Page);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ThreadsAsync(UserId user, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<ThreadFollow> page;
        MessageId? after = null;
        do
        {
            page = await threads.FollowsAsync(user, after, Page, cancel).ConfigureAwait(false);
            foreach (var thread in page)
            {
                after = thread.Thread;
                yield return Line("thread", json =>
                {
                    json.WriteString("room", thread.Room.Value);
                    json.WriteString("thread", thread.Thread.Value);
                    json.WriteBoolean("follows", thread.Follows);
                    json.WriteNumber("read", thread.Read);
                });
            }
        }
        while (page.Count == Page);
    }

    private static ReadOnlyMemory<byte> Profile(StoredUser user) => Line("profile", json =>
    {
        json.WriteString("user", user.User.Value);
        json.WriteString("name", user.Name);
        if (user.LastSeen is { } at)
            json.WriteString("lastSeen", at.UtcDateTime);
        if (!user.Status.IsEmpty)
            Raw(json, "status", user.Status.Span);
    });

    private static ReadOnlyMemory<byte> PictureOf(KeptPicture kept, Picture? uploaded) => Line("picture", json =>
    {
        if (kept.Claimed is { } claimed)
            json.WriteString("claimed", claimed);
        if (uploaded is null)
            return;
        json.WriteString("type", uploaded.Type);
        json.WriteString("at", uploaded.At.UtcDateTime);
        json.WriteBase64String("bytes", uploaded.Bytes.Span);
    });

    // The keys are the device's alone.
    private static ReadOnlyMemory<byte> PushOf(DeviceSubscription subscription) => Line("push", json =>
    {
        json.WriteString("device", subscription.Device.Value);
        json.WriteString("endpoint", subscription.Endpoint);
        json.WriteString("at", subscription.At.UtcDateTime);
    });

    private static ReadOnlyMemory<byte> Membership(RoomView room) => Line("membership", json =>
    {
        json.WriteString("room", room.Id.Value);
        json.WriteString("roomKind", room.Kind);
        json.WriteString("name", room.Name);
        json.WriteString("role", room.Role);
        json.WriteNumber("read", room.Read);
    });

    private static ReadOnlyMemory<byte> Ban(RoomId room, DateTimeOffset at, RoomBan ban) => Line("ban", json =>
    {
        json.WriteString("room", room.Value);
        json.WriteString("at", at.UtcDateTime);
        if (ban.Until is { } until)
            json.WriteString("until", until.UtcDateTime);
        if (ban.Reason is { } reason)
            json.WriteString("reason", reason);
    });

    private static ReadOnlyMemory<byte> Said(StoredEvent e)
    {
        var kind = RoomEventJson.TryDecode(e.Envelope.Utf8) switch
        {
            ChatMessage => "message",
            ChatEdited => "edit",
            ChatReacted => "reaction",
            ChatPreviewed => "preview",
            _ => "event",
        };
        return Line(kind, json => Raw(json, "event", e.Envelope.Utf8.Span));
    }

    private static void Raw(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static ReadOnlyMemory<byte> Line(string kind, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
