using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AkkaRealtime.Diagnostics;

namespace AkkaRealtime.Outbound;

/// <summary>
/// Asks another server of the operator's by signed POSTs of JSON (<see cref="RequestSignature"/>). It follows no redirects, and uses no proxy and no cookies.
/// </summary>
/// <param name="url">Where to.</param>
/// <param name="secret">What they are signed with.</param>
/// <param name="maxConcurrent">So many are under way at a time; others wait.</param>
/// <param name="maxAnswerBytes">A longer answer is a failure.</param>
/// <param name="time">The clock of signatures.</param>
internal sealed class SignedRequests(Uri url, string secret, int maxConcurrent, int maxAnswerBytes, TimeProvider time) : IDisposable
{
    private static readonly ProductInfoHeaderValue Agent = new("AkkaRealtime", ServerVersion.Text.Split('+')[0]);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxConnectionsPerServer = maxConcurrent,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = maxAnswerBytes,
    };

    /// <summary>Whom it asks, for messages.</summary>
    public string Host => url.Host;

    /// <summary>The body of a 200; null for a 204.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or another one.</exception>
    public async Task<byte[]?> PostAsync(byte[] body, CancellationToken cancel)
    {
        using var request = Request(body);
        using var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.NoContent => null,
            HttpStatusCode.OK => await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false),
            var other => throw new HttpRequestException($"{Host} answered {(int)other}"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(byte[] body)
    {
        var (id, now) = (Guid.NewGuid().ToString("n"), time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", RequestSignature.Of([secret], id, now, body));
        return request;
    }
}
