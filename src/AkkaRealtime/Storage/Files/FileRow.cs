using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Files;

/// <summary>What is known of an uploaded file; its bytes are <see cref="IFileStore"/>'s.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Room">The room that it was uploaded to: only there it can be sent and read.</param>
/// <param name="By">Who uploaded it: only they can send it.</param>
/// <param name="Name">Cleaned (<see cref="FileNames"/>).</param>
/// <param name="Type">Verified (<see cref="FileTypes"/>).</param>
/// <param name="Size">Bytes, as counted.</param>
/// <param name="Hash">SHA-256 of the bytes, 64 hex digits.</param>
/// <param name="At">When it was received.</param>
/// <param name="Width">Pixels, of pictures.</param>
/// <param name="Height">Pixels, of pictures.</param>
/// <param name="State">How far its life has got.</param>
/// <param name="Sent">Whether a message named it.</param>
public sealed record FileRow(
    FileId Id,
    RoomId Room,
    UserId By,
    string Name,
    string Type,
    long Size,
    string Hash,
    DateTimeOffset At,
    int? Width = null,
    int? Height = null,
    FileState State = FileState.Arriving,
    bool Sent = false)
{
    /// <summary>Whether a message that waits for its time names it, and none that was sent: it stays for as long.</summary>
    public bool Held { get; init; }

    /// <summary>How long an upload may wait for its message. The sweep removes it an hour later, so that it never takes one that is being sent.</summary>
    public static readonly TimeSpan UnsentFor = TimeSpan.FromDays(1);

    /// <summary>Where a file is fetched: the server's to say, never a client's.</summary>
    public static string UrlOf(FileId id) => $"/api/v1/files/{id}";
}

/// <summary>How far the life of a file has got.</summary>
public enum FileState
{
    /// <summary>The row is there, the bytes perhaps not yet: nobody sees it.</summary>
    Arriving = 0,

    /// <summary>Row and bytes are durable.</summary>
    There = 1,

    /// <summary>The last message that named it was deleted: nobody gets it any more, and the sweep removes it.</summary>
    Gone = 2,
}

/// <summary>What <see cref="IFileRows.RetireAsync"/> did.</summary>
/// <param name="Retired">The file is gone now.</param>
/// <param name="Last">No other file has the same bytes.</param>
public readonly record struct FileRetirement(bool Retired, bool Last);
