namespace AkkaRealtime.Routing.Calls.Settings;

/// <summary>How calls of five or more use a media server, section <c>AkkaRealtime:Calls:Sfu</c>.</summary>
public sealed class SfuOptions
{
    /// <summary>The most participants of a call that uses a media server. Default 16.</summary>
    public int MaxParticipants { get; set; } = 16;

    /// <summary>The most that a participant sends to a media server, bits a second. Default 1,000,000.</summary>
    public int Bitrate { get; set; } = 1_000_000;

    /// <summary>Whether participants send their picture in three sizes, of which each of the others gets the one that fits. Default true.</summary>
    public bool Simulcast { get; set; } = true;
}
