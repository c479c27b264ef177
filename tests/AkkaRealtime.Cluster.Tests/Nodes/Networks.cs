using System.Globalization;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Nodes;

/// <summary>Networks with one cable between each two, so that each link can be cut by itself; needs root.</summary>
internal sealed class Networks : IAsyncDisposable
{
    private readonly List<NetworkNamespace> _all = [];

    /// <summary>Each, with the address that the others reach it by.</summary>
    public IReadOnlyList<(NetworkNamespace Network, string Address)> All => [.. _all.Select((network, i) => (network, Address(i)))];

    /// <summary>Makes them.</summary>
    public static async Task<Networks> CreateAsync(int count)
    {
        var made = new Networks();
        for (var i = 0; i < count; i++)
        {
            made._all.Add(await NetworkNamespace.CreateWithoutLinksAsync());
            await made._all[i].IpAsync("addr", "add", $"{Address(i)}/32", "dev", "lo");
            for (var j = 0; j < i; j++)
            {
                await made._all[i].IpAsync("link", "add", Cable(j), "type", "veth", "peer", "name", Cable(i), "netns", made._all[j].Name);
                await made.LayAsync(i, j);
                await made.LayAsync(j, i);
            }
        }

        return made;
    }

    /// <summary>From now on nothing gets through between two of them.</summary>
    public Task CutAsync(int one, int other) => _all[one].IpAsync("link", "set", Cable(other), "down");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var network in _all)
            await network.DisposeAsync();
    }

    private static string Address(int i) => string.Create(CultureInfo.InvariantCulture, $"10.79.0.{i + 1}");

    private static string Cable(int to) => string.Create(CultureInfo.InvariantCulture, $"to{to}");

    private async Task LayAsync(int from, int to)
    {
        await _all[from].IpAsync("link", "set", Cable(to), "up");
        await _all[from].IpAsync("route", "add", $"{Address(to)}/32", "dev", Cable(to), "src", Address(from));
    }
}
