using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>Offers, answers and candidates between participants and Janus.</summary>
internal sealed partial class JanusRoom
{
    // With so many pictures on a page, the middle or the small size of each is what fits.
    private const int MostLarge = 3;
    private const int MostMiddle = 8;

    /// <summary>A participant negotiates.</summary>
    public void Signal(SfuSignal signal)
    {
        if (signal.Candidate is { } candidate)
        {
            if (_seats.TryGetValue(signal.Participant, out var seat))
                Trickle(seat, signal.Leg, candidate);
            return;
        }

        var description = signal.Description!.Value;
        var type = JanusMessage.Text(description, "type");
        if (signal.Leg == SfuLeg.Publish && type == "offer")
            TakeOffer(signal, description);
        else if (signal.Leg == SfuLeg.Subscribe && type == "answer")
            TakeAnswer(signal, description);
        else if (signal.Leg == SfuLeg.Subscribe && type == "rollback")
            OfferAgain(signal);
        else
            Tell(new SfuFailed(Call, signal.Participant, signal.Ref, RequestError.Bad("description", Usage(signal.Leg))));
    }

    private static string Usage(SfuLeg leg) => leg == SfuLeg.Publish
        ? $"\"{SfuNames.Publish}\" takes an \"offer\" of what you send."
        : $"\"{SfuNames.Subscribe}\" takes the \"answer\" to its last offer, or a \"rollback\" to be offered again.";

    private void TakeOffer(SfuSignal signal, JsonElement offer)
    {
        if (!_seats.TryGetValue(signal.Participant, out var seat))
        {
            seat = new JanusSeat(signal.Participant);
            _seats.Add(signal.Participant, seat);
        }

        var publish = seat.Publish;
        var isAnother = publish.Offer is not { } before || SdpOrigin.SessionOf(before) != SdpOrigin.SessionOf(offer);
        if (publish.State == LegState.None || isAnother)
        {
            // A new peer connection, after a reload or a fault: what there was belongs to the one before.
            Let(seat, SfuLeg.Subscribe);
            Let(seat, SfuLeg.Publish);
            TuneAll();
            (seat.Feed, seat.Token) = (NewFeed(), NewToken());
            (publish.State, publish.Offer, publish.Life) = (LegState.Attaching, offer, ++_lives);
            Ask(JanusRequest.Message(JanusAsk.Allow, _control, Token("add", seat.Token)), ContextOf(seat, SfuLeg.Publish, signal.Ref));
        }
        else if (publish.State == LegState.Stable)
        {
            Republish(seat, offer, signal.Ref);
        }
        else
        {
            publish.Next = (offer, signal.Ref);
        }
    }

    private void Publish(JanusSeat seat, JanusContext context)
    {
        seat.Publish.State = LegState.Asking;
        var join = Request("joinandconfigure");
        join["ptype"] = "publisher";
        join["id"] = seat.Feed;
        join["display"] = seat.Participant;
        join["token"] = seat.Token;
        Ask(JanusRequest.Message(JanusAsk.Publish, seat.Publish.Handle, join, seat.Publish.Offer), context);
        SendCandidates(seat, SfuLeg.Publish);
    }

    private void Republish(JanusSeat seat, JsonElement offer, string? @ref)
    {
        seat.Publish.State = LegState.Asking;
        seat.Publish.Offer = offer;
        Ask(JanusRequest.Message(JanusAsk.Republish, seat.Publish.Handle, new JsonObject { ["request"] = "configure" }, offer), ContextOf(seat, SfuLeg.Publish, @ref));
    }

    private void Published(JanusSeat seat, JanusContext context, JanusMessage message)
    {
        if (JanusMessage.Number(message.Data, "private_id") is not 0 and var id)
            seat.PrivateId = id;
        seat.Publish.State = LegState.Stable;
        if (message.Jsep.ValueKind == JsonValueKind.Object)
            Tell(new SfuSignalled(Call, seat.Participant, SfuLeg.Publish, message.Jsep, null));
        if (seat.Publish.Next is { } next)
        {
            seat.Publish.Next = null;
            Republish(seat, next.Offer, next.Ref);
        }

        Tune(seat);
    }

    private void TuneAll()
    {
        foreach (var seat in _seats.Values)
            Tune(seat);
    }

    // Brings what a participant receives up to what there is, unless it has an offer to answer: then once it has.
    private void Tune(JanusSeat seat)
    {
        // A client takes what it is offered once it has its answer: before, an offer may be for the page that was there before it.
        if (seat.PrivateId == 0 || seat.Publish.State is not (LegState.Stable or LegState.Asking))
            return;
        var missing = Missing(seat);
        var subscribe = seat.Subscribe;
        if (subscribe.State == LegState.None && missing.Count > 0)
        {
            (subscribe.State, subscribe.Life) = (LegState.Attaching, ++_lives);
            Ask(new JanusRequest(JanusAsk.SubscribeHandle, "attach"), ContextOf(seat, SfuLeg.Subscribe));
        }
        else if (subscribe.State == LegState.Stable && missing.Count > 0)
        {
            var update = new JsonObject { ["request"] = "update", ["subscribe"] = Take(seat, missing) };
            AskForOffer(seat, JanusAsk.Update, update);
        }
        else if (subscribe.State == LegState.Stable && Place.Simulcast && seat.Size != SizeFor(seat.Has.Count))
        {
            Resize(seat);
        }
    }

