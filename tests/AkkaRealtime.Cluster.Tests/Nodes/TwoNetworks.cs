using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Nodes;

/// <summary>Two networks with one cable between them; needs root.</summary>
internal sealed class TwoNetworks : IAsyncDisposable
{
    private const string Cable = "cable";
    private readonly NetworkNamespace _one;
    private readonly NetworkNamespace _two;

    private TwoNetworks(NetworkNamespace one, NetworkNamespace two) => (_one, _two) = (one, two);

    /// <summary>Both, with the address that the other one reaches it by.</summary>
    public IReadOnlyList<(NetworkNamespace Network, string Address)> All => [(_one, "10.79.0.1"), (_two, "10.79.0.2")];

    /// <summary>Makes them.</summary>
    public static async Task<TwoNetworks> CreateAsync()
    {
        var made = new TwoNetworks(await NetworkNamespace.CreateWithoutLinksAsync(), await NetworkNamespace.CreateWithoutLinksAsync());
        await made._one.IpAsync("link", "add", Cable, "type", "veth", "peer", "name", Cable, "netns", made._two.Name);
        foreach (var (network, address) in made.All)
        {
            await network.IpAsync("addr", "add", $"{address}/24", "dev", Cable);
            await network.IpAsync("link", "set", Cable, "up");
        }

        return made;
    }

    /// <summary>From now on nothing gets through.</summary>
    public Task CutAsync() => _one.IpAsync("link", "set", Cable, "down");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
