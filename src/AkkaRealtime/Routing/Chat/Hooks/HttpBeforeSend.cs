using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Outbound;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>
/// Asks another server, by a signed POST to an address of the operator's. It follows no redirects, and uses no proxy and no cookies.
/// </summary>
internal sealed class HttpBeforeSend : IBeforeSend, IDisposable
{
    // The longest text that there may be, each character escaped, with room for the rest.
    private const int MaxAnswerBytes = 262_144;

    private static readonly ProductInfoHeaderValue Agent = new("AkkaRealtime", ServerVersion.Text.Split('+')[0]);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Uri _url;
    private readonly string _secret;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public HttpBeforeSend(BeforeSendOptions options, TimeProvider time)
    {
        (_url, _secret, _time) = (new Uri(options.Url!), options.Secret!, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxConnectionsPerServer = options.Concurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <inheritdoc/>
    public async Task<BeforeSendAnswer> AskAsync(MessageDraft draft, CancellationToken cancel)
    {
        using var request = Request(draft);
        using var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return BeforeSendAnswer.Allow;
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{_url.Host} answered {(int)response.StatusCode}");
        var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), BeforeSendJson.Default.Answer);
        return answer switch
        {
            { Action: "allow" } => BeforeSendAnswer.Allow,
            { Action: "change", Text: { } text } => BeforeSendAnswer.Change(text),
            { Action: "refuse" } => BeforeSendAnswer.Refuse(answer.Reason ?? ""),
            _ => throw new HttpRequestException($"{_url.Host} answered without an \"action\" that is allow, change (with a \"text\") or refuse"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(MessageDraft draft)
    {
        var (id, now) = (Guid.NewGuid().ToString("n"), _time.GetUtcNow());
        var body = JsonSerializer.SerializeToUtf8Bytes(Question.Of(draft), BeforeSendJson.Default.Question);
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", RequestSignature.Of([_secret], id, now, body));
        return request;
    }

    /// <summary>What is posted.</summary>
    internal sealed record Question(
        string Type, RoomId Room, UserId By, string Text, MessageId? Id, string? Key, MessageId? ReplyTo, MessageId? Thread, IReadOnlyList<UserId> Mentions, IReadOnlyList<Attachment> Attachments)
    {
        public static Question Of(MessageDraft d) =>
            new(d.Edits is null ? "chat.send" : "chat.edit", d.Room, d.By, d.Text, d.Edits, d.Key, d.ReplyTo, d.Thread, d.Mentions, d.Attachments);
    }

    /// <summary>What is answered.</summary>
    internal sealed record Answer(string? Action = null, string? Text = null, string? Reason = null);
}

/// <summary>JSON of question and answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HttpBeforeSend.Question))]
[JsonSerializable(typeof(HttpBeforeSend.Answer))]
internal sealed partial class BeforeSendJson : JsonSerializerContext;
