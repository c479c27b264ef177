namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>What a call is for.</summary>
internal static class MediaKinds
{
    /// <summary>Voice.</summary>
    public const string Audio = "audio";

    /// <summary>Voice and picture.</summary>
    public const string Video = "video";
}
