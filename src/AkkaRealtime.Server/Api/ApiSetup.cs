using System.Text.Json.Serialization;

namespace AkkaRealtime.Server.Api;

/// <summary>What the HTTP APIs have in common: one description, one form of errors.</summary>
internal static class ApiSetup
{
    /// <summary>The description, and an answer instead of an exception for what can't be read.</summary>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.AddProblemDetails();
        // A number is one: else each would be described as a number or a text.
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddOpenApi("v1", OpenApiDescription.Configure);
    }

    /// <summary>Errors without a body, such as a body that can't be read, become problem details under <c>/api</c>.</summary>
    public static void UseApiProblems(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), api => api.UseStatusCodePages());

    /// <summary>Maps <c>/openapi/v1.json</c>.</summary>
    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json").ForAkkaRealtimeManagement();
}
