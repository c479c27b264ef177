namespace AkkaRealtime.Client;

/// <summary>Who is there, for a <see cref="RealtimeClient"/>.</summary>
public sealed class StatusClient
{
    private readonly RealtimeClient _client;
    private IReadOnlyList<string> _users = [];

    internal StatusClient(RealtimeClient client)
    {
        _client = client;
        client.On("status.snapshot", ClientJson.Default.StatusesData, Tell);
        client.On("status.changed", ClientJson.Default.StatusesData, Tell);
    }

    /// <summary>Somebody's status is this now. The last one that was told is right.</summary>
    public event Action<UserStatus>? Changed;

    /// <summary>Says how the user is to be seen: <c>online</c>, <c>away</c>, <c>busy</c> or <c>invisible</c>.</summary>
    public Task<UserStatus> SetAsync(string status, string? text = null, string? emoji = null, DateTimeOffset? clearAt = null, CancellationToken cancel = default) =>
        _client.RepeatAsync("status.set", new StatusSetRequest(status, text, emoji, clearAt), ClientJson.Default.StatusSetRequest, ClientJson.Default.UserStatus, cancel);

    /// <summary>Follows these users, and nobody else, over reconnects as well. What they are now is returned, and told by <see cref="Changed"/> whenever it changes.</summary>
    public async Task<IReadOnlyList<UserStatus>> SubscribeAsync(IReadOnlyList<string> users, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(users);
        _users = [.. users];
        return await AskAsync("status.subscribe", users, cancel).ConfigureAwait(false);
    }

    /// <summary>What these users are now.</summary>
    public Task<IReadOnlyList<UserStatus>> GetAsync(IReadOnlyList<string> users, CancellationToken cancel = default) => AskAsync("status.get", users, cancel);

    /// <summary>A session has begun, which follows nobody yet.</summary>
    internal void Begin()
    {
        if (_users.Count > 0)
            _ = AgainAsync();
    }

    private async Task AgainAsync()
    {
        try
        {
            foreach (var status in await AskAsync("status.subscribe", _users, CancellationToken.None).ConfigureAwait(false))
                Changed?.Invoke(status);
        }
        catch (Exception e) when (e is RealtimeConnectionException or RealtimeRequestException)
        {
            // Lost again: the next session begins with it. Refused: nobody is left whom the user may see.
        }
    }

    private async Task<IReadOnlyList<UserStatus>> AskAsync(string type, IReadOnlyList<string> users, CancellationToken cancel) =>
        (await _client.RepeatAsync(type, new UsersRequest(users), ClientJson.Default.UsersRequest, ClientJson.Default.StatusesData, cancel).ConfigureAwait(false)).Users;

    private void Tell(StatusesData data)
    {
        foreach (var status in data.Users)
            Changed?.Invoke(status);
    }
}
