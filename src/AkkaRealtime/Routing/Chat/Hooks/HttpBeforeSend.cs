using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Outbound;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>Asks another server of the operator's.</summary>
internal sealed class HttpBeforeSend : IBeforeSend, IDisposable
{
    // The longest text that there may be, each character escaped, with room for the rest.
    private const int MaxAnswerBytes = 262_144;

    private readonly SignedRequests _server;

    public HttpBeforeSend(BeforeSendOptions options, TimeProvider time) =>
        _server = new SignedRequests(new Uri(options.Url!), options.Secret!, options.Concurrency, MaxAnswerBytes, time);

    /// <inheritdoc/>
    public async Task<BeforeSendAnswer> AskAsync(MessageDraft draft, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Question.Of(draft), BeforeSendJson.Default.Question);
        if (await _server.PostAsync(body, cancel).ConfigureAwait(false) is not { } text)
            return BeforeSendAnswer.Allow;
        var answer = JsonSerializer.Deserialize(text, BeforeSendJson.Default.Answer);
        return answer switch
        {
            { Action: "allow" } => BeforeSendAnswer.Allow,
            { Action: "change", Text: { } changed } => BeforeSendAnswer.Change(changed),
            { Action: "refuse" } => BeforeSendAnswer.Refuse(answer.Reason ?? ""),
            _ => throw new HttpRequestException($"{_server.Host} answered without an \"action\" that is allow, change (with a \"text\") or refuse"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    /// <summary>What is posted.</summary>
    internal sealed record Question(
        string Type, RoomId Room, UserId By, string Text, MessageId? Id, string? Key, MessageId? ReplyTo, MessageId? Thread, IReadOnlyList<UserId> Mentions, IReadOnlyList<Attachment> Attachments,
        JsonElement? Data)
    {
        public static Question Of(MessageDraft d) =>
            new(d.Edits is null ? "chat.send" : "chat.edit", d.Room, d.By, d.Text, d.Edits, d.Key, d.ReplyTo, d.Thread, d.Mentions, d.Attachments, d.Data);
    }

    /// <summary>What is answered.</summary>
    internal sealed record Answer(string? Action = null, string? Text = null, string? Reason = null);
}

/// <summary>JSON of question and answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HttpBeforeSend.Question))]
[JsonSerializable(typeof(HttpBeforeSend.Answer))]
internal sealed partial class BeforeSendJson : JsonSerializerContext;
