using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Owner;

namespace AkkaRealtime.Polls.Tests;

/// <summary>The rules of a poll, without a node.</summary>
public sealed class PollTests
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");
    private static readonly Poll Open = new("p1", new RoomId("r1"), Alice, "Tea?", ["Yes", "No"], new Dictionary<UserId, int> { [Alice] = 0 }, Closed: false);

    [Theory]
    [InlineData("alice", 1, "0,1")]
    [InlineData("bob", 0, "2,0")]
    [InlineData("bob", 1, "1,1")]
    public void Vote_OfAMember_CountsOnce(string user, int option, string votes) =>
        Assert.Equal(votes, string.Join(',', Open.Vote(new UserId(user), option).Value!.Votes));

    [Fact]
    public void Vote_WhereItCannotBe_SaysWhy()
    {
        Assert.Equal(ErrorCode.BadRequest, Open.Vote(Bob, 2).Error!.Code);
        Assert.Equal(ErrorCode.Conflict, (Open with { Closed = true }).Vote(Bob, 0).Error!.Code);
    }

    [Fact]
    public void Close_ByAnybodyButItsAuthor_IsForbidden()
    {
        Assert.Equal(ErrorCode.Forbidden, Open.Close(Bob).Error!.Code);
        Assert.Equal("p1", Open.Close(Alice).Value!.Poll);
    }

    [Fact]
    public void For_AMember_SaysTheirOwnVote()
    {
        Assert.Equal((0, 1), (Open.For(Alice).Mine, Open.For(Alice).Votes[0]));
        Assert.Null(Open.For(Bob).Mine);
    }
}
