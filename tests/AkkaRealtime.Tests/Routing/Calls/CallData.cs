using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Tests.Routing.Calls;

/// <summary>People, rooms and calls for specs of this domain.</summary>
internal static class CallData
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly RoomId Room = RoomId.New(Start);
    public static readonly CallId Id = CallId.New(Room, Start);
    public static readonly CallRules Rules = new(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30));
    public static readonly Caller Alice = Person("alice");
    public static readonly Caller Bob = Person("bob");
    public static readonly Caller Carol = Person("carol");
    public static readonly Caller Dave = Person("dave");
    public static readonly MediaState Muted = new(false, true, false);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    /// <summary>A user on a device, in a tab: session <c>bob-laptop</c>, or <c>bob-laptop-2</c>.</summary>
    public static Caller Person(string user, string device = "laptop", int tab = 1) => new(
        new UserId(user),
        char.ToUpperInvariant(user[0]) + user[1..],
        new DeviceId(device),
        new SessionId(tab == 1 ? $"{user}-{device}" : $"{user}-{device}-{tab}"));

    /// <summary>Alice calls Bob.</summary>
    public static Call RingingOne() => Begin("direct", Alice, Bob).Call;

    /// <summary>Alice calls Bob and Carol in their group, of which Dave is a later member.</summary>
    public static Call RingingGroup() => Begin("group", Alice, Bob, Carol).Call;

    /// <summary>Bob took Alice's call after 10 s.</summary>
    public static Call ActiveOne() => RingingOne().Accept(Bob, "", At(10)).Call;

    /// <summary>Bob took Alice's call of the group after 10 s; it rings on for Carol.</summary>
    public static Call ActiveGroup() => RingingGroup().Accept(Bob, "", At(10)).Call;

    /// <summary>Alice, Bob and Carol talk; it rings for nobody.</summary>
    public static Call Three() => ActiveGroup().Accept(Carol, "", At(11)).Call;

    /// <summary>Bob hung up after a minute.</summary>
    public static Call Ended() => ActiveOne().Leave(Bob, At(70)).Call;

    public static CallDecision Begin(string kind, params Caller[] members) => Call.Start(
        new NewCall(Id, Room, kind, [.. members.Select(m => m.User)], "video", "key"), members[0], "", Rules, At(0));

    /// <summary>What is sent and to whom, in short: <c>alice-laptop: call.ended hangup</c>; <c>bob*</c> means all of Bob's connections.</summary>
    public static IReadOnlyList<string> Sent(this CallDecision decision) => [.. decision.Effects.Select(Describe).OfType<string>()];

    /// <summary>Who is reserved, released, rung.</summary>
    public static IReadOnlyList<string> Users(this CallDecision decision) => [.. decision.Effects.Select(e => e switch
    {
        Ring x => $"ring {x.User}",
        Reserve x => $"reserve {x.User}",
        Release x => $"release {x.User}",
        _ => null,
    }).OfType<string>()];

    private static string? Describe(CallEffect effect) => effect switch
    {
        TellSessions x => $"{string.Join(",", x.Sessions)}: {Describe(x.Event)}",
        TellDevices { Except: { } except } x => $"{x.User}*-{except}: {Describe(x.Event)}",
        TellDevices x => $"{x.User}*: {Describe(x.Event)}",
        _ => null,
    };

    private static string Describe(CallEvent e) => e switch
    {
        CallRinging x => $"ringing {x.User}",
        CallAnsweredElsewhere x => $"answered-elsewhere {x.By}",
        CallParticipantJoined x => $"joined {x.Participant} {x.Reason}",
        CallParticipantLeft x => $"left {x.Participant} {x.Reason}",
        CallDeclined x => $"declined {x.User} {x.Reason}".TrimEnd(),
        CallBusy x => $"busy {x.User}",
        CallMissed x => $"missed {x.From}",
        CallMedia x => $"media {x.Participant} {(x.Audio ? "a" : "-")}{(x.Video ? "v" : "-")}{(x.Screen ? "s" : "-")}",
        CallNoAnswer x => $"no-answer {x.User}",
        CallMuted x => $"muted {x.By}",
        CallReaction x => $"reaction {x.Participant} {x.Emoji}",
        CallHost x => $"host {x.Host}",
        CallEnded x => $"ended {x.Reason} {x.DurationMs}",
        _ => e.Type,
    };
}
