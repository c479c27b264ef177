using System.Text;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Connections;

public sealed class MessageGateTests
{
    private readonly LimitOptions _limits = new() { MessagesPerSecond = 10, Burst = 2 };
    private MessageGate _gate;

    [Fact]
    public void Judge_WithinTheBurst_PassesAndThenWarns()
    {
        Assert.NotNull(Ping(0).Request);
        Assert.NotNull(Ping(0).Request);
        Assert.Equal((ErrorCode.RateLimited, 100), (Ping(0).Error!.Code, Ping(0).Error!.RetryAfterMs!.Value));
        Assert.Null(Ping(99).Request);
        Assert.NotNull(Ping(100).Request);
    }

    [Fact]
    public void Judge_AtTheLongRunRate_NeverWarns()
    {
        for (var now = 0; now < 10_000; now += 100)
            Assert.NotNull(Ping(now).Request);
    }

    [Fact]
    public void Judge_WhoComesBackAtTheTimeTold_IsNeverClosed()
    {
        // Another tab's messages took the place meanwhile, so that the one that waited is refused again and again.
        _limits.MessagesPerSecond = 20;
        Ping(0);
        Ping(0);
        var now = 0L;
        for (var i = 0; i < 500; i++)
        {
            var verdict = Ping(now);
            Assert.Null(verdict.Close);
            now += verdict.Error?.RetryAfterMs ?? 0;
            Ping(now);
        }
    }

    [Fact]
    public void Judge_WhoNeverWaits_IsClosed()
    {
        Ping(0);
        Ping(0);
        CloseCode? close = null;
        for (var i = 0; i <= MessageGate.FloodAfter; i++)
            close = Ping(1).Close;
        Assert.Equal(CloseCode.Flood, close);
    }

    [Fact]
    public void Judge_WarningsFarApart_AreNoFlood()
    {
        for (var i = 0; i < 200; i++)
        {
            var now = i * 20_000L;
            Ping(now);
            Ping(now);
            Assert.Null(Ping(now).Close);
        }
    }

    [Fact]
    public void Judge_BadEnvelopeInAFlood_IsWarnedLikeAnyOther()
    {
        Ping(0);
        Ping(0);
        Assert.Equal(ErrorCode.RateLimited, Judge("bad", 0).Error!.Code);
    }

    [Fact]
    public void Judge_TwentyFirstBadEnvelopeWithinAMinute_Closes()
    {
        _limits.RateLimiting = false;
        for (var i = 0; i < 20; i++)
            Assert.Null(Judge("bad", i).Close);
        Assert.Equal(CloseCode.BadEnvelopes, Judge("bad", 59_999).Close);
    }

    [Fact]
    public void Judge_BadEnvelopesOverAMinuteOld_AreForgotten()
    {
        _limits.RateLimiting = false;
        for (var i = 0; i < 100; i++)
            Assert.Null(Judge("bad", i * 3_000).Close);
    }

    [Fact]
    public void Judge_BadRef_IsABadRequestOfRef()
    {
        var verdict = Judge("""{"type":"session.ping","data":{"ref":7}}""", 0);
        Assert.Equal((ErrorCode.BadRequest, "ref"), (verdict.Error!.Code, verdict.Error.Field));
    }

    private Verdict Ping(long now) => Judge("""{"type":"session.ping"}""", now);

    private Verdict Judge(string text, long now) => _gate.Judge(Encoding.UTF8.GetBytes(text), TestRequests.Catalog, _limits, now);
}
