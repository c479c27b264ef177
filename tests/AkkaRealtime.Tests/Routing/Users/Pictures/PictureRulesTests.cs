using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Store.Pictures;

namespace AkkaRealtime.Tests.Routing.Users.Pictures;

/// <summary>What is taken as somebody's picture, and whose is shown.</summary>
public sealed class PictureRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The head of a PNG of so many pixels.</summary>
    internal static byte[] Png(int width, int height) =>
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8, .. Big(width), .. Big(height), 8, 6, 0, 0, 0];

    [Fact]
    public void Check_APng_IsNamedByItsBytes()
    {
        var (picture, refusal) = PictureRules.Check(Png(256, 256), Noon, new PictureOptions());
        Assert.Null(refusal);
        Assert.Equal(("image/png", 64), (picture!.Type, picture.Hash.Length));
        Assert.Equal(picture.Hash, PictureRules.Check(Png(256, 256), Noon, new PictureOptions()).Picture!.Hash);
        Assert.NotEqual(picture.Hash, PictureRules.Check(Png(255, 256), Noon, new PictureOptions()).Picture!.Hash);
    }

    [Fact]
    public void Check_WhatIsNoSmallPicture_IsRefused()
    {
        Assert.Equal(PictureRefusal.NoPicture, Refusal("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()));
        Assert.Equal(PictureRefusal.NoPicture, Refusal("GIF89a\x10\x00\x10\x00"u8.ToArray()));
        Assert.Equal(PictureRefusal.NoPicture, Refusal([]));
        Assert.Equal(PictureRefusal.NoPicture, Refusal([.. Png(256, 256)[..12]]));
        Assert.Equal(PictureRefusal.NoPicture, Refusal(Png(30_000, 30_000)));
        Assert.Equal(PictureRefusal.TooLarge, Refusal([.. Png(256, 256), .. new byte[200_000]]));
        Assert.Equal(PictureRefusal.NotTaken, Refusal(Png(256, 256), new PictureOptions { MaxBytes = 0 }));
    }

    [Fact]
    public void AddressOf_AnUploadedPicture_GoesBeforeTheTokens()
    {
        var options = new PictureOptions { Origins = { "https://id.example" } };
        var user = new UserId("esc:auth0:7C64");
        Assert.Equal("/api/v1/people/esc:auth0:7C64/pictures/0f", PictureRules.AddressOf(new KeptPicture(user, "0f", "https://id.example/a.png"), options));
        Assert.Equal("https://id.example/a.png", PictureRules.AddressOf(new KeptPicture(user, null, "https://id.example/a.png"), options));
    }

    [Theory]
    [InlineData("https://id.example/a.png?s=96", true)]
    [InlineData("https://ID.example/a.png", true)]
    [InlineData("https://cdn.example:8443/a.png", true)]
    [InlineData("https://cdn.example/a.png", false)]
    [InlineData("https://id.example.evil.com/a.png", false)]
    [InlineData("https://id.example@evil.com/a.png", false)]
    [InlineData("https://user@id.example/a.png", false)]
    [InlineData("http://id.example/a.png", false)]
    [InlineData("//id.example/a.png", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:image/png;base64,AAAA", false)]
    public void AddressOf_ATokensPicture_IsShownOnlyFromTheOperatorsOrigins(string address, bool shown)
    {
        var options = new PictureOptions { Origins = { "https://id.example", "https://cdn.example:8443" } };
        Assert.Equal(shown ? address : null, PictureRules.AddressOf(new KeptPicture(new UserId("bob"), null, address), options));
        Assert.Null(PictureRules.AddressOf(new KeptPicture(new UserId("bob"), null, address), new PictureOptions()));
    }

    [Theory]
    [InlineData("https://id.example", true)]
    [InlineData("https://id.example:8443", true)]
    [InlineData("https://id.example/", false)]
    [InlineData("https://id.example; script-src *", false)]
    [InlineData("https://*.example", false)]
    [InlineData("http://id.example", false)]
    [InlineData("id.example", false)]
    [InlineData("*", false)]
    public void Origins_AreHttpsAndAHost_AndNothingElse(string origin, bool good) =>
        Assert.Equal(good, !new PictureOptions { Origins = { origin } }.Faults().Any());

    [Fact]
    public void MaxBytes_OutOfBounds_SaysWhatToSet() =>
        Assert.Contains("Pictures:MaxBytes", Assert.Single(new PictureOptions { MaxBytes = 2_000_000 }.Faults()), StringComparison.Ordinal);

    private static PictureRefusal? Refusal(byte[] bytes, PictureOptions? options = null) => PictureRules.Check(bytes, Noon, options ?? new PictureOptions()).Refusal;

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
