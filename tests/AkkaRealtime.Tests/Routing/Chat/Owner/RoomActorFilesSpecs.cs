using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Files;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorFilesSpecs : RoomSpec
{
    private readonly FileRow _picture;

    public RoomActorFilesSpecs(ITestOutputHelper output)
        : base(output)
    {
        _picture = new FileRow(new("f1"), Id, Alice, "a.png", "image/png", 7, "00", Time.GetUtcNow(), 4, 2, FileState.There);
    }

    [Fact]
    public void Should_take_what_the_upload_knows_and_not_what_the_client_says()
    {
        Keep(_picture);
        var room = StartStored();
        room.Tell(With("k1", new Attachment("f1", "x", "text/html", 1, "javascript:alert(1)")), Connection);

        var message = Assert.IsType<ChatMessage>(ExpectEntry().Events[0]);

        Assert.Equal([_picture.ToAttachment()], message.Attachments!);
    }

    [Fact]
    public void Should_keep_the_order_of_what_comes_behind_a_message_with_files()
    {
        Keep(_picture);
        var room = StartStored();
        room.Tell(With("k1", new Attachment("f1", null!, null!, 0, null!)), Connection);
        room.Tell(Send(Alice, "k2"), Connection);

        var keys = new List<string>();
        while (keys.Count < 2)
            keys.AddRange(StoreNext().Events.Select(e => ((ChatMessage)e).Key));
        Assert.Equal(["k1", "k2"], keys);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("other room")]
    [InlineData("other user")]
    [InlineData("arriving")]
    [InlineData("gone")]
    [InlineData("a day old")]
    public void Should_refuse_a_file_that_is_not_this_senders_here_and_now(string what)
    {
        Keep(what switch
        {
            "other room" => _picture with { Room = new("room-2") },
            "other user" => _picture with { By = Bob },
            "arriving" => _picture with { State = FileState.Arriving },
            "gone" => _picture with { State = FileState.Gone },
            "a day old" => _picture with { At = Time.GetUtcNow() - FileRow.UnsentFor - TimeSpan.FromSeconds(1) },
            _ => _picture with { Id = new("f2") },
        });
        var room = StartStored();
        room.Tell(With("k1", new Attachment("f1", null!, null!, 0, null!)), Connection);

        var (type, error) = Expect(Connection);

        Assert.Equal(("error", "not-found", "attachments"), (type, error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_let_a_sent_file_be_sent_again_however_old()
    {
        Keep(_picture with { At = Time.GetUtcNow() - TimeSpan.FromDays(300) });
        HasSent("k0");
        var room = StartStored();
        room.Tell(With("k1", new Attachment("f1", null!, null!, 0, null!)), Connection);

        Assert.Single(Assert.IsType<ChatMessage>(ExpectEntry().Events[0]).Attachments!);
    }

    [Fact]
    public void Should_answer_a_repeated_key_with_the_first_message_also_when_its_files_are_gone()
    {
        HasSent("k1");
        var room = StartStored(head: 5);
        room.Tell(With("k1", new Attachment("f1", null!, null!, 0, null!)), Connection);
        Memory.Commit(ExpectEntry());

        Assert.True(Expect(Connection).Data.GetProperty("duplicate").GetBoolean());
    }

    // An upload has brought it, and what came after that.
    private void Keep(FileRow row)
    {
        Assert.True(Files.AddAsync(row, default).IsCompletedSuccessfully);
        if (row.State != FileState.Arriving)
            Assert.True(Files.SetThereAsync(row.Id, default).IsCompletedSuccessfully);
        if (row.State == FileState.Gone)
            Assert.True(Files.RetireAsync(row.Id, null, default).IsCompletedSuccessfully);
    }

    private void HasSent(string key)
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Add(new ChatMessage(new("m-first"), key, "", Attachments: [_picture.ToAttachment()]) { Room = Id, At = Noon, By = Alice });
    }

    private static RoomRequest With(string key, params Attachment[] files) => Request(Alice, new ChatSendRequest(Id, key, "", Attachments: files));
}
