namespace AkkaRealtime.Topics;

/// <summary>
/// Said on a node's event stream: another node was lost or out of reach, so that what it published may not have come. Who relies on what is published once, compares with the store.
/// </summary>
internal sealed class BroadcastsMissed
{
    /// <summary>The only one.</summary>
    public static readonly BroadcastsMissed Instance = new();

    private BroadcastsMissed()
    {
    }
}
