using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Nodes;

/// <summary>A node of a test's cluster: a server process, and how clients come to it.</summary>
/// <param name="Server">The process.</param>
/// <param name="Network">The network that it runs in; null for the machine's.</param>
internal sealed record ClusterNode(ServerProcess Server, NetworkNamespace? Network)
{
    private static readonly TestTokens Tokens = TestTokens.Shared(TestCluster.SigningKey);
    private static readonly HttpClient Outside = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>A client that has signed in; null where the node gave none in time.</summary>
    public async Task<RawClient?> TryConnectAsync(string user, TimeSpan patience)
    {
        RawClient? client = null;
        try
        {
            client = await RawClient.OpenAsync(Server.SocketUrl, o => o.SetRequestHeader("Authorization", $"Bearer {Tokens.For(user, user)}"), Network?.Http).WaitAsync(patience);
            await client.UntilReadyAsync().WaitAsync(patience);
            return client;
        }
        catch (Exception)
        {
            // It is away, or not whole: the caller tries again, here or elsewhere.
            if (client is not null)
                await client.DisposeAsync();
            return null;
        }
    }

    /// <summary>A client that has signed in, which this node has to give.</summary>
    public async Task<RawClient> ConnectAsync(string user) =>
        await TryConnectAsync(user, TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException($"{user} could not sign in. The node said:\n{Server.Log}");

    /// <summary>What <c>/healthz/ready</c> says: the status, or 0 where nobody answers.</summary>
    public async Task<int> ReadinessAsync()
    {
        try
        {
            using var response = await (Network?.Http ?? Outside).GetAsync(new Uri(Server.Url, "/healthz/ready"));
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }
}
