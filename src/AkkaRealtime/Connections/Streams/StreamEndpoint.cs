using System.Buffers;
using System.Globalization;
using Akka.Actor;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Connections.Streams;

/// <summary>
/// The third door, for whom a proxy refuses the upgrade (protocol §1): a response that doesn't end brings down what a WebSocket would, and requests take up what the client sends. Who may come in is
/// decided by the same <see cref="Handshake"/>, and what comes in is the same connection.
/// </summary>
internal sealed class StreamEndpoint(
    Handshake handshake, Admission admission, OpenStreams streams, StreamPosts posts, LimitOptions limits, RealtimeMetrics metrics, Func<IActorRef> connections)
{
    // Several envelopes go together, and none is longer than a WebSocket would take.
    private const int MessagesPerPost = 2;

    private int MaxPostBytes => (int)Math.Min((long)limits.MaxMessageBytes * MessagesPerPost, Array.MaxLength);

    /// <summary><c>GET …/stream</c>: begins a connection, and lasts as long.</summary>
    public async Task OpenAsync(HttpContext context)
    {
        var result = await handshake.DecideAsync(HttpHandshake.Read(context) with { IsStream = true }, context.RequestAborted).ConfigureAwait(false);
        if (!result.IsUpgrade)
        {
            await HttpHandshake.RefuseAsync(context, result).ConfigureAwait(false);
            return;
        }

        HttpHandshake.LiftLimits(context);
        BeginResponse(context);
        using var transport = new StreamTransport(context);
        if (result.Accepted is { } accepted)
            await RunAsync(context, transport, accepted).ConfigureAwait(false);
        else
            await TryRefuseAsync(transport, result).ConfigureAwait(false);
    }

    /// <summary><c>POST …/stream/{stream}?seq=</c>: what the client sends.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if (!long.TryParse(context.Request.Query["seq"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            await AnswerAsync(context, 400, "Number the requests of a stream: ?seq=1, ?seq=2, and so on.").ConfigureAwait(false);
            return;
        }

        var stream = StreamOf(context);
        if (!posts.MayExist(stream))
        {
            await AnswerAsync(context, PostOutcome.Gone).ConfigureAwait(false);
            return;
        }

        byte[]? lines;
        try
        {
            lines = await ReadBodyAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Nothing of it is taken; whoever reads the answer sends it again.
            await AnswerAsync(context, 400, "The request broke off.").ConfigureAwait(false);
            return;
        }

        if (lines is null)
            await AnswerAsync(context, 413, "Send less in one request: maxBytes of the event \"open\" at most.").ConfigureAwait(false);
        else
            await AnswerAsync(context, await posts.TakeAsync(stream, number, lines).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary><c>DELETE …/stream/{stream}</c>: the client says goodbye.</summary>
    public async Task LeaveAsync(HttpContext context) =>
        await AnswerAsync(context, await posts.LeaveAsync(StreamOf(context)).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task RunAsync(HttpContext context, StreamTransport transport, Accepted accepted)
    {
        var name = streams.Add(transport);
        metrics.Streams.Add(1);
        await using var gone = context.RequestAborted.UnsafeRegister(static t => ((StreamTransport)t!).EndReading(), transport).ConfigureAwait(false);
        try
        {
            try
            {
                await transport.BeginAsync(name, MaxPostBytes).ConfigureAwait(false);
            }
            catch
            {
                admission.Undo(accepted);
                throw;
            }

            // From here on Admission counts it.
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Features.Get<PlainConnection>()?.Dispose();
            connections().Tell(new Attach(transport, accepted));
            await transport.Task.ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It was gone before it began.
        }
        finally
        {
            streams.Remove(name);
            metrics.Streams.Add(-1);
        }
    }

    private static void BeginResponse(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";

        // Nothing on the way keeps, changes or gathers it; nginx reads the last one.
        headers.CacheControl = "no-store, no-transform";
        headers["X-Accel-Buffering"] = "no";

        // Its TCP connection has left the count of those that are none of ours, and ends with it.
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            headers.Connection = "close";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static async Task TryRefuseAsync(StreamTransport transport, HandshakeResult result)
    {
        try
        {
            await transport.RefuseAsync((int)result.CloseWith!.Value, result.Detail).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client was faster.
        }
    }

    private static string StreamOf(HttpContext context) => context.GetRouteValue("stream") as string ?? "";

    // Null where it is too long.
    private async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxPostBytes)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > MaxPostBytes)
                return null;
            if (read.IsCompleted)
            {
                var lines = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return lines;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Task AnswerAsync(HttpContext context, PostOutcome outcome) => outcome switch
    {
        PostOutcome.Taken => AnswerAsync(context, 204, ""),
        PostOutcome.Early => AnswerAsync(context, 409, "A request with a lower seq has not come yet. Send the next one when this one is answered."),
        PostOutcome.Busy => AnswerAsync(context, 429, "Too many requests of this stream wait for their turn. Send the next one when this one is answered."),
        PostOutcome.Unreachable => AnswerAsync(context, 503, "The stream's node does not answer. Send the same request again, with the same seq."),
        _ => AnswerAsync(context, 404, "There is no such stream, or it has ended. Open another one."),
    };

    private static Task AnswerAsync(HttpContext context, int status, string detail)
    {
        if (status is 429 or 503)
            context.Response.Headers.RetryAfter = "1";
        if (status != 204)
            return TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
