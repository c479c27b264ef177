using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>What every room's owner on a node needs.</summary>
/// <param name="Store">Reads of rooms, members and messages.</param>
/// <param name="Events">Reads of the log.</param>
/// <param name="Profiles">Reads of users, for their names.</param>
/// <param name="Files">The rows of uploaded files.</param>
/// <param name="Journal">Writes.</param>
/// <param name="Router">The node's chat router, which broadcasts.</param>
/// <param name="Rooms">The region of rooms, for a pair that has a room already.</param>
/// <param name="Users">The region of users, to tell new members.</param>
/// <param name="Node">This node's address.</param>
/// <param name="Time">The clock.</param>
/// <param name="Metrics">Counts what is refused.</param>
/// <param name="RedactDeletedMessages">Whether a member's deletion takes the words out of the log, as an operator's does.</param>
/// <param name="Log">Says what failed.</param>
internal sealed record RoomServices(
    IChatStore Store,
    IRoomLog Events,
    IUserStore Profiles,
    IFileRows Files,
    IJournal Journal,
    IActorRef Router,
    Func<IActorRef> Rooms,
    Func<IActorRef> Users,
    Address Node,
    TimeProvider Time,
    RealtimeMetrics Metrics,
    bool RedactDeletedMessages,
    ILogger Log)
{
    /// <summary>How many may be in a room, and in how many rooms a user.</summary>
    public ChatOptions Options { get; init; } = new();

    /// <summary>What finds out where links lead; null: nobody does.</summary>
    public ILinkPreviews? Previews { get; init; }

    /// <summary>Who doesn't want to hear of whom.</summary>
    public IBlockStore Blocks { get; init; } = NoBlocks.Instance;

    /// <summary>Words that may not be said; null: none ever are.</summary>
    public ForbiddenWords? Words { get; init; }

    /// <summary>The same for the rules, where nobody comes in.</summary>
    public RoomLimits Limits => field ??= RoomLimits.Of(Options);
}
