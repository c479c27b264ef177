using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Framing;

/// <summary>A close frame behind what can't be understood any more.</summary>
public sealed class PeerCloseTests
{
    [Theory]
    [InlineData(new byte[] { 0x88, 0x80, 1, 2, 3, 4 }, true)]
    [InlineData(new byte[] { 0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xEA ^ 2 }, true)]
    [InlineData(new byte[] { 0x88, 0x83, 1, 2, 3, 4, 0x03 ^ 1, 0xEA ^ 2, (byte)('x' ^ 3) }, true)]
    [InlineData(new byte[] { 0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xED ^ 2 }, false)]
    [InlineData(new byte[] { 0x88, 0x81, 1, 2, 3, 4, 5 }, false)]
    [InlineData(new byte[] { 0x88, 0x02, 0x03, 0xEA }, false)]
    [InlineData(new byte[] { 0x89, 0x80, 1, 2, 3, 4 }, false)]
    [InlineData(new byte[] { 0x88, 0x80, 1, 2, 3 }, false)]
    [InlineData(new byte[] { 0x88, 0x80, 1, 2, 3, 4, 5 }, false)]
    [InlineData(new byte[0], false)]
    public void IsLastOf_FindsAMaskedCloseFrameThatMayBeSent(byte[] bytes, bool isClose)
    {
        Assert.Equal(isClose, PeerClose.IsLastOf(bytes));
        Assert.Equal(isClose, PeerClose.IsLastOf([.. new byte[500], .. bytes]));
    }
}
