using System.Text;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Tests.Storage.Files;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class PreviewImageTests
{
    [Theory]
    [InlineData(640, 480, true)]
    [InlineData(16, 16, true)]
    [InlineData(1, 1, false)]
    [InlineData(9_000, 20, false)]
    [InlineData(8_000, 8_000, false)]
    public void Picture_IsShown_WhereItsSizeIsOneToShow(int width, int height, bool shown) => Assert.Equal(shown, PreviewImage.IsShown(Samples.Png(width, height)));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'><script>alert(1)</script></svg>")]
    [InlineData("<html>")]
    [InlineData("")]
    public void WhatIsNoPictureByItsBytes_IsNotShown(string text) => Assert.False(PreviewImage.IsShown(Encoding.UTF8.GetBytes(text)));
}
