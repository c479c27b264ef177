using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Files;

/// <summary>
/// Files of rooms: who may upload and read them, and that bytes are kept as long as a row needs them and no longer. An upload is only acknowledged
/// when its bytes and its row are durable; one that ends early leaves nothing.
/// </summary>
internal sealed class FileService
{
    private const int SweepPage = 200;
    private static readonly TimeSpan SweepMargin = TimeSpan.FromHours(1);
    private static readonly RoomId NoRoom = new("none");

    private readonly IRoomAccess _rooms;
    private readonly IFileRows _rows;
    private readonly IFileStore _bytes;
    private readonly Incoming _incoming;
    private readonly FilesOptions _options;
    private readonly TimeProvider _time;
    private readonly FileMetrics _metrics;
    private readonly ILogger _log;

    /// <summary>Makes the service.</summary>
    public FileService(
        IRoomAccess rooms,
        IFileRows rows,
        IFileStore bytes,
        FilesOptions options,
        StorageOptions storage,
        TimeProvider time,
        RealtimeMetrics metrics,
        ILogger<FileService> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        (_rooms, _rows, _bytes, _time, _log) = (rooms, rows, bytes, time, log);
        _options = options;
        _metrics = metrics.Files;
        _incoming = new Incoming(Path.Combine(FilesRegistration.DirectoryOf(storage), "incoming"));
    }

    /// <summary>Members upload to their rooms. That a channel is there may be known to everybody; any other room is not there for a stranger.</summary>
    public async Task<FileRefusal?> MayUploadAsync(UserId user, RoomId room, CancellationToken cancel) =>
        await _rooms.AccessAsync(room, user, cancel).ConfigureAwait(false) switch
        {
            { IsMember: true } => null,
            { Open: true } => FileRefusal.NoMember,
            _ => FileRefusal.NoSuchRoom,
        };

    /// <summary>
    /// Takes a file in; ask <see cref="MayUploadAsync"/> before. Whatever ends <paramref name="body"/> early is thrown, and nothing is left behind.
    /// </summary>
    public Task<FileResult> UploadAsync(UserId by, RoomId room, string? name, string? type, Stream body, CancellationToken cancel) =>
        TakeAsync(by, room, name, type, body, _options.MaxBytesPerUser, cancel);

    /// <summary>As <see cref="UploadAsync"/>, in somebody's name by the operator, whom no quota binds.</summary>
    public Task<FileResult> UploadByOperatorAsync(UserId by, RoomId room, string? name, string? type, Stream body, CancellationToken cancel) =>
        TakeAsync(by, room, name, type, body, most: 0, cancel);

    private async Task<FileResult> TakeAsync(UserId by, RoomId room, string? name, string? type, Stream body, long most, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var received = await _incoming.ReceiveAsync(body, _options.MaxBytes, cancel).ConfigureAwait(false);
        if (received is null)
            return new FileResult(FileRefusal.TooLarge);
        _metrics.BytesIn.Add(received.Size);
        if (received.Size == 0)
            return new FileResult(FileRefusal.Empty);
        var head = received.Head();
        var verified = FileTypes.Verified(type, head.Span);
        if (!FileTypes.IsAllowed(verified, _options.AllowedTypes))
            return new FileResult(FileRefusal.TypeNotAllowed);
        if (most > 0 && await _rows.BytesOfAsync(by, cancel).ConfigureAwait(false) + received.Size > most)
            return new FileResult(FileRefusal.OverQuota);

        var at = _time.GetUtcNow();
        var size = PictureSize.Of(verified, head.Span);
        var row = new FileRow(
            FileId.New(at), room, by, FileNames.Clean(name), verified, received.Size, received.Hash, at, size?.Width, size?.Height);
        await _rows.AloneAsync(row.Hash, () => KeepAsync(row, received.File.Name, cancel), cancel).ConfigureAwait(false);
        _metrics.Uploads.Add(1);
        FileLog.Uploaded(_log, row.Id, room, by, row.Size, row.Type);
        return new FileResult(null, row);
    }

    /// <summary>Takes in what the server has fetched for a message of <paramref name="room"/>: nobody's upload, and for nobody to see before the message names it.</summary>
    public async Task<FileRow> KeepFetchedAsync(RoomId room, string name, byte[] bytes, CancellationToken cancel)
    {
        using var body = new MemoryStream(bytes, writable: false);
        using var received = (await _incoming.ReceiveAsync(body, bytes.Length, cancel).ConfigureAwait(false))!;
        var at = _time.GetUtcNow();
        var type = FileTypes.Verified(null, bytes);
        var size = PictureSize.Of(type, bytes);
        var row = new FileRow(FileId.New(at), room, new UserId(IdRules.ServerId), FileNames.Clean(name), type, received.Size, received.Hash, at, size?.Width, size?.Height);
        await _rows.AloneAsync(row.Hash, () => KeepAsync(row, received.File.Name, cancel), cancel).ConfigureAwait(false);
        return row;
    }

