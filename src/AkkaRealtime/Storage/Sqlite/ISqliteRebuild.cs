namespace AkkaRealtime.Storage.Sqlite;

/// <summary>What an update builds anew behind the commits, in steps that nobody waits for, not even a read; a restart goes on where it was.</summary>
internal interface ISqliteRebuild
{
    /// <summary>Does a step, some milliseconds long, inside a transaction.</summary>
    RebuildProgress Rebuild();
}
