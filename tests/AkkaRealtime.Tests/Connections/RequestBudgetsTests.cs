using System.Net;
using System.Text;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;

namespace AkkaRealtime.Tests.Connections;

/// <summary>What one user, or one address, may ask on all connections together.</summary>
public sealed class RequestBudgetsTests
{
    private static readonly UserId Alice = new("alice");
    private static readonly IPAddress Public = IPAddress.Parse("203.0.113.7");
    private readonly LimitOptions _limits = new() { MessagesPerSecond = 10, Burst = 20, CostPerSecondPerUser = 10, CostBurstPerUser = 20, CostPerSecondPerAddress = 10, CostBurstPerAddress = 50 };
    private readonly RequestBudgets _budgets;

    public RequestBudgetsTests() => _budgets = new RequestBudgets(_limits);

    [Fact]
    public void Spend_AUserOnManyConnections_HasOneBudget()
    {
        var (one, other) = (_budgets.Enter(Alice, null), _budgets.Enter(Alice, null));
        Assert.Equal(0, one.Spend(0, 10));
        Assert.Equal(0, other.Spend(0, 10));
        Assert.Equal(1_000, one.Spend(0, 10));
        Assert.Equal(0, _budgets.Enter(new UserId("bob"), null).Spend(0, 10));
        Assert.Equal(0, other.Spend(1_000, 10));
    }

    [Fact]
    public void Spend_AUserWhoConnectsAnew_HasSpentItStill()
    {
        var before = _budgets.Enter(Alice, null);
        before.Spend(0, 20);
        _budgets.Leave(before, 0);
        Assert.Equal(1_000, _budgets.Enter(Alice, null).Spend(0, 10));
    }

    [Fact]
    public void Spend_ManyUsersOfOneAddress_HaveOneBudgetMore()
    {
        for (var i = 0; i < 5; i++)
            Assert.Equal(0, _budgets.Enter(new UserId($"u{i}"), Public).Spend(0, 10));
        Assert.Equal(1_000, _budgets.Enter(Alice, Public).Spend(0, 10));
        Assert.Equal(0, _budgets.Enter(Alice, IPAddress.Parse("203.0.113.8")).Spend(0, 10));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public void Spend_OfAPrivateAddress_IsLimitedOnlyWhereTheOperatorSaysSo(string address)
    {
        var from = IPAddress.Parse(address);
        Assert.Null(_budgets.Enter(Alice, from).Address);
        _limits.LimitPrivateAddresses = true;
        Assert.NotNull(_budgets.Enter(Alice, from).Address);
    }

    [Theory]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("11.0.0.1")]
    [InlineData("2001:db8::1")]
    public void Spend_OfAPublicAddress_IsLimited(string address) => Assert.NotNull(_budgets.Enter(Alice, IPAddress.Parse(address)).Address);

    [Fact]
    public void Leave_UsersWhoHaveGoneAndSpentNothingLately_AreForgotten()
    {
        for (var i = 0; i < 10_000; i++)
            _budgets.Leave(_budgets.Enter(new UserId($"u{i}"), Public), 0);
        Assert.InRange(_budgets.Count, 1, 2_000);
    }

    [Fact]
    public void Judge_CostlyRequests_SpendWhatTheyCost()
    {
        var gate = default(MessageGate);
        var catalog = new RequestCatalog(ChatQueries.Types);
        var shared = _budgets.Enter(Alice, null);
        Verdict Search(long now) => gate.Judge(Encoding.UTF8.GetBytes("""{"type":"chat.search","data":{"text":"t"}}"""), catalog, new LimitOptions(), now, shared);

        Assert.NotNull(Search(0).Request);
        Assert.NotNull(Search(0).Request);
        Assert.Equal(ErrorCode.RateLimited, Search(0).Error!.Code);
        Assert.NotNull(Search(1_200).Request);
    }

    // A message of 64 KiB is no plain request.
    [Fact]
    public void Judge_LongEnvelopes_SpendWhatTheirBytesCost()
    {
        var gate = default(MessageGate);
        var catalog = new RequestCatalog(ChatQueries.Types);
        var shared = _budgets.Enter(Alice, null);
        Verdict Search(long now) => gate.Judge(Encoding.UTF8.GetBytes($$$"""{"type":"chat.search","data":{"text":"t","more":"{{{new string('x', 40_000)}}}"}}"""), catalog, new LimitOptions(), now, shared);

        Assert.NotNull(Search(0).Request);
        Assert.Equal(ErrorCode.RateLimited, Search(0).Error!.Code);
        Assert.NotNull(Search(2_000).Request);
    }

    [Fact]
    public void Enter_AConnectionMaySendMore_AndSoMayItsUser()
    {
        var shared = new RequestBudgets(new LimitOptions { MessagesPerSecond = 10_000, Burst = 10_000 }).Enter(Alice, null);
        Assert.Equal(0, shared.Spend(0, 10_000));
    }

    [Fact]
    public void Judge_TheUsersBudgetIsSpent_IsRateLimitedWithATime()
    {
        var gate = default(MessageGate);
        var catalog = new RequestCatalog(ChatQueries.Types);
        var shared = _budgets.Enter(Alice, null);
        shared.Spend(0, 20);

        var refused = gate.Judge(Encoding.UTF8.GetBytes("""{"type":"chat.search","data":{"ref":"r","text":"t"}}"""), catalog, new LimitOptions(), 0, shared);

        Assert.Equal(("r", ErrorCode.RateLimited, 1_000), (refused.Ref, refused.Error!.Code, refused.Error.RetryAfterMs!.Value));
    }
}
