using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Files;

/// <summary>What files log: who and how much, never a name, which may be private.</summary>
internal static partial class FileLog
{
    [LoggerMessage(EventId = 4501, Level = LogLevel.Information, Message = "File {File} of room {Room}: {Bytes} bytes of {Type} uploaded by {User}.")]
    public static partial void Uploaded(ILogger log, FileId file, RoomId room, UserId user, long bytes, string type);

    [LoggerMessage(EventId = 4502, Level = LogLevel.Information, Message = "File {File} of room {Room} is removed.")]
    public static partial void Removed(ILogger log, FileId file, RoomId room);

    [LoggerMessage(EventId = 4503, Level = LogLevel.Warning, Message = "The sweep of files failed; the next one tries again.")]
    public static partial void SweepFailed(ILogger log, Exception e);

    [LoggerMessage(EventId = 4504, Level = LogLevel.Information, Message = "Files are kept in {Where}.")]
    public static partial void Kept(ILogger log, string where);
}
