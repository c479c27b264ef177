using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>Names that stand for nobody in particular.</summary>
internal static class WellKnownUsers
{
    /// <summary>Who did what an operator asked for, unless they name another.</summary>
    public static UserId System { get; } = new(IdRules.ServerId);
}
