using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage.Files;

/// <summary>Files on SQLite and disk, with a clock that the test moves.</summary>
public sealed class FileServiceTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");
    private static readonly RoomId Room = RoomId.New(DateTimeOffset.UnixEpoch);
    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly StorageOptions _directory = new(Directory.CreateTempSubdirectory("akkarealtime-service-").FullName);
    private readonly FilesOptions _options = new();
    private readonly TestStore _storage;
    private readonly FileService _files;
    private long _head = 1;

    public FileServiceTests()
    {
        _storage = TestStore.Sqlite(_directory.DataDirectory);
        _storage.Writer.Commit([new AppendEvents(
            ActorRefs.Nobody, Room, 0, [new ChatJoined(Alice, "owner") { Room = Room, At = _time.GetUtcNow(), By = Alice }], new NewRoom("group", "Room", ""))]);
        _files = new FileService(
            _storage.Chat, _storage.Files, new DiskFileStore(FilesRegistration.DirectoryOf(_directory)), _options, _directory, _time,
            TestMetrics.Instance, NullLogger<FileService>.Instance);
    }

    [Fact]
    public async Task Upload_SameBytesTwice_AreKeptOnceUntilTheLastIsDeleted()
    {
        var (one, other) = (await UploadAsync("same"), await UploadAsync("same"));
        Assert.NotEqual(one.Id, other.Id);
        Assert.Single(Kept());

        Assert.True(await _files.DeleteAsync(one.Id, default));
        Assert.Single(Kept());
        Assert.True(await _files.DeleteAsync(other.Id, default));
        Assert.Empty(Kept());
        Assert.False(await _files.DeleteAsync(other.Id, default));
    }

    [Fact]
    public async Task Upload_WhoseBodyBreaksOff_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _files.UploadAsync(Alice, Room, "a.txt", null, new BrokenStream(), default));

        Assert.Empty(Kept());
        Assert.Empty(await _files.FilesOfAsync(Alice, null, 9, default));
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, nameof(FileRefusal.TooLarge))]
    [InlineData(0, nameof(FileRefusal.Empty))]
    public async Task Upload_Size_IsCounted(int bytes, string? expected)
    {
        _options.MaxBytes = 10;
        var result = await _files.UploadAsync(Alice, Room, "a", null, new MemoryStream(new byte[bytes]), default);

        Assert.Equal(expected, result.Refusal?.ToString());
        Assert.Equal(expected is null ? 1 : 0, Kept().Length);
    }

    [Fact]
    public async Task Upload_OverTheUsersQuota_IsRefusedUntilSomethingIsDeleted()
    {
        _options.MaxBytesPerUser = 10;
        var first = await UploadAsync("123456");
        Assert.Equal(FileRefusal.OverQuota, (await _files.UploadAsync(Alice, Room, "a", null, new MemoryStream(new byte[5]), default)).Refusal);

        await _files.DeleteAsync(first.Id, default);
        await UploadAsync("12345");
    }

    [Fact]
    public async Task Sweep_TakesWhatWasNotSentForADay_AndNothingElse()
    {
        var (sent, forgotten) = (await UploadAsync("sent"), await UploadAsync("forgotten"));
        Send(sent);
        _time.Advance(TimeSpan.FromHours(24));
        var fresh = await UploadAsync("fresh");
        Assert.Equal(0, await _files.SweepAsync(default));

        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await _files.SweepAsync(default));

        Assert.Equal(FileRefusal.NoSuchFile, (await FindAsync(forgotten)).Refusal);
        Assert.NotNull((await FindAsync(sent)).Row);
        Assert.NotNull((await FindAsync(fresh)).Row);
        Assert.Equal(2, Kept().Length);
    }

    [Fact]
    public async Task Sweep_AfterTheMessageWasDeleted_RemovesTheBytes()
    {
        var file = await UploadAsync("secret");
        var message = Send(file);
        Append(new ChatDeleted(message) { Room = Room, At = _time.GetUtcNow(), By = Alice });
        Assert.Equal(FileRefusal.Gone, (await FindAsync(file)).Refusal);

        Assert.Equal(1, await _files.SweepAsync(default));

        Assert.Empty(Kept());
        Assert.Equal(FileRefusal.NoSuchFile, (await FindAsync(file)).Refusal);
    }

    [Fact]
    public async Task Sweep_AfterADeathBeforeTheBytesWereKept_LeavesNoRow()
    {
        await _storage.Files.AddAsync(new FileRow(FileId.New(_time.GetUtcNow()), Room, Alice, "a", "a/b", 1, new string('0', 64), _time.GetUtcNow()), default);
        _time.Advance(TimeSpan.FromHours(26));

        Assert.Equal(1, await _files.SweepAsync(default));
    }

    [Fact]
    public async Task Find_BeforeItIsSent_IsTheUploadersOnly()
    {
        Append(new ChatJoined(Bob, "member") { Room = Room, At = _time.GetUtcNow(), By = Alice });
        var file = await UploadAsync("draft");
        Assert.Equal(FileRefusal.NoSuchFile, (await _files.FindAsync(Bob, file.Id.Value, default)).Refusal);

        Send(file);
        Assert.Equal("a.txt", (await _files.FindAsync(Bob, file.Id.Value, default)).Row?.Name);
        Assert.Equal(FileRefusal.NoSuchFile, (await _files.FindAsync(new("carol"), file.Id.Value, default)).Refusal);
    }

    [Fact]
    public async Task ClearIncoming_TakesWhatNobodyWrites_AndLeavesAnUploadUnderWay()
    {
        var incoming = Path.Combine(FilesRegistration.DirectoryOf(_directory), "incoming");
        Directory.CreateDirectory(incoming);
        await File.WriteAllTextAsync(Path.Combine(incoming, "of-the-dead"), "half");
        var body = new GatedStream();
        var upload = _files.UploadAsync(Alice, Room, "a.txt", null, body, default);
        await body.Asked.Task;

        _files.ClearIncoming();
        Assert.Single(Directory.GetFiles(incoming));
        body.Go.SetResult();

        Assert.NotNull((await upload).Row);
        Assert.Empty(Directory.GetFiles(incoming));
    }

    public void Dispose()
    {
        _storage.Dispose();
        Directory.Delete(_directory.DataDirectory, recursive: true);
    }

    private string[] Kept() =>
        Directory.Exists(FilesRegistration.DirectoryOf(_directory)) ? Directory.GetFiles(FilesRegistration.DirectoryOf(_directory), "*", SearchOption.AllDirectories) : [];

    private Task<FileResult> FindAsync(FileRow row) => _files.FindAsync(Alice, row.Id.Value, default);

    private async Task<FileRow> UploadAsync(string text) =>
        (await _files.UploadAsync(Alice, Room, "a.txt", "text/plain", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), default)).Row!;

    private MessageId Send(FileRow row)
    {
        var message = new ChatMessage(MessageId.New(_time.GetUtcNow()), $"k{_head}", "", Attachments: [row.ToAttachment()]) { Room = Room, At = _time.GetUtcNow(), By = Alice };
        Append(message);
        return message.Id;
    }

    private void Append(RoomEvent e) =>
        _head = Assert.IsType<EventsAppended>(Assert.Single(_storage.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, _head, [e])]))).Head;

    /// <summary>Some bytes, and then the connection is gone.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read)
                throw new IOException("The connection is gone.");
            _read = true;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    /// <summary>One byte, and the end once it is let go.</summary>
    private sealed class GatedStream : MemoryStream
    {
        private int _reads;

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ == 0)
                return 1;
            Asked.SetResult();
            await Go.Task.WaitAsync(cancellationToken);
            return 0;
        }
    }
}
