namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>Another domain on SQLite.</summary>
public sealed class SqliteOtherDomainTests : RemovedDomainConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-domain-").FullName;

    private protected override TestStore Open(bool withPolls) => TestStore.Sqlite(_directory, more: withPolls ? [new PollTables()] : []);

    private protected override void Remove() => Directory.Delete(_directory, recursive: true);
}
