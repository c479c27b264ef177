using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>Rows of files in memory, as far as a room asks for them.</summary>
internal sealed class FakeFileRows : IFileRows
{
    public List<FileRow> Rows { get; } = [];

    public HashSet<(UserId User, string Key)> Sent { get; } = [];

    public Task AddAsync(FileRow row, CancellationToken cancel) => throw new NotSupportedException();

    public Task SetThereAsync(FileId id, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<FileRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FileRow>>(Rows.Where(r => ids.Contains(r.Id.Value)).ToList());

    public Task<bool> IsSentAsync(RoomId room, UserId user, string key, CancellationToken cancel) => Task.FromResult(Sent.Contains((user, key)));

    public Task<IReadOnlyList<FileRow>> OfUserAsync(UserId user, FileId? after, int limit, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> BytesOfAsync(UserId user, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<FileRow>> LeftoversAsync(DateTimeOffset unsentBefore, int limit, CancellationToken cancel) => throw new NotSupportedException();

    public Task<FileRetirement> RetireAsync(FileId id, DateTimeOffset? leftoverBefore, CancellationToken cancel) => throw new NotSupportedException();

    public Task ForgetAsync(FileId id, CancellationToken cancel) => throw new NotSupportedException();

    public Task<T> AloneAsync<T>(string hash, Func<Task<T>> action, CancellationToken cancel) => throw new NotSupportedException();
}
