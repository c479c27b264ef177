using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>The conformance suite on SQLite, and what only SQLite promises.</summary>
public sealed class SqliteStoreTests : StoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-store-").FullName;

    private protected override TestStore Open() =>
        TestStore.Sqlite(_directory, Metrics);

    private protected override async Task<string> EverythingAsync()
    {
        await Storage.Engine.ScrubAsync(Cancel);
        var all = new System.Text.StringBuilder();
        foreach (var file in (string[])["realtime.db", "realtime.db-wal", "realtime-0.log", "realtime-1.log"])
        {
            await using var stream = new FileStream(Path.Combine(_directory, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            all.Append(await reader.ReadToEndAsync());
        }

        return all.ToString();
    }

    private protected override void Remove() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Open_DirectoryOfAnotherServer_SaysWhatToDo()
    {
        _ = Storage;

        var e = Assert.Throws<InvalidOperationException>(() => Open());

        Assert.Contains("AkkaRealtime:DataDirectory", e.Message, StringComparison.Ordinal);
        Assert.Contains(_directory, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CancelledInTheMiddle_EndsAndTheNextOneIsAnswered()
    {
        var engine = (SqliteEngine)Storage.Engine;
        using var cancelled = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endless = engine.ReadAsync(
            s =>
            {
                begun.SetResult();
                return s["WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"].Step();
            },
            cancelled.Token);
        await begun.Task.WaitAsync(Patient.Wait);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(Patient.Wait));
        for (var i = 0; i < 20; i++)
            Assert.True(await engine.ReadAsync(s => s["SELECT 1"].Step(), Cancel));
    }

    [Fact]
    public void Open_AfterTheOtherServerStopped_Works()
    {
        _ = Storage;
        Restart();

        Assert.NotEmpty(Engine.Epoch);
    }
}
