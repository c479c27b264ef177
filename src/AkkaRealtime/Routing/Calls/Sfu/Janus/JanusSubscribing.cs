using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// What participants receive: Janus offers, each answers. A participant has at most one offer to answer at a time; the next one brings all that
/// changed meanwhile.
/// </summary>
internal sealed class JanusSubscribing(JanusRoomState room)
{
    // With so many pictures on a page, the middle or the small size of each is what fits.
    private const int MaxLarge = 3;
    private const int MaxMiddle = 8;

    /// <summary>Somebody's streams came or went.</summary>
    public void TuneAll()
    {
        foreach (var seat in room.Seats.Values)
            Tune(seat);
    }

    /// <summary>Brings what a participant receives up to what there is, unless it has an offer to answer: then once it has.</summary>
    public void Tune(JanusSeat seat)
    {
        // A client takes what it is offered once it has its answer: before, an offer may be for the page that was there before it.
        if (seat.PrivateId == 0 || seat.Publish.State is not (LegState.Stable or LegState.Asking))
            return;
        var missing = Missing(seat);
        var subscribe = seat.Subscribe;
        if (subscribe.State == LegState.None && missing.Count > 0)
        {
            (subscribe.State, subscribe.Life) = (LegState.Attaching, room.NewLife());
            room.Ask(new JanusRequest(JanusAsk.SubscribeHandle, "attach"), room.ContextOf(seat, SfuLeg.Subscribe));
        }
        else if (subscribe.State == LegState.Stable && missing.Count > 0)
        {
            AskForOffer(seat, JanusAsk.Update, new JsonObject { ["request"] = "update", ["subscribe"] = Take(seat, missing) });
        }
        else if (subscribe.State == LegState.Stable && room.Place.Simulcast && seat.Size != SizeFor(seat.Has.Count))
        {
            Resize(seat);
        }
    }

    /// <summary>There is a handle to subscribe with.</summary>
    public void Attached(JanusSeat seat, long handle, JanusContext context)
    {
        room.Attach(seat.Subscribe, handle, context);
        var missing = Missing(seat);
        if (missing.Count == 0)
        {
            room.End(seat, SfuLeg.Subscribe);
            return;
        }

        var join = room.Request("join");
        join["ptype"] = "subscriber";
        join["private_id"] = seat.PrivateId;
        //// Janus would offer by itself when somebody leaves, while another offer may be under way.
        join["autoupdate"] = false;
        join["streams"] = Take(seat, missing);
        AskForOffer(seat, JanusAsk.Subscribe, join);
    }

    /// <summary>Janus offers.</summary>
    public void Offered(JanusSeat seat, JanusMessage message)
    {
        var subscribe = seat.Subscribe;
        if (message.Jsep.ValueKind != JsonValueKind.Object)
        {
            // Nothing changed after all.
            Settled(seat);
            return;
        }

        (subscribe.State, subscribe.Offer) = (LegState.Offered, SdpOrigin.With(message.Jsep, subscribe.Handle, ++subscribe.Offers));
        if (JanusMessage.Member(message.Data, "streams") is { ValueKind: JsonValueKind.Array } streams)
            seat.Streams = [.. streams.EnumerateArray().Select(StreamOf).OfType<SfuStream>()];
        TellOffer(seat);
    }

    /// <summary>A participant answers the last offer.</summary>
    public void TakeAnswer(SfuSignal signal, JsonElement answer)
    {
        // An answer that nobody waits for belongs to an offer that no longer stands.
        if (!room.Seats.TryGetValue(signal.Participant, out var seat) || seat.Subscribe.State != LegState.Offered)
            return;
        seat.Subscribe.State = LegState.Asking;
        var start = new JsonObject { ["request"] = "start" };
        room.Ask(JanusRequest.Message(JanusAsk.Start, seat.Subscribe.Handle, start, answer), room.ContextOf(seat, SfuLeg.Subscribe, signal.Ref));
        room.SendCandidates(seat, SfuLeg.Subscribe);
    }

    /// <summary>Both sides agree: what changed meanwhile is next.</summary>
    public void Settled(JanusSeat seat)
    {
        seat.Subscribe.State = LegState.Stable;
        Tune(seat);
    }

    /// <summary>A participant wants to be offered again: the last offer, if it was not answered, else one with an ICE restart.</summary>
    public void OfferAgain(SfuSignal signal)
    {
        if (!room.Seats.TryGetValue(signal.Participant, out var seat))
        {
            room.Tell(new SfuFailed(room.Call, signal.Participant, signal.Ref, new RequestError(
                ErrorCode.Conflict, $"You are not connected to the media server. Send an offer to \"{SfuNames.Publish}\" first.")));
        }
        else if (seat.Subscribe.State == LegState.Offered)
        {
            TellOffer(seat);
        }
        else if (seat.Subscribe.State == LegState.Stable)
        {
            AskForOffer(seat, JanusAsk.Update, new JsonObject { ["request"] = "configure", ["restart"] = true });
        }
        else
        {
            Tune(seat);
        }
    }

    private List<long> Missing(JanusSeat seat) =>
        [.. room.Seats.Values.Where(s => s != seat && s.Publish.IsUp && !seat.Has.Contains(s.Feed)).Select(s => s.Feed)];

    private JsonArray Take(JanusSeat seat, List<long> feeds)
    {
        seat.Has.UnionWith(feeds);
        seat.Size = SizeFor(seat.Has.Count);
        return [.. feeds.Select(f => room.Place.Simulcast ? new JsonObject { ["feed"] = f, ["substream"] = seat.Size } : new JsonObject { ["feed"] = f })];
    }

    private void AskForOffer(JanusSeat seat, JanusAsk ask, JsonObject body)
    {
        seat.Subscribe.State = LegState.Asking;
        room.Ask(JanusRequest.Message(ask, seat.Subscribe.Handle, body), room.ContextOf(seat, SfuLeg.Subscribe));
    }

    private void TellOffer(JanusSeat seat) =>
        room.Tell(new SfuSignalled(room.Call, seat.Participant, SfuLeg.Subscribe, seat.Subscribe.Offer, null, seat.Streams));

    private SfuStream? StreamOf(JsonElement stream)
    {
        var feed = JanusMessage.Number(stream, "feed_id");
        return JanusMessage.Text(stream, "mid") is { } mid && JanusMessage.Text(stream, "type") is { } kind
            && room.Seats.Values.FirstOrDefault(s => s.Feed == feed) is { } from
                ? new SfuStream(mid, from.Participant, kind)
                : null;
    }

    private void Resize(JanusSeat seat)
    {
        seat.Size = SizeFor(seat.Has.Count);
        var streams = seat.Streams.Where(s => s.Kind == "video").Select(s => new JsonObject { ["mid"] = s.Mid, ["substream"] = seat.Size });
        var body = new JsonObject { ["request"] = "configure", ["streams"] = new JsonArray([.. streams]) };
        room.Ask(JanusRequest.Message(JanusAsk.Nothing, seat.Subscribe.Handle, body), room.ContextOf(seat, SfuLeg.Subscribe));
    }

    private static int SizeFor(int others) => others switch { <= MaxLarge => 2, <= MaxMiddle => 1, _ => 0 };
}
