using AkkaRealtime.Envelopes;
using AkkaRealtime.Server.SignIn;

namespace AkkaRealtime.Server.Tests.SignIn;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Alice", "alice")]
    [InlineData("Zoë  Müller", "zoe-muller")]
    [InlineData("  -Bob- ", "bob")]
    [InlineData("Straße 7", "strasse-7")]
    [InlineData("e\u0301va", "eva")]
    public void Of_Name_IsReadable(string name, string slug) => Assert.Equal(slug, Slug.Of(name));

    [Theory]
    [InlineData("日本")]
    [InlineData("🙂")]
    [InlineData("---")]
    public void Of_NameWithoutLatinLetters_IsAUserIdAllTheSame(string name)
    {
        Assert.True(IdRules.IsUser(Slug.Of(name)));
        Assert.Equal(Slug.Of(name), Slug.Of(name));
    }

    [Fact]
    public void Of_DifferentNamesWithoutLatinLetters_AreDifferent() => Assert.NotEqual(Slug.Of("日本"), Slug.Of("中国"));

    [Fact]
    public void Of_LongName_FitsTheRule() => Assert.True(IdRules.IsUser(Slug.Of(new string('ß', 64))));
}
