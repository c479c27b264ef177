using AkkaRealtime.Connections.Upgrade;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class DeflateOfferTests
{
    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=15; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("x-webkit-deflate-frame, Permessage-Deflate; Client_Max_Window_Bits=\"12\"")]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate")]
    public void IsAcceptable_GoodOffer_IsTrue(string extensions) => Assert.True(DeflateOffer.IsAcceptable(extensions));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("permessage-bzip2")]
    [InlineData("permessage-deflate; server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=08")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover")]
    [InlineData("permessage-deflate; something_else")]
    public void IsAcceptable_OfferThatCannotBeKept_IsFalse(string? extensions) => Assert.False(DeflateOffer.IsAcceptable(extensions));
}
