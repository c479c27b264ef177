using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>Who may see whose status: who shares a room, or everybody, as the operator has it; but neither of two of whom one has blocked the other.</summary>
internal sealed class StatusVisibility(IRoomAccess rooms, IBlockStore blocks, StatusOptions options)
{
    /// <summary>Those of <paramref name="others"/> whom a user may see, and who may see them.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public async Task<IReadOnlySet<UserId>> VisibleAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel)
    {
        var visible = options.VisibleToAll ? others.ToHashSet() : await rooms.SharingRoomAsync(user, others, cancel).ConfigureAwait(false);
        if (visible.Count == 0)
            return visible;
        var apart = await blocks.ApartAsync(user, [.. visible], cancel).ConfigureAwait(false);
        return apart.Count == 0 ? visible : visible.Where(u => !apart.Contains(u)).ToHashSet();
    }
}
