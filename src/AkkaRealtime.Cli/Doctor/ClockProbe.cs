using System.Globalization;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>This machine's clock beside others': tokens and credentials of TURN end by it.</summary>
internal static class ClockProbe
{
    // A Date header has whole seconds, and an answer takes a while.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(5);

    // The server forgives an issuer that is ahead by so much.
    private static readonly TimeSpan Forgiven = TimeSpan.FromSeconds(60);

    /// <summary>How far this clock is from <paramref name="theirs"/>.</summary>
    public static Finding Compare(string whose, DateTimeOffset theirs)
    {
        var apart = TimeProvider.System.GetUtcNow() - theirs;
        var seconds = Math.Abs(apart.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        var says = $"This machine is {seconds} s {(apart > TimeSpan.Zero ? "ahead of" : "behind")} {whose}.";
        return apart.Duration() switch
        {
            var d when d <= Unnoticed => Finding.Good("clock", $"This machine agrees with {whose}."),
            var d when d <= Forgiven => Finding.Warning("clock", $"{says} Let both follow NTP."),
            _ => Finding.Bad("clock", $"{says} Tokens and credentials of TURN end by it: let both follow NTP."),
        };
    }
}
