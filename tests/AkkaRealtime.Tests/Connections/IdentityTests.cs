using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Connections;

public sealed class IdentityTests
{
    private static readonly UserId Alice = new("alice");

    [Theory]
    [InlineData("", "alice")]
    [InlineData(" \t", "alice")]
    [InlineData(" Alice ", "Alice")]
    public void Name_OfAnyValidator_IsTrimmedAndNeverBlank(string name, string shown)
    {
        Assert.Equal(shown, new Identity(Alice, name, null).Name);
        Assert.Equal(shown, (new Identity(Alice, "other", null) with { Name = name }).Name);
    }

    [Fact]
    public void Name_OverTheLimit_IsCutBetweenCharacters()
    {
        Assert.Equal(new string('a', 128), new Identity(Alice, new string('a', 129), null).Name);
        Assert.Equal(new string('a', 127), new Identity(Alice, new string('a', 127) + "😀", null).Name);
    }
}
