using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>What the storage logs.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A commit of {Entries} entries failed; their senders are told to try again.")]
    public static partial void CommitFailed(ILogger log, Exception e, int entries);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "An entry of kind {Kind} could not be stored; the others of its batch were.")]
    public static partial void EntryFailed(ILogger log, Exception e, string kind);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "{Store} store is open: {Where}, epoch {Epoch}.")]
    public static partial void Opened(ILogger log, string store, string where, string epoch);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "The journal is drained and the store closed.")]
    public static partial void Closed(ILogger log);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Maintenance of the store (indexing, checkpoint) failed; the next run tries again.")]
    public static partial void MaintenanceFailed(ILogger log, Exception e);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Debug, Message = "Migration: {Text}")]
    public static partial void Migration(ILogger log, string text);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Error, Message = "Migration: {Text}")]
    public static partial void MigrationFailed(ILogger log, Exception? e, string text);

    [LoggerMessage(EventId = 4008, Level = LogLevel.Information, Message = "PostgreSQL answers again.")]
    public static partial void Back(ILogger log);

    [LoggerMessage(EventId = 4009, Level = LogLevel.Warning, Message = "PostgreSQL does not answer yet ({Why}); it is tried again, for {Seconds} s in all.")]
    public static partial void Waiting(ILogger log, string why, double seconds);

    [LoggerMessage(EventId = 4010, Level = LogLevel.Error, Message = "PostgreSQL does not answer ({Why}). Senders are told to try again; it goes on by itself when the database is back.")]
    public static partial void Away(ILogger log, string why);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Debug, Message = "A commit of {Entries} entries was refused: {Why}")]
    public static partial void CommitRefused(ILogger log, int entries, string why);

    [LoggerMessage(EventId = 4012, Level = LogLevel.Warning, Message = "PostgreSQL has {Setting} = {Value}: what is confirmed to senders may be lost when its machine fails. Set it to on.")]
    public static partial void NotDurable(ILogger log, string setting, string value);

    [LoggerMessage(EventId = 4013, Level = LogLevel.Information, Message = "{What}: begins behind the commits, {Done} of about {Total} are done.")]
    public static partial void RebuildBegins(ILogger log, string what, long done, long total);

    [LoggerMessage(EventId = 4014, Level = LogLevel.Information, Message = "{What}: {Done} of about {Total} are done.")]
    public static partial void RebuildGoesOn(ILogger log, string what, long done, long total);

    [LoggerMessage(EventId = 4015, Level = LogLevel.Information, Message = "{What}: done, {Done} in all.")]
    public static partial void RebuildEnds(ILogger log, string what, long done);

    [LoggerMessage(EventId = 4016, Level = LogLevel.Information, Message = "{Entries} events and marks that were acknowledged before the server ended are written into the tables.")]
    public static partial void Recovered(ILogger log, int entries);

    [LoggerMessage(EventId = 4017, Level = LogLevel.Error, Message = "'{Path}' can't be written: until it can, commits go straight into the database. Is the disk full?")]
    public static partial void LogFailed(ILogger log, Exception e, string path);

    [LoggerMessage(EventId = 4018, Level = LogLevel.Error, Message = "A domain's tables can't follow an event that was acknowledged: what they derive from it is missing. This is a bug.")]
    public static partial void NotDerived(ILogger log, Exception e);

    [LoggerMessage(EventId = 4019, Level = LogLevel.Error, Message = "The store is closed with {Entries} acknowledged events and marks on the log that could not be written into the tables: the next start does it.")]
    public static partial void LeftOnLog(ILogger log, Exception e, int entries);

    /// <summary>How loud a failed read is told: an outage of the store has its own message, once.</summary>
    public static LogLevel LevelOf(Exception cause) => cause is StoreUnavailableException ? LogLevel.Debug : LogLevel.Warning;
}
