using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>A device in a call. Its signals go to <paramref name="Session"/>, the connection that accepted or joined last.</summary>
/// <param name="User">The user.</param>
/// <param name="Device">The device.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Session">The connection.</param>
/// <param name="Connection">The connection's address, for a later owner; means nothing here.</param>
/// <param name="Media">What it sends.</param>
/// <param name="LostAt">Since when the connection is lost.</param>
/// <param name="LossShown">The others were told.</param>
/// <param name="Mesh">It sent to the others itself, until the call went to a media server.</param>
/// <param name="Entry">Which coming in, or back, of the call this was; a signal for an earlier one is for a page that is gone. 0: kept before entries were counted.</param>
internal sealed record Participant(
    UserId User,
    DeviceId Device,
    string Name,
    SessionId Session,
    string Connection,
    MediaState Media,
    DateTimeOffset? LostAt = null,
    bool LossShown = false,
    bool Mesh = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Entry = 0)
{
    /// <summary>The wire's name.</summary>
    [JsonIgnore]
    public string Key => ParticipantName.Of(User, Device);

    /// <summary>What others may see.</summary>
    [JsonIgnore]
    public ParticipantView View => new(Key, User, Name, Media, Entry > 0 ? Entry : null);
}
