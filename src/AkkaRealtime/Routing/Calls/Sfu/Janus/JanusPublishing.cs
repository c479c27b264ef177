using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What participants send: each offers, Janus answers.</summary>
internal sealed class JanusPublishing(JanusRoomState room, JanusSubscribing subscribing)
{
    /// <summary>A participant offers what it sends.</summary>
    public void TakeOffer(SfuSignal signal, JsonElement offer)
    {
        if (!room.Seats.TryGetValue(signal.Participant, out var seat))
        {
            seat = new JanusSeat(signal.Participant);
            room.Seats.Add(signal.Participant, seat);
        }

        var publish = seat.Publish;
        var isAnother = publish.Offer is not { } before || SdpOrigin.SessionOf(before) != SdpOrigin.SessionOf(offer);
        if (publish.State == LegState.None || isAnother)
            Begin(seat, offer, signal.Ref);
        else if (publish.State == LegState.Stable)
            Republish(seat, offer, signal.Ref);
        else
            publish.Next = (offer, signal.Ref);
    }

    /// <summary>Janus lets the participant in.</summary>
    public void Allowed(JanusContext context) => room.Ask(new JanusRequest(JanusAsk.PublishHandle, "attach"), context);

    /// <summary>There is a handle to publish with.</summary>
    public void Attached(JanusSeat seat, long handle, JanusContext context)
    {
        room.Attach(seat.Publish, handle, context);
        seat.Publish.State = LegState.Asking;
        var join = room.Request("joinandconfigure");
        join["ptype"] = "publisher";
        join["id"] = seat.Feed;
        join["display"] = seat.Participant;
        join["token"] = seat.Token;
        room.Ask(JanusRequest.Message(JanusAsk.Publish, handle, join, seat.Publish.Offer), context);
        room.SendCandidates(seat, SfuLeg.Publish);
    }

    /// <summary>Janus has answered an offer.</summary>
    public void Published(JanusSeat seat, JanusMessage message)
    {
        if (JanusMessage.Number(message.Data, "private_id") is not 0 and var id)
            seat.PrivateId = id;
        seat.Publish.State = LegState.Stable;
        if (message.Jsep.ValueKind == JsonValueKind.Object)
            room.Tell(new SfuSignalled(room.Call, seat.Participant, SfuLeg.Publish, message.Jsep, null));
        if (seat.Publish.Next is { } next)
        {
            seat.Publish.Next = null;
            Republish(seat, next.Offer, next.Ref);
        }

        subscribing.Tune(seat);
    }

    // A new peer connection, after a reload or a fault: what there was belongs to the one before.
    private void Begin(JanusSeat seat, JsonElement offer, string? @ref)
    {
        room.End(seat, SfuLeg.Subscribe);
        room.End(seat, SfuLeg.Publish);
        subscribing.TuneAll();
        (seat.Feed, seat.Token) = (NewFeed(), JanusRoomState.NewToken());
        (seat.Publish.State, seat.Publish.Offer, seat.Publish.Life) = (LegState.Attaching, offer, room.NewLife());
        room.Ask(room.Allow(JanusAsk.Allow, "add", seat.Token), room.ContextOf(seat, SfuLeg.Publish, @ref));
    }

    private void Republish(JanusSeat seat, JsonElement offer, string? @ref)
    {
        seat.Publish.State = LegState.Asking;
        seat.Publish.Offer = offer;
        var configure = new JsonObject { ["request"] = "configure" };
        room.Ask(JanusRequest.Message(JanusAsk.Republish, seat.Publish.Handle, configure, offer), room.ContextOf(seat, SfuLeg.Publish, @ref));
    }

    // Janus's numbers fit a double: 53 bits.
    private static long NewFeed() => (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 12) + 1;
}
