using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>Has messages judged: what the judge says is done, and what it fails to say is decided by the options. Without a judge nothing is.</summary>
internal sealed partial class BeforeSend(IBeforeSend? judge, BeforeSendOptions options, RealtimeMetrics metrics, TimeProvider time, ILogger<BeforeSend> log)
{
    private const int RetryAfterMs = 2_000;

    private static readonly RequestError Unjudged = new(ErrorCode.Unavailable, "What looks at messages before they are sent doesn't answer right now. Send it again.", RetryAfterMs: RetryAfterMs);

    /// <summary>Whether this is something to be judged. What is forwarded was, when it was said first.</summary>
    public bool Concerns(IRequest body) => judge is not null && body is (ChatSendRequest { Forward: null } or ChatEditRequest);

    /// <summary>The request as it may go on, or why not.</summary>
    public async Task<(IRoomRequest Body, RequestError? Error)> JudgeAsync(UserId by, IRoomRequest body, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.TimeoutMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        BeforeSendAnswer answer;
        try
        {
            answer = await judge!.AskAsync(Draft(by, body), either.Token).WaitAsync(either.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The answer is null.");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // However it fails, the options say what becomes of the message.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            return Failed(body, cause);
        }

        if (answer.Refusal is { } reason)
        {
            Count("refused");
            return (body, new RequestError(ErrorCode.Forbidden, "This message is not allowed here.") { Reason = reason });
        }

        if (answer.Text is not { } text)
        {
            Count("allowed");
            return (body, null);
        }

        var changed = body is ChatEditRequest edit ? edit with { Text = text } : (IRoomRequest)((ChatSendRequest)body with { Text = text });
        if (changed.Validate() is { } fault)
            return Failed(body, new InvalidOperationException($"The changed text is none: {fault.Message}"));
        Count("changed");
        return (changed, null);
    }

    private static MessageDraft Draft(UserId by, IRoomRequest body) => body switch
    {
        ChatEditRequest edit => new(by, edit.Room!.Value, edit.Text!) { Edits = edit.Id },
        ChatSendRequest send => new(by, send.Room!.Value, send.Text ?? "")
        {
            Key = send.Key,
            ReplyTo = send.ReplyTo,
            Thread = send.Thread,
            Mentions = send.Mentions ?? [],
            Attachments = send.Attachments ?? [],
            Data = send.Data,
        },
        _ => throw new ArgumentException($"{body.GetType().Name} is no message.", nameof(body)),
    };

    private (IRoomRequest Body, RequestError? Error) Failed(IRoomRequest body, Exception cause)
    {
        Count("failed");
        LogFailed(log, cause is OperationCanceledException ? $"no answer within {options.TimeoutMs} ms" : cause.Message, options.OnFailure);
        return (body, options.OnFailure == BeforeSendOptions.Allow ? null : Unjudged);
    }

    private void Count(string result) => metrics.BeforeSend.Add(1, new KeyValuePair<string, object?>("result", result));

    [LoggerMessage(EventId = 6_401, Level = LogLevel.Warning, Message = "A message was not judged before it was sent: {Cause}; {OnFailure} is what the options say of that")]
    private static partial void LogFailed(ILogger log, string cause, string onFailure);
}
