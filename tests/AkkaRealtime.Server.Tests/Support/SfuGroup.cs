namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Five raw clients in a group, whose fifth moves their call to a media server.</summary>
internal sealed class SfuGroup : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly IReadOnlyList<SignedIn> _people;

    private SfuGroup(ServerProcess server, IReadOnlyList<SignedIn> people)
    {
        _server = server;
        _people = people;
    }

    /// <summary>Their connections; the first one is the host.</summary>
    public IReadOnlyList<RawClient> Clients { get; private set; } = [];

    /// <summary>Their call.</summary>
    public string CallId { get; private set; } = "";

    /// <summary>Signs five in and connects them; the names begin with <paramref name="prefix"/>.</summary>
    public static async Task<SfuGroup> SignInAsync(ServerProcess server, string prefix = "Person")
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => SignedIn.ByNameAsync(server.Url, $"{prefix} {n}")));
        var group = new SfuGroup(server, people);
        await group.ConnectAsync();
        return group;
    }

    /// <summary><c>call.mode</c> of the call in an envelope.</summary>
    public static string? ModeOf(Received envelope) => envelope.Data.GetProperty("call").GetProperty("mode").GetString();

    /// <summary>Connects everybody, anew where they were.</summary>
    public async Task ConnectAsync()
    {
        await DisposeAsync();
        Clients = await Task.WhenAll(_people.Select(p => RawClient.ConnectAsync(_server.SocketUrl, p.Token, $"{p.User}-1")));
    }

    /// <summary>Makes a group and a call in it, which all but the last take.</summary>
    public async Task FourTalkAsync()
    {
        var room = await Clients[0].GroupAsync([.. Clients.Skip(1)]);
        CallId = CallTalk.IdOf(await Clients[0].RequestAsync("call.start", new { room, media = "video", key = "k" }));
        foreach (var client in Clients.Skip(1).Take(3))
            await client.AcceptAsync(CallId);
    }

    /// <summary>The last one takes the call as well.</summary>
    public Task<Received> FifthAsync() => Clients[4].AcceptAsync(CallId);

    /// <summary>The host ends the call for everybody.</summary>
    public Task EndAsync() => Clients[0].RequestAsync("call.end", new { callId = CallId });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
            await client.DisposeAsync();
        Clients = [];
    }
}
