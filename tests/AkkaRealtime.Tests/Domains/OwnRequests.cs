using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Domains;

/// <summary>What a shop says: the host's own records of these specs.</summary>
public sealed record PlaceOrder(string Sku, [Range(1, 10)] int Count = 1);

/// <summary>An order that was placed.</summary>
public sealed record OrderPlaced(string Id, DateTimeOffset At, string? Note = null);

/// <summary>A request that validates itself.</summary>
public sealed record CancelOrder(string? Id) : IRequest
{
    public RequestError? Validate() => Id is null ? RequestError.Bad("id", "\"id\" is the id of an order.") : null;
}

/// <summary>A request about a room.</summary>
public sealed record OpenPoll(RoomId? Room, string Question) : IRoomBound;

/// <summary>A poll.</summary>
public sealed record PollOpened(string Question);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PlaceOrder))]
[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class ShopJson : JsonSerializerContext;