    /// <summary>The file that <paramref name="user"/> may read, or why not: as <c>chat.history</c>, and before it is sent only who uploaded it.</summary>
    public async Task<FileResult> FindAsync(UserId user, string id, CancellationToken cancel)
    {
        // The store is asked for the rights to a file that there isn't as well: how long the answer takes tells a stranger nothing.
        var row = await _rows.FindAsync([id], cancel).ConfigureAwait(false) is [{ State: not FileState.Arriving } there] ? there : null;
        var access = await _rooms.AccessAsync(row?.Room ?? NoRoom, user, cancel).ConfigureAwait(false);
        if (row is null || access is not { MayRead: true } || (!row.Sent && row.By != user))
            return new FileResult(FileRefusal.NoSuchFile);
        return row.State == FileState.Gone ? new FileResult(FileRefusal.Gone) : new FileResult(null, row);
    }

    /// <summary>The file, sent or not, for the operator, who may read all that is said.</summary>
    public async Task<FileResult> FindByOperatorAsync(string id, CancellationToken cancel) => await _rows.FindAsync([id], cancel).ConfigureAwait(false) switch
    {
        [{ State: FileState.There } row] => new FileResult(null, row),
        [{ State: FileState.Gone }] => new FileResult(FileRefusal.Gone),
        _ => new FileResult(FileRefusal.NoSuchFile),
    };

    /// <summary>The bytes of a file, as a stream that can seek; null where they are gone.</summary>
    public Task<Stream?> OpenAsync(FileRow row, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _bytes.OpenAsync(row.Hash, cancel);
    }

    /// <summary>The files of a user, oldest first: for exports and erasure. Go on after the last one.</summary>
    public Task<IReadOnlyList<FileRow>> FilesOfAsync(UserId user, FileId? after, int limit, CancellationToken cancel) =>
        _rows.OfUserAsync(user, after, limit, cancel);

    /// <summary>Removes a file whatever names it, and its bytes where no other file has the same. False where there is none.</summary>
    public async Task<bool> DeleteAsync(FileId id, CancellationToken cancel) =>
        await _rows.FindAsync([id.Value], cancel).ConfigureAwait(false) is [var row]
        && await RemoveAsync(row, null, cancel).ConfigureAwait(false);

    /// <summary>Removes what is gone with its messages, and uploads that no message named for a day. Returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var before = _time.GetUtcNow() - FileRow.UnsentFor - SweepMargin;
        for (var removed = 0; ;)
        {
            var leftovers = await _rows.LeftoversAsync(before, SweepPage, cancel).ConfigureAwait(false);
            foreach (var row in leftovers)
            {
                if (await RemoveAsync(row, before, cancel).ConfigureAwait(false))
                    removed++;
            }

            if (leftovers.Count < SweepPage)
                return removed;
        }
    }

    /// <summary>Removes what killed uploads have left.</summary>
    internal void ClearIncoming() => _incoming.Clear();

    // The row first: whoever dies in between leaves a row that the sweep finds, never bytes that nobody knows.
    private async Task<bool> KeepAsync(FileRow row, string path, CancellationToken cancel)
    {
        await _rows.AddAsync(row, cancel).ConfigureAwait(false);
        await _bytes.KeepAsync(row.Hash, path, cancel).ConfigureAwait(false);
        await _rows.SetThereAsync(row.Id, cancel).ConfigureAwait(false);
        return true;
    }

    private Task<bool> RemoveAsync(FileRow row, DateTimeOffset? leftoverBefore, CancellationToken cancel) => _rows.AloneAsync(
        row.Hash,
        async () =>
        {
            var (retired, last) = await _rows.RetireAsync(row.Id, leftoverBefore, cancel).ConfigureAwait(false);
            if (!retired)
                return false;
            if (last)
                await _bytes.DeleteAsync(row.Hash, cancel).ConfigureAwait(false);
            await _rows.ForgetAsync(row.Id, cancel).ConfigureAwait(false);
            _metrics.Removed.Add(1);
            FileLog.Removed(_log, row.Id, row.Room);
            return true;
        },
        cancel);
}

/// <summary>Why a file is not taken or not given.</summary>
internal enum FileRefusal
{
    /// <summary>There is no such room.</summary>
    NoSuchRoom,

    /// <summary>The user is no member of the room, which everybody may know of.</summary>
    NoMember,

    /// <summary>There is no such file, or the user must not know of it.</summary>
    NoSuchFile,

    /// <summary>It was removed with its message.</summary>
    Gone,

    /// <summary>It is larger than <see cref="FilesOptions.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>It has no bytes.</summary>
    Empty,

    /// <summary>Its type is not among <see cref="FilesOptions.AllowedTypes"/>.</summary>
    TypeNotAllowed,

    /// <summary>The user has stored <see cref="FilesOptions.MaxBytesPerUser"/>.</summary>
    OverQuota,
}

/// <summary>A file, or why not.</summary>
/// <param name="Refusal">Null where there is a file.</param>
/// <param name="Row">The file.</param>
internal readonly record struct FileResult(FileRefusal? Refusal, FileRow? Row = null);
