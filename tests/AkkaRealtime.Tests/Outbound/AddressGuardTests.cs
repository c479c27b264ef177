using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Outbound;

namespace AkkaRealtime.Tests.Outbound;

/// <summary>What a request that somebody else has named may reach, whatever a name says, and whenever it says so.</summary>
public sealed class AddressGuardTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.251")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("2001::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Address_ThatIsNotPublic_IsNotReached(string address) => Assert.False(new AddressGuard([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("fd00::1", true)]
    [InlineData("fd01::1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("93.184.216.34", true)]
    public void Address_OfAnAllowedNetwork_IsReached_AndNoOther(string address, bool allowed) =>
        Assert.Equal(allowed, new AddressGuard([IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd00::/16")]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void Everywhere_IsEveryAddress() => Assert.All(["127.0.0.1", "::1", "::ffff:10.0.0.1", "8.8.8.8"], a => Assert.True(new AddressGuard(AddressGuard.Everywhere).Allows(IPAddress.Parse(a))));

    [Fact]
    public async Task Connection_IsMadeToWhatWasLookedAt_ThoughTheNameMeansAnotherThenNow()
    {
        var answers = new ConcurrentQueue<IPAddress[]>([[Public], [IPAddress.Loopback], [IPAddress.Loopback]]);
        var connected = new ConcurrentQueue<IPAddress[]>();
        using var http = Http([], answers, connected);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://rebinding.example/")));
        Assert.Equal([Public], Assert.Single(connected));
        Assert.Equal(2, answers.Count);

        var refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://rebinding.example/")));
        Assert.IsType<NoPublicAddressException>(refused.InnerException);
        Assert.Single(connected);
    }

    [Fact]
    public async Task Connection_ToANameOfManyAddresses_IsMadeToThePublicOnesAlone()
    {
        var connected = new ConcurrentQueue<IPAddress[]>();
        using var http = Http([], new([[IPAddress.Loopback, Public, IPAddress.Parse("::ffff:10.0.0.1")]]), connected);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://mixed.example/")));

        Assert.Equal([Public], Assert.Single(connected));
    }

    // As clients of all ages understand them: by what they mean, not by how they look.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127。0。0。1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    public async Task Host_SpelledInAnyWay_ReachesNothingHere_UnlessItIsAllowed(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var reached = listener.AcceptSocketAsync();
        using (var guarded = Http(new AddressGuard([])))
        {
            var asked = guarded.GetAsync(address);
            Assert.Same(asked, await Task.WhenAny(asked, reached));
            Assert.IsType<NoPublicAddressException>((await Assert.ThrowsAnyAsync<HttpRequestException>(() => asked)).InnerException);
        }

        // That it leads here is seen by that it does where it may.
        using var open = Http(new AddressGuard([IPNetwork.Parse("127.0.0.0/8")]));
        using var stop = new CancellationTokenSource();
        var asking = open.GetAsync(address, stop.Token);
        using (await reached)
            await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => asking);
    }

    // Which of them a machine's resolver knows differs: here it knows all.
    [Theory]
    [InlineData("localhost.")]
    [InlineData("ⓛocalhost")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("127.0.0.1.nip.example")]
    [InlineData("metadata.google.internal")]
    public async Task Name_ThatMeansThisMachine_ReachesNothing(string host)
    {
        var connected = new ConcurrentQueue<IPAddress[]>();
        using var http = Http([], new([[IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("169.254.169.254")]]), connected);

        var refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{host}/")));

        Assert.IsType<NoPublicAddressException>(refused.InnerException);
        Assert.Empty(connected);
    }

    private static HttpClient Http(IReadOnlyCollection<IPNetwork> allowed, ConcurrentQueue<IPAddress[]> answers, ConcurrentQueue<IPAddress[]> connected) => Http(new AddressGuard(
        allowed,
        (_, _) => Task.FromResult(answers.TryDequeue(out var addresses) ? addresses : []),
        (addresses, _, _) =>
        {
            connected.Enqueue(addresses);
            throw new SocketException((int)SocketError.ConnectionRefused);
        }));

    private static HttpClient Http(AddressGuard guard) => new(new SocketsHttpHandler { ConnectCallback = guard.ConnectAsync, UseProxy = false });
}
