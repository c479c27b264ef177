using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Sfu;

/// <summary>What the owner of a call has a media server do. Stays on the node.</summary>
internal interface ISfuCommand
{
    /// <summary>The call.</summary>
    CallId Call { get; }

    /// <summary>Where its room is; null: not known yet.</summary>
    SfuPlace? Place { get; }
}

/// <summary>What a media server tells the owner of a call.</summary>
internal interface ISfuAnswer
{
    /// <summary>The call.</summary>
    CallId Call { get; }
}

/// <summary>
/// The room of a call at a media server: all there is to find it again by. Its number follows from the call's id. Kept with the call before the
/// room is made, so that it can be gone on with, or ended, after any crash.
/// </summary>
/// <param name="Address">The media server.</param>
/// <param name="Secret">What the room can be changed with; no client gets it.</param>
/// <param name="Session">Changes with every making of the room: what clients negotiated before is gone then. Empty: not made yet.</param>
/// <param name="Most">The most participants.</param>
/// <param name="Bitrate">The most that each participant sends, bits a second.</param>
/// <param name="Simulcast">Whether participants send their picture in three sizes.</param>
internal sealed record SfuPlace(string Address, string Secret, string Session, int Most, int Bitrate, bool Simulcast)
{
    /// <summary>The same room, whenever it was made.</summary>
    public bool IsSameRoom(SfuPlace other) => Address == other.Address && Secret == other.Secret;
}

/// <summary>Say where a room could be made. Nothing is made. Answered with <see cref="SfuChosen"/> or <see cref="SfuRefused"/>.</summary>
internal sealed record ChooseSfu(CallId Call) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => null;
}

/// <summary>
/// Make the room, or make it again. Answered with <see cref="SfuOpened"/> or <see cref="SfuRefused"/>; the first one again whenever the room had
/// to be made anew. Answered with <see cref="SfuChosen"/> where the media server stays away and there is another one.
/// </summary>
internal sealed record OpenSfuRoom(CallId Call, SfuPlace Place) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => Place;
}

/// <summary>A participant negotiates: exactly one of <paramref name="Description"/> and <paramref name="Candidate"/>.</summary>
internal sealed record SfuSignal(
    CallId Call, SfuPlace Place, string Participant, string? Ref, SfuLeg Leg, JsonElement? Description, JsonElement? Candidate) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => Place;
}

/// <summary>A participant is out.</summary>
internal sealed record LeaveSfuRoom(CallId Call, SfuPlace Place, string Participant) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => Place;
}

/// <summary>The room is needed no more. Answered with <see cref="SfuClosed"/> once it is gone, however long the media server is away.</summary>
internal sealed record CloseSfuRoom(CallId Call, SfuPlace Place) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => Place;
}

/// <summary>Where a room is to be made, or where the call is to go on.</summary>
internal sealed record SfuChosen(CallId Call, SfuPlace Place) : ISfuAnswer;

/// <summary>The room is gone.</summary>
internal sealed record SfuClosed(CallId Call, SfuPlace Place) : ISfuAnswer;

/// <summary>The room is there, and empty.</summary>
internal sealed record SfuOpened(CallId Call, SfuPlace Place) : ISfuAnswer;

/// <summary>No media server can take the call just now.</summary>
internal sealed record SfuRefused(CallId Call) : ISfuAnswer;

/// <summary>A signal of the media server for one participant.</summary>
/// <param name="Call">The call.</param>
/// <param name="Participant">Whom it is for.</param>
/// <param name="Leg">Of which of their two connections.</param>
/// <param name="Description">A description, or</param>
/// <param name="Candidate">a candidate.</param>
/// <param name="Streams">With an offer: whose media each of its sections is.</param>
internal sealed record SfuSays(
    CallId Call, string Participant, SfuLeg Leg, JsonElement? Description, JsonElement? Candidate, IReadOnlyList<SfuStream>? Streams = null) : ISfuAnswer;

/// <summary>What a participant asked of the media server did not work.</summary>
internal sealed record SfuFailed(CallId Call, string Participant, string? Ref, RequestError Error) : ISfuAnswer;

/// <summary>Whose media a section of an offer is.</summary>
/// <param name="Mid">The section's <c>a=mid</c>.</param>
/// <param name="Participant">Who sends it.</param>
/// <param name="Kind"><c>audio</c> or <c>video</c>.</param>
internal sealed record SfuStream(string Mid, string Participant, string Kind);

/// <summary>The two connections of a participant with a media server.</summary>
internal enum SfuLeg
{
    /// <summary>What the participant sends. The participant offers.</summary>
    Publish,

    /// <summary>What the others send. The media server offers.</summary>
    Subscribe,
}

/// <summary>The names by which <c>call.signal</c> reaches a media server. No user id can have a <c>#</c>, so nobody else has them.</summary>
internal static class SfuNames
{
    /// <summary><see cref="SfuLeg.Publish"/>.</summary>
    public const string Publish = "#sfu/publish";

    /// <summary><see cref="SfuLeg.Subscribe"/>.</summary>
    public const string Subscribe = "#sfu/subscribe";

    /// <summary>The leg, or null where the name is a participant's.</summary>
    public static SfuLeg? LegOf(string? name) => name switch
    {
        Publish => SfuLeg.Publish,
        Subscribe => SfuLeg.Subscribe,
        _ => null,
    };

    /// <summary>The wire's name.</summary>
    public static string Of(SfuLeg leg) => leg == SfuLeg.Publish ? Publish : Subscribe;
}
