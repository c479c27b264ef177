using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Events of the host's own, from other processes.</summary>
internal static class AdminPublish
{
    /// <summary>Maps <c>/publish</c>.</summary>
    public static void MapPublish(this RouteGroupBuilder admin) => admin.MapPost("/publish", PublishAsync)
        .WithTags("Events")
        .WithName("publish").Needs(AdminScopes.WriteEvents)
        .WithSummary("Sends an event of your own to a user, a room, a topic or everybody; at most once, kept by topics only. The same key within ten minutes sends nothing more.");

    private static async Task<Results<Accepted<Published>, Ok<Published>, ProblemHttpResult>> PublishAsync(
        EventTargets targets, PublicationKeys keys, TopicRules topics, AdminService desk, PublishBody body,
        [FromHeader(Name = AdminKeys.Header)] string? idempotencyKey, CancellationToken cancel)
    {
        if (WireTypes.Fault(body.Type) is { } fault)
            return AdminProblems.Bad(fault, "type");
        if (body.Data is not { ValueKind: JsonValueKind.Object } data)
            return AdminProblems.Bad("\"data\" is an object.", "data");
        var encoded = EventJson.Encode(data);
        if (EventJson.Fault(encoded) is { } unfit)
            return AdminProblems.Bad(unfit.Message, unfit.Field);
        if (AdminKeys.Fault(body.Key, idempotencyKey, isNeeded: false) is { } keyFault)
            return keyFault;
        if (Fault(body.To, topics) is { } wrong)
            return AdminProblems.Bad(wrong, "to");
        if (body.To!.Room is { } room && await desk.Rooms.FindRoomAsync(new RoomId(room), cancel) is null)
            return AdminProblems.NotFound("room");
        var sent = Event(body.To, body.Type!, encoded);
        var key = AdminKeys.Of(body.Key, idempotencyKey);
        if (key is null)
            targets.Send(sent);
        else if (!await keys.SendOnceAsync(key, sent, cancel))
            return TypedResults.Ok(new Published(Duplicate: true));
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

    private static OwnEvent Event(Destination to, string type, EncodedJson data) => to switch
    {
        { User: { } user } => OwnEvent.To(new UserId(user), type, data),
        { Room: { } room } => OwnEvent.To(new RoomId(room), type, data),
        { Topic: { } topic } => OwnEvent.ToTopic(topic, type, data),
        _ => OwnEvent.ToEverybody(type, data),
    };
}

/// <summary>An event to send. The same <c>key</c> again sends nothing more.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PublishBody(Destination? To, string? Type, JsonElement? Data, string? Key = null);

/// <summary>To whom: exactly one of them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Destination(string? User = null, string? Room = null, string? Topic = null, bool? Everybody = null);

/// <summary>The event is on its way, or was before.</summary>
internal sealed record Published(bool Duplicate);
