using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// One call's room in Janus's VideoRoom: decides what Janus and the participants are told next, without a clock or a socket of its own. Each
/// participant has one handle that publishes and one that subscribes to everybody else; a participant has at most one offer to answer at a
/// time, and the next one brings all that changed meanwhile.
/// </summary>
internal sealed partial class JanusRoom(CallId call, SfuPlace place, string? adminKey)
{
    private readonly Dictionary<string, JanusSeat> _seats = [];
    private readonly List<JanusEffect> _effects = [];
    private long _control;
    private int _lives;

    /// <summary>The call.</summary>
    public CallId Call { get; } = call;

    /// <summary>Where it is.</summary>
    public SfuPlace Place { get; private set; } = place;

    /// <summary>Its number, the same for the same call on whatever node.</summary>
    public long Number { get; } = NumberOf(call);

    /// <summary>Janus has it.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How many are in it.</summary>
    public int Participants => _seats.Count;

    /// <summary>What is to be done by now; each thing once.</summary>
    public IReadOnlyList<JanusEffect> TakeEffects()
    {
        var effects = _effects.ToArray();
        _effects.Clear();
        return effects;
    }

    /// <summary>A session is there, and <paramref name="control"/> to make the room with.</summary>
    public void Make(long control)
    {
        _control = control;
        var create = Request("create");
        create["permanent"] = false;
        create["is_private"] = true;
        create["secret"] = Place.Secret;
        create["publishers"] = Place.Most;
        create["bitrate"] = Place.Bitrate;
        create["bitrate_cap"] = true;
        create["require_pvtid"] = true;
        create["opus_fec"] = true;
        //// A list makes Janus ask everybody for a token; each participant's is added when it comes.
        create["allowed"] = new JsonArray(NewToken());
        if (adminKey is { Length: > 0 })
            create["admin_key"] = adminKey;
        Ask(JanusRequest.Message(JanusAsk.Create, _control, create), new JanusContext(Call));
    }

    /// <summary>The session is gone, and with it all that was agreed.</summary>
    public void Lose()
    {
        IsReady = false;
        _seats.Clear();
        _effects.Clear();
    }

    /// <summary>A participant is out.</summary>
    public void Leave(string participant)
    {
        if (!_seats.Remove(participant, out var seat))
            return;
        Let(seat, SfuLeg.Subscribe);
        Let(seat, SfuLeg.Publish);
        TuneAll();
    }

    /// <summary>Nobody owns the call here any more, or it is over: all are out. The room is left to whoever owns it next, or ends it.</summary>
    public void Abandon()
    {
        foreach (var participant in _seats.Keys.ToList())
            Leave(participant);
    }

    /// <summary>Ends the room of a call, known here or not.</summary>
    public static JanusRequest Destroy(long control, CallId call, SfuPlace place) => JanusRequest.Message(
        JanusAsk.Destroy, control, new JsonObject { ["request"] = "destroy", ["room"] = NumberOf(call), ["secret"] = place.Secret });

    /// <summary>A while has gone by: what failed is tried again.</summary>
    public void Tick()
    {
        foreach (var seat in _seats.Values.Where(s => s.TryAgain))
        {
            seat.TryAgain = false;
            Tune(seat);
        }
    }

    /// <summary>An answer of Janus's.</summary>
    public void Answered(JanusAsk ask, JanusContext context, JanusMessage message)
    {
        if (ask == JanusAsk.Create)
        {
            Made();
            return;
        }

        if (SeatOf(context) is not { } seat)
        {
            if (ask is JanusAsk.PublishHandle or JanusAsk.SubscribeHandle)
                Ask(new JanusRequest(JanusAsk.Nothing, "detach", message.Id), new JanusContext(Call));
            return;
        }

        switch (ask)
        {
            case JanusAsk.Allow:
                Ask(new JanusRequest(JanusAsk.PublishHandle, "attach"), context);
                break;
            case JanusAsk.PublishHandle:
                Attached(seat.Publish, message.Id, context);
                Publish(seat, context);
                break;
            case JanusAsk.Publish or JanusAsk.Republish:
                Published(seat, context, message);
                break;
            case JanusAsk.SubscribeHandle:
                Attached(seat.Subscribe, message.Id, context);
                Subscribe(seat);
                break;
            case JanusAsk.Subscribe or JanusAsk.Update:
                Offer(seat, message);
                break;
            case JanusAsk.Start:
                seat.Subscribe.State = LegState.Stable;
                Tune(seat);
                break;
            default:
                break;
        }
    }

