using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage;

// Rows of files, and what messages do to them.
public abstract partial class StoreConformance
{
    private IFileRows Files => Storage.Files;

    [SkippableFact]
    public async Task Files_ANewRow_IsArrivingAndThenThere()
    {
        var room = Room("group", Alice);
        var row = new FileRow(FileId.New(Noon), room, Alice, "Zoë \"1\".png", "image/png", 5_000_000_000, HashOf('a'), Noon, 640, 480);
        await Files.AddAsync(row, Cancel);
        Assert.Equal([row], await Files.FindAsync([row.Id.Value], Cancel));

        await Files.SetThereAsync(row.Id, Cancel);
        Restart();

        Assert.Equal([row with { State = FileState.There }], await Files.FindAsync([row.Id.Value, "another"], Cancel));
    }

    [SkippableFact]
    public async Task Files_AMessageThatNamesOne_MakesItSent()
    {
        var room = Room("group", Alice);
        var row = await AddFileAsync(room, Alice);

        Append(room, 1, Message(room, Alice, "look", files: [row.ToAttachment()]));

        Assert.Equal([row with { Sent = true }], await Files.FindAsync([row.Id.Value], Cancel));
        Assert.Equal(row.ToAttachment(), Assert.Single(Assert.Single((await Store.HistoryAsync(room, null, null, 9, null, Cancel)).Messages).Attachments));
    }

    [SkippableFact]
    public async Task Files_TheLastMessageDeleted_TakesItAway()
    {
        var room = Room("group", Alice);
        var row = await AddFileAsync(room, Alice);
        var (first, second) = (Message(room, Alice, "1", files: [row.ToAttachment()]), Message(room, Alice, "2", files: [row.ToAttachment()]));
        Append(room, 1, first, second);

        Append(room, 3, Delete(room, Alice, first.Id));
        Assert.Equal(FileState.There, Assert.Single(await Files.FindAsync([row.Id.Value], Cancel)).State);

        Append(room, 4, Delete(room, Alice, second.Id));
        Assert.Equal(FileState.Gone, Assert.Single(await Files.FindAsync([row.Id.Value], Cancel)).State);
        Assert.Equal([row.Id], (await Files.LeftoversAsync(Noon.AddYears(-1), 9, Cancel)).Select(r => r.Id));
    }

    [SkippableFact]
    public async Task Files_DeletedAndSentAnewInOneBatch_Stays()
    {
        var room = Room("group", Alice);
        var row = await AddFileAsync(room, Alice);
        var first = Message(room, Alice, "1", files: [row.ToAttachment()]);
        Append(room, 1, first);

        Append(room, 2, Delete(room, Alice, first.Id), Message(room, Alice, "2", files: [row.ToAttachment()]));

        Assert.Equal(FileState.There, Assert.Single(await Files.FindAsync([row.Id.Value], Cancel)).State);
    }

    [SkippableFact]
    public async Task Files_ARepeatedKey_UsesNothing()
    {
        var room = Room("group", Alice);
        var row = await AddFileAsync(room, Alice);
        Append(room, 1, Message(room, Alice, "1", key: "k"));

        Append(room, 2, Message(room, Alice, "1", key: "k", files: [row.ToAttachment()]));

        Assert.False(Assert.Single(await Files.FindAsync([row.Id.Value], Cancel)).Sent);
        Assert.True(await Files.IsSentAsync(room, Alice, "k", Cancel));
        Assert.False(await Files.IsSentAsync(room, Alice, "K", Cancel));
        Assert.False(await Files.IsSentAsync(room, Bob, "k", Cancel));
        Assert.False(await Files.IsSentAsync(Room("group", Alice), Alice, "k", Cancel));
    }

