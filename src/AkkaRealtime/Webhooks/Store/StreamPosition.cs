using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Webhooks.Store;

/// <summary>What a webhook is sent in order: the log of a room, a part of what users do, or what they report. And how far that has got.</summary>
/// <param name="Name">The room's id, <c>users/</c> and the number of the part, or <see cref="Reports"/>.</param>
/// <param name="Position">The last event that was delivered, passed over, or given up.</param>
public sealed record StreamPosition(string Name, long Position)
{
    private const string UsersPrefix = "users/";

    /// <summary>The stream of what users report to the operator.</summary>
    public const string Reports = "reports";

    /// <summary>The streams of what users do.</summary>
    public static IReadOnlyList<string> OfUsers { get; } = [.. Enumerable.Range(0, UserEvent.Parts).Select(OfPart)];

    /// <summary>How often the event after <see cref="Position"/> has failed.</summary>
    public int Attempts { get; init; }

    /// <summary>When it failed first; null: it has not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Why it failed last.</summary>
    public string? Error { get; init; }

    /// <summary>The stream of a room.</summary>
    public static string Of(RoomId room) => room.Value;

    /// <summary>The stream that a user's coming and going is in.</summary>
    public static string Of(UserId user) => OfPart(UserEvent.PartOf(user));

    /// <summary>The part of what users do that a stream is; null: it is a room.</summary>
    public static int? PartOf(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.StartsWith(UsersPrefix, StringComparison.Ordinal)
            ? int.Parse(stream.AsSpan(UsersPrefix.Length), System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    private static string OfPart(int part) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{UsersPrefix}{part}");
}
