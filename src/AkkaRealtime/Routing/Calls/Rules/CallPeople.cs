using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>A device in a call. Its signals go to <paramref name="Session"/>, the connection that accepted or joined last.</summary>
/// <param name="User">The user.</param>
/// <param name="Device">The device.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Session">The connection.</param>
/// <param name="Connection">The connection's address, for an owner that starts anew; means nothing here.</param>
/// <param name="Media">What it sends.</param>
/// <param name="LostAt">Since when the connection is lost.</param>
/// <param name="LossShown">The others were told.</param>
/// <param name="Mesh">It sent to the others itself, until the call went to a media server.</param>
internal sealed record Participant(
    UserId User,
    DeviceId Device,
    string Name,
    SessionId Session,
    string Connection,
    MediaState Media,
    DateTimeOffset? LostAt = null,
    bool LossShown = false,
    bool Mesh = false)
{
    /// <summary>The wire's name.</summary>
    [JsonIgnore]
    public string Key => ParticipantName.Of(User, Device);
}

/// <summary>Somebody for whom the call rang, or should have.</summary>
/// <param name="User">The user.</param>
/// <param name="Fate">What came of it.</param>
/// <param name="From">Who had them rung.</param>
/// <param name="FromName">The name of that user.</param>
/// <param name="ExpiresAt">When ringing ends.</param>
/// <param name="Heard">It rang at one of their devices, and the caller knows.</param>
internal sealed record Callee(UserId User, CalleeFate Fate, UserId From, string FromName, DateTimeOffset ExpiresAt, bool Heard = false);

/// <summary>What came of ringing.</summary>
internal enum CalleeFate
{
    /// <summary>Rings.</summary>
    Ringing,

    /// <summary>Came in.</summary>
    Answered,

    /// <summary>Did not want to.</summary>
    Declined,

    /// <summary>Was busy: a missed call.</summary>
    Busy,

    /// <summary>Did nothing until it was over: a missed call.</summary>
    Missed,
}

/// <summary>The key of the <c>call.start</c> by which somebody came in.</summary>
internal sealed record StartKey(UserId User, string Key);

/// <summary>Where a call stands.</summary>
internal enum CallState
{
    /// <summary>The host waits for somebody.</summary>
    Ringing,

    /// <summary>It goes on.</summary>
    Active,

    /// <summary>It is over.</summary>
    Ended,
}
