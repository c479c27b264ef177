using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// What the rules need to know of the files that a batch's messages name. A message carries what the rows say, never what the client says, but for how a recording sounds; and
/// a message that is stored already is let through as it is, so that the journal answers it with the first one, whatever became of its files.
/// </summary>
/// <param name="rows">Those of the files that exist.</param>
/// <param name="sent">Sender and key of the messages that are stored already, as far as their files could not be sent.</param>
internal sealed class FileFacts(IReadOnlyList<FileRow> rows, IReadOnlySet<(UserId User, string Key)> sent)
{
    /// <summary>None were named.</summary>
    public static FileFacts None { get; } = new([], new HashSet<(UserId, string)>());

    /// <summary>The files of a message to be stored; null if one of them does not exist for this room and sender.</summary>
    public IReadOnlyList<Attachment>? Of(RoomId room, UserId by, ChatSendRequest request, DateTimeOffset at)
    {
        return sent.Contains((by, request.Key!)) ? [] : Attach(rows, room, by, request.Attachments!, at);
    }

    /// <summary>The files that somebody names in a room, as <paramref name="rows"/> say; null if one of them does not exist for them there.</summary>
    public static IReadOnlyList<Attachment>? Attach(IReadOnlyList<FileRow> rows, RoomId room, UserId by, IReadOnlyList<Attachment> named, DateTimeOffset at)
    {
        var files = new List<Attachment>(named.Count);
        foreach (var one in named)
        {
            var row = rows.FirstOrDefault(r => r.Id.Value == one.Id);
            if (row is null || row.Room != room || row.By != by || row.State != FileState.There || (!row.Sent && !row.Held && row.At < at - FileRow.UnsentFor))
                return null;
            if (files.TrueForAll(f => f.Id != one.Id))
                files.Add(row.ToAttachment() with { Voice = one.Voice });
        }

        return files;
    }
}
