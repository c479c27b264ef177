namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A server with settings of its own, which the tests of a class share. Each uses users and rooms of its own.</summary>
public abstract class ClassServer(ServerSettings settings) : IServerFixture, IAsyncLifetime
{
    /// <inheritdoc/>
    public ServerProcess Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Server = await ServerProcess.StartAsync(settings);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
