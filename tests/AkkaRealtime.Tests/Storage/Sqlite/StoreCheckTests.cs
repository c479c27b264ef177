using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>A store as a killed server leaves it, and what can happen to it then.</summary>
public sealed class StoreCheckTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly RoomId Room = new("room");
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("akkarealtime-check-");

    private string Folder => Path.Combine(_root.FullName, "copy");

    [Fact]
    public void Check_OfAWholeStore_FindsNothing_AndChangesNothing()
    {
        Make();
        var before = Files();
        Assert.Equal([], StoreCheck.Sqlite(Folder));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Check_OfADamagedDatabase_NamesIt()
    {
        Make();
        File.Delete(Path.Combine(Folder, "realtime.db-wal"));
        var database = Path.Combine(Folder, "realtime.db");
        using (var file = File.OpenWrite(database))
        {
            // All pages but the first, which says that it is a database.
            file.Position = 4_096;
            file.Write(Enumerable.Repeat((byte)0x5A, (int)(file.Length - file.Position)).ToArray());
        }

        Assert.Contains("realtime.db", Assert.Single(StoreCheck.Sqlite(Folder).Take(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfADamagedLog_NamesIt()
    {
        Make();
        var log = Path.Combine(Folder, "realtime-0.log");
        using (var file = File.OpenWrite(log))
        {
            // In the records of the first of two commits.
            file.Position = 60;
            file.WriteByte(0xFF);
        }

        Assert.Contains("can't be read, but", Assert.Single(StoreCheck.Sqlite(Folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WithoutAStore_OrBesideAServer_IsRefused()
    {
        Assert.Throws<FileNotFoundException>(() => StoreCheck.Sqlite(_root.FullName));
        using var store = Open();
        Assert.Contains("Another server", Assert.Throws<InvalidOperationException>(() => StoreCheck.Sqlite(Path.Combine(_root.FullName, "store"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private Dictionary<string, string> Files() => Directory.GetFiles(Folder).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal))
        .ToDictionary(f => f, f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f))));

    private TestStore Open() => TestStore.Sqlite(Path.Combine(_root.FullName, "store"), time: new FakeTimeProvider(Noon), log: new RecordedLog());

    // Two messages are on the log and not in the tables.
    private void Make()
    {
        using var store = Open();
        Commit(store, 0, new NewRoom("group", "Room", ""), new ChatJoined(Alice, "owner") { Room = Room, At = Noon, By = Alice });
        for (var i = 1; i <= 2; i++)
            Commit(store, i, null, new ChatMessage(MessageId.New(Noon), $"k{i}", $"message {i}") { Room = Room, At = Noon, By = Alice });
        Directory.CreateDirectory(Folder);
        foreach (var file in (string[])["realtime.db", "realtime.db-wal", "realtime-0.log", "realtime-1.log"])
            File.Copy(Path.Combine(_root.FullName, "store", file), Path.Combine(Folder, file));
    }

    private static void Commit(TestStore store, long head, NewRoom? made, LogEvent appended) =>
        Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, head, [appended], made)])));
}
