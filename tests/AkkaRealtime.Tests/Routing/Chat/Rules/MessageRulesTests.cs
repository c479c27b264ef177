using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Files;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class MessageRulesTests
{
    private static readonly Dictionary<string, IReadOnlyList<UserId>> ThumbOfAlice = new() { ["👍"] = [Alice] };

    [Fact]
    public void Send_WithAll_CarriesAllToTheEvent()
    {
        var file = new Attachment("f1", "evil.html", "text/html", 3, "https://elsewhere.example/a.png");
        var row = new FileRow(new("f1"), Id, Alice, "a.png", "image/png", 7, "00", Noon, 4, 2, FileState.There);
        var request = new ChatSendRequest(Id, "k1", "hi", MessageOfBob, MessageOfBob, [Bob, Bob], [file, file]);

        var e = Assert.IsType<ChatMessage>(Assert.Single(RoomRules.Decide(
            Of("group"), Alice, request, Noon, Facts(Message(MessageOfBob, Bob)), new FileFacts([row], new HashSet<(UserId, string)>())).Events));

        Assert.Equal(("k1", "hi", Alice, Noon), (e.Key, e.Text, e.By, e.At));
        Assert.Equal((MessageOfBob, MessageOfBob), (e.ReplyTo!.Value, e.Thread!.Value));
        Assert.Equal([Bob], e.Mentions!);
        Assert.Equal(new Attachment("f1", "a.png", "image/png", 7, "/api/v1/files/f1", 4, 2), Assert.Single(e.Attachments!));
        Assert.NotEmpty(e.Id.Value);
    }

    [Fact]
    public void Send_OfARecording_CarriesWhatTheSenderSaysOfIt_AndTheRestFromTheServer()
    {
        var voice = new VoiceDetails(12_000, [0, 50, 100]);
        var row = new FileRow(new("f1"), Id, Alice, "a.webm", "audio/webm", 7, "00", Noon, State: FileState.There);
        var request = new ChatSendRequest(Id, "k1", "", Attachments: [new Attachment("f1", "evil.html", "text/html", 3, "x") { Voice = voice }]);

        var e = Assert.IsType<ChatMessage>(Assert.Single(RoomRules.Decide(
            Of("group"), Alice, request, Noon, Facts(Message(MessageOfBob, Bob)), new FileFacts([row], new HashSet<(UserId, string)>())).Events));

        Assert.Equal(new Attachment("f1", "a.webm", "audio/webm", 7, "/api/v1/files/f1") { Voice = voice }, Assert.Single(e.Attachments!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Send_OfAFileUploadedDaysAgo_IsForWhatWasScheduledWithIt(bool held)
    {
        var row = new FileRow(new("f1"), Id, Alice, "a.png", "image/png", 7, "00", Noon.AddDays(-3), State: FileState.There) { Held = held };
        var request = new ChatSendRequest(Id, "k1", "", Attachments: [new Attachment("f1", "", "", 0, "")]);
        var decided = RoomRules.Decide(Of("group"), Alice, request, Noon, Facts(Message(MessageOfBob, Bob)), new FileFacts([row], new HashSet<(UserId, string)>()));
        Assert.Equal(held ? null : ErrorCode.NotFound, decided.Error?.Code);
    }

    [Fact]
    public void Send_ToTheThreadOfAReply_StandsInTheReplysThread()
    {
        var root = new MessageId("root");
        var facts = Facts(Message(MessageOfBob, Bob) with { Thread = root });

        var e = Assert.Single(RoomRules.Decide(Of("group"), Alice, new ChatSendRequest(Id, "k1", "hi", null, MessageOfBob), Noon, facts).Events);

        Assert.Equal(root, Assert.IsType<ChatMessage>(e).Thread);
    }

    [Theory]
    [InlineData("replyTo")]
    [InlineData("thread")]
    public void Send_ToAMessageThatIsNotThere_NamesTheField(string field)
    {
        var request = new ChatSendRequest(Id, "k1", "hi", field == "replyTo" ? MessageOfBob : null, field == "thread" ? MessageOfBob : null);

        var error = RoomRules.Decide(Of("group"), Alice, request, Noon).Error!;

        Assert.Equal((ErrorCode.NotFound, field), (error.Code, error.Field));
    }

    [Fact]
    public void Edit_OnesOwn_ReplacesTheText() => Assert.Equal(
        "changed",
        Assert.IsType<ChatEdited>(Assert.Single(OnBobsMessage(Bob, new ChatEditRequest(Id, MessageOfBob, "changed")).Events)).Text);

    [Fact]
    public void Delete_OnesOwn_IsAllowedToMembers() =>
        Assert.IsType<ChatDeleted>(Assert.Single(OnBobsMessage(Bob, new ChatDeleteRequest(Id, MessageOfBob)).Events));

    [Fact]
    public void OnMessage_Unknown_IsNotFound() =>
        Assert.Equal(ErrorCode.NotFound, RoomRules.Decide(Of("group"), Bob, new ChatEditRequest(Id, MessageOfBob, "x"), Noon).Error?.Code);

    [Theory]
    [InlineData("edit", ErrorCode.Conflict)]
    [InlineData("react", ErrorCode.Conflict)]
    [InlineData("pin", ErrorCode.Conflict)]
    [InlineData("delete", null)]
    public void OnMessage_Deleted_OnlyDeletingAgainIsFine(string what, ErrorCode? expected)
    {
        IMessageRequest request = what switch
        {
            "edit" => new ChatEditRequest(Id, MessageOfBob, "x"),
            "react" => new ChatReactRequest(Id, MessageOfBob, "👍", true),
            "pin" => new ChatPinRequest(Id, MessageOfBob, true),
            _ => new ChatDeleteRequest(Id, MessageOfBob),
        };

        var decision = RoomRules.Decide(Of("group"), Bob, request, Noon, Facts(Message(MessageOfBob, Bob, deleted: true)));

        Assert.Equal(expected, decision.Error?.Code);
        Assert.Empty(decision.Events);
    }

    [Theory]
    [InlineData("alice", true, 0)]
    [InlineData("alice", false, 1)]
    [InlineData("bob", true, 1)]
    [InlineData("bob", false, 0)]
    public void React_AsItStandsAlready_ChangesNothing(string by, bool on, int events)
    {
        var facts = Facts(Message(MessageOfBob, Bob, reactions: ThumbOfAlice));

        Assert.Equal(events, RoomRules.Decide(Of("group"), new(by), new ChatReactRequest(Id, MessageOfBob, "👍", on), Noon, facts).Events.Count);
    }

    [Theory]
    [InlineData("❤", "❤\uFE0F")]
    [InlineData("❤\uFE0F", "❤")]
    [InlineData("👁\uFE0F\u200D🗨\uFE0F", "👁\u200D🗨")]
    public void React_TheSameEmojiByAnotherKeyboard_JoinsTheReactionThatIsThere(string there, string typed)
    {
        var facts = Facts(Message(MessageOfBob, Bob, reactions: new Dictionary<string, IReadOnlyList<UserId>> { [there] = [Alice] }));

        var on = RoomRules.Decide(Of("group"), Bob, new ChatReactRequest(Id, MessageOfBob, typed, true), Noon, facts);
        var off = RoomRules.Decide(Of("group"), Alice, new ChatReactRequest(Id, MessageOfBob, typed, false), Noon, facts);

        Assert.Equal(there, Assert.IsType<ChatReacted>(Assert.Single(on.Events)).Emoji);
        Assert.Equal(there, Assert.IsType<ChatReacted>(Assert.Single(off.Events)).Emoji);
    }

    [Fact]
    public void React_MoreKindsThanAMessageHolds_IsAConflictButTheOnesThatAreThereGoOn()
    {
        var full = Enumerable.Range(0, ChatLimits.MaxReactions).ToDictionary(i => $"e{i}", _ => (IReadOnlyList<UserId>)[Alice]);
        var facts = Facts(Message(MessageOfBob, Bob, reactions: full));

        Assert.Equal(ErrorCode.Conflict, RoomRules.Decide(Of("group"), Bob, new ChatReactRequest(Id, MessageOfBob, "new", true), Noon, facts).Error?.Code);
        Assert.Null(RoomRules.Decide(Of("group"), Bob, new ChatReactRequest(Id, MessageOfBob, "e1", true), Noon, facts).Error);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Pin_AsItStandsAlready_ChangesNothing(bool on, int events)
    {
        var facts = Facts(Message(MessageOfBob, Bob, pinned: true));

        Assert.Equal(events, RoomRules.Decide(Of("group"), Bob, new ChatPinRequest(Id, MessageOfBob, on), Noon, facts).Events.Count);
    }

    private static Decision OnBobsMessage(UserId by, IMessageRequest request) =>
        RoomRules.Decide(Of("group"), by, request, Noon, Facts(Message(MessageOfBob, Bob)));
}
