using System.Text.Json;
using AkkaRealtime.Routing.Calls;

namespace AkkaRealtime.Tests.Routing.Calls;

public sealed class CallManifestsTests
{
    private static readonly JsonElement Candidate = JsonSerializer.SerializeToElement(new { candidate = "ü", sdpMid = (string?)null });

    internal static IReadOnlyList<ICallRequest> Requests { get; } =
    [
        new StartCall(CallData.Room, null, "video", "key"),
        new AcceptCall(CallData.Id),
        new DeclineCall(CallData.Id, "später"),
        new CancelCall(CallData.Id),
        new LeaveCall(CallData.Id),
        new EndCall(CallData.Id),
        new JoinCall(CallData.Id),
        new InviteToCall(CallData.Id, [CallData.Bob.User]),
        new SendSignal(CallData.Id, "bob/laptop", null, Candidate),
        new SetCallMedia(CallData.Id, true, false, true, null, true),
        new GetIce(CallData.Id),
        new ReportCallStats(CallData.Id, 1.5, 0, null, 7),
        new GetCallHistory(CallData.Id, 3),
        new MuteParticipant(CallData.Id, "bob/laptop"),
        new RemoveFromCall(CallData.Id, CallData.Bob.User),
        new SendReaction(CallData.Id, "🎉"),
        new MarkCallsAsSeen(CallData.Id),
        new ListCalls(),
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
    public void RelaySignal_KeepsTheBytes()
    {
        var envelope = CallJson.Encode(new SignalRelayed(CallData.Id, "bob/laptop", null, Candidate));
        var back = (RelaySignal)RoundTrip(new RelaySignal(CallData.Room, CallData.Bob, null, CallData.Id, "alice/laptop", envelope));
        Assert.Equal(envelope.ToString(), back.Envelope.ToString());
        Assert.Equal(("alice/laptop", CallData.Bob, null), (back.To, back.Caller, back.Ref));
    }

    [Fact]
    public void WakeCall_ComesBack() => Assert.Equal(new WakeCall(CallData.Room), RoundTrip(new WakeCall(CallData.Room)));

    private static object RoundTrip(object message)
    {
        var manifest = NodeManifests.All.Single(m => m.Type == message.GetType());
        return manifest.Read(manifest.Write(message));
    }
}
