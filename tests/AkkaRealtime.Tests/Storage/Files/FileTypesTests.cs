using System.Text;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage.Files;

public sealed class FileTypesTests
{
    public static TheoryData<byte[], string> Known => new()
    {
        { Samples.Png(1, 1), "image/png" },
        { Samples.Jpeg(1, 1), "image/jpeg" },
        { Samples.Gif(1, 1), "image/gif" },
        { Samples.WebPExtended(1, 1), "image/webp" },
        { Samples.Avif(1, 1), "image/avif" },
        { Samples.Mp4("isom"), "video/mp4" },
        { Samples.Mp4("mp42"), "video/mp4" },
        { Samples.Mp4("M4A "), "audio/mp4" },
        { Samples.WebM, "video/webm" },
        { [.. "ID3"u8, 3, 0], "audio/mpeg" },
        { [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8], "audio/wav" },
        { [0xff, 0xfb, 0x90, 0x64], "audio/mpeg" },
        { [.. "OggS\0"u8, 2], "audio/ogg" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Verified_KnownBytes_AreWhatTheyAreWhateverWasDeclared(byte[] bytes, string expected)
    {
        foreach (var declared in (string?[])[expected, "text/html", "application/octet-stream", null])
            Assert.Equal(expected, FileTypes.Verified(declared, bytes));
        Assert.True(FileTypes.IsInline(expected));
    }

    [Fact]
    public void Verified_SoundInAContainerOfFilms_IsSound_AndNothingElseIs()
    {
        Assert.Equal("audio/webm", FileTypes.Verified("audio/webm;codecs=opus", Samples.WebM));
        Assert.Equal("audio/mp4", FileTypes.Verified("audio/mp4", Samples.Mp4("isom")));
        Assert.Equal("video/webm", FileTypes.Verified("audio/mp4", Samples.WebM));
        Assert.Equal("image/png", FileTypes.Verified("audio/webm", Samples.Png(1, 1)));
        Assert.Equal(FileTypes.Unknown, FileTypes.Verified("audio/webm", "no sound"u8));
        Assert.True(FileTypes.IsInline("audio/webm"));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("IMAGE/PNG; q=1")]
    [InlineData("video/mp4")]
    [InlineData("audio/ogg")]
    public void Verified_ATypeThatTheBytesAreNot_IsNotKept(string declared) =>
        Assert.Equal(FileTypes.Unknown, FileTypes.Verified(declared, "<script>alert(1)</script>"u8));

    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Text/Plain; charset=utf-8", "text/plain")]
    [InlineData("text/html", "text/html")]
    [InlineData("image/svg+xml", "image/svg+xml")]
    [InlineData("", FileTypes.Unknown)]
    [InlineData(null, FileTypes.Unknown)]
    [InlineData("nonsense", FileTypes.Unknown)]
    [InlineData("text/plain\r\nX: y", FileTypes.Unknown)]
    [InlineData("a/b/c", FileTypes.Unknown)]
    public void Verified_OtherBytes_HaveTheDeclaredTypeWhereItIsOne(string? declared, string expected) =>
        Assert.Equal(expected, FileTypes.Verified(declared, "hello"u8));

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xhtml+xml")]
    [InlineData("image/svg+xml")]
    [InlineData("text/xml")]
    [InlineData("text/javascript")]
    [InlineData("application/javascript")]
    [InlineData("application/ecmascript")]
    [InlineData("multipart/related")]
    [InlineData("message/rfc822")]
    public void Served_WhatABrowserCouldRun_LosesItsName(string type)
    {
        Assert.Equal(FileTypes.Unknown, FileTypes.Served(type));
        Assert.False(FileTypes.IsInline(type));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("text/plain")]
    [InlineData("application/pdf")]
    public void Served_WhatIsHarmless_Stays(string type) => Assert.Equal(type, FileTypes.Served(type));

    [Fact]
    public void Sniff_AnyBytes_NeverFails()
    {
        foreach (var length in Enumerable.Range(0, 40))
        {
            foreach (var (bytes, _) in Known.Select(k => ((byte[])k[0], k[1])))
            {
                var cut = bytes[..Math.Min(length, bytes.Length)];
                var type = FileTypes.Verified(null, cut);
                PictureSize.Of(type, cut);
            }
        }
    }

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("application/pdf", true)]
    [InlineData("text/plain", false)]
    [InlineData("imagery/png", false)]
    public void IsAllowed_List_HoldsTypesAndFamilies(string type, bool expected) =>
        Assert.Equal(expected, FileTypes.IsAllowed(type, ["image/*", "Application/PDF"]));

    [Fact]
    public void IsAllowed_EmptyListOrStar_IsEverything()
    {
        Assert.True(FileTypes.IsAllowed("a/b", []));
        Assert.True(FileTypes.IsAllowed("a/b", ["text/plain", "*"]));
    }

    [Fact]
    public void PictureSize_OfEachKind_IsRead()
    {
        Assert.Equal((640, 480), PictureSize.Of("image/png", Samples.Png(640, 480)));
        Assert.Equal((64, 48), PictureSize.Of("image/gif", Samples.Gif(64, 48)));
        Assert.Equal((64, 48), PictureSize.Of("image/jpeg", Samples.Jpeg(64, 48)));
        Assert.Equal((1_000, 600), PictureSize.Of("image/webp", Samples.WebPExtended(1_000, 600)));
        Assert.Equal((1_920, 1_080), PictureSize.Of("image/avif", Samples.Avif(1_920, 1_080)));
    }

    [Fact]
    public void PictureSize_OfAJpegOnItsSide_IsAsItIsShown() => Assert.Equal((48, 64), PictureSize.Of("image/jpeg", Samples.Jpeg(64, 48, orientation: 6)));

    [Fact]
    public void PictureSize_OfNonsense_IsNone()
    {
        Assert.Null(PictureSize.Of("image/png", Samples.Png(-1, 5)));
        Assert.Null(PictureSize.Of("image/png", Samples.Png(1 << 20, 5)));
        Assert.Null(PictureSize.Of("image/jpeg", Encoding.ASCII.GetBytes("no jpeg at all, but long enough to look at")));
        Assert.Null(PictureSize.Of("text/plain", Samples.Png(5, 5)));
    }
}
