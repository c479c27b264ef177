using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>A server for tests of calls: connections may say more than calls allow, so that it is the call that refuses.</summary>
public sealed class CallServer : IAsyncLifetime
{
    /// <summary>The server.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Server = await ServerProcess.StartAsync(new ServerSettings
    {
        Options = new Dictionary<string, string>
        {
            ["AkkaRealtime:Limits:MessagesPerSecond"] = "10000",
            ["AkkaRealtime:Limits:Burst"] = "10000",
        },
    });

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
