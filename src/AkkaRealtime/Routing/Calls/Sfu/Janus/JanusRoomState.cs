using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>Who is in a room at Janus, and what is to be done by now. Shared by the parts of a room that decide.</summary>
internal sealed class JanusRoomState(CallId call, SfuPlace place)
{
    private readonly long _number = NumberOf(call);
    private readonly List<JanusEffect> _effects = [];
    private int _lives;

    /// <summary>The call.</summary>
    public CallId Call { get; } = call;

    /// <summary>Where the room is.</summary>
    public SfuPlace Place { get; set; } = place;

    /// <summary>The handle that the room is made with.</summary>
    public long Control { get; set; }

    /// <summary>Who is in it, by participant.</summary>
    public Dictionary<string, JanusSeat> Seats { get; } = [];

    /// <summary>The number of a call's room: the same for the same call on whatever node.</summary>
    public static long NumberOf(CallId call) =>
        (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(call.Value))) >> 12) + 1;

    /// <summary>A token that nobody can guess.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What is to be done by now; each thing once.</summary>
    public IReadOnlyList<JanusEffect> TakeEffects()
    {
        var effects = _effects.ToArray();
        _effects.Clear();
        return effects;
    }

    /// <summary>All that was agreed is gone.</summary>
    public void Clear()
    {
        Seats.Clear();
        _effects.Clear();
    }

    /// <summary>A request to the plugin about this room.</summary>
    public JsonObject Request(string request) => new() { ["request"] = request, ["room"] = _number };

    /// <summary>Sends a request; its answer belongs to <paramref name="context"/>, or to the room as a whole.</summary>
    public void Ask(JanusRequest request, JanusContext? context = null) => _effects.Add(new AskJanus(request, context ?? new JanusContext(Call)));

    /// <summary>Tells the owner of the call.</summary>
    public void Tell(ISfuAnswer answer) => _effects.Add(new TellOwner(answer));

    /// <summary>A leg has its handle.</summary>
    public void Attach(JanusLeg leg, long handle, JanusContext context)
    {
        leg.Handle = handle;
        _effects.Add(new BindHandle(handle, context));
    }

    /// <summary>Whose leg it was; null where that leg, or its life, is over.</summary>
    public JanusSeat? SeatOf(JanusContext context) =>
        context.Participant is { } participant && Seats.TryGetValue(participant, out var seat) && seat.Of(context.Leg).Life == context.Life ? seat : null;

    /// <summary>Names a leg in its present life.</summary>
    public JanusContext ContextOf(JanusSeat seat, SfuLeg leg, string? @ref = null) => new(Call, seat.Participant, leg, seat.Of(leg).Life, @ref);

    /// <summary>A new life for a leg.</summary>
    public int NewLife() => ++_lives;

    /// <summary>Has Janus let somebody in by this token (<c>add</c>), or no longer (<c>remove</c>).</summary>
    public JanusRequest Allow(JanusAsk ask, string action, string token)
    {
        var body = Request("allowed");
        body["secret"] = Place.Secret;
        body["action"] = action;
        body["allowed"] = new JsonArray(token);
        return JanusRequest.Message(ask, Control, body);
    }

    /// <summary>A leg is over: its handle goes, and what others had of it.</summary>
    public void End(JanusSeat seat, SfuLeg leg)
    {
        if (seat.Of(leg).Renew(NewLife()) is not 0 and var handle)
        {
            _effects.Add(new BindHandle(handle, null));
            Ask(new JanusRequest(JanusAsk.Nothing, "detach", handle));
        }

        if (leg == SfuLeg.Subscribe)
        {
            seat.Has.Clear();
            return;
        }

        foreach (var other in Seats.Values)
            other.Has.Remove(seat.Feed);
        if (seat.Token.Length > 0)
            Ask(Allow(JanusAsk.Nothing, "remove", seat.Token));
        seat.Token = "";
    }

    /// <summary>A participant's candidate, for Janus as soon as Janus can take it.</summary>
    public void Trickle(JanusSeat seat, SfuLeg leg, JsonElement candidate)
    {
        var state = seat.Of(leg).State;
        if (state is LegState.Attaching || (state is LegState.Offered && !seat.Of(leg).IsUp))
            seat.Of(leg).Keep(candidate);
        else if (state != LegState.None)
            Ask(new JanusRequest(JanusAsk.Nothing, "trickle", seat.Of(leg).Handle, Candidate: candidate), ContextOf(seat, leg));
    }

    /// <summary>Janus can take the candidates that were kept.</summary>
    public void SendCandidates(JanusSeat seat, SfuLeg leg)
    {
        foreach (var candidate in seat.Of(leg).TakeCandidates())
            Trickle(seat, leg, candidate);
    }
}
