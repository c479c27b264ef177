using AkkaRealtime.Routing.Chat.Owner;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class ReadPositionsTests
{
    private readonly ReadPositions _positions = new();

    [Fact]
    public void Of_WhoWrote_IsTheirMessageOrTheirMark()
    {
        var room = Of("group").WithMarks(Alice, 7, 7);
        _positions.Wrote(Alice, 5);
        _positions.Wrote(Bob, 5);

        Assert.Equal(7, _positions.Of(room, Alice));
        Assert.Equal(5, _positions.Of(room, Bob));
    }

    [Fact]
    public void Of_NoMember_IsNull()
    {
        _positions.Wrote(Carol, 5);

        Assert.Null(_positions.Of(Of("group"), Carol));
    }

    [Fact]
    public void Of_WhoLeftAndCameBack_ForgetsWhatTheyWrote()
    {
        _positions.Wrote(Bob, 5);
        _positions.Left(Bob);

        Assert.Equal(0, _positions.Of(Of("group"), Bob));
    }
}
