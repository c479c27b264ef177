using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// One call's room in Janus's VideoRoom: decides what Janus and the participants are told next, without a clock or a socket of its own. Each
/// participant has one handle that publishes and one that subscribes to everybody else.
/// </summary>
internal sealed class JanusRoom
{
    private readonly string? _adminKey;
    private readonly JanusRoomState _state;
    private readonly JanusSubscribing _subscribing;
    private readonly JanusPublishing _publishing;

    /// <summary>The room of <paramref name="call"/>, which is to be made.</summary>
    public JanusRoom(CallId call, SfuPlace place, string? adminKey)
    {
        _adminKey = adminKey;
        _state = new JanusRoomState(call, place);
        _subscribing = new JanusSubscribing(_state);
        _publishing = new JanusPublishing(_state, _subscribing);
    }

    /// <summary>The call.</summary>
    public CallId Call => _state.Call;

    /// <summary>Where it is.</summary>
    public SfuPlace Place => _state.Place;

    /// <summary>Whether Janus has it.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How many participants are in it.</summary>
    public int Participants => _state.Seats.Count;

    /// <summary>Ends the room of a call, known here or not.</summary>
    public static JanusRequest Destroy(long control, CallId call, SfuPlace place) => JanusRequest.Message(
        JanusAsk.Destroy,
        control,
        new JsonObject { ["request"] = "destroy", ["room"] = JanusRoomState.NumberOf(call), ["secret"] = place.Secret });

    /// <summary>What is to be done by now; each thing once.</summary>
    public IReadOnlyList<JanusEffect> TakeEffects() => _state.TakeEffects();

    /// <summary>A session is there, and <paramref name="control"/> to make the room with.</summary>
    public void Make(long control)
    {
        _state.Control = control;
        var create = _state.Request("create");
        create["permanent"] = false;
        create["is_private"] = true;
        create["secret"] = Place.Secret;
        create["publishers"] = Place.MaxParticipants;
        create["bitrate"] = Place.Bitrate;
        create["bitrate_cap"] = true;
        create["require_pvtid"] = true;
        create["opus_fec"] = true;
        //// A list makes Janus ask everybody for a token; each participant's is added when it comes.
        create["allowed"] = new JsonArray(JanusRoomState.NewToken());
        if (_adminKey is { Length: > 0 })
            create["admin_key"] = _adminKey;
        _state.Ask(JanusRequest.Message(JanusAsk.Create, control, create));
    }

    /// <summary>The session is gone, and with it all that was agreed.</summary>
    public void Lose()
    {
        IsReady = false;
        _state.Clear();
    }

    /// <summary>A participant has left.</summary>
    public void Leave(string participant)
    {
        if (!_state.Seats.Remove(participant, out var seat))
            return;
        _state.End(seat, SfuLeg.Subscribe);
        _state.End(seat, SfuLeg.Publish);
        _subscribing.TuneAll();
    }

    /// <summary>Nobody owns the call here any more, or it is over: all participants go. The room is left to whoever owns it next, or ends it.</summary>
    public void Abandon()
    {
        foreach (var participant in _state.Seats.Keys.ToList())
            Leave(participant);
    }

    /// <summary>A while has gone by: what failed is tried again.</summary>
    public void Tick()
    {
        foreach (var seat in _state.Seats.Values.Where(s => s.TryAgain))
        {
            seat.TryAgain = false;
            _subscribing.Tune(seat);
        }
    }

    /// <summary>A participant negotiates.</summary>
    public void Signal(SfuSignal signal)
    {
        if (signal.Candidate is { } candidate)
        {
            if (_state.Seats.TryGetValue(signal.Participant, out var seat))
                _state.Trickle(seat, signal.Leg, candidate);
            return;
        }

        var description = signal.Description!.Value;
        switch (signal.Leg, JanusMessage.Text(description, "type"))
        {
            case (SfuLeg.Publish, "offer"):
                _publishing.TakeOffer(signal, description);
                break;
            case (SfuLeg.Subscribe, "answer"):
                _subscribing.TakeAnswer(signal, description);
                break;
            case (SfuLeg.Subscribe, "rollback"):
                _subscribing.OfferAgain(signal);
                break;
            default:
                _state.Tell(new SfuFailed(Call, signal.Participant, signal.Ref, RequestError.Bad("description", Usage(signal.Leg))));
                break;
        }
    }