    private List<long> Missing(JanusSeat seat) =>
        [.. _seats.Values.Where(s => s != seat && s.Publish.IsUp && !seat.Has.Contains(s.Feed)).Select(s => s.Feed)];

    private void Subscribe(JanusSeat seat)
    {
        var missing = Missing(seat);
        if (missing.Count == 0)
        {
            Let(seat, SfuLeg.Subscribe);
            return;
        }

        var join = Request("join");
        join["ptype"] = "subscriber";
        join["private_id"] = seat.PrivateId;
        //// Janus would offer by itself when somebody leaves, while another offer may be under way.
        join["autoupdate"] = false;
        join["streams"] = Take(seat, missing);
        AskForOffer(seat, JanusAsk.Subscribe, join);
    }

    private JsonArray Take(JanusSeat seat, List<long> feeds)
    {
        seat.Has.UnionWith(feeds);
        seat.Size = SizeFor(seat.Has.Count);
        return [.. feeds.Select(f => Place.Simulcast ? new JsonObject { ["feed"] = f, ["substream"] = seat.Size } : new JsonObject { ["feed"] = f })];
    }

    private void AskForOffer(JanusSeat seat, JanusAsk ask, JsonObject body)
    {
        seat.Subscribe.State = LegState.Asking;
        Ask(JanusRequest.Message(ask, seat.Subscribe.Handle, body), ContextOf(seat, SfuLeg.Subscribe));
    }

    private void Offer(JanusSeat seat, JanusMessage message)
    {
        var subscribe = seat.Subscribe;
        if (message.Jsep.ValueKind != JsonValueKind.Object)
        {
            // Nothing changed after all.
            subscribe.State = LegState.Stable;
            Tune(seat);
            return;
        }

        (subscribe.State, subscribe.Offer) = (LegState.Offered, SdpOrigin.With(message.Jsep, subscribe.Handle, ++subscribe.Offers));
        if (JanusMessage.Member(message.Data, "streams") is { ValueKind: JsonValueKind.Array } streams)
            seat.Streams = [.. streams.EnumerateArray().Select(StreamOf).OfType<SfuStream>()];
        TellOffer(seat);
    }

    private void TellOffer(JanusSeat seat) =>
        Tell(new SfuSignalled(Call, seat.Participant, SfuLeg.Subscribe, seat.Subscribe.Offer, null, seat.Streams));

    private SfuStream? StreamOf(JsonElement stream)
    {
        var feed = JanusMessage.Number(stream, "feed_id");
        return JanusMessage.Text(stream, "mid") is { } mid && JanusMessage.Text(stream, "type") is { } kind
            && _seats.Values.FirstOrDefault(s => s.Feed == feed) is { } from
                ? new SfuStream(mid, from.Participant, kind)
                : null;
    }

    private void TakeAnswer(SfuSignal signal, JsonElement answer)
    {
        // An answer that nobody waits for belongs to an offer that is no more.
        if (!_seats.TryGetValue(signal.Participant, out var seat) || seat.Subscribe.State != LegState.Offered)
            return;
        seat.Subscribe.State = LegState.Asking;
        var start = new JsonObject { ["request"] = "start" };
        Ask(JanusRequest.Message(JanusAsk.Start, seat.Subscribe.Handle, start, answer), ContextOf(seat, SfuLeg.Subscribe, signal.Ref));
        SendCandidates(seat, SfuLeg.Subscribe);
    }

    private void OfferAgain(SfuSignal signal)
    {
        if (!_seats.TryGetValue(signal.Participant, out var seat))
        {
            Tell(new SfuFailed(Call, signal.Participant, signal.Ref, new RequestError(
                ErrorCode.Conflict, $"Send an offer to \"{SfuNames.Publish}\" first: you are not at the media server.")));
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

    private void Trickle(JanusSeat seat, SfuLeg leg, JsonElement candidate)
    {
        var state = seat.Of(leg).State;
        if (state is LegState.Attaching || (state is LegState.Offered && !seat.Of(leg).IsUp))
            seat.Of(leg).Keep(candidate);
        else if (state != LegState.None)
            Ask(new JanusRequest(JanusAsk.Nothing, "trickle", seat.Of(leg).Handle, Candidate: candidate), ContextOf(seat, leg));
    }

    private void SendCandidates(JanusSeat seat, SfuLeg leg)
    {
        foreach (var candidate in seat.Of(leg).TakeCandidates())
            Trickle(seat, leg, candidate);
    }

    private void Resize(JanusSeat seat)
    {
        seat.Size = SizeFor(seat.Has.Count);
        var streams = seat.Streams.Where(s => s.Kind == "video").Select(s => new JsonObject { ["mid"] = s.Mid, ["substream"] = seat.Size });
        var body = new JsonObject { ["request"] = "configure", ["streams"] = new JsonArray([.. streams]) };
        Ask(JanusRequest.Message(JanusAsk.Nothing, seat.Subscribe.Handle, body), ContextOf(seat, SfuLeg.Subscribe));
    }

    private static int SizeFor(int others) => others switch { <= MostLarge => 2, <= MostMiddle => 1, _ => 0 };
}
