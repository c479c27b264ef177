using System.Text;
using System.Text.Json;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Events of the host's own, from other processes.</summary>
internal static class AdminPublish
{
    /// <summary>Maps <c>/publish</c>.</summary>
    public static void MapPublish(this RouteGroupBuilder admin) => admin.MapPost("/publish", PublishAsync)
        .WithTags("Events")
        .WithSummary("Sends an event of your own to a user, a room, a topic or everybody; at most once, kept by topics only. The same key within ten minutes sends nothing more.");

    private static async Task<Results<Accepted<Published>, Ok<Published>, ProblemHttpResult>> PublishAsync(
        IRealtimePublisher publisher, PublicationKeys keys, TopicRules topics, AdminService desk, PublishBody body, CancellationToken cancel)
    {
        if (WireTypes.Fault(body.Type) is { } fault)
            return AdminProblems.Bad(fault);
        if (body.Data is not { ValueKind: JsonValueKind.Object } data)
            return AdminProblems.Bad("\"data\" is an object.");
        if (Encoding.UTF8.GetByteCount(data.GetRawText()) > IRealtimePublisher.MaxDataBytes)
            return AdminProblems.Bad($"\"data\" takes more than {IRealtimePublisher.MaxDataBytes} bytes.");
        if (body.Key is not null && !IdRules.IsKey(body.Key))
            return AdminProblems.Bad("\"key\" is 1 to 64 characters that name this event, so that it can be sent again without harm.");
        if (Fault(body.To, topics) is { } wrong)
            return AdminProblems.Bad(wrong);
        if (body.To!.Room is { } room && await desk.Rooms.FindRoomAsync(new RoomId(room), cancel) is null)
            return AdminProblems.NotFound("room");
        if (body.Key is { } key && !await keys.TryUseAsync(key, cancel))
            return TypedResults.Ok(new Published(Duplicate: true));
        await SendAsync(publisher, body.To, body.Type!, data);
        return TypedResults.Accepted((string?)null, new Published(Duplicate: false));
    }

    private static string? Fault(Destination? to, TopicRules topics)
    {
        if (to is null || (to.User is null ? 0 : 1) + (to.Room is null ? 0 : 1) + (to.Topic is null ? 0 : 1) + (to.Everybody is true ? 1 : 0) != 1)
            return "\"to\" is one of {\"user\": …}, {\"room\": …}, {\"topic\": …} and {\"everybody\": true}.";
        if (to.User is not null && !IdRules.IsUser(to.User))
            return "\"user\" is the id of a user.";
        return to.Topic is null ? null : topics.Fault(to.Topic);
    }

    private static Task SendAsync(IRealtimePublisher publisher, Destination to, string type, JsonElement data) => to switch
    {
        { User: { } user } => publisher.ToUserAsync(new UserId(user), type, data),
        { Room: { } room } => publisher.ToRoomAsync(new RoomId(room), type, data),
        { Topic: { } topic } => publisher.ToTopicAsync(topic, type, data),
        _ => publisher.ToEverybodyAsync(type, data),
    };
}

/// <summary>An event to send. The same <c>key</c> again sends nothing more.</summary>
internal sealed record PublishBody(Destination? To, string? Type, JsonElement? Data, string? Key);

/// <summary>To whom: exactly one of them.</summary>
internal sealed record Destination(string? User, string? Room, string? Topic, bool? Everybody);

/// <summary>The event is on its way, or was before.</summary>
internal sealed record Published(bool Duplicate);