    /// <summary>Janus has answered.</summary>
    public void Answered(JanusAsk ask, JanusContext context, JanusMessage message)
    {
        if (ask == JanusAsk.Create)
        {
            Made();
            return;
        }

        if (_state.SeatOf(context) is not { } seat)
        {
            if (ask is JanusAsk.PublishHandle or JanusAsk.SubscribeHandle)
                _state.Ask(new JanusRequest(JanusAsk.Nothing, "detach", message.Id));
            return;
        }

        switch (ask)
        {
            case JanusAsk.Allow:
                _publishing.Allowed(context);
                break;
            case JanusAsk.PublishHandle:
                _publishing.Attached(seat, message.Id, context);
                break;
            case JanusAsk.Publish or JanusAsk.Republish:
                _publishing.Published(seat, message);
                break;
            case JanusAsk.SubscribeHandle:
                _subscribing.Attached(seat, message.Id, context);
                break;
            case JanusAsk.Subscribe or JanusAsk.Update:
                _subscribing.Offered(seat, message);
                break;
            case JanusAsk.Start:
                _subscribing.Settled(seat);
                break;
            default:
                break;
        }
    }

    /// <summary>Janus has refused, or has not answered in time.</summary>
    public void Refused(JanusAsk ask, JanusContext context, int code, string? reason)
    {
        if (ask == JanusAsk.Create)
        {
            if (code == JanusMessage.RoomExists)
                Made();
            else
                _state.Tell(new SfuRefused(Call));
            return;
        }

        if (_state.SeatOf(context) is not { } seat)
            return;
        if (ask is JanusAsk.Allow or JanusAsk.PublishHandle or JanusAsk.Publish or JanusAsk.Republish)
        {
            _state.End(seat, SfuLeg.Publish);
            _state.Tell(new SfuFailed(Call, seat.Participant, context.Ref, new RequestError(
                ErrorCode.Unavailable, $"The media server refused the offer: {reason}. Send a new offer with a new peer connection.", RetryAfterMs: 1_000)));
            _subscribing.TuneAll();
        }
        else if (ask is JanusAsk.Update)
        {
            seat.Subscribe.State = LegState.Stable;
            seat.TryAgain = true;
        }
        else
        {
            _state.End(seat, SfuLeg.Subscribe);
            seat.TryAgain = true;
        }
    }

    /// <summary>Something has happened at a handle.</summary>
    public void Happened(JanusContext context, JanusMessage message)
    {
        if (_state.SeatOf(context) is not { } seat)
            return;
        var leg = seat.Of(context.Leg);
        switch (message.Kind)
        {
            case "trickle" when JanusMessage.Member(message.Candidate, "candidate").ValueKind == JsonValueKind.String:
                _state.Tell(new SfuSignalled(Call, seat.Participant, context.Leg, null, message.Candidate));
                break;
            case "webrtcup" when !leg.IsUp:
                leg.IsUp = true;
                if (context.Leg == SfuLeg.Publish)
                    _subscribing.TuneAll();
                break;
            case "hangup" or "detached":
                //// The participant notices as well, and offers or asks again.
                _state.End(seat, context.Leg);
                _subscribing.TuneAll();
                break;
            default:
                break;
        }
    }

    private static string Usage(SfuLeg leg) => leg == SfuLeg.Publish
        ? $"\"{SfuNames.Publish}\" takes an \"offer\" of what you send."
        : $"\"{SfuNames.Subscribe}\" takes the \"answer\" to its last offer, or a \"rollback\" to be offered again.";

    private void Made()
    {
        IsReady = true;
        _state.Place = Place with { Session = _state.Control.ToString(CultureInfo.InvariantCulture) };
        _state.Tell(new SfuOpened(Call, Place));
    }
}
