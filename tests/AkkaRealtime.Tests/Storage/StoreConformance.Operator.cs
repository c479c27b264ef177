using Akka.Actor;
using AkkaRealtime.Admin;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Sweep_ByFakeTime_EmptiesEachRoomByItsOwnDays()
    {
        var (week, old, _) = OldAndNew();
        var (forEver, _, _) = OldAndNew();
        var empty = Room("group", Alice);
        Commit(new SaveRetention(ActorRefs.Nobody, forEver, 0));
        var time = new FakeTimeProvider(Noon.AddDays(6));
        var sweep = new RetentionSweep(Storage.ChatAdmin, Storage.Engine, new DirectOwners(Storage, Noon), TestMetrics.Instance, time, 7);

        Assert.Equal(0, await sweep.RunAsync(Cancel));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(old.Count, await sweep.RunAsync(Cancel));
        Assert.Equal(0, await sweep.RunAsync(Cancel));

        Assert.Single((await Store.HistoryAsync(week, null, null, 10, null, Cancel)).Messages);
        Assert.Equal(old.Count + 1, (await Store.HistoryAsync(forEver, null, null, 10, null, Cancel)).Messages.Count);
        Assert.Equal(1, (await Storage.ChatAdmin.FindRoomAsync(empty, Cancel))!.Expired);
    }

    [SkippableFact]
    public async Task Sweep_ThatIsInterrupted_GoesOnWithTheNextOne()
    {
        var rooms = Enumerable.Range(0, 3).Select(_ => OldAndNew().Room).ToList();
        var owners = new DirectOwners(Storage, Noon) { Lives = 5 };
        var sweep = new RetentionSweep(Storage.ChatAdmin, Storage.Engine, owners, TestMetrics.Instance, new FakeTimeProvider(Noon.AddDays(20)), 10);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => sweep.RunAsync(Cancel));
        owners.Lives = null;
        await sweep.RunAsync(Cancel);

        foreach (var room in rooms)
            Assert.Single((await Store.HistoryAsync(room, null, null, 10, null, Cancel)).Messages);
    }

    [SkippableFact]
    public async Task Erase_AUser_LeavesTheirWordsNowhereAndOthersAsTheyWere()
    {
        var (rooms, harmless) = TalksOfAliceAndBob();

        var done = await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Alice, Noon, ErasurePhase.Rooms), Cancel);

        Assert.Equal((ErasurePhase.Done, Noon.AddHours(1)), (done.Phase, done.FinishedAt));
        Assert.Equal(done, await Storage.Erasures.FindErasureAsync(Alice, Cancel));
        await AssertErasedAsync(rooms, harmless);
    }

    [SkippableFact]
    public async Task Erase_InterruptedAnywhere_FinishesWhenItIsGoneOnWith()
    {
        var (rooms, harmless) = TalksOfAliceAndBob();
        var erasure = new Erasure(Alice, Noon, ErasurePhase.Rooms);
        Commit(new SaveErasure(ActorRefs.Nobody, erasure));

        // Each run gets one step further than the one before, on a store that was closed and opened meanwhile.
        for (var lives = 1; (await Storage.Erasures.OpenErasuresAsync(Cancel)) is [var open]; lives++)
        {
            Assert.InRange(lives, 1, 100);
            try
            {
                await Job(new DirectOwners(Storage, Noon) { Lives = lives }).RunAsync(open, Cancel);
            }
            catch (StoreUnavailableException)
            {
                Restart();
            }
        }

        await AssertErasedAsync(rooms, harmless);
    }

    [SkippableFact]
    public async Task Erase_Again_ChangesNothing()
    {
        var (rooms, harmless) = TalksOfAliceAndBob();
        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Alice, Noon, ErasurePhase.Rooms), Cancel);

        var again = await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Alice, Noon, ErasurePhase.Rooms), Cancel);

        Assert.Equal(0, again.Events);
        await AssertErasedAsync(rooms, harmless);
    }

    [SkippableFact]
    public async Task Erase_AUser_RevokesWhatTheyWereSignedInWith()
    {
        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Alice, Noon, ErasurePhase.Rooms), Cancel);

        var revoked = Assert.Single(await Storage.Revocations.ChangesAsync(0, 10, Cancel)).Revocation;
        Assert.True(revoked.Refuses(new SessionFacts(Alice, null, null, null, Noon), Noon.AddHours(2)));
        Assert.False(revoked.Refuses(new SessionFacts(Bob, null, null, null, Noon), Noon.AddHours(2)));
        Assert.False(revoked.Refuses(new SessionFacts(Alice, null, null, null, Noon.AddHours(2)), Noon.AddHours(2)));
    }

    [SkippableFact]
    public async Task Export_OfAUser_HasTheRequestsThatTheyMadeAndWereAsked()
    {
        Commit(Ask(Bob, null, ("i1", Alice)), Ask(Alice, null, ("i2", Carol)), Ask(Bob, null, ("i3", Carol)));
        Commit(new DeclineInvitation(ActorRefs.Nobody, Alice, "i1", Noon), new DeclineInvitation(ActorRefs.Nobody, Carol, "i2", Noon));

        var requests = (await ExportAsync(Alice)).Where(l => l.GetProperty("kind").GetString() == "request").Select(l => l.GetRawText()).ToList();

        Assert.Equal(
            [
                """{"kind":"request","id":"i1","by":"bob","user":"alice","at":"2026-11-23T12:00:00Z","declinedAt":"2026-11-23T12:00:00Z"}""",
                """{"kind":"request","id":"i2","by":"alice","user":"carol","at":"2026-11-23T12:00:00Z"}""",
            ],
            requests);
    }

    [SkippableFact]
    public async Task Export_OfAUser_HasAllTheySaidAndNothingOfOthers()
    {
        TalksOfAliceAndBob();
        var lines = await ExportAsync(Alice);

        var kinds = lines.Select(l => l.GetProperty("kind").GetString()!).ToList();
        Assert.Equal(["profile", "membership", "membership"], kinds[..3]);
        Assert.Equal((25, 1, 1), (kinds.Count(k => k == "message"), kinds.Count(k => k == "edit"), kinds.Count(k => k == "reaction")));
        Assert.Equal(("end", lines.Count - 1), (kinds[^1], lines[^1].GetProperty("lines").GetInt32()));
        Assert.DoesNotContain(lines, l => l.ToString().Contains("harmless", StringComparison.Ordinal));
        Assert.Equal("Alice", lines[0].GetProperty("name").GetString());
        var edit = lines.Single(l => l.GetProperty("kind").GetString() == "edit").GetProperty("event");
        Assert.Equal("chat.edited", edit.GetProperty("type").GetString());
    }

    [SkippableFact]
    public async Task Export_HasWhomAUserHasBlocked_AndErasingForgetsIt()
    {
        Commit(Blocked(Bob, Alice), Blocked(Carol, Bob));
        var lines = new List<string>();
        await foreach (var line in new UserExport(Storage.ChatAdmin, Store, Storage.Invitations, Storage.Reports, Storage.Blocks, Storage.Bookmarks, Storage.Scheduled, Storage.Threads, Calls, Users, Storage.Files, Storage.Pictures, Storage.Push).LinesAsync(Bob, Cancel))
            lines.Add(System.Text.Encoding.UTF8.GetString(line.Span));
        Assert.StartsWith("{\"kind\":\"block\",\"user\":\"alice\"", Assert.Single(lines, l => l.Contains("block", StringComparison.Ordinal)), StringComparison.Ordinal);

        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Bob, Noon, ErasurePhase.Rooms), Cancel);

        Assert.Empty(await Storage.Blocks.BetweenAsync(Bob, [Alice, Carol], Cancel));
    }

    [SkippableFact]
    public async Task Erase_AUserWithFiles_RemovesThemAndNobodyElses()
    {
        var room = Room("group", Alice, Bob);
        var (mine, theirs) = (await FileAsync(room, Alice, "a1"), await FileAsync(room, Bob, "b2"));
        Append(room, 2, Message(room, Alice, Secret, files: [mine.ToAttachment()]), Message(room, Bob, "x", files: [theirs.ToAttachment()]));

        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Alice, Noon, ErasurePhase.Rooms), Cancel);

        Assert.Empty(await Storage.Files.OfUserAsync(Alice, null, 10, Cancel));
        Assert.Equal(FileState.There, Assert.Single(await Storage.Files.OfUserAsync(Bob, null, 10, Cancel)).State);
        var lines = 0;
        await foreach (var line in new UserExport(Storage.ChatAdmin, Store, Storage.Invitations, Storage.Reports, Storage.Blocks, Storage.Bookmarks, Storage.Scheduled, Storage.Threads, Calls, Users, Storage.Files, Storage.Pictures, Storage.Push).LinesAsync(Bob, Cancel))
            lines += System.Text.Encoding.UTF8.GetString(line.Span).Contains($"\"url\":\"/api/v1/files/{theirs.Id}\"", StringComparison.Ordinal) && line.Span.StartsWith("{\"kind\":\"file\""u8) ? 1 : 0;
        Assert.Equal(1, lines);
    }

    [SkippableFact]
    public async Task Expire_AMessageWithFiles_LeavesThemToTheSweepOfFiles()
    {
        var room = Room("group", Alice, Bob);
        var file = await FileAsync(room, Alice, "a1");
        var message = Message(room, Alice, "x", files: [file.ToAttachment()]);
        Append(room, 2, message);

        Expire(room, message.At.AddSeconds(1));

        Assert.Equal(file.Id, Assert.Single(await Storage.Files.LeftoversAsync(Noon.AddDays(-9), 10, Cancel)).Id);
    }

    private async Task<FileRow> FileAsync(RoomId room, UserId by, string hash)
    {
        var row = new FileRow(FileId.New(Noon), room, by, "a.png", "image/png", 3, hash.PadRight(64, '0'), Noon);
        await Storage.Files.AddAsync(row, Cancel);
        await Storage.Files.SetThereAsync(row.Id, Cancel);
        return row;
    }

    private FileService FilesToErase()
    {
        var options = new StorageOptions(_filesDirectory);
        return new FileService(
            Store,
            Storage.Files,
            new DiskFileStore(FilesRegistration.DirectoryOf(options)),
            new FilesOptions(),
            options,
            TimeProvider.System,
            TestMetrics.Instance,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<FileService>.Instance);
    }

    private async Task<List<System.Text.Json.JsonElement>> ExportAsync(UserId user)
    {
        var lines = new List<System.Text.Json.JsonElement>();
        await foreach (var line in new UserExport(Storage.ChatAdmin, Store, Storage.Invitations, Storage.Reports, Storage.Blocks, Storage.Bookmarks, Storage.Scheduled, Storage.Threads, Calls, Users, Storage.Files, Storage.Pictures, Storage.Push).LinesAsync(user, Cancel))
            lines.Add(System.Text.Json.JsonDocument.Parse(line).RootElement);
        return lines;
    }

    private ErasureJob Job(DirectOwners owners) => new(
        Storage.Engine, Storage.ChatAdmin, Calls, Users, owners, new JournalPromise(Storage.Journal), FilesToErase(), Pictures(), Revoker(), TestMetrics.Instance, new FakeTimeProvider(Noon.AddHours(1)));

    private PictureService Pictures() => new(
        Storage.Pictures, new JournalPromise(Storage.Journal), Store, new PictureOptions(), () => ActorRefs.Nobody, () => ActorRefs.Nobody, Microsoft.Extensions.Logging.Abstractions.NullLogger<PictureService>.Instance);

    private Revoker Revoker()
    {
        var time = new FakeTimeProvider(Noon.AddHours(1));
        var feed = new RevocationFeed(Storage.Revocations, new Revocations(), time, Microsoft.Extensions.Logging.Abstractions.NullLogger<RevocationFeed>.Instance, isShared: false);
        return new Revoker(new JournalPromise(Storage.Journal), feed, time, _ => { });
    }

    /// <summary>
    /// A group, a direct room, and a group that Alice left: in each they talk; <c>Harmless</c> are Bob's events as they are stored.
    /// </summary>
    private (IReadOnlyList<RoomId> Rooms, Dictionary<(RoomId Room, long Seq), string> Harmless) TalksOfAliceAndBob()
    {
        RoomId[] rooms = [Room("group", Bob, Alice), Room("direct", Alice, Bob), Room("group", Bob, Alice)];
        var harmless = new Dictionary<(RoomId, long), string>();
        foreach (var room in rooms)
        {
            var mine = Message(room, Alice, $"{Secret} 0", mentions: [Bob]);
            var theirs = Message(room, Bob, "harmless 0", mentions: [Alice]);
            Append(room, 2, mine, theirs);
            Append(room, 4, [.. Enumerable.Range(1, room == rooms[0] ? 20 : 1).SelectMany(i => new[] { Message(room, Alice, $"{Secret} {i}"), Message(room, Bob, $"harmless {i}") })]);
            if (room == rooms[0])
                Append(room, 44, Edit(room, Alice, mine.Id, $"{Secret} edited"), React(room, Alice, theirs.Id, Secret), React(room, Bob, theirs.Id, "👍"));
        }

        Append(rooms[2], 6, Left(rooms[2], Alice));
        Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice", Noon, System.Text.Encoding.UTF8.GetBytes($"{{\"text\":\"{Secret}\"}}")));
        foreach (var room in rooms)
        {
            foreach (var e in Engine.Log.EventsAsync(room, 0, 1_000, 1_000, Cancel).GetAwaiter().GetResult())
            {
                if (RoomEventJson.Decode(e.Envelope.Utf8).By == Bob)
                    harmless[(room, e.Seq)] = e.Envelope.ToString()!;
            }
        }

        return (rooms, harmless);
    }

    private async Task AssertErasedAsync(IReadOnlyList<RoomId> rooms, Dictionary<(RoomId Room, long Seq), string> harmless)
    {
        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
        var profile = await Users.LoadUserAsync(Alice, Cancel);
        Assert.Equal("Deleted user", profile!.Name);
        Assert.Null(profile.LastSeen);
        foreach (var room in rooms)
        {
            // As a client that knows nothing yet gets it.
            var news = Assert.Single(await Store.SyncAsync(Bob, new Dictionary<RoomId, long> { [room] = 0 }, 1_000, Cancel));
            Assert.Equal(Enumerable.Range(1, (int)news.Head).Select(i => (long)i), news.Events.Select(e => e.Seq));
            Assert.Contains(news.Events, e => RoomEventJson.Decode(e.Envelope.Utf8) is ChatErased { User: var erased } && erased == Alice);
            foreach (var e in news.Events.Where(e => harmless.ContainsKey((room, e.Seq))))
                Assert.Equal(harmless[(room, e.Seq)], e.Envelope.ToString());
        }

        Assert.Equal(25, (await Store.SearchAsync(Bob, "harmless", null, null, 50, Cancel)).Hits.Count);
        Assert.Equal([rooms[1]], (await Store.HeadsAsync(Alice, Cancel)).Select(h => h.Room));
    }
}
