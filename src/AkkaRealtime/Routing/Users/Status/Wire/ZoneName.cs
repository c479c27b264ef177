using System.Buffers;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>The form of a time zone's name. Which there are is for clients to know: they show the time.</summary>
internal static class ZoneName
{
    /// <summary>Not to be shared.</summary>
    public const string None = "";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    /// <summary>Null where it is such a name, as the IANA has them, or none.</summary>
    /// <param name="zone">The name.</param>
    /// <param name="mayBeNone">Whether it may be <see cref="None"/>.</param>
    public static RequestError? Check(string? zone, bool mayBeNone) =>
        zone is null || (zone.Length == 0 ? mayBeNone : zone.Length <= MaxLength && !zone.AsSpan().ContainsAnyExcept(Allowed))
            ? null
            : RequestError.Bad("zone", "\"zone\" must be the name of a time zone, such as \"Europe/Berlin\".");
}
