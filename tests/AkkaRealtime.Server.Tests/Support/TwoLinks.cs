namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// A network of its own that reaches the server's by two links, as a phone has Wi-Fi and its mobile network. Only one is joined at the
/// beginning; a link that is cut is gone like a pulled cable: nobody is told.
/// </summary>
public sealed class TwoLinks : IAsyncDisposable
{
    /// <summary>The one that is joined at the beginning.</summary>
    public const string Wifi = "wifi";

    /// <summary>The other one.</summary>
    public const string Mobile = "mobile";

    private TwoLinks(NetworkNamespace inside) => Inside = inside;

    /// <summary>Where a browser runs.</summary>
    public NetworkNamespace Inside { get; }

    /// <summary>The address inside by this link.</summary>
    public static string AddressBy(string link) => $"10.78.{Number(link)}.2";

    /// <summary>Makes one beside <paramref name="server"/>'s network, whose address is reached by either link; needs root.</summary>
    public static async Task<TwoLinks> CreateAsync(NetworkNamespace server)
    {
        var made = new TwoLinks(await NetworkNamespace.CreateWithoutLinksAsync());
        foreach (var link in (string[])[Wifi, Mobile])
        {
            await server.IpAsync("link", "add", link, "type", "veth", "peer", "name", link, "netns", made.Inside.Name);
            await server.IpAsync("addr", "add", $"{Gateway(link)}/24", "dev", link);
            await server.IpAsync("link", "set", link, "addrgenmode", "none", "up");
            await made.Inside.IpAsync("addr", "add", $"{AddressBy(link)}/24", "dev", link);
            await made.Inside.IpAsync("link", "set", link, "addrgenmode", "none");
        }

        await made.JoinAsync(Wifi);
        return made;
    }

    /// <summary>From now on this link carries.</summary>
    public async Task JoinAsync(string link)
    {
        await Inside.IpAsync("link", "set", link, "up");
        await Inside.IpAsync("route", "add", "default", "via", Gateway(link), "dev", link, "metric", $"{Number(link)}00");
    }

    /// <summary>From now on nothing gets through by this link.</summary>
    public Task CutAsync(string link) => Inside.IpAsync("link", "set", link, "down");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Inside.DisposeAsync();

    private static string Gateway(string link) => $"10.78.{Number(link)}.1";

    private static int Number(string link) => link == Wifi ? 1 : 2;
}
