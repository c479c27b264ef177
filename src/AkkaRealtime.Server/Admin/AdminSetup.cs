using AkkaRealtime.Admin;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.Admin;

/// <summary>The operator's API at <c>/api/v1/admin</c> (protocol §6); 404 while no key is configured.</summary>
internal static class AdminSetup
{
    private const string Path = "/api/v1/admin";
    private const int LongestBody = 512 * 1_024;

    /// <summary>Options, keys and the API's description.</summary>
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section).ValidateOnStart();
        // Not by AddAuthentication, which would bring back what AddSignIn took out.
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(AdminKeyHandler.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(
            AdminKeyHandler.SchemeName, policy => policy.AddAuthenticationSchemes(AdminKeyHandler.SchemeName).RequireAuthenticatedUser());
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddOpenApi("v1", OpenApiDescription.Configure);
    }

    /// <summary>Maps the API and <c>/openapi/v1.json</c>.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        var admin = app.MapGroup(Path)
            .RequireAuthorization(AdminKeyHandler.SchemeName)
            .AddEndpointFilter<RouteGroupBuilder, AdminAudit>()
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapGet("/stats", StatsAsync).WithTags("Node").WithSummary("The node that answers, its cluster, and what the store holds.");
        admin.MapUsers();
        admin.MapRooms();
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    /// <summary>Errors without a body, such as a body that can't be read, become problem details under <c>/api</c>.</summary>
    public static void UseApiProblems(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), api => api.UseStatusCodePages());

    private static async Task<Ok<Stats>> StatsAsync(AdminService desk, CancellationToken cancel)
    {
        var node = desk.Node();
        var users = await desk.Users.CountAsync(cancel);
        var counts = await desk.Rooms.CountsAsync(cancel);
        return TypedResults.Ok(new Stats(
            node.Address,
            node.Connections,
            node.Draining,
            [.. node.Cluster.Select(m => new NodeItem(m.Address, m.Status))],
            users,
            counts.Rooms,
            counts.Messages));
    }
}
