using System.Buffers.Text;
using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace AkkaRealtime.Server.Api;

/// <summary>The page at <c>/openapi/</c>, beside the description that it shows: Scalar's, and all of it comes from here.</summary>
internal static class ApiReference
{
    private const int NonceBytes = 24;

    /// <summary>Maps <c>/openapi/</c>.</summary>
    public static void MapApiReference(this WebApplication app) => app.MapScalarApiReference("/openapi", Configure).ForAkkaRealtimeManagement();

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        options.Title = "AkkaRealtime HTTP API";

        // Nothing that would be asked of, or sent to, anybody else.
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.HideClientButton = true;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.DisableAgent();
        options.DisableMcp();

        // The page has a script in it, and makes its styles as it goes; it still connects to nobody but this server.
        options.Nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{options.Nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
