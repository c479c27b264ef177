using System.Buffers;
using Akka.Actor;
using AkkaRealtime.Framing;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// Through ASP.NET Core: HTTP/1.1's upgrade (RFC 6455 §4) and HTTP/2's extended CONNECT (RFC 8441), with whatever middleware the host
/// put before it; and the framework's own WebSocket where the server has neither, such as TestServer. Refusals are problem details (RFC 9457).
/// </summary>
internal sealed class UpgradeEndpoint(Handshake handshake, Admission admission, TimeProvider time, Func<IActorRef> connections)
{
    private const string WebSocket = "websocket";
    private static readonly TimeSpan RefusalWait = TimeSpan.FromSeconds(1);

    /// <summary>Handles one request, until its socket's end.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        // Decided below HTTP already, the close is for us to write.
        var place = context.Features.Get<PlainConnection>();
        var result = place?.TakeRefusal() ?? await handshake.DecideAsync(Read(context), context.RequestAborted).ConfigureAwait(false);
        if (!result.IsUpgrade)
        {
            await HttpHandshake.RefuseAsync(context, result).ConfigureAwait(false);
            return;
        }

        Stream stream;
        try
        {
            stream = await UpgradeAsync(context, result).ConfigureAwait(false);
        }
        catch
        {
            if (result.Accepted is { } gone)
                admission.Undo(gone);
            throw;
        }

        using var transport = new HttpTransport(stream, context);

        if (result.Accepted is { } accepted)
        {
            // From here on Admission counts it. Over HTTP/2 the connection goes on beside it.
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
                place?.Dispose();
            connections().Tell(new Attach(transport, accepted));
            await transport.Task.ConfigureAwait(false);
        }
        else
        {
            await CloseAsync(transport, result).ConfigureAwait(false);
        }

        if (transport.IsEndedInOrder)
            CutLater(context);
    }

    // What is still under way to a client that doesn't read would keep Kestrel's connection for good.
    private void CutLater(HttpContext context)
    {
        if (context.Features.Get<IConnectionLifetimeFeature>() is not { } connection)
            return;
        var timer = time.CreateTimer(static c => ((IConnectionLifetimeFeature)c!).Abort(), connection, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(RefusalWait, Timeout.InfiniteTimeSpan);
    }

    private static HandshakeRequest Read(HttpContext context)
    {
        var request = context.Request;
        var isConnect = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket };
        var isUpgrade = HttpMethods.IsGet(request.Method)
            && HttpProtocol.IsHttp11(request.Protocol)
            && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && request.Headers.GetCommaSeparatedValues("Upgrade").Contains(WebSocket, StringComparer.OrdinalIgnoreCase);
        var isFramework = !isConnect && !isUpgrade && context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };
        return HttpHandshake.Read(context) with
        {
            IsWebSocket = isConnect || isUpgrade || isFramework,
            NeedsKey = !isConnect && !isFramework,
            Version = isFramework ? Handshake.Version : HttpHandshake.One(request.Headers.SecWebSocketVersion),
            Key = HttpHandshake.One(request.Headers.SecWebSocketKey),
            Protocols = HttpHandshake.One(request.Headers.SecWebSocketProtocol),
            Extensions = isFramework ? null : HttpHandshake.One(request.Headers.SecWebSocketExtensions),
        };
    }

    private static async ValueTask<Stream> UpgradeAsync(HttpContext context, HandshakeResult result)
    {
        HttpHandshake.LiftLimits(context);
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (connect is not { IsExtendedConnect: true } && upgrade is not { IsUpgradableRequest: true })
            return await AcceptAsync(context, result).ConfigureAwait(false);
        var headers = context.Response.Headers;
        if (result.Protocol is { } protocol)
            headers.SecWebSocketProtocol = protocol;
        if (result.Extension is { } extension)
            headers.SecWebSocketExtensions = extension;
        if (connect is { IsExtendedConnect: true })
            return await connect.AcceptAsync().ConfigureAwait(false);
        headers.Connection = "Upgrade";
        headers.Upgrade = WebSocket;
        headers.SecWebSocketAccept = Handshake.AcceptOf(context.Request.Headers.SecWebSocketKey.ToString());
        return await upgrade!.UpgradeAsync().ConfigureAwait(false);
    }

    private static async Task<Stream> AcceptAsync(HttpContext context, HandshakeResult result)
    {
        var socket = await context.Features.GetRequiredFeature<IHttpWebSocketFeature>()
            .AcceptAsync(new WebSocketAcceptContext { SubProtocol = result.Protocol }).ConfigureAwait(false);
        context.RequestAborted.Register(socket.Abort);
        return new WebSocketFrameStream(socket);
    }

    // A page sees no HTTP status, but it sees a close code.
    private async Task CloseAsync(HttpTransport transport, HandshakeResult result)
    {
        using var enough = new CancellationTokenSource(RefusalWait, time);
        await using var abort = enough.Token.Register(transport.Abort).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(256);
        try
        {
            await transport.WriteAsync(Frames.Close((int)result.CloseWith!.Value, result.Detail)).ConfigureAwait(false);

            transport.EndWriting();

            // The client's answer, or its end: a socket that is closed with something unread takes the close frame back.
            await transport.ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It is gone.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            transport.Complete();
        }
    }
}
