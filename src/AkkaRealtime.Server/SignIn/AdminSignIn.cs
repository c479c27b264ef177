using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AkkaRealtime.Server.SignIn;

/// <summary>What <c>/admin</c> needs for having operators sign in at the issuer: where that is, and leave to ask it for tokens.</summary>
internal static class AdminSignIn
{
    private const string Path = "/api/v1/admin/sign-in";

    /// <summary>Its options.</summary>
    public static void AddAdminSignIn(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AdminSignInOptions>, AdminSignInOptionsValidator>();
        services.AddAkkaRealtimeOptionNames<AdminSignInOptions>("Admin:SignIn");
        services.AddOptions<AdminSignInOptions>().BindConfiguration(AdminSignInOptions.Section).ValidateOnStart();
    }

    /// <summary>Lets the page speak with the issuer, which the page's policy would keep it from. Behind what sets that policy, in which <c>connect-src</c> stands last.</summary>
    public static void UseAdminSignIn(this WebApplication app)
    {
        if (!IsOn(app.Services))
            return;
        // Its files have no policy, and are not to wait for an issuer that is away.
        app.UseWhen(context => context.Request.Path == "/admin/", admin => admin.Use(async (context, next) =>
        {
            if (await IssuerAsync(context) is { TokenEndpoint: { } endpoint } && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri))
                context.Response.Headers.ContentSecurityPolicy = $"{context.Response.Headers.ContentSecurityPolicy} {uri.GetLeftPart(UriPartial.Authority)}";
            await next(context);
        }));
    }

    /// <summary>Maps where the page asks, before anybody is known; 404 where operators have keys alone.</summary>
    public static void MapAdminSignIn(this WebApplication app) =>
        app.MapGet(Path, PlaceAsync).AllowAnonymous().ExcludeFromDescription().ForAkkaRealtimeManagement();

    private static async Task<Results<Ok<Place>, ProblemHttpResult>> PlaceAsync(HttpContext context, IOptions<AdminSignInOptions> options, IOptions<AuthOptions> auth)
    {
        if (options.Value.ClientId is not { Length: > 0 } client)
            return TypedResults.Problem("Operators sign in with a key.", statusCode: StatusCodes.Status404NotFound);
        return await IssuerAsync(context) is { } issuer
            ? TypedResults.Ok(new Place(issuer.Issuer, client, options.Value.Scope, auth.Value.Audience, issuer.AuthorizationEndpoint, issuer.TokenEndpoint))
            : TypedResults.Problem("The issuer can't be reached right now.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static bool IsOn(IServiceProvider services) => !string.IsNullOrEmpty(services.GetRequiredService<IOptions<AdminSignInOptions>>().Value.ClientId);

    private static async Task<OpenIdConnectConfiguration?> IssuerAsync(HttpContext context)
    {
        var bearer = context.RequestServices.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
        return bearer.ConfigurationManager is IssuerKeys keys ? await keys.TryGetAsync(context.RequestAborted) : null;
    }

    /// <summary>Where operators sign in.</summary>
    internal sealed record Place(string Issuer, string ClientId, string Scope, string? Audience, string AuthorizationEndpoint, string TokenEndpoint);
}
