namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>A real Kestrel for each test, with short patience for tokens and small messages.</summary>
public abstract class UpgradeSpec : IAsyncLifetime
{
    /// <summary>The server.</summary>
    internal UpgradeFixture Server { get; private set; } = null!;

    /// <summary>Its options.</summary>
    internal RealtimeOptions Options { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Server = await UpgradeFixture.StartAsync(o =>
    {
        Options = o;
        o.Connections.AuthTimeoutMs = 1_000;
        o.Limits.MaxMessageBytes = 4_096;
    });

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
