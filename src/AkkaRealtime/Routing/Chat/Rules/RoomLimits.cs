using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>How many may be in a room, and who is in rooms enough.</summary>
/// <param name="MaxMembers">Members of a room.</param>
/// <param name="MaxRooms">Rooms of a user.</param>
/// <param name="Full">Those of the users whom a batch would bring in who are in so many.</param>
internal sealed record RoomLimits(int MaxMembers, int MaxRooms, IReadOnlySet<UserId> Full)
{
    private static readonly IReadOnlyDictionary<UserId, IReadOnlySet<UserId>> NobodyBlocks = new Dictionary<UserId, IReadOnlySet<UserId>>();

    /// <summary>Nobody is in too many rooms.</summary>
    public static RoomLimits None { get; } = new(ChatOptions.MostMembers, 0, new HashSet<UserId>());

    /// <summary>Who may address a room as a whole.</summary>
    public AudienceRules Audience { get; init; } = AudienceRules.Default;

    /// <summary>Of who invites in a batch, by whom they are blocked.</summary>
    public IReadOnlyDictionary<UserId, IReadOnlySet<UserId>> Blockers { get; init; } = NobodyBlocks;

    /// <summary>As the operator has it, where nobody was looked up.</summary>
    public static RoomLimits Of(ChatOptions options) => new(options.MaxMembersPerRoom, options.MaxRoomsPerUser, None.Full) { Audience = AudienceRules.Of(options) };
}
