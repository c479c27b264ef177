using System.Text.Json;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Connections;

internal sealed record TestChat(string? Text) : IChatRequest
{
    public RequestError? Validate() => Text is null ? RequestError.Bad("text", "missing") : null;
}

internal sealed record TestCall : ICallRequest
{
    public RequestError? Validate() => null;
}

internal sealed record TestStatus : IStatusRequest
{
    public RequestError? Validate() => null;
}

/// <summary>A request that belongs to no router: a bug, which crashes the connection's actor.</summary>
internal sealed record TestBug : IRequest
{
    public RequestError? Validate() => null;
}

/// <summary>A request whose validation has a bug.</summary>
internal sealed record TestInvalid : IRequest
{
    public RequestError? Validate() => throw new JsonException("It fails.");
}

internal static class TestRequests
{
    public static RequestCatalog Catalog { get; } = new(
        SessionRequests.Types,
        [
            new("test.chat", data => new TestChat(Text(data))) { Router = "chat" },
            new("test.call", _ => new TestCall()) { Router = "call" },
            new("test.status", _ => new TestStatus()) { Router = "status" },
            new("test.undecodable", _ => throw new InvalidOperationException("It fails.")) { Router = "chat" },
            new("test.invalid", _ => new TestInvalid()) { Router = "chat" },
            new("test.bug", _ => new TestBug()) { Router = "nowhere" },
        ]);

    private static string? Text(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        return JsonElement.ParseValue(ref reader).TryGetProperty("text", out var text) ? text.GetString() : null;
    }
}
