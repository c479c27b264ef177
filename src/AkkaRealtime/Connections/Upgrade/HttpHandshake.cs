using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>What the doors that go through ASP.NET Core have in common.</summary>
internal static class HttpHandshake
{
    /// <summary>Who asks, from where; not what for.</summary>
    public static HandshakeRequest Read(HttpContext context)
    {
        var request = context.Request;
        return new HandshakeRequest
        {
            IsWebSocket = false,
            Origin = One(request.Headers.Origin),
            Host = request.Host.Value,
            Authorization = One(request.Headers.Authorization),
            Agent = One(request.Headers.UserAgent),
            QueryToken = One(request.Query["access_token"]),
            QueryTicket = One(request.Query["resume"]),
            Device = One(request.Query["device"]),
            Address = context.Connection.RemoteIpAddress,
        };
    }

    /// <summary>A header or parameter; null where it is missing.</summary>
    public static string? One(StringValues values) => values.Count == 0 ? null : values.ToString();

    /// <summary>A connection is silent for as long as it likes, and what it sends in its life has no limit. Who doesn't read is closed by the outbox.</summary>
    public static void LiftLimits(HttpContext context)
    {
        context.Features.Get<Microsoft.AspNetCore.Http.Timeouts.IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requestRate)
            requestRate.MinDataRate = null;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
            responseRate.MinDataRate = null;
    }

    /// <summary>Answers with a problem (RFC 9457).</summary>
    public static Task RefuseAsync(HttpContext context, HandshakeResult result)
    {
        foreach (var (name, value) in PlainRefusal.Headers(result, HttpProtocol.IsHttp11(context.Request.Protocol)))
            context.Response.Headers[name] = value;
        return TypedResults.Problem(result.Detail, statusCode: result.Status).ExecuteAsync(context);
    }
}
