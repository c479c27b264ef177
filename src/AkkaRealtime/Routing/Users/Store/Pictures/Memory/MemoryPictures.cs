using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Users.Store.Pictures.Memory;

/// <summary>People's pictures, in memory.</summary>
internal sealed class MemoryPictureTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryPictures();
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryPictures : TableWriter
{
    public Dictionary<UserId, Picture> Uploaded { get; } = [];

    public Dictionary<UserId, string> Claimed { get; } = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SavePicture { User: var user, Picture: { } picture }:
                Uploaded[user] = picture;
                return new Saved(entry);
            case SavePicture { User: var user }:
                Uploaded.Remove(user);
                return new Saved(entry);
            case SaveClaimedPicture { User: var user, Address: { } address }:
                Claimed[user] = address;
                return new Saved(entry);
            case SaveClaimedPicture { User: var user }:
                Claimed.Remove(user);
                return new Saved(entry);
            case ForgetPicture { User: var user }:
                Uploaded.Remove(user);
                Claimed.Remove(user);
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of them in memory.</summary>
internal sealed class MemoryPictureStore(MemoryEngine engine) : IPictureStore
{
    private readonly MemoryPictures _pictures = engine.Tables<MemoryPictures>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptPicture>> FindAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<KeptPicture>>(
        () => [.. users.Distinct().Select(u => new KeptPicture(u, _pictures.Uploaded.GetValueOrDefault(u)?.Hash, _pictures.Claimed.GetValueOrDefault(u))).Where(p => p.Hash is not null || p.Claimed is not null)], cancel);

    /// <inheritdoc/>
    public Task<Picture?> LoadAsync(UserId user, CancellationToken cancel) => engine.ReadAsync(() => _pictures.Uploaded.GetValueOrDefault(user), cancel);
}
