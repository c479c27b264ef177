using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class TypingUsersTests
{
    private readonly TypingUsers _typing = new();

    [Fact]
    public void Expire_NotHeardOfForTooLong_EndsThoseOnly()
    {
        _typing.Start(Alice, Noon);
        _typing.Start(Bob, Noon.AddSeconds(1));
        Assert.Equal(Noon + ChatLimits.TypingTime, _typing.Next);

        Assert.Equal([Alice], _typing.Expire(Noon + ChatLimits.TypingTime));
        Assert.Equal(Noon.AddSeconds(1) + ChatLimits.TypingTime, _typing.Next);
    }

    [Fact]
    public void Start_Again_GoesOn()
    {
        _typing.Start(Alice, Noon);
        _typing.Start(Alice, Noon.AddSeconds(5));

        Assert.Empty(_typing.Expire(Noon + ChatLimits.TypingTime));
    }

    [Fact]
    public void Stop_WhoDoesNotType_IsFalse()
    {
        Assert.False(_typing.Stop(Alice));
        _typing.Start(Alice, Noon);
        Assert.True(_typing.Stop(Alice));
        Assert.Null(_typing.Next);
    }
}
