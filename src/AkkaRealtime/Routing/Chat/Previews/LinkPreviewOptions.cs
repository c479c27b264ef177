using System.Net;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>What the server finds out about links, section <c>AkkaRealtime:LinkPreviews</c>.</summary>
public sealed class LinkPreviewOptions
{
    private const int MostBytes = 16_777_216;

    /// <summary>Whether the server looks where links lead, and shows it below messages. Default false: then it asks nobody.</summary>
    public bool Enabled { get; set; }

    /// <summary>Links of a message that are looked at. Default 3, most 10.</summary>
    public int LinksPerMessage { get; set; } = 3;

    /// <summary>How much of a page is read, bytes, of what it is when it is unpacked. Default 524,288 (512 KiB): what is looked for stands at its beginning.</summary>
    public int MaxPageBytes { get; set; } = 524_288;

    /// <summary>The largest picture that is taken, bytes; 0: none is. Default 1,048,576 (1 MiB).</summary>
    public int MaxImageBytes { get; set; } = 1_048_576;

    /// <summary>Seconds that a link may take: its page, redirects and the picture. Default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Redirects of a page, or of a picture, that are followed. Default 3.</summary>
    public int MaxRedirects { get; set; } = 3;

    /// <summary>Links that a node looks at at a time. Default 8.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>The same of one host. Default 2.</summary>
    public int ConcurrencyPerHost { get; set; } = 2;

    /// <summary>Links that wait on a node; what comes while so many do has no preview. Default 200.</summary>
    public int MaxWaiting { get; set; } = 200;

    /// <summary>Minutes for which a node remembers what it found, and what it didn't. Default 10; 0: not at all.</summary>
    public int CacheMinutes { get; set; } = 10;

    /// <summary>Hosts that are never asked, with those below them: <c>example.com</c>.</summary>
    public IList<string> DeniedHosts { get; } = [];

    /// <summary>The only hosts that are asked, with those below them, also for pictures. Default none: all are.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Ports that are asked. Default none: 80 and 443.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>
    /// Networks that are asked although they are not public, <c>10.20.0.0/16</c>: for the sites of an intranet. Whoever may write can then have the server ask anything there. Default none.
    /// </summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary><see cref="AllowedNetworks"/>, read.</summary>
    internal IReadOnlyCollection<IPNetwork> Networks => [.. AllowedNetworks.Select(n => IPNetwork.Parse(n))];

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var (key, value, least, most) in Numbers())
        {
            if (value < least || value > most)
                yield return $"AkkaRealtime:LinkPreviews:{key} is {value}. Set {least} to {most}.";
        }

        foreach (var port in Ports.Where(p => p is < 1 or > 65_535))
            yield return $"AkkaRealtime:LinkPreviews:Ports holds {port}. Write ports, such as 443.";
        foreach (var network in AllowedNetworks.Where(n => !IPNetwork.TryParse(n, out _)))
            yield return $"AkkaRealtime:LinkPreviews:AllowedNetworks holds '{network}'. Write a network by its first address and its length, such as 10.20.0.0/16.";
        foreach (var host in DeniedHosts.Concat(AllowedHosts).Where(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
            yield return $"AkkaRealtime:LinkPreviews:DeniedHosts or AllowedHosts holds '{host}'. Write a host alone, such as example.com: it stands for those below it as well.";
    }

    private IEnumerable<(string Key, int Value, int Least, int Most)> Numbers() =>
    [
        (nameof(LinksPerMessage), LinksPerMessage, 1, TextLinks.Most),
        (nameof(MaxPageBytes), MaxPageBytes, 1_024, MostBytes),
        (nameof(MaxImageBytes), MaxImageBytes, 0, MostBytes),
        (nameof(TimeoutSeconds), TimeoutSeconds, 1, 60),
        (nameof(MaxRedirects), MaxRedirects, 0, 10),
        (nameof(Concurrency), Concurrency, 1, 100),
        (nameof(ConcurrencyPerHost), ConcurrencyPerHost, 1, 100),
        (nameof(MaxWaiting), MaxWaiting, 0, 100_000),
        (nameof(CacheMinutes), CacheMinutes, 0, 1_440),
    ];
}
