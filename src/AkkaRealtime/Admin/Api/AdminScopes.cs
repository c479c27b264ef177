using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Admin.Api;

/// <summary>What a key may do. <see cref="Admin"/> is all of it, and what has no scope of its own: deletions, sessions, erasure, export, retention.</summary>
internal static class AdminScopes
{
    /// <summary>Everything.</summary>
    public const string Admin = "admin";

    /// <summary>Read messages.</summary>
    public const string ReadMessages = "messages:read";

    /// <summary>Send messages, edit them, react.</summary>
    public const string WriteMessages = "messages:write";

    /// <summary>Read rooms and their members.</summary>
    public const string ReadRooms = "rooms:read";

    /// <summary>Make and change rooms, and who is in them.</summary>
    public const string WriteRooms = "rooms:write";

    /// <summary>Read users and where they are connected.</summary>
    public const string ReadUsers = "users:read";

    /// <summary>Say what users are called.</summary>
    public const string WriteUsers = "users:write";

    /// <summary>Publish events of the host's own.</summary>
    public const string WriteEvents = "events:write";

    /// <summary>Read where events are sent, and how far that has got.</summary>
    public const string ReadWebhooks = "webhooks:read";

    /// <summary>Make and change webhooks, which are sent what users say.</summary>
    public const string WriteWebhooks = "webhooks:write";

    /// <summary>Read what users have reported.</summary>
    public const string ReadReports = "reports:read";

    /// <summary>Be done with what users have reported.</summary>
    public const string WriteReports = "reports:write";

    /// <summary>Read which calls go on.</summary>
    public const string ReadCalls = "calls:read";

    /// <summary>End calls.</summary>
    public const string WriteCalls = "calls:write";

    /// <summary>Read the node's state.</summary>
    public const string ReadNode = "node:read";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Admin, ReadMessages, WriteMessages, ReadRooms, WriteRooms, ReadUsers, WriteUsers, WriteEvents, ReadWebhooks, WriteWebhooks, ReadReports, WriteReports, ReadCalls, WriteCalls, ReadNode];

    /// <summary>A key needs this scope for an endpoint, or <see cref="Admin"/>.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new NeededScope(scope)).WithDescription($"For keys with the scope `{scope}`, or `{Admin}`.");
}

/// <summary>The scope that an endpoint needs; one without needs <see cref="AdminScopes.Admin"/>.</summary>
internal sealed record NeededScope(string Name);
