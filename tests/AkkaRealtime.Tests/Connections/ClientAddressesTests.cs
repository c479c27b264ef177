using System.Net;
using AkkaRealtime.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace AkkaRealtime.Tests.Connections;

public sealed class ClientAddressesTests
{
    [Theory]
    [InlineData("10.0.0.7", null, "10.0.0.7")]
    [InlineData("10.0.0.7", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.7", "1.2.3.4, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.7", "1.2.3.4, 203.0.113.9, 10.0.0.8", "203.0.113.9")]
    [InlineData("10.0.0.7", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("10.0.0.7", "[2001:db8::9]:4711", "2001:db8::9")]
    [InlineData("10.0.0.7", "nonsense", "10.0.0.7")]
    [InlineData("10.0.0.7", "203.0.113.9, nonsense", "10.0.0.7")]
    [InlineData("::ffff:10.0.0.7", "203.0.113.9", "203.0.113.9")]
    [InlineData("203.0.113.1", "192.0.2.1", "203.0.113.1")]
    public void Of_BehindProxiesWhoseHeaderIsRead_IsTheLastOneThatNoneOfThemIs(string remote, string? forwardedFor, string client)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse("10.0.0.0/8"));
        Assert.Equal(IPAddress.Parse(client), new ClientAddresses(options, new LimitOptions()).Of(IPAddress.Parse(remote), forwardedFor));
    }

    [Theory]
    [InlineData("10.0.0.7", 0, true)]
    [InlineData("10.0.0.7", 5, false)]
    [InlineData("203.0.113.1", 0, false)]
    public void Of_HeaderOfWhichNobodyHasSaidThatItIsRead_IsForTheServerWhereALimitHolds(string remote, int perAddress, bool isKnown)
    {
        var addresses = new ClientAddresses(new ForwardedHeadersOptions(), new LimitOptions { MaxConnectionsPerAddress = perAddress });
        Assert.Equal(isKnown ? IPAddress.Parse(remote) : null, addresses.Of(IPAddress.Parse(remote), "192.0.2.1"));
    }
}
