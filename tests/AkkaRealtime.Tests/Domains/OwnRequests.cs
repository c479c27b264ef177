using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
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

/// <summary>A request that can't be made without a text.</summary>
public sealed record PrintLabel
{
    public PrintLabel(string text) => Text = text.Length > 0 ? text : throw new InvalidOperationException("The label is empty.");

    public string Text { get; }
}

/// <summary>A request whose attribute fails.</summary>
public sealed record WeighOrder([Weighs] string Id);

/// <summary>A request whose validation fails.</summary>
public sealed record ShipOrder(string? Id) : IRequest
{
    public RequestError? Validate() => Id!.Length > 0 ? null : throw new JsonException("The order has no id.");
}

/// <summary>A rule with a bug.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class WeighsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => throw new InvalidOperationException("The scales are broken.");
}

/// <summary>A domain whose only request is <see cref="ShipOrder"/>; its router answers nothing.</summary>
public sealed class ShippingDomain : IRealtimeDomain
{
    public string Name => "shipping";

    public void Configure(DomainBuilder domain) => domain
        .Request<ShipOrder>("shipping.ship")
        .Router<ShippingRouterActor>(_ => Props.Create<ShippingRouterActor>());
}

public sealed class ShippingRouterActor : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}

/// <summary>A request about a room.</summary>
public sealed record OpenPoll(RoomId? Room, string Question) : IRoomBound;

/// <summary>A poll.</summary>
public sealed record PollOpened(string Question);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PlaceOrder))]
[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class ShopJson : JsonSerializerContext;
