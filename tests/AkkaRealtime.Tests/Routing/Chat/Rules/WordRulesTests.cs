using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class WordRulesTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("edit")]
    [InlineData("name")]
    [InlineData("topic")]
    public void Decide_ForbiddenWord_IsRefusedWithTheRuleAndWithoutTheWord(string what)
    {
        var (request, field) = Ask(what);

        var error = Begin(masks: false).Decide(request).Error!;

        Assert.Equal((ErrorCode.Forbidden, field), (error.Code, error.Field));
        Assert.Equal($"\"{field}\" has a word that this server's operator doesn't allow. Write it without.", error.Message);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("edit")]
    [InlineData("name")]
    [InlineData("topic")]
    public void Decide_ForbiddenWordToBeMasked_IsDotsInTheLog(string what)
    {
        var batch = Begin(masks: true);

        Assert.Null(batch.Decide(Ask(what).Request).Error);

        Assert.Equal("a ••• day", Assert.Single(batch.Events) switch
        {
            ChatMessage m => m.Text,
            ChatEdited e => e.Text,
            ChatUpdated u => u.Name ?? u.Topic,
            var e => e.Type,
        });
    }

    [Fact]
    public void Decide_WhatIsForwarded_IsMaskedLikeTheRest()
    {
        var forwarded = new ChatMessage(new("m9"), "k1", "a bad day") { Forwarded = new ForwardedFrom(Carol, "Carol", Noon), Room = Id, At = Noon, By = Alice };

        Assert.Equal("a ••• day", Assert.IsType<ChatMessage>(Assert.Single(WordRules.Apply(Decision.Of(forwarded), Filter(masks: true)).Events)).Text);
    }

    [Fact]
    public void Decide_RoomToBeMade_HasNoSuchName()
    {
        var create = new CreateRoom(Id, Caller(Alice), "1", new ChatCreateRequest("group", "a bad day", [Bob]));

        var refused = New(masks: false).Decide(create).Error!;
        var masked = New(masks: true);
        Assert.Null(masked.Decide(create).Error);

        Assert.Equal("name", refused.Field);
        Assert.Equal("a ••• day", masked.Create!.Name);
    }

    [Fact]
    public void Decide_RoomOfTheOperators_IsCalledAsTheyLike()
    {
        var batch = New(masks: false);

        Assert.Null(batch.Decide(new CreateRoom(Id, Caller(Alice), "1", new ChatCreateRequest("group", "a bad day")) { ByOperator = true }).Error);
        Assert.Equal("a bad day", batch.Create!.Name);
    }

    [Fact]
    public void Decide_MessageOfABot_IsHeldToIt() =>
        Assert.Equal(ErrorCode.Forbidden, Begin(masks: false).Decide(new AdminRequest(Id, new("github-bot"), new ChatSendRequest(Id, "k1", "a bad day"))).Error?.Code);

    [Fact]
    public void Decide_MessageOfTheOperator_SaysWhatItLikes()
    {
        var batch = Begin(masks: true);

        Assert.Null(batch.Decide(new AdminRequest(Id, WellKnownUsers.System, new ChatSendRequest(Id, "k1", "a bad day"))).Error);
        Assert.Equal("a bad day", Assert.IsType<ChatMessage>(Assert.Single(batch.Events)).Text);
    }

    [Fact]
    public void Decide_Stranger_LearnsNothingOfTheWords() =>
        Assert.Equal(ErrorCode.NotFound, Begin(masks: false).Decide(Request(Carol, new ChatSendRequest(Id, "k1", "a bad day"))).Error?.Code);

    private static (RoomRequest Request, string Field) Ask(string what) => what switch
    {
        "text" => (Request(Alice, new ChatSendRequest(Id, "k1", "a bad day")), "text"),
        "edit" => (Request(Bob, new ChatEditRequest(Id, MessageOfBob, "a bad day")), "text"),
        "name" => (Request(Alice, new ChatUpdateRequest(Id, Name: "a bad day")), "name"),
        _ => (Request(Alice, new ChatUpdateRequest(Id, Topic: "a bad day")), "topic"),
    };

    private static BatchDecisions Begin(bool masks) =>
        new(Of("group"), 3, Noon, BatchFacts.None with { Messages = Facts(Message(MessageOfBob, Bob)), Words = Filter(masks) });

    private static BatchDecisions New(bool masks) => new(null, 0, Noon, BatchFacts.None with { Words = Filter(masks) });

    private static WordFilter Filter(bool masks) => new(["bad"], masks);

    private static RoomRequest Request(UserId user, IRoomRequest body) => new(Id, Caller(user), "1", body);
}
