using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>A domain with bugs on SQLite.</summary>
public sealed class SqliteFaultyDomainTests : FaultyDomainConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-faulty-").FullName;

    private protected override TestStore Open(ILogger log) => TestStore.Sqlite(_directory, log: log, more: [new FaultyTables()]);

    private protected override void Remove() => Directory.Delete(_directory, recursive: true);
}
