using System.Net;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class PlainConnectionsTests : IDisposable
{
    private static readonly IPEndPoint Public = new(IPAddress.Parse("203.0.113.7"), 1_234);

    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();

    [Fact]
    public void TryEnter_MoreThanAnAddressMayHave_OnlyOthersGetIn()
    {
        using var plain = Plain(most: 2);
        var first = plain.TryEnter(Public)!;
        Assert.NotNull(plain.TryEnter(Public));
        Assert.Null(plain.TryEnter(Public));
        Assert.NotNull(plain.TryEnter(new IPEndPoint(IPAddress.Parse("203.0.113.8"), 1)));

        first.Dispose();
        first.Dispose();
        Assert.NotNull(plain.TryEnter(Public));
        Assert.Null(plain.TryEnter(Public));
        Assert.Equal(2, plain.CountOf(Public.Address));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("198.51.100.20", true)]
    [InlineData("198.51.101.20", false)]
    public void TryEnter_PrivateAddressesAndProxies_HaveNoLimit(string address, bool isFree)
    {
        var forwarded = new ForwardedHeadersOptions();
        forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse("198.51.100.0/24"));
        using var plain = Plain(most: 1, new ClientAddresses(forwarded, new LimitOptions()).IsProxy);
        var from = new IPEndPoint(IPAddress.Parse(address), 1);
        Assert.NotNull(plain.TryEnter(from));
        Assert.Equal(isFree, plain.TryEnter(from) is not null);
    }

    [Fact]
    public void Time_WhoDidNotAsk_IsCutOnceByWhoeverHoldsIt()
    {
        using var plain = Plain(most: 0);
        var cut = new List<string>();
        var silent = plain.TryEnter(Public)!;
        var asked = plain.TryEnter(Public)!;
        silent.OnCut(() => cut.Add("loop"));
        silent.OnCut(() => cut.Add("kestrel"));
        asked.OnCut(() => cut.Add("asked"));
        asked.Asked();

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(cut);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(["kestrel"], cut);
        Assert.Equal(0, plain.SilentCount);
        silent.OnCut(() => cut.Add("too late to be held"));
        Assert.Equal(["kestrel", "too late to be held"], cut);
    }

    public void Dispose() => _meters.Dispose();

    private PlainConnections Plain(int most, Func<IPAddress, bool>? isProxy = null) =>
        new(new LimitOptions { MaxPlainConnectionsPerAddress = most }, new ConnectionOptions(), isProxy ?? (_ => false), _time, new RealtimeMetrics(_meters));
}
