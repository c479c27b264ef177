using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AkkaRealtime.Server.Api;

/// <summary>What <c>/openapi/v1.json</c> says besides the endpoints themselves: who the API is and which credentials each part wants.</summary>
internal static class OpenApiDescription
{
    private const string AdminKey = "AdminKey";
    private const string UserToken = "UserToken";

    /// <summary>Adds title and security schemes.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "AkkaRealtime";
            document.Info.Version = "1";
            document.Info.Description = "HTTP beside the WebSocket. Errors are problem details (RFC 9457).";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [AdminKey] = Bearer("One of the operator's keys (AkkaRealtime:Admin:ApiKeys)."),
                [UserToken] = Bearer("A user's token, the same as for the WebSocket."),
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (SchemeOf(context.Description.RelativePath!) is { } scheme)
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
            return Task.CompletedTask;
        });
    }

    // The other paths are for who signs in.
    private static string? SchemeOf(string path)
    {
        if (path.StartsWith("api/v1/admin/", StringComparison.Ordinal))
            return AdminKey;
        var isOfFiles = path.StartsWith("api/v1/files/", StringComparison.Ordinal) || path.StartsWith("api/v1/rooms/", StringComparison.Ordinal);
        return isOfFiles ? UserToken : null;
    }

    private static OpenApiSecurityScheme Bearer(string description) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };
}
