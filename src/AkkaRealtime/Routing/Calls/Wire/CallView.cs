using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>Call</c> of protocol §4: what everybody in or rung by a call may see of it.</summary>
/// <param name="Id">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Host">Who started it.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>.</param>
/// <param name="State"><c>ringing</c>, <c>active</c> or <c>ended</c>.</param>
/// <param name="Mode"><c>mesh</c> or <c>sfu</c>.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Participants">The participants.</param>
/// <param name="Ringing">For whom it rings.</param>
/// <param name="ExpiresAt">While it rings: when ringing ends.</param>
/// <param name="Sfu">In mode <c>sfu</c>: how to send to the media server.</param>
/// <param name="AnsweredAt">When a second participant first joined: how long it goes on is counted from there.</param>
internal sealed record CallView(
    CallId Id,
    RoomId Room,
    UserId Host,
    string Media,
    string State,
    string Mode,
    DateTimeOffset StartedAt,
    IReadOnlyList<ParticipantView> Participants,
    IReadOnlyList<UserId> Ringing,
    DateTimeOffset? ExpiresAt = null,
    SfuView? Sfu = null,
    DateTimeOffset? AnsweredAt = null);

/// <summary>A device in a call.</summary>
/// <param name="Participant"><c>user/device</c>.</param>
/// <param name="User">The user.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Media">What they send.</param>
/// <param name="Entry">Changes whenever the device comes in, or back; names in <c>call.signal</c> for which of its pages the signal is.</param>
internal sealed record ParticipantView(string Participant, UserId User, string Name, MediaState Media, int? Entry = null);

/// <summary>What a participant sends, and their hand.</summary>
/// <param name="Audio">The microphone is on.</param>
/// <param name="Video">The camera is on.</param>
/// <param name="Screen">The screen is shown.</param>
/// <param name="Hold">The participant is away for a moment.</param>
/// <param name="Hand">The hand is up.</param>
/// <param name="HandAt">Since when, by the server's clock: hands are called in this order.</param>
internal sealed record MediaState(bool Audio, bool Video, bool Screen, bool? Hold = null, bool? Hand = null, DateTimeOffset? HandAt = null);

/// <summary>How to send to the media server.</summary>
/// <param name="Session">Changes when the media server had to begin again: what was negotiated before is gone then.</param>
/// <param name="Bitrate">The most that a participant sends, bits a second.</param>
/// <param name="Simulcast">Whether to send the picture in three sizes.</param>
internal sealed record SfuView(string Session, int Bitrate, bool Simulcast);
