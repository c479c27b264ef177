using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Router;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

public sealed class ReadGateTests
{
    [Fact]
    public void Enter_MoreThanMayWait_IsUnavailable()
    {
        var gate = new ReadGate(mostUnderWay: 1, mostWaiting: 2, mostOfConnection: 10);
        Assert.Null(gate.Enter(Of("a")));
        Assert.NotNull(gate.Next());

        Assert.Null(gate.Enter(Of("a")));
        Assert.Null(gate.Enter(Of("a")));
        Assert.Equal(ErrorCode.Unavailable, gate.Enter(Of("b"))?.Code);
    }

    [Fact]
    public void Enter_MoreThanAConnectionMay_IsRateLimitedForThatOneOnly()
    {
        var gate = new ReadGate(8, 8, mostOfConnection: 2);
        Assert.Null(gate.Enter(Of("a")));
        Assert.Null(gate.Enter(Of("a")));

        Assert.Equal(ErrorCode.RateLimited, gate.Enter(Of("a"))?.Code);
        Assert.Null(gate.Enter(Of("b")));
        Assert.Null(gate.Enter(Of(null)));
    }

    [Fact]
    public void Next_OverTheBound_WaitsForOneThatIsDone()
    {
        var gate = new ReadGate(1, 8, 8);
        gate.Enter(Of("a"));
        gate.Enter(Of("b"));
        var first = gate.Next()!;
        Assert.Null(gate.Next());

        gate.Done(first);

        Assert.Equal(new SessionId("b"), gate.Next()?.Session);
    }

    [Fact]
    public void Done_WhatWasNeverLetIn_CountsForNothing()
    {
        var gate = new ReadGate(1, 8, 8);
        gate.Done(Of("a"));
        gate.Enter(Of("a"));
        gate.Enter(Of("b"));

        Assert.NotNull(gate.Next());
        Assert.Null(gate.Next());
    }

    private static Read Of(string? session) => new(
        ActorRefs.Nobody,
        session is null ? null : new SessionId(session),
        () => Task.FromResult<IReadOnlyList<object>>([]),
        error => error);
}
