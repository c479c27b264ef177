using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AkkaRealtime.Server.Api;

/// <summary>What <c>/openapi/v1.json</c> says besides the endpoints themselves: who the API is and which credentials each part wants.</summary>
internal static class OpenApiDescription
{
    private const string AdminKey = "AdminKey";
    private const string UserToken = "UserToken";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Sign-in", "For development."),
        ("Files", "Uploads and downloads of users, with the token of their socket."),
        ("People", "Pictures of people, with the token of the user's socket."),
        ("Messages", "Read, send, edit, delete and react, in the name of `system` or a bot."),
        ("Rooms", "Rooms, their members, and how long they keep what is said."),
        ("Users", "Names, sessions, export and erasure."),
        ("Events", "Events of the host's own."),
        ("Reports", "Messages that users have reported."),
        ("Calls", "Calls that ring or go on, and ending one."),
        ("Webhooks", "Servers that are told what happens."),
        ("Bots", "Tokens by which programs are users."),
        ("Incoming webhooks", "Addresses at which other programs say something in a room."),
        ("Node", "The node that answers, and its cluster."),
        ("Audit", "What operators have done."),
        ("Keys", "Keys to this API, with scopes."),
    ];

    /// <summary>Adds title and security schemes.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "AkkaRealtime";
            document.Info.Version = "1";
            document.Info.License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" };
            document.Info.Description = "HTTP beside the WebSocket. Errors are problem details (RFC 9457).";
            document.Tags = new HashSet<OpenApiTag>(Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
            foreach (var server in document.Servers ?? [])
                server.Url = server.Url?.TrimEnd('/');
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [AdminKey] = Bearer("One of the operator's keys (AkkaRealtime:Admin:ApiKeys, or Keys with scopes), or where Admin:Tokens says so a token with scopes behind akkarealtime:."),
                [UserToken] = Bearer("A user's token, the same as for the WebSocket."),
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            // Described here: metadata of what an endpoint accepts would refuse files of other types, and bodies without a type.
            if (BodyOf(operation.OperationId) is { } body)
                operation.RequestBody = body;
            // An empty list says that nothing is wanted; none would say nothing.
            operation.Security = SchemeOf(context.Description.RelativePath!) is { } scheme
                ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }]
                : [];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Times have a converter of their own, which the description can't look into.
            if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) == typeof(DateTimeOffset) || context.JsonTypeInfo.Type == typeof(DateTimeOffset))
                (schema.Type, schema.Format) = (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
            return Task.CompletedTask;
        });
    }

    // The other paths are for who signs in.
    private static string? SchemeOf(string path)
    {
        if (path.StartsWith("api/v1/admin/", StringComparison.Ordinal))
            return AdminKey;
        var isOfFiles = path.StartsWith("api/v1/files/", StringComparison.Ordinal) || path.StartsWith("api/v1/rooms/", StringComparison.Ordinal)
            || path.StartsWith("api/v1/people/", StringComparison.Ordinal);
        return isOfFiles ? UserToken : null;
    }

    private static OpenApiRequestBody? BodyOf(string? operation) => operation switch
    {
        "uploadFile" or "sendFile" or "putPicture" or "putUserPicture" => Body("*/*", new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }),
        "devSignIn" => Body("application/json", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "name" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["name"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["user"] = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        }),
        "postToWebhook" => Body("application/json", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "text" },
            Properties = new Dictionary<string, IOpenApiSchema> { ["text"] = new OpenApiSchema { Type = JsonSchemaType.String } },
        }),
        _ => null,
    };

    private static OpenApiRequestBody Body(string type, OpenApiSchema schema) =>
        new() { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [type] = new OpenApiMediaType { Schema = schema } } };

    private static OpenApiSecurityScheme Bearer(string description) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };
}
