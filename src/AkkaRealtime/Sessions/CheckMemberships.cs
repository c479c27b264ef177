namespace AkkaRealtime.Sessions;

/// <summary>The connection may have missed that its user entered a room (<see cref="FollowTopics"/> come at most once): it compares what it follows with the store, and makes up for it.</summary>
internal sealed class CheckMemberships : IConnectionCommand
{
    /// <summary>The only one.</summary>
    public static readonly CheckMemberships Instance = new();

    private CheckMemberships()
    {
    }
}
