using AkkaRealtime.Sessions.Revoking;

namespace AkkaRealtime.Tests.Sessions;

/// <summary>Whom a revocation means.</summary>
public sealed class RevocationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionFacts Alice = new(new("alice"), new("phone"), new("s1"), "jti-1", Noon);
    private static readonly Revocation Nothing = new("r", Noon);

    /// <summary>Revocations that mean <see cref="Alice"/>, and some that don't.</summary>
    public static TheoryData<bool, Revocation> Meant { get; } = new()
    {
        { true, Nothing with { User = new("alice") } },
        { false, Nothing with { User = new("bob") } },
        { true, Nothing with { User = new("alice"), Device = new("phone") } },
        { false, Nothing with { User = new("alice"), Device = new("laptop") } },
        { true, Nothing with { Token = "jti-1" } },
        { false, Nothing with { Token = "jti-2" } },
        { false, Nothing with { User = new("bob"), Token = "jti-1" } },
        { true, Nothing with { IssuedBefore = Noon } },
        { true, Nothing with { IssuedBefore = Noon.AddSeconds(1) } },
        { false, Nothing with { IssuedBefore = Noon.AddSeconds(-1) } },
        { false, Nothing with { User = new("alice"), Device = new("laptop"), IssuedBefore = Noon } },
        { true, Nothing with { User = new("alice"), Session = new("s1") } },
        { false, Nothing with { User = new("alice"), Session = new("s2") } },
        { false, Nothing with { User = new("bob"), Session = new("s1") } },
        { true, Nothing with { User = new("alice"), Session = new("s2"), Token = "jti-1", Device = new("laptop"), IssuedBefore = Noon } },
        { true, Nothing with { User = new("alice"), Session = new("s2"), Token = "jti-2", Device = new("phone"), IssuedBefore = Noon } },
        { false, Nothing with { User = new("alice"), Session = new("s2"), Token = "jti-2", Device = new("phone"), IssuedBefore = Noon.AddSeconds(-1) } },
        { true, Nothing with { User = new("alice"), Until = Noon.AddTicks(1) } },
        { false, Nothing with { User = new("alice"), Until = Noon } },
    };

    [Theory]
    [MemberData(nameof(Meant))]
    public void Refuses_WhoIsMeant_AndNobodyElse(bool meant, Revocation revocation)
    {
        Assert.Equal(meant, revocation.Refuses(Alice, Noon));
        var known = new Revocations();
        known.Apply([new RevocationChange(revocation, IsLifted: false, 1)], Noon);
        Assert.Equal(meant, known.Find(Alice, Noon) is not null);
    }

    [Fact]
    public void Refuses_TokenThatDoesNotSayWhenItWasIssued_IsOlderThanAnyTime() =>
        Assert.True((Nothing with { IssuedBefore = Noon.AddYears(-1) }).Refuses(Alice with { IssuedAt = null }, Noon));

    [Fact]
    public void Refuses_DeviceThatIsNotNamedYet_IsNoDevice() =>
        Assert.False((Nothing with { User = new("alice"), Device = new("phone") }).Refuses(Alice with { Device = null }, Noon));

    [Fact]
    public void Apply_Lifted_CountsNoMore()
    {
        var known = new Revocations();
        Revocation one = new("r1", Noon) { User = new("alice") }, other = new("r2", Noon) { User = new("alice") }, general = new("r3", Noon) { Token = "jti-1" };
        known.Apply([new(one, false, 1), new(other, false, 2), new(general, false, 3)], Noon);

        known.Apply([new(one, true, 4)], Noon);
        Assert.Equal("r2", known.Find(Alice, Noon)!.Id);
        known.Apply([new(other, true, 5)], Noon);
        Assert.Equal("r3", known.Find(Alice, Noon)!.Id);
        known.Apply([new(general, true, 6), new(new Revocation("never seen", Noon), true, 7)], Noon);
        Assert.Null(known.Find(Alice, Noon));
        Assert.Equal(0, known.Count);
    }

    [Fact]
    public void Apply_MuchLater_ForgetsWhatIsOver()
    {
        var known = new Revocations();
        known.Apply([new(new Revocation("r1", Noon) { User = new("alice"), Until = Noon.AddHours(1) }, false, 1)], Noon);
        known.Apply([new(new Revocation("r2", Noon) { User = new("bob") }, false, 2)], Noon.AddHours(1));
        Assert.Equal(1, known.Count);
    }
}
