using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>
/// A call as its owner knows it: a value without a clock. Every method decides one request, or what time or a lost connection brings,
/// and answers with the next value and what is to be done (protocol §4).
/// </summary>
internal sealed partial record Call
{
    /// <summary>No call has this id, none that is remembered, or none that the user may know of.</summary>
    public static RequestError NoSuchCall { get; } = new(ErrorCode.NotFound, "There is no such call, or it ended a while ago.", "callId");

    /// <summary>The call.</summary>
    public required CallId Id { get; init; }

    /// <summary>Its room.</summary>
    public required RoomId Room { get; init; }

    /// <summary>The host: who started it, or who became host when that one left.</summary>
    public required UserId Host { get; init; }

    /// <summary>The name of who started it.</summary>
    public required string HostName { get; init; }

    /// <summary>Who started it, where that is not the host any more.</summary>
    public UserId? FirstHost { get; init; }

    /// <summary><c>audio</c> or <c>video</c>.</summary>
    public required string Media { get; init; }

    /// <summary>Of a direct room: it is over when one of the two goes.</summary>
    public required bool OneToOne { get; init; }

    /// <summary>Where it stands.</summary>
    public required CallState State { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When a second participant first joined.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Since when there is one participant and it rings for nobody.</summary>
    public DateTimeOffset? AloneSince { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>One of <see cref="EndReasons"/>, once it ended.</summary>
    public string? Outcome { get; init; }

    /// <summary>The outcome stands in the room's log.</summary>
    public bool Recorded { get; init; }

    /// <summary>The participants, in the order in which they joined; a user has one place.</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>How often somebody came in, or came back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Entries { get; init; }

    /// <summary>For whom it rings or rang.</summary>
    public IReadOnlyList<Callee> Callees { get; init; } = [];

    /// <summary>The keys of the <c>call.start</c>s that led here.</summary>
    public IReadOnlyList<StartKey> Keys { get; init; } = [];

    /// <summary>Who took part at some time.</summary>
    public IReadOnlyList<UserId> EverIn { get; init; } = [];

    /// <summary>Whom the host removed: they come back only when the host invites them again.</summary>
    public IReadOnlyList<UserId> Removed { get; init; } = [];

    /// <summary>Who started it.</summary>
    [JsonIgnore]
    public UserId Starter => FirstHost ?? Host;

    /// <summary>Nothing is left to do for it: it is over, the room's log has it, no media server has a room of it.</summary>
    [JsonIgnore]
    public bool IsSettled => State == CallState.Ended && Recorded && Closing.Count == 0;

    /// <summary>From the first answer to the end, milliseconds.</summary>
    [JsonIgnore]
    public long DurationMs => AnsweredAt is { } from && EndedAt is { } to && to > from ? (long)(to - from).TotalMilliseconds : 0;

    /// <summary>For whom it rings.</summary>
    [JsonIgnore]
    public IEnumerable<Callee> Ringing => Callees.Where(c => c.State == CalleeState.Ringing);

    /// <summary>Everybody who has to do with it, for their histories.</summary>
    [JsonIgnore]
    public IReadOnlyList<UserId> Everybody => [.. EverIn.Union(Callees.Where(c => !c.Quiet).Select(c => c.User))];

    /// <summary>A new call, which rings for the other members of a direct room or of a group.</summary>
    public static CallDecision Start(NewCall start, Caller host, string connection, CallRules rules, DateTimeOffset now)
    {
        var others = start.Members.Where(m => m != host.User).ToList();
        var rings = start.Kind == RoomKinds.Direct || (start.Kind == RoomKinds.Group && others.Count <= CallRules.MaxRung);
        var call = new Call
        {
            Id = start.Id,
            Room = start.Room,
            Host = host.User,
            HostName = host.Name,
            Media = start.Media,
            OneToOne = start.Kind == RoomKinds.Direct,
            State = rings && others.Count > 0 ? CallState.Ringing : CallState.Active,
            StartedAt = now,
            Keys = [new StartKey(host.User, start.Key)],
        };
        var step = new CallStep(call);
        step.Seat(host, connection, JoinReasons.Joined, now);
        if (call.State == CallState.Ringing)
            step.Ring(others, host, rules, now, start.Quiet);
        step.Settle(now);
        return step.Done();
    }

    /// <summary>What others may see.</summary>
    public CallView View() => new(
        Id,
        Room,
        Host,
        Media,
        State switch { CallState.Ringing => "ringing", CallState.Active => "active", _ => "ended" },
        Sfu is null ? "mesh" : "sfu",
        StartedAt,
        [.. Participants.Select(p => p.View)],
        [.. Ringing.Select(c => c.User)],
        Ringing.Any() ? Ringing.Max(c => c.ExpiresAt) : null,
        SfuViewed(),
        AnsweredAt);

    /// <summary>
    /// Whether something came about since <paramref name="before"/> that a crash must not take back: the participants and their connections, who was
    /// rung and answered, the host, whom the host removed, where the media goes, the end. What is only heard or seen (media, a lost connection, a ring) is not of that kind.
    /// </summary>
    public bool IsDecidedSince(Call before) =>
        Id == before.Id
        && (State != before.State
            || Host != before.Host
            || Sfu != before.Sfu
            || Placing != before.Placing
            || Removed.Count != before.Removed.Count
            || !Participants.Select(p => (p.Key, p.Session)).SequenceEqual(before.Participants.Select(p => (p.Key, p.Session)))
            || before.Ringing.Any(c => CalleeOf(c.User)?.State != CalleeState.Ringing));

    /// <summary>Whether the room sees nothing new in it: the same state, host, mode, participants and callees.</summary>
    public bool ShowsAs(Call other) =>
        State == other.State
        && Host == other.Host
        && Sfu is null == other.Sfu is null
        && Participants.Select(p => p.Key).SequenceEqual(other.Participants.Select(p => p.Key))
        && Ringing.Select(c => c.User).SequenceEqual(other.Ringing.Select(c => c.User));

    /// <summary>The place of a user, on whatever device.</summary>
    public Participant? SeatOf(UserId user) => Participants.FirstOrDefault(p => p.User == user);

    /// <summary>The callee, if the call ever rang, or should have, for <paramref name="user"/>.</summary>
    public Callee? CalleeOf(UserId user) => Callees.FirstOrDefault(c => c.User == user);

    /// <summary>It rang, or would have rung, for <paramref name="user"/>, who neither joined nor declined.</summary>
    public bool WasMissedBy(UserId user) => !EverIn.Contains(user) && CalleeOf(user) is { Quiet: false, State: CalleeState.Missed or CalleeState.Busy };

    /// <summary>Whether <paramref name="user"/> has blocked who called them, and has not come in all the same.</summary>
    public bool IsQuietFor(UserId user) => CalleeOf(user) is { Quiet: true } && !EverIn.Contains(user);

    /// <summary>Everybody who missed it.</summary>
    public IReadOnlyList<UserId> MissedBy() => [.. Callees.Select(c => c.User).Where(WasMissedBy)];

    /// <summary>
    /// Whether <paramref name="user"/> is known to belong here: is in it or rung by it; once it has ended, had to do with it. Of anybody else the room has to say
    /// whether they are a member: who is not must not learn that there is a call.
    /// </summary>
    public bool Concerns(UserId user) => State == CallState.Ended
        ? EverIn.Contains(user) || CalleeOf(user) is { State: not CalleeState.Removed }
        : SeatOf(user) is not null || CalleeOf(user)?.State == CalleeState.Ringing;

    /// <summary>Whether <paramref name="user"/> started or entered it by a <c>call.start</c> with this key.</summary>
    public bool WasStartedBy(UserId user, string? key) => Keys.Any(k => k.User == user && k.Key == key);

    // The seat of the very device, whichever of its tabs asks.
    private Participant? SeatOf(Caller who) => Participants.FirstOrDefault(p => p.User == who.User && p.Device == who.Device);

    private CallDecision Refuse(ErrorCode code, string message) => new(this, [], new RequestError(code, message));

    private CallDecision Over() => Refuse(ErrorCode.Conflict, "The call has ended.");

    private CallDecision NotIn() => Refuse(ErrorCode.Forbidden, "You are not in this call on this device.");

    private CallDecision Nothing() => new(this, []);
}
