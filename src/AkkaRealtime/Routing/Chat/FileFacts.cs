using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Chat;

/// <summary>
/// What the rules need to know of the files that a batch's messages name. A message carries what the rows say, never what the client says; and
/// a message that is stored already is let through as it is, so that the journal answers it with the first one, whatever became of its files.
/// </summary>
/// <param name="rows">The files that there are.</param>
/// <param name="sent">Sender and key of the messages that are stored already, as far as their files could not be sent.</param>
internal sealed class FileFacts(IReadOnlyList<FileRow> rows, IReadOnlySet<(UserId User, string Key)> sent)
{
    private readonly IReadOnlyList<FileRow> _rows = rows;
    private readonly IReadOnlySet<(UserId User, string Key)> _sent = sent;

    /// <summary>None were named.</summary>
    public static FileFacts None { get; } = new([], new HashSet<(UserId, string)>());

    /// <summary>The files of a message to be stored; null where one of them isn't there for this room and sender.</summary>
    public IReadOnlyList<Attachment>? Of(RoomId room, UserId by, SendRequest request, DateTimeOffset at)
    {
        if (_sent.Contains((by, request.Key!)))
            return [];
        var files = new List<Attachment>(request.Attachments!.Count);
        foreach (var named in request.Attachments)
        {
            var row = _rows.FirstOrDefault(r => r.Id.Value == named.Id);
            if (row is null || row.Room != room || row.By != by || row.State != FileState.There || (!row.Sent && row.At < at - FileRow.UnsentFor))
                return null;
            if (files.TrueForAll(f => f.Id != named.Id))
                files.Add(row.ToAttachment());
        }

        return files;
    }

    /// <summary>Looks up what <paramref name="sends"/> name.</summary>
    public static async Task<FileFacts> LoadAsync(IFileRows files, RoomId room, IReadOnlyList<RoomRequest> sends, DateTimeOffset at)
    {
        var ids = sends.SelectMany(s => ((SendRequest)s.Body).Attachments!).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        var facts = new FileFacts(await files.FindAsync(ids, CancellationToken.None).ConfigureAwait(false), None._sent);
        HashSet<(UserId, string)>? sent = null;
        foreach (var send in sends)
        {
            var request = (SendRequest)send.Body;
            if (facts.Of(room, send.Caller.User, request, at) is null
                && await files.IsSentAsync(room, send.Caller.User, request.Key!, CancellationToken.None).ConfigureAwait(false))
            {
                (sent ??= []).Add((send.Caller.User, request.Key!));
            }
        }

        return sent is null ? facts : new FileFacts(facts._rows, sent);
    }
}
