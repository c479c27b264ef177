using System.Net;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Connections;

public sealed class AdmissionTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryEnter_AtTheLimitOfTheNode_RefusesUntilSomebodyLeaves()
    {
        var admission = new Admission(new LimitOptions { MaxConnections = 2 }, _time);
        Assert.True(admission.TryEnter(null, out _));
        Assert.True(admission.TryEnter(null, out _));
        Assert.False(admission.TryEnter(null, out var refusal));
        Assert.NotNull(refusal);
        admission.Leave(null);
        Assert.True(admission.TryEnter(null, out _));
        Assert.Equal(2, admission.Count);
    }

    [Fact]
    public void TryEnter_AtTheLimitOfAnAddress_RefusesThatAddressOnly()
    {
        var admission = new Admission(new LimitOptions { MaxConnectionsPerAddress = 1 }, _time);
        Assert.True(admission.TryEnter(Here, out _));
        Assert.False(admission.TryEnter(Here, out _));
        Assert.False(admission.TryEnter(Here.MapToIPv6(), out _));
        Assert.True(admission.TryEnter(IPAddress.Parse("192.0.2.2"), out _));
        admission.Leave(Here);
        Assert.True(admission.TryEnter(Here, out _));
    }

    [Fact]
    public void TryEnter_AddressesOfOneIPv6Network_CountAsOne()
    {
        var admission = new Admission(new LimitOptions { MaxConnectionsPerAddress = 1 }, _time);
        Assert.True(admission.TryEnter(IPAddress.Parse("2001:db8:1:2::1"), out _));
        Assert.False(admission.TryEnter(IPAddress.Parse("2001:db8:1:2:ffff::9"), out _));
        Assert.True(admission.TryEnter(IPAddress.Parse("2001:db8:1:3::1"), out _));
    }

    [Fact]
    public void TryAttempt_MoreThanAnAddressMay_HasToWaitAndOthersNeedNot()
    {
        var admission = new Admission(new LimitOptions { HandshakesPerSecondPerAddress = 2 }, _time);
        for (var i = 0; i < 20; i++)
            Assert.Equal(0, admission.TryAttempt(Here));
        Assert.Equal(1, admission.TryAttempt(Here.MapToIPv6()));
        Assert.Equal(0, admission.TryAttempt(IPAddress.Parse("192.0.2.2")));
        Assert.Equal(0, admission.TryAttempt(IPAddress.Parse("10.0.0.1")));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0, 1), (admission.TryAttempt(Here), admission.TryAttempt(Here), admission.TryAttempt(Here)));
    }

    [Fact]
    public void TryEnter_HandshakesOverTheRate_AreRefusedForAMoment()
    {
        var admission = new Admission(new LimitOptions { HandshakesPerSecond = 5 }, _time);
        for (var i = 0; i < 5; i++)
            Assert.True(admission.TryEnter(null, out _, isReturning: true));
        Assert.False(admission.TryEnter(null, out _, isReturning: true));
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(admission.TryEnter(null, out _, isReturning: true));
    }

    [Fact]
    public void TryEnter_HandshakesWhereRateLimitsAreLifted_AreTaken()
    {
        var admission = new Admission(new LimitOptions { HandshakesPerSecond = 5, RateLimiting = false }, _time);
        for (var i = 0; i < 100; i++)
            Assert.True(admission.TryEnter(null, out _));
    }

    [Fact]
    public void TryEnterUser_AtTheLimit_RefusesUntilOneLeaves()
    {
        var admission = new Admission(new LimitOptions { MaxConnectionsPerUser = 1 }, _time);
        var alice = new UserId("alice");
        Assert.True(admission.TryEnterUser(alice));
        Assert.False(admission.TryEnterUser(alice));
        Assert.True(admission.TryEnterUser(new UserId("bob")));
        admission.LeaveUser(alice);
        Assert.True(admission.TryEnterUser(alice));
    }

    [Theory]
    [InlineData(1_024, 300)]
    [InlineData(20_000, 15_125)]
    [InlineData(1_000_000, 992_500)]
    [InlineData(256, 16)]
    public void SafeConnections_OfALimit_LeavesRoomForEverythingElse(int limit, int connections)
    {
        Assert.Equal(connections, FileDescriptors.SafeConnections(limit));
        Assert.True(limit < 1_024
            || connections + FileDescriptors.RefusedConnections(limit) + FileDescriptors.PlainConnections(limit)
                + FileDescriptors.WaitingConnections(limit) + FileDescriptors.Spare <= limit);
    }

    [Fact]
    public void Parse_LimitsOfALinuxProcess_FindsTheSoftOne() =>
        Assert.Equal(4_096, FileDescriptors.Parse(["Max processes             1   2  processes", "Max open files            4096                 524288               files     "]));

    [Fact]
    public void Parse_NoLimit_IsAMillion() =>
        Assert.Equal(1_000_000, FileDescriptors.Parse(["Max open files            unlimited            unlimited            files     "]));
}
