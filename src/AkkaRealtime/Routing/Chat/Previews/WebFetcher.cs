using System.Net;
using System.Net.Http.Headers;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Outbound;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>What was fetched.</summary>
/// <param name="Address">Where it came from, after redirects.</param>
/// <param name="Type">The media type, in small letters.</param>
/// <param name="Charset">As it was declared; null: not at all.</param>
/// <param name="Bytes">What there was of it, up to the limit.</param>
internal sealed record Fetched(Uri Address, string Type, string? Charset, byte[] Bytes);

/// <summary>
/// Fetches what strangers have named, which is to harm nobody: public addresses alone, looked at for each connection; redirects followed by hand, each looked at like the first; no
/// cookies, no credentials, no proxy, nothing that says who asks or why; and no more read than is wanted, however small it was packed.
/// </summary>
internal sealed class WebFetcher : IDisposable
{
    private const int BufferBytes = 16_384;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly ProductInfoHeaderValue Agent = new("AkkaRealtime", ServerVersion.Text.Split('+')[0]);
    private static readonly ProductInfoHeaderValue Purpose = new("(link preview)");
    private readonly LinkPreviewOptions _options;
    private readonly SiteRules _rules;
    private readonly HttpClient _http;

    public WebFetcher(LinkPreviewOptions options, SiteRules rules, AddressGuard guard)
    {
        (_options, _rules) = (options, rules);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = guard.ConnectAsync,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = options.ConcurrencyPerHost,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = 32,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromSeconds(30),
            UseCookies = false,
            UseProxy = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Fetches a page, as much of it as is read at most; null where there is none, or it may not be asked for.</summary>
    /// <exception cref="HttpRequestException">It can't be reached.</exception>
    /// <exception cref="IOException">The connection broke, or the answer is none.</exception>
    public Task<Fetched?> PageAsync(Uri address, CancellationToken cancel) => GetAsync(
        address, "text/html,application/xhtml+xml,image/*;q=0.5", type => type is "text/html" or "application/xhtml+xml" ? _options.MaxPageBytes : IsImage(type) ? _options.MaxImageBytes : 0, cancel);

    /// <summary>Fetches a picture; null where there is none, where it is too large, or may not be asked for.</summary>
    /// <exception cref="HttpRequestException">It can't be reached.</exception>
    /// <exception cref="IOException">The connection broke, or the answer is none.</exception>
    public Task<Fetched?> ImageAsync(Uri address, CancellationToken cancel) => GetAsync(
        address, "image/*", type => IsImage(type) || type is "application/octet-stream" ? _options.MaxImageBytes : 0, cancel);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsImage(string type) => type.StartsWith("image/", StringComparison.Ordinal);

    private async Task<Fetched?> GetAsync(Uri address, string accept, Func<string, int> most, CancellationToken cancel)
    {
        for (var redirects = 0; _rules.Allow(address); redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, WithoutFragment(address));
            request.Headers.UserAgent.Add(Agent);
            request.Headers.UserAgent.Add(Purpose);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if (Redirect(response) is { } location)
            {
                if (redirects == _options.MaxRedirects || !Uri.TryCreate(address, location, out var next))
                    return null;
                address = next;
                continue;
            }

            return response.StatusCode == HttpStatusCode.OK ? await ReadAsync(address, response.Content, most, cancel).ConfigureAwait(false) : null;
        }

        return null;
    }

    private static Uri? Redirect(HttpResponseMessage response) => (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 ? response.Headers.Location : null;

    private static Uri WithoutFragment(Uri address) => address.Fragment.Length == 0 ? address : new Uri(address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));

    private static async Task<Fetched?> ReadAsync(Uri address, HttpContent content, Func<string, int> most, CancellationToken cancel)
    {
        var type = content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        var limit = most(type);
        var isWhole = type is not ("text/html" or "application/xhtml+xml");
        if (limit == 0 || (isWhole && content.Headers.ContentLength > limit))
            return null;
        using var read = new MemoryStream();
        var buffer = new byte[BufferBytes];
        var body = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            int count;
            while (read.Length <= limit && (count = await body.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
                read.Write(buffer, 0, count);
        }

        // Of a page the beginning will do; a part of a picture is none.
        if (read.Length > limit)
        {
            if (isWhole)
                return null;
            read.SetLength(limit);
        }

        return new Fetched(address, type, content.Headers.ContentType?.CharSet?.Trim('"', '\'', ' '), read.ToArray());
    }
}
