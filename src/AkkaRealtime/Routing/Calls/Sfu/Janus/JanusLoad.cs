using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>A link tells how it stands.</summary>
/// <param name="Url">Whose.</param>
/// <param name="IsUp">Its Janus can be used.</param>
/// <param name="Load">About how many participants this node has there.</param>
/// <param name="Failures">How often in a row it could not be reached.</param>
internal sealed record JanusLoad(string Url, bool IsUp, long Load, int Failures = 0)
{
    /// <summary>A call by a media server has at least five, also while they are on their way.</summary>
    public const long MinPerCall = CallRules.MaxInMesh + 1;
}

/// <summary>To a link: its calls are to go on by another Janus.</summary>
internal sealed record MoveAway
{
    /// <summary>The only one.</summary>
    public static readonly MoveAway Now = new();
}
