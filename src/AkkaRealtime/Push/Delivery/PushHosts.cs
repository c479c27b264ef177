using System.Net;

namespace AkkaRealtime.Push.Delivery;

/// <summary>
/// Which addresses are those of push services. A subscription's address is the client's to say, and the server posts to it: so it is one of the services that browsers use, or that the
/// operator names, and nothing else.
/// </summary>
internal sealed class PushHosts(IEnumerable<string> more)
{
    // Chromium's, Firefox's, Safari's and Edge's.
    private static readonly string[] Known = ["fcm.googleapis.com", "*.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com"];

    private const string Plain = "http://";
    private readonly string[] _all = [.. Known, .. more];

    /// <summary>What is wrong with a name of <see cref="PushOptions.Services"/>, as a sentence; null: nothing.</summary>
    public static string? FaultOf(string service)
    {
        if (service.StartsWith(Plain, StringComparison.Ordinal))
        {
            return Uri.TryCreate(service, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.PathAndQuery == "/"
                ? null
                : "Only services of the machine itself may go without TLS: write http://127.0.0.1 and the port, or the host of a service that has https.";
        }

        var host = service.StartsWith("*.", StringComparison.Ordinal) ? service[2..] : service;
        return Uri.CheckHostName(host) == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal)
            ? null
            : "Write the host alone, such as push.example.com, or *.push.example.com for all below it.";
    }

    /// <summary>Whether pushes may go there.</summary>
    public bool Allows(Uri endpoint)
    {
        if (endpoint.UserInfo.Length > 0)
            return false;
        if (endpoint.Scheme == Uri.UriSchemeHttp)
            return Array.Exists(_all, service => service.StartsWith(Plain, StringComparison.Ordinal) && IsAt(new Uri(service), endpoint));
        return endpoint.Scheme == Uri.UriSchemeHttps && endpoint.IsDefaultPort && Array.Exists(_all, service => IsOf(service, endpoint.IdnHost));
    }

    /// <summary>Whether it is one of the machine itself, which the operator has named.</summary>
    public static bool IsLocal(string scheme, string host) => scheme == Uri.UriSchemeHttp && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    private static bool IsAt(Uri service, Uri endpoint) => service.Host == endpoint.Host && service.Port == endpoint.Port;

    private static bool IsOf(string service, string host) => service.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(service[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(service, host, StringComparison.OrdinalIgnoreCase);
}
