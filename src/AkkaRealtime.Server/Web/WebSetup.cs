using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.Web;

/// <summary>What every HTTP answer has in common.</summary>
internal static class WebSetup
{
    private const string ApiOrigins = "api";

    // The page's own files only; media of calls, and documents for the browser's own viewer, come as blobs. Nothing inline, so that a message that slips through as HTML stays dead.
    private const string Pictures = "default-src 'self'; img-src 'self' data: blob:";

    // What a request may connect to stands last: more is added behind it.
    private const string ContentSecurityPolicy =
        "; media-src 'self' data: blob: mediastream:; "
        + "frame-src blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + "connect-src 'self'";

    // Browsers that have been here by https come by nothing else for a year.
    private const string StrictTransportSecurity = "max-age=31536000";

    // What may stand in a policy as it is.
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]");

    /// <summary>CORS for the API, for the same origins that may open sockets.</summary>
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddCors();
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>((forwarded, server) => Trust(forwarded, server.Value.TrustedProxies));
        builder.Services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<RealtimeOptions>>((cors, realtime) =>
            cors.AddPolicy(ApiOrigins, policy =>
            {
                var origins = realtime.Value.AllowedOrigins;
                policy = origins.Contains("*") ? policy.AllowAnyOrigin() : policy.WithOrigins([.. origins]);
                policy.AllowAnyMethod().WithHeaders("authorization", "content-type").SetPreflightMaxAge(TimeSpan.FromHours(1));
            }));
    }

    /// <summary>Believes <c>X-Forwarded-*</c> of configured proxies, and of nobody else.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.TrustedProxies.Count > 0)
            app.UseForwardedHeaders();
    }

    /// <summary>Takes a proxy's path away, where the proxy doesn't.</summary>
    public static void UseBasePath(this WebApplication app)
    {
        var path = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.BasePath;
        if (path.Length == 0)
            return;
        app.UsePathBase(path);

        // Else requests have been routed before, by the whole of their path.
        app.UseRouting();
    }

    // ASP.NET Core's own trust the loopback addresses.
    private static void Trust(ForwardedHeadersOptions forwarded, IList<string> proxies)
    {
        if (proxies.Count > 0)
            (forwarded.ForwardedHeaders, forwarded.ForwardLimit) = (ForwardedHeaders.All, null);
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
    }

    /// <summary>Sets the headers that keep a browser from doing more with the page than it was made for. Not async: nothing stays alive with a socket.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        // Pictures of people that tokens name: browsers fetch them where the operator says that they may be.
        var origins = app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Pictures.Origins;
        var policy = string.Join(' ', [Pictures, .. origins]) + ContentSecurityPolicy;
        app.Use((context, next) => AddHeaders(context, next, policy));
    }

    private static Task AddHeaders(HttpContext context, RequestDelegate next, string policy)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(context.Request, policy);
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = StrictTransportSecurity;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()";
        return next(context);
    }

    // 'self' is the socket, too, but for older browsers, to which it is another scheme.
    private static string PolicyOf(HttpRequest request, string policy)
    {
        var host = request.Host.Value;
        return string.IsNullOrEmpty(host) || host.AsSpan().ContainsAnyExcept(HostCharacters)
            ? policy
            : $"{policy} {(request.IsHttps ? "wss" : "ws")}://{host}";
    }

    /// <summary>Lets pages of the allowed origins call the API, and have a stream where they can't have a socket.</summary>
    public static void UseApiOrigins(this WebApplication app)
    {
        var stream = $"{app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Path.TrimEnd('/')}/stream";
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments(stream, StringComparison.OrdinalIgnoreCase),
            api => api.UseCors(ApiOrigins));
    }
}
