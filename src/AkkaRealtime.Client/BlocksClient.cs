namespace AkkaRealtime.Client;

/// <summary>Whom the user of a <see cref="RealtimeClient"/> has blocked, on all of their devices (protocol §3, "Blocks").</summary>
public sealed class BlocksClient
{
    private const int Page = 200;
    private readonly RealtimeClient _client;
    private readonly Lock _gate = new();

    // Null: nobody follows.
    private HashSet<string>? _blocked;

    // Counts what was told: a list that was asked for before is older.
    private int _told;

    internal BlocksClient(RealtimeClient client) => _client = client;

    /// <summary>
    /// Somebody is blocked now, or isn't any more: by this client, on another device, or while there was no connection. Told from <see cref="FollowAsync"/> on; the last one that was told is right.
    /// </summary>
    public event Action<BlockChange>? Changed;

    /// <summary>Blocks somebody: they can't write to the user or ring, and neither sees the other's status. Succeeds where it stands already.</summary>
    /// <exception cref="RealtimeRequestException">It was refused; <c>conflict</c>: as many are blocked as may be.</exception>
    public Task BlockAsync(string user, CancellationToken cancel = default) => SetAsync("people.block", user, cancel);

    /// <summary>Takes a block back. Succeeds where there is none.</summary>
    /// <exception cref="RealtimeRequestException">It was refused.</exception>
    public Task UnblockAsync(string user, CancellationToken cancel = default) => SetAsync("people.unblock", user, cancel);

    /// <summary>Whom the user has blocked, by their ids, as the server has it now.</summary>
    public async Task<IReadOnlyList<BlockedPerson>> AllAsync(CancellationToken cancel = default)
    {
        var people = new List<BlockedPerson>();
        BlocksReply page;
        do
        {
            var request = new BlocksRequest(people.Count == 0 ? null : people[^1].User, Page);
            page = await _client.RepeatAsync("people.blocks", request, ClientJson.Default.BlocksRequest, ClientJson.Default.BlocksReply, cancel).ConfigureAwait(false);
            people.AddRange(page.People);
        }
        while (page.More && page.People.Count > 0);
        return people;
    }

    /// <summary>Follows whom the user has blocked, over reconnects as well. Whoever is now is returned; <see cref="Changed"/> tells of each change, and <see cref="Has"/> knows it.</summary>
    public async Task<IReadOnlyList<BlockedPerson>> FollowAsync(CancellationToken cancel = default)
    {
        lock (_gate)
            _blocked ??= new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            int told;
            lock (_gate)
                told = _told;
            var people = await AllAsync(cancel).ConfigureAwait(false);
            if (TryAdopt(people, told))
                return people;
        }
    }

    /// <summary>Whether somebody is blocked, as was told last. False where nobody follows it: see <see cref="FollowAsync"/>.</summary>
    public bool Has(string user)
    {
        lock (_gate)
            return _blocked?.Contains(user) == true;
    }

    /// <summary>A session has begun, before which anything may have changed.</summary>
    internal void Begin()
    {
        lock (_gate)
        {
            if (_blocked is null)
                return;
        }

        _ = AgainAsync();
    }

    /// <summary>The answer to this client, or news of another device.</summary>
    internal void Tell(BlockChange change)
    {
        lock (_gate)
        {
            _told++;
            if (_blocked is null || !(change.On ? _blocked.Add(change.User) : _blocked.Remove(change.User)))
                return;
        }

        Changed?.Invoke(change);
    }

    private Task<BlockChange> SetAsync(string type, string user, CancellationToken cancel) =>
        _client.RepeatAsync(type, new BlockRequest(user), ClientJson.Default.BlockRequest, ClientJson.Default.BlockChange, cancel);

    private async Task AgainAsync()
    {
        try
        {
            await FollowAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RealtimeConnectionException or RealtimeRequestException)
        {
            // Lost again: the next session begins with it. Refused: what was told last stays.
        }
    }

    // False: something was told that the list may not know of.
    private bool TryAdopt(IReadOnlyList<BlockedPerson> people, int told)
    {
        List<BlockChange> changes;
        lock (_gate)
        {
            if (told != _told)
                return false;
            var now = people.Select(p => p.User).ToHashSet(StringComparer.Ordinal);
            var before = _blocked!;
            changes = [.. now.Except(before).Select(user => new BlockChange(user, true)), .. before.Except(now).Select(user => new BlockChange(user, false))];
            _blocked = now;
        }

        foreach (var change in changes)
            Changed?.Invoke(change);
        return true;
    }
}
