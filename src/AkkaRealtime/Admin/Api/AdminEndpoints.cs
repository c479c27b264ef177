using AkkaRealtime.Admin.Bots;
using AkkaRealtime.Admin.Incoming;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Admin.Api;

/// <summary>The operator's API at <c>/api/v1/admin</c> (protocol §6); 404 while no key is configured.</summary>
internal static class AdminEndpoints
{
    private const string Path = "/api/v1/admin";
    private const int MaxBody = 512 * 1_024;

    /// <summary>Adds options and keys.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>());
        services.AddOptions<AdminOptions>().Bind(configuration.GetSection(AdminOptions.Section)).ValidateOnStart();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<IncomingLimits>();
        // Asked for when a token comes: what checks them is made when endpoints are mapped, which is before the store may be opened.
        services.AddSingleton<IIssuedTokens>(s => new BotTokens(() => s.GetRequiredService<ApiKeys>()));
        return services.AddSingleton<AdminGate>();
    }

    /// <summary>Maps the API.</summary>
    public static IEndpointConventionBuilder MapAdmin(this IEndpointRouteBuilder endpoints)
    {
        var gate = endpoints.ServiceProvider.GetRequiredService<AdminGate>();
        var admin = endpoints.MapGroup(Path)
            .AllowAnonymous()
            .AddEndpointFilter<RouteGroupBuilder, AdminAudit>()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        // Around the whole endpoint: a filter would come after the body was read.
        ((IEndpointConventionBuilder)admin).Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => gate.InvokeAsync(http, next);
        });
        admin.MapGet("/stats", StatsAsync).WithName("getStats").Needs(AdminScopes.ReadNode).WithTags("Node").WithSummary("The node that answers, its cluster, and what the store holds.");
        admin.MapNodes();
        admin.MapCalls();
        admin.MapAudit();
        admin.MapApiKeys();
        admin.MapHooks();
        admin.MapBots();
        admin.MapUsers();
        admin.MapRevocations();
        admin.MapRooms();
        admin.MapBans();
        admin.MapMessages();
        admin.MapFiles();
        admin.MapReports();
        admin.MapPublish();
        admin.MapWebhooks();
        return admin;
    }

    private static async Task<Ok<Stats>> StatsAsync(AdminService admin, CancellationToken cancel)
    {
        var node = admin.Node();
        var users = await admin.Users.CountAsync(cancel);
        var counts = await admin.Rooms.CountsAsync(cancel);
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