    [SkippableFact]
    public async Task Files_Leftovers_AreUnsentOnesOfBefore()
    {
        var room = Room("group", Alice);
        var (old, fresh, sent) = (await AddFileAsync(room, Alice), await AddFileAsync(room, Alice, Noon.AddHours(2)), await AddFileAsync(room, Alice));
        var arriving = new FileRow(FileId.New(Noon), room, Alice, "x", "a/b", 1, HashOf('x'), Noon);
        await Files.AddAsync(arriving, Cancel);
        Append(room, 1, Message(room, Alice, "1", files: [sent.ToAttachment()]));

        var leftovers = await Files.LeftoversAsync(Noon.AddHours(1), 9, Cancel);

        Assert.Equal(new[] { old.Id, arriving.Id }.ToHashSet(), leftovers.Select(r => r.Id).ToHashSet());
        Assert.False((await Files.RetireAsync(fresh.Id, Noon.AddHours(1), Cancel)).Retired);
        Assert.False((await Files.RetireAsync(sent.Id, Noon.AddHours(1), Cancel)).Retired);
        Assert.True((await Files.RetireAsync(old.Id, Noon.AddHours(1), Cancel)).Retired);
    }

    [SkippableFact]
    public async Task Files_Retired_SaysWhetherOthersHaveTheSameBytes()
    {
        var room = Room("group", Alice);
        var (one, other) = (await AddFileAsync(room, Alice, hash: 'h'), await AddFileAsync(room, Alice, hash: 'h'));

        Assert.Equal(new FileRetirement(true, false), await Files.RetireAsync(one.Id, null, Cancel));
        await Files.ForgetAsync(one.Id, Cancel);
        Assert.Equal(new FileRetirement(true, true), await Files.RetireAsync(other.Id, null, Cancel));
        await Files.ForgetAsync(other.Id, Cancel);

        Assert.Empty(await Files.FindAsync([one.Id.Value, other.Id.Value], Cancel));
        Assert.False((await Files.RetireAsync(one.Id, null, Cancel)).Retired);
    }

    [SkippableFact]
    public async Task Files_OfAUser_ComeInPagesAndAreSummed()
    {
        var room = Room("group", Alice);
        var rows = new List<FileRow>();
        for (var i = 0; i < 3; i++)
            rows.Add(await AddFileAsync(room, Alice, Noon.AddMinutes(i)));
        await AddFileAsync(room, Bob);

        Assert.Equal(rows.Take(2), await Files.OfUserAsync(Alice, null, 2, Cancel));
        Assert.Equal(rows.Skip(2), await Files.OfUserAsync(Alice, rows[1].Id, 2, Cancel));
        Assert.Equal(30, await Files.BytesOfAsync(Alice, Cancel));
        Assert.Equal(0, await Files.BytesOfAsync(Carol, Cancel));
    }

    [SkippableFact]
    public async Task Files_Alone_LetsOneInAfterTheOther()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var order = new List<int>();
        var first = Files.AloneAsync(HashOf('a'), async () => { entered.SetResult(); await leave.Task; order.Add(1); return 1; }, Cancel);
        await entered.Task;
        var second = Files.AloneAsync(HashOf('a'), () => { order.Add(2); return Task.FromResult(2); }, Cancel);
        Assert.Equal(3, await Files.AloneAsync("ff" + HashOf('b')[2..], () => Task.FromResult(3), Cancel));

        leave.SetResult();
        Assert.Equal((1, 2), (await first, await second));
        Assert.Equal([1, 2], order);
    }

    private static string HashOf(char fill) => new(fill is >= 'a' and <= 'f' ? fill : '0', 64);

    private async Task<FileRow> AddFileAsync(RoomId room, UserId by, DateTimeOffset? at = null, char hash = 'a')
    {
        var row = new FileRow(FileId.New(at ?? Noon), room, by, "a.txt", "text/plain", 10, HashOf(hash), at ?? Noon);
        await Files.AddAsync(row, Cancel);
        await Files.SetThereAsync(row.Id, Cancel);
        return row with { State = FileState.There };
    }
}
