using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>
/// From the fifth participant on, a call uses a media server (mode <c>sfu</c>), and stays there. Those who were in it before go on sending
/// to each other until they receive by the media server.
/// </summary>
internal sealed partial record Call
{
    /// <summary>The room at the media server; null: browsers send to each other (mode <c>mesh</c>).</summary>
    public SfuPlace? Sfu { get; init; }

    /// <summary>Where the room is about to be made. Kept before the media server is asked for it: no room is made that a crash could make unknown.</summary>
    public SfuPlace? Placing { get; init; }

    /// <summary>Rooms that the call no longer needs and that may still be there: until the media server says that they are gone.</summary>
    //// Calls that were kept before there was such a list have none.
    public IReadOnlyList<SfuPlace> Closing { get; init => field = value ?? []; } = [];

    [JsonIgnore]
    private int MaxParticipants => Sfu?.MaxParticipants ?? CallRules.MaxInMesh;

    /// <summary>A media server was chosen, the first or another one: its room is made once this is kept.</summary>
    public CallDecision PlaceAt(SfuPlace place)
    {
        if (State == CallState.Ended || Placing is { } under && under.IsSameRoom(place))
            return Nothing();
        var step = new CallStep(this);
        step.Place(place);
        return step.Done();
    }

    /// <summary>The chosen media server does not make the room. The next participant who needs one has another choice made.</summary>
    public CallDecision NotPlaced()
    {
        if (State == CallState.Ended || Placing is null)
            return Nothing();
        var step = new CallStep(this);
        step.Place(null);
        return step.Done();
    }

    /// <summary>
    /// The call has its room at a media server, or a new room: everybody is told, and begins to negotiate with it. Told once for each
    /// <see cref="SfuPlace.Session"/>.
    /// </summary>
    public CallDecision GoBySfu(SfuPlace place)
    {
        if (State == CallState.Ended || Sfu == place || Closing.Any(place.IsSameRoom))
            return Nothing();
        var step = new CallStep(this);
        step.GoBySfu(place);
        step.Tell(new CallMode(Id, "sfu", step.Call.SfuViewed()!));
        return step.Done();
    }

    /// <summary>A room that was to go is gone.</summary>
    public CallDecision SfuClosed(SfuPlace place)
    {
        if (!Closing.Any(place.IsSameRoom))
            return Nothing();
        var step = new CallStep(this);
        step.Closed([.. Closing.Where(c => !c.IsSameRoom(place))]);
        return step.Done();
    }

    // A media server that does not come back is not waited for: its rooms went with it.
    private DateTimeOffset? ClosingUntil => Closing.Count > 0 ? EndedAt + CallRules.Forgotten : null;

    /// <summary>Null where <paramref name="who"/> may negotiate with the media server.</summary>
    public RequestError? CheckSfuSignal(Caller who)
    {
        if (CheckWithin(who) is { } error)
            return error;
        return Sfu is null
            ? new RequestError(ErrorCode.Conflict, "This call does not use a media server: its mode is \"mesh\". Send signals to the participants.", "to")
            : null;
    }

    /// <summary>Why a participant who came after the move has nothing to say to another one by itself.</summary>
    private RequestError? CheckMesh(Participant from, Participant to) => Sfu is null || (from.Mesh && to.Mesh)
        ? null
        : new RequestError(
            ErrorCode.Conflict,
            $"The call's mode is \"sfu\": participants don't send to each other. Send your offer to \"{SfuNames.Publish}\", and answer the offers of \"{SfuNames.Subscribe}\".",
            "to");

    private CallDecision Full()
    {
        var why = Sfu is null
            ? $"The call is full at {MaxParticipants}: more participants need a media server (AkkaRealtime:Calls:Janus), and none is configured, or none can be reached right now."
            : $"The call is full: {MaxParticipants} participants is the limit (AkkaRealtime:Calls:Sfu:MaxParticipants).";
        return Refuse(ErrorCode.Conflict, why) with { NeedsSfu = Sfu is null };
    }

    private SfuView? SfuViewed() => Sfu is { } sfu ? new SfuView(sfu.Session, sfu.Bitrate, sfu.Simulcast) : null;
}
