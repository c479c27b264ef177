using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class PreviewRulesTests
{
    private const string One = "https://one.example/";
    private const string Two = "https://two.example/";

    [Fact]
    public void Record_WhatWasFound_IsTheAuthorsEvent_InTheOrderOfTheText()
    {
        var e = Assert.IsType<ChatPreviewed>(Assert.Single(Record(Said($"{One} {Two}"), Two, One).Events));

        Assert.Equal((MessageOfBob, Bob), (e.Id, e.By));
        Assert.Equal([One, Two], e.Previews!.Select(p => p.Url));
    }

    [Fact]
    public void Record_IsOfWhatTheMessageSaysNow()
    {
        Assert.Empty(Record(Said("changed meanwhile"), One).Events);
        Assert.Empty(Record(Said(One) with { Deleted = true }, One).Events);
        Assert.Empty(RoomlessRecord().Events);
    }

    [Fact]
    public void Record_WhereThatWasTakenAway_IsNothing_NowAndAfterAnEdit()
    {
        var message = Said(One) with { Previews = [] };

        Assert.Empty(Record(message, One).Events);
        Assert.Empty(PreviewRules.Unknown(new MessageFacts(message), 3));
    }

    [Fact]
    public void Record_WhatIsShownAlready_IsNoEvent()
    {
        var message = Said($"{One} {Two}") with { Previews = [new(One)] };

        Assert.Empty(Record(message, One).Events);
        Assert.Equal([Two], PreviewRules.Unknown(new MessageFacts(message), 3));
        Assert.Equal([One, Two], Assert.IsType<ChatPreviewed>(Assert.Single(Record(message, Two).Events)).Previews!.Select(p => p.Url));
    }

    [Fact]
    public void Edit_ThatRemovesALink_RemovesWhatIsShownOfIt()
    {
        var message = Said($"{One} {Two}") with { Previews = [new(One), new(Two)] };

        Assert.Equal([Two], Assert.IsType<ChatPreviewed>(Decide(Bob, message, new ChatEditRequest(Id, MessageOfBob, $"only {Two}")).Events[1]).Previews!.Select(p => p.Url));
        Assert.Null(Assert.IsType<ChatPreviewed>(Decide(Bob, message, new ChatEditRequest(Id, MessageOfBob, "none")).Events[1]).Previews);
        Assert.Single(Decide(Bob, message, new ChatEditRequest(Id, MessageOfBob, $"{Two} and {One}")).Events);
    }

    [Theory]
    [InlineData("group", "bob", null, null)]
    [InlineData("group", "alice", null, null)]
    [InlineData("group", "carol", "member", ErrorCode.Forbidden)]
    [InlineData("group", "carol", "admin", null)]
    [InlineData("direct", "alice", null, ErrorCode.Forbidden)]
    public void Unpreview_IsForTheAuthor_AndForWhoMayDelete(string kind, string by, string? role, ErrorCode? error)
    {
        var room = role is null ? Of(kind) : Of(kind, (Carol, role));
        var decision = RoomRules.Decide(room, new(by), new ChatUnpreviewRequest(Id, MessageOfBob), Noon, Facts(Said(One) with { Previews = [new(One)] }));

        Assert.Equal(error, decision.Error?.Code);
        if (error is null)
            Assert.Equal([], Assert.IsType<ChatPreviewed>(Assert.Single(decision.Events)).Previews!);
    }

    [Fact]
    public void Unpreview_OfTheDeletedOrAgain_ChangesNothing()
    {
        Assert.Equal(ErrorCode.Conflict, Decide(Bob, Said(One) with { Deleted = true }, new ChatUnpreviewRequest(Id, MessageOfBob)).Error?.Code);
        Assert.Empty(Decide(Bob, Said(One) with { Previews = [] }, new ChatUnpreviewRequest(Id, MessageOfBob)).Events);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, null)]
    [InlineData(null, null)]
    public void Send_ByWhoWantsNone_SaysSo(bool? wanted, int? count) => Assert.Equal(
        count, Assert.IsType<ChatMessage>(Assert.Single(RoomRules.Decide(Of("group"), Bob, new ChatSendRequest(Id, "k", One, Previews: wanted), Noon).Events)).Previews?.Count);

    private static MessageView Said(string text) => Message(MessageOfBob, Bob) with { Text = text };

    private static Decision Record(MessageView message, params string[] found) =>
        PreviewRules.Record(Of("group"), new RecordPreviews(Id, MessageOfBob, [.. found.Select(url => new LinkPreview(url))]), Noon, Facts(message));

    private static Decision RoomlessRecord() => PreviewRules.Record(Of("group"), new RecordPreviews(Id, MessageOfBob, [new(One)]), Noon, new Dictionary<MessageId, MessageFacts>());

    private static Decision Decide(UserId by, MessageView message, IRoomRequest request) => RoomRules.Decide(Of("group"), by, request, Noon, Facts(message));
}
