using System.Text.Json.Serialization;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;

namespace AkkaRealtime.Routing.Calls;

/// <summary>
/// From the fifth participant on a call goes by a media server (mode <c>sfu</c>), and stays there. Those who were in it before go on sending
/// to each other until they receive by the media server.
/// </summary>
internal sealed partial record Call
{
    /// <summary>The room at the media server; null: browsers send to each other (mode <c>mesh</c>).</summary>
    public SfuPlace? Sfu { get; init; }

    [JsonIgnore]
    private int Most => Sfu?.Most ?? CallRules.MostInMesh;

    /// <summary>
    /// The call has its room at a media server, or has it anew: everybody is told, and begins to negotiate with it. Told once for each
    /// <see cref="SfuPlace.Session"/>.
    /// </summary>
    public CallDecision GoBySfu(SfuPlace place)
    {
        if (State == CallState.Ended || Sfu == place)
            return Nothing();
        var isMove = Sfu is null;
        var step = new CallStep(this with { Sfu = place, Participants = isMove ? [.. Participants.Select(p => p with { Mesh = true })] : Participants });
        step.Tell(new ModeChanged(Id, "sfu", step.Call.SfuViewed()!));
        return step.Done();
    }

    /// <summary>Null where <paramref name="who"/> may negotiate with the media server.</summary>
    public RequestError? CheckSfuSignal(Caller who)
    {
        if (CheckWithin(who) is { } error)
            return error;
        return Sfu is null
            ? new RequestError(ErrorCode.Conflict, "This call goes by no media server: its mode is \"mesh\". Send signals to the participants.", "to")
            : null;
    }

    /// <summary>Why a participant who came after the move has nothing to say to another one by itself.</summary>
    private RequestError? CheckMesh(Participant from, Participant to) => Sfu is null || (from.Mesh && to.Mesh)
        ? null
        : new RequestError(
            ErrorCode.Conflict,
            $"The call's mode is \"sfu\": participants don't send to each other. Send what you offer to \"{SfuNames.Publish}\", and answer what \"{SfuNames.Subscribe}\" offers.",
            "to");

    private CallDecision Full()
    {
        var why = Sfu is null
            ? $"The call is full at {Most}: for more it needs a media server (AkkaRealtime:Calls:Janus), and there is none, or none can be reached just now."
            : $"The call is full: {Most} can be in it (AkkaRealtime:Calls:Sfu:MaxParticipants).";
        return Refuse(ErrorCode.Conflict, why) with { NeedsSfu = Sfu is null };
    }

    private SfuView? SfuViewed() => Sfu is { } sfu ? new SfuView(sfu.Session, sfu.Bitrate, sfu.Simulcast) : null;
}
