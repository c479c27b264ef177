using System.Text.Json.Serialization;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>
/// The room of a call at a media server: all that is needed to find it again. Its number follows from the call's id. Kept with the call before the
/// room is made, so that it can be used again, or ended, after any crash.
/// </summary>
/// <param name="Address">The media server.</param>
/// <param name="Secret">What the room can be changed with; no client gets it.</param>
/// <param name="Session">Changes with every making of the room: what clients negotiated before is gone then. Empty: not made yet.</param>
/// <param name="MaxParticipants">The most participants.</param>
/// <param name="Bitrate">The most that each participant sends, bits a second.</param>
/// <param name="Simulcast">Whether participants send their picture in three sizes.</param>
internal sealed record SfuPlace(
    string Address,
    string Secret,
    string Session,
    //// What the store holds was written under this name.
    [property: JsonPropertyName("most")] int MaxParticipants,
    int Bitrate,
    bool Simulcast)
{
    /// <summary>The same room, whenever it was made.</summary>
    public bool IsSameRoom(SfuPlace other) => Address == other.Address && Secret == other.Secret;
}
