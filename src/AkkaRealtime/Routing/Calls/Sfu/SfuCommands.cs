using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu;

/// <summary>What the owner of a call has a media server do. Stays on the node.</summary>
internal interface ISfuCommand
{
    /// <summary>The call.</summary>
    CallId Call { get; }

    /// <summary>Where its room is; null: not known yet.</summary>
    SfuPlace? Place { get; }
}

/// <summary>Say where a room could be made. Nothing is made. Answered with <see cref="SfuChosen"/> or <see cref="SfuRefused"/>.</summary>
internal sealed record ChooseSfu(CallId Call) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => null;
}

/// <summary>
/// Make the room, or make it again. Answered with <see cref="SfuOpened"/> or <see cref="SfuRefused"/>; the first one again whenever the room had
/// to be made again. Answered with <see cref="SfuChosen"/> where the media server stays away and there is another one.
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

/// <summary>A participant has left.</summary>
internal sealed record LeaveSfuRoom(CallId Call, SfuPlace Place, string Participant) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => Place;
}

/// <summary>The room is no longer needed. Answered with <see cref="SfuClosed"/> once it is gone, however long the media server is away.</summary>
internal sealed record CloseSfuRoom(CallId Call, SfuPlace Place) : ISfuCommand
{
    SfuPlace? ISfuCommand.Place => Place;
}
