using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Domains;

public sealed class KeptEventsTests
{
    [Theory]
    [InlineData(5, "")]
    [InlineData(3, "4,5")]
    [InlineData(2, "3,4,5")]
    [InlineData(1, null)]
    [InlineData(6, null)]
    public void After_KeepsThreeOfFive_GivesAllThatCameAfterOrNothing(long after, string? expected)
    {
        var kept = new KeptEvents(3);
        for (var i = 0; i < 5; i++)
            kept.Add("price.changed", Data(2));
        Assert.Equal(expected, kept.After(after) is { } missed ? string.Join(',', missed.Select(e => e.Seq)) : null);
    }

    [Fact]
    public void Add_MoreThanTheBytesThatAreKept_LetsTheOldestGo()
    {
        var kept = new KeptEvents(1_000);
        for (var i = 0; i < 5; i++)
            kept.Add("price.changed", Data(KeptEvents.MaxBytes / 2));
        Assert.Equal(2, kept.After(3)?.Count);
        Assert.Null(kept.After(2));
    }

    private static EncodedJson Data(int bytes) => new(new byte[bytes]);
}
