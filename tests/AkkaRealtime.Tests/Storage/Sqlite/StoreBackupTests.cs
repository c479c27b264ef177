using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>Back-ups of a store that is in use, and what comes back of them.</summary>
public sealed class StoreBackupTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly RoomId Room = new("room");
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("akkarealtime-backup-");
    private long _acknowledged;

    private string Data => Path.Combine(_root.FullName, "data");

    private string Other => Path.Combine(_root.FullName, "other");

    [Fact]
    public async Task Backup_WhileMessagesAreWritten_HoldsAllThatWereAcknowledgedBeforeItBegan_AndNoHole()
    {
        using var store = TestStore.Sqlite(Data);
        Make(store);
        using var enough = new CancellationTokenSource();
        var writing = Task.Factory.StartNew(() => WriteUntil(store, enough.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        var copies = new List<(string Folder, long Before)>();
        for (var i = 0; i < 12; i++)
        {
            var before = Volatile.Read(ref _acknowledged);
            var folder = Path.Combine(_root.FullName, $"copy{i}");
            await BackupAsync(folder);
            copies.Add((folder, before));

            // Each comes upon another moment of the log: just filled, half of it stored, all of it.
            if (i % 3 == 2)
                await store.Engine.Log.EventsAsync(Room, 0, 1, 1, CancellationToken.None);
        }

        await enough.CancelAsync();
        await writing;
        foreach (var (folder, before) in copies)
        {
            Assert.Equal([], StoreCheck.Sqlite(folder));
            StoreRestore.Sqlite(folder, Other, replace: true, TimeProvider.System);
            var texts = await TextsAsync(Other);
            Assert.True(texts.Count >= before, $"{before} had been acknowledged, and {texts.Count} came back.");
            Assert.Equal(Enumerable.Range(1, texts.Count).Select(n => $"message {n}"), texts);
        }
    }

    [Fact]
    public async Task Backup_WhatLeavesTheLogBetweenItsTwoReads_IsInIt()
    {
        using var store = TestStore.Sqlite(Data);
        Make(store);
        Write(store, 1);
        var copy = Path.Combine(_root.FullName, "copy");
        await StoreBackup.SqliteAsync(Data, copy, withFiles: false, TimeProvider.System, MoveOn, default);
        StoreRestore.Sqlite(copy, Other, replace: false, TimeProvider.System);
        Assert.Equal(["message 1", "message 2"], (await TextsAsync(Other)).Take(2));

        // Into the tables with it, and over it in both files of the log.
        async Task MoveOn()
        {
            for (var i = 0; i < 3; i++)
            {
                await store.Engine.Log.EventsAsync(Room, 0, 1, 1, CancellationToken.None);
                Write(store, 1);
            }
        }
    }

    [Fact]
    public async Task Backup_OfAKilledServersFolder_HoldsWhatIsOnItsLogOnly()
    {
        using (var store = TestStore.Sqlite(Data))
        {
            Make(store);
            Write(store, 2);
            Directory.CreateDirectory(Other);
            foreach (var file in Directory.GetFiles(Data).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
                File.Copy(file, Path.Combine(Other, Path.GetFileName(file)));
        }

        var copy = Path.Combine(_root.FullName, "copy");
        await StoreBackup.SqliteAsync(Other, copy, withFiles: true, TimeProvider.System);
        StoreRestore.Sqlite(copy, Path.Combine(_root.FullName, "back"), replace: false, TimeProvider.System);
        Assert.Equal(["message 1", "message 2"], await TextsAsync(Path.Combine(_root.FullName, "back")));
    }

    [Fact]
    public async Task Restore_IsAnotherStoreToClients_AndKeepsTheOneThatWasThere()
    {
        string epoch;
        using (var store = TestStore.Sqlite(Data))
        {
            epoch = store.Engine.Epoch;
            Make(store);
            Write(store, 1);
            await BackupAsync(Path.Combine(_root.FullName, "copy"));
            Write(store, 1);
        }

        Assert.Contains("There is a store", Refused(() => StoreRestore.Sqlite(Path.Combine(_root.FullName, "copy"), Data, replace: false, TimeProvider.System)), StringComparison.Ordinal);
        var kept = StoreRestore.Sqlite(Path.Combine(_root.FullName, "copy"), Data, replace: true, TimeProvider.System);
        Assert.Equal(["message 1"], await TextsAsync(Data));
        Assert.Equal(["message 1", "message 2"], await TextsAsync(kept!));
        using var restored = TestStore.Sqlite(Data);
        Assert.NotEqual(epoch, restored.Engine.Epoch);
    }

    [Fact]
    public async Task Restore_OfADamagedBackup_OrBesideAServer_IsRefused_AndChangesNothing()
    {
        using (var store = TestStore.Sqlite(Data))
        {
            Make(store);
            Write(store, 1);
            await BackupAsync(Path.Combine(_root.FullName, "copy"));
            Assert.Contains("Another server", Refused(() => StoreRestore.Sqlite(Path.Combine(_root.FullName, "copy"), Data, replace: true, TimeProvider.System)), StringComparison.Ordinal);
        }

        using (var file = File.OpenWrite(Path.Combine(_root.FullName, "copy", "realtime.db")))
        {
            file.Position = 4_096;
            file.Write(Enumerable.Repeat((byte)0x5A, (int)(file.Length - file.Position)).ToArray());
        }

        Assert.Contains("is damaged", Refused(() => StoreRestore.Sqlite(Path.Combine(_root.FullName, "copy"), Data, replace: true, TimeProvider.System)), StringComparison.Ordinal);
        Assert.Equal(["message 1"], await TextsAsync(Data));
        Assert.Empty(Directory.GetDirectories(Data));
        Assert.Throws<FileNotFoundException>(() => StoreRestore.Sqlite(_root.FullName, Other, replace: false, TimeProvider.System));
    }

    [Fact]
    public async Task Backup_IntoAFolderThatIsThere_OrOfNothing_IsRefused()
    {
        using var store = TestStore.Sqlite(Data);
        Directory.CreateDirectory(Other);
        Assert.Contains("is there already", (await Assert.ThrowsAsync<InvalidOperationException>(() => BackupAsync(Other))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FileNotFoundException>(() => StoreBackup.SqliteAsync(Other, Path.Combine(_root.FullName, "copy"), withFiles: true, TimeProvider.System));
        Assert.False(Path.Exists(Path.Combine(_root.FullName, "copy")));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static string Refused(Action what) => Assert.Throws<InvalidOperationException>(what).Message;

    private Task<StoreCopy> BackupAsync(string folder) => StoreBackup.SqliteAsync(Data, folder, withFiles: true, TimeProvider.System);

    private static async Task<IReadOnlyList<string>> TextsAsync(string directory)
    {
        using var store = TestStore.Sqlite(directory);
        var events = await store.Engine.Log.EventsAsync(Room, 1, long.MaxValue, int.MaxValue, CancellationToken.None);
        return [.. events.Select(e => System.Text.Json.JsonElement.Parse(e.Envelope.Utf8.Span).GetProperty("data").GetProperty("text").GetString()!)];
    }

    private static void Make(TestStore store) =>
        Commit(store, 0, new NewRoom("group", "Room", ""), new ChatJoined(Alice, "owner") { Room = Room, At = TimeProvider.System.GetUtcNow(), By = Alice });

    private void WriteUntil(TestStore store, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            Write(store, 1);
    }

    private void Write(TestStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var next = Volatile.Read(ref _acknowledged) + 1;
            var now = TimeProvider.System.GetUtcNow();
            Commit(store, next, null, new ChatMessage(MessageId.New(now), $"k{next}", $"message {next}") { Room = Room, At = now, By = Alice });
            Volatile.Write(ref _acknowledged, next);
        }
    }

    private static void Commit(TestStore store, long head, NewRoom? made, LogEvent appended) =>
        Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, head, [appended], made)])));
}
