using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallForUsersTests
{
    private static readonly string View =
        $$$"""{"id":"{{{CallData.Id}}}","room":"{{{CallData.Room}}}","host":"alice","media":"video","state":"ringing","mode":"mesh","startedAt":"2026-01-01T00:00:00.000Z","participants":[{"participant":"alice/laptop","user":"alice","name":"Alice","media":{"audio":true,"video":true,"screen":false},"entry":1}],"ringing":["bob"],"expiresAt":"2026-01-01T00:00:45.000Z"}""";

    [Fact]
    public void Ring_ACallee_CarriesTheFrameOfCallIncoming()
    {
        var call = CallData.RingingOne();
        var ring = new CallForUsers(call).Ring(call.Callees[0]);
        Assert.Equal((CallData.Bob.User, CallData.At(45), CallState.Ringing), (ring.User, ring.ExpiresAt, ring.Call.State));
        Assert.Equal(View, ring.Call.View.ToString());
        Assert.Equal(
            $$$"""{"type":"call.incoming","data":{"call":{{{View}}},"from":"alice","expiresAt":"2026-01-01T00:00:45.000Z"}}""",
            ring.Incoming.ToString());
    }

    [Fact]
    public void Ring_CalleesWhoAreRungAtDifferentTimes_EachHaveTheirOwnEnd()
    {
        var call = CallData.RingingGroup();
        var later = call.Callees[1] with { ExpiresAt = CallData.At(60) };
        var told = new CallForUsers(call);
        Assert.Contains("\"expiresAt\":\"2026-01-01T00:00:45.000Z\"", told.Ring(call.Callees[0]).Call.View.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"expiresAt\":\"2026-01-01T00:01:00.000Z\"", told.Ring(later).Call.View.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ring_SeveralWhoAreRungAtOnce_AreEncodedOnce()
    {
        var call = CallData.RingingGroup();
        var told = new CallForUsers(call);
        var (one, other) = (told.Ring(call.Callees[0]), told.Ring(call.Callees[1]));
        Assert.Equal((CallData.Bob.User, CallData.Carol.User), (one.User, other.User));
        Assert.Same(one.Incoming, other.Incoming);
    }

    [Fact]
    public void Reserve_NamesAreReadable()
    {
        var zoe = CallData.Alice with { Name = "Zoë & Co" };
        var call = CallData.Begin("direct", zoe, CallData.Bob).Call;
        Assert.Contains("\"name\":\"Zoë & Co\"", new CallForUsers(call).Reserve(zoe.User).Call.View.ToString(), StringComparison.Ordinal);
    }
}
