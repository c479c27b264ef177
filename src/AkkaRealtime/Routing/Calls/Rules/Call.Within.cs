using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>While in it: signals, media states, servers, statistics.</summary>
internal sealed partial record Call
{
    private static readonly RequestError Away =
        new(ErrorCode.Unavailable, "The participant's connection is lost at the moment. It may come back.", RetryAfterMs: 1_000);

    private static readonly RequestError Stale =
        new(ErrorCode.Conflict, "The participant has come in again since: this signal is for its page before.", "entry");

    /// <summary>
    /// Whether <paramref name="who"/> may send a signal to <paramref name="to"/>, and to which connection it goes. A refusal names why:
    /// <c>conflict</c> the call is over, or the receiver has come in again after the <paramref name="entry"/> that the signal is for; <c>forbidden</c> the
    /// sender is not in it; <c>not-found</c> the receiver is not; <c>unavailable</c> its connection is lost at the moment.
    /// </summary>
    public RequestError? CheckSignal(Caller who, string to, int? entry, out Participant? target)
    {
        target = null;
        if (CheckWithin(who) is { } error)
            return error;
        var receiver = Participants.FirstOrDefault(p => p.Key == to);
        if (receiver is null)
            return new RequestError(ErrorCode.NotFound, "This participant is not in the call.", "to");
        if (receiver.Key == ParticipantName.Of(who))
            return RequestError.Bad("to", "You can't send a signal to yourself.");
        if (CheckMesh(SeatOf(who)!, receiver) is { } notBetweenThem)
            return notBetweenThem;
        if (entry is not null && receiver.Entry > 0 && entry != receiver.Entry)
            return Stale;
        if (receiver.LostAt is not null)
            return Away;
        target = receiver;
        return null;
    }

    /// <summary>Null where <paramref name="who"/> speaks from the connection of a participant.</summary>
    public RequestError? CheckWithin(Caller who)
    {
        if (State == CallState.Ended)
            return Over().Error;
        if (SeatOf(who) is not { } seat)
            return NotIn().Error;
        return seat.Session == who.Session
            ? null
            : new RequestError(ErrorCode.Forbidden, "Another tab of this device is in the call. Use call.join to take it over.");
    }

    /// <summary>Null where <paramref name="who"/> may have credentials: takes part, or is being rung.</summary>
    public RequestError? CheckIce(Caller who)
    {
        if (State == CallState.Ended)
            return Over().Error;
        return SeatOf(who) is null && CalleeOf(who.User)?.State != CalleeState.Ringing ? NotIn().Error : null;
    }

    /// <summary>The others see an emoji for a moment.</summary>
    public CallDecision React(Caller who, string emoji)
    {
        if (CheckWithin(who) is { } error)
            return new CallDecision(this, [], error);
        var step = new CallStep(this);
        step.Tell(new CallReaction(Id, ParticipantName.Of(who), emoji), except: ParticipantName.Of(who));
        return step.Done();
    }

    /// <summary>A participant sends something else now: the others are told.</summary>
    public CallDecision SetMedia(Caller who, MediaState media, DateTimeOffset now)
    {
        if (CheckWithin(who) is { } error)
            return new CallDecision(this, [], error);
        var seat = SeatOf(who)!;
        var up = media.Hand == true;
        media = media with { HandAt = up ? seat.Media.HandAt ?? now : null };
        if (seat.Media == media)
            return Nothing();
        var step = new CallStep(this);
        step.Replace(seat, seat with { Media = media });
        step.Tell(new CallMedia(Id, seat.Key, media.Audio, media.Video, media.Screen, media.Hold, media.Hand, media.HandAt), except: seat.Key);
        return step.Done();
    }
}
