using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls;

public sealed class CallManifestsTests
{
    private static readonly JsonElement Candidate = JsonSerializer.SerializeToElement(new { candidate = "ü", sdpMid = (string?)null });

    internal static IReadOnlyList<ICallRequest> Requests { get; } =
    [
        new CallStartRequest(CallData.Room, null, "video", "key"),
        new CallAcceptRequest(CallData.Id),
        new CallDeclineRequest(CallData.Id, "später"),
        new CallCancelRequest(CallData.Id),
        new CallLeaveRequest(CallData.Id),
        new CallEndRequest(CallData.Id),
        new CallJoinRequest(CallData.Id),
        new CallInviteRequest(CallData.Id, [CallData.Bob.User]),
        new CallSignalRequest(CallData.Id, "bob/laptop", null, Candidate, 7),
        new CallMediaRequest(CallData.Id, true, false, true, null, true),
        new CallIceRequest(CallData.Id),
        new CallStatsRequest(CallData.Id, 1.5, 0, null, 7),
        new CallHistoryRequest(CallData.Id, 3),
        new CallMuteRequest(CallData.Id, "bob/laptop"),
        new CallRemoveRequest(CallData.Id, CallData.Bob.User),
        new CallReactionRequest(CallData.Id, "🎉"),
        new CallSeenRequest(CallData.Id),
        new CallListRequest(),
    ];

    [Fact]
    public void CallCommand_EveryRequest_ComesBackAsItWas()
    {
        Assert.Equal(CallRequests.Types.Select(t => t.Type), Requests.Select(CallRequests.NameOf));
        foreach (var request in Requests)
        {
            var command = new CallCommand(CallData.Room, CallData.Alice, "r", request);
            var back = (CallCommand)RoundTrip(command);
            Assert.Equal((command.Room, command.Caller, command.Ref), (back.Room, back.Caller, back.Ref));
            Assert.IsType(request.GetType(), back.Request);
            Assert.Equal(JsonSerializer.Serialize<object>(request), JsonSerializer.Serialize<object>(back.Request));
        }
    }

    [Fact]
    public void CallCommand_TheDeepestSignalThatIsTaken_ComesBack()
    {
        var nested = new string('[', 61) + new string(']', 61);
        var json = $$$"""{"type":"call.signal","data":{"callId":"{{{CallData.Id.Value}}}","to":"#sfu/publish","candidate":{"candidate":"x","more":{{{nested}}} } } }""";
        Assert.True(EnvelopeReader.TryRead(Encoding.UTF8.GetBytes(json), out var envelope, out _));
        var catalog = new RequestCatalog(CallRequests.Types);
        Assert.True(catalog.TryDecode(envelope, out var request, out _, out var error), error?.Message);
        RoundTrip(new CallCommand(CallData.Room, CallData.Alice, "r", (ICallRequest)request!));
    }

    [Fact]
    public void RelaySignal_KeepsTheBytes()
    {
        var envelope = CallEnvelopes.Encode(new CallSignal(CallData.Id, "bob/laptop", null, Candidate));
        var back = (RelaySignal)RoundTrip(new RelaySignal(CallData.Room, CallData.Bob, null, CallData.Id, "alice/laptop", envelope, 7));
        Assert.Equal(envelope.ToString(), back.Envelope.ToString());
        Assert.Equal(("alice/laptop", CallData.Bob, null, 7), (back.To, back.Caller, back.Ref, back.Entry));
    }

    [Fact]
    public void WakeCall_ComesBack()
    {
        foreach (var wake in (WakeCall[])[new(CallData.Room), new(CallData.Room, CallData.Id, CallData.Bob.User)])
            Assert.Equal(wake, RoundTrip(wake));
    }

    [Fact]
    public void SignOutOfCall_ComesBack()
    {
        var command = new SignOutOfCall(CallData.Room, CallData.Id, CallData.Bob.User);
        Assert.Equal(command, RoundTrip(command));
    }

    [Fact]
    public void StopRinging_ComesBack()
    {
        var command = new StopRinging(CallData.Room, CallData.Id, CallData.Bob.User, RingOutcome.Silenced);
        Assert.Equal(command, RoundTrip(command));
    }

    private static object RoundTrip(object message)
    {
        var manifest = NodeManifests.All.Single(m => m.Type == message.GetType());
        return manifest.Read(manifest.Write(message));
    }
}
