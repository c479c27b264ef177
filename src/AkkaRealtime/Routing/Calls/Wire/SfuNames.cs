namespace AkkaRealtime.Routing.Calls.Wire;

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

/// <summary>The names by which <c>call.signal</c> reaches a media server. No user id can have a <c>#</c>, so no participant has these names.</summary>
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