    /// <summary>Janus refused, or did not answer in time.</summary>
    public void Refused(JanusAsk ask, JanusContext context, int code, string? reason)
    {
        if (ask == JanusAsk.Create)
        {
            if (code == JanusMessage.RoomExists)
                Made();
            else
                Tell(new SfuRefused(Call));
            return;
        }

        if (SeatOf(context) is not { } seat)
            return;
        if (ask is JanusAsk.Allow or JanusAsk.PublishHandle or JanusAsk.Publish or JanusAsk.Republish)
        {
            Let(seat, SfuLeg.Publish);
            Tell(new SfuFailed(Call, seat.Participant, context.Ref, new RequestError(
                ErrorCode.Unavailable, $"The media server refused the offer: {reason}. Offer anew with a new peer connection.", RetryAfterMs: 1_000)));
            TuneAll();
        }
        else if (ask is JanusAsk.Update)
        {
            seat.Subscribe.State = LegState.Stable;
            seat.TryAgain = true;
        }
        else
        {
            Let(seat, SfuLeg.Subscribe);
            seat.TryAgain = true;
        }
    }

    /// <summary>Something happened at a handle.</summary>
    public void Happened(JanusContext context, JanusMessage message)
    {
        if (SeatOf(context) is not { } seat)
            return;
        var leg = seat.Of(context.Leg);
        switch (message.Kind)
        {
            case "trickle" when JanusMessage.Member(message.Candidate, "candidate").ValueKind == System.Text.Json.JsonValueKind.String:
                Tell(new SfuSignalled(Call, seat.Participant, context.Leg, null, message.Candidate));
                break;
            case "webrtcup" when !leg.IsUp:
                leg.IsUp = true;
                if (context.Leg == SfuLeg.Publish)
                    TuneAll();
                break;
            case "hangup" or "detached":
                //// The participant notices as well, and offers or asks anew.
                Let(seat, context.Leg);
                TuneAll();
                break;
            default:
                break;
        }
    }

    private static long NumberOf(CallId call) =>
        (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(call.Value))) >> 12) + 1;

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    // Janus's numbers fit a double: 53 bits.
    private static long NewFeed() => (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 12) + 1;

    private void Made()
    {
        IsReady = true;
        Place = Place with { Session = _control.ToString(CultureInfo.InvariantCulture) };
        Tell(new SfuOpened(Call, Place));
    }

    private JsonObject Request(string request) => new() { ["request"] = request, ["room"] = Number };

    private JanusSeat? SeatOf(JanusContext context) =>
        context.Participant is { } participant && _seats.TryGetValue(participant, out var seat) && seat.Of(context.Leg).Life == context.Life ? seat : null;

    private JanusContext ContextOf(JanusSeat seat, SfuLeg leg, string? @ref = null) => new(Call, seat.Participant, leg, seat.Of(leg).Life, @ref);

    private void Ask(JanusRequest request, JanusContext context) => _effects.Add(new AskJanus(request, context));

    private void Tell(ISfuAnswer answer) => _effects.Add(new TellOwner(answer));

    private void Attached(JanusLeg leg, long handle, JanusContext context)
    {
        leg.Handle = handle;
        _effects.Add(new BindHandle(handle, context));
    }

    // A leg is over: its handle goes, and what others had of it.
    private void Let(JanusSeat seat, SfuLeg leg)
    {
        if (seat.Of(leg).Renew(++_lives) is not 0 and var handle)
        {
            _effects.Add(new BindHandle(handle, null));
            Ask(new JanusRequest(JanusAsk.Nothing, "detach", handle), new JanusContext(Call));
        }

        if (leg == SfuLeg.Subscribe)
        {
            seat.Has.Clear();
            return;
        }

        foreach (var other in _seats.Values)
            other.Has.Remove(seat.Feed);
        if (seat.Token.Length > 0)
            Ask(JanusRequest.Message(JanusAsk.Nothing, _control, Token("remove", seat.Token)), new JanusContext(Call));
        seat.Token = "";
    }

    private JsonObject Token(string action, string token)
    {
        var body = Request("allowed");
        body["secret"] = Place.Secret;
        body["action"] = action;
        body["allowed"] = new JsonArray(token);
        return body;
    }
}
