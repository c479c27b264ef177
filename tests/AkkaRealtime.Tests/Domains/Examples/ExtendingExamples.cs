using System.ComponentModel.DataAnnotations;
using AkkaRealtime.Admin;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Hooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Domains.Examples;

// What stands between the marks is shown in docs/extending.md; ExtendingDocsTests compares them.
internal static class ExtendingExamples
{
    public static void Handle(WebApplicationBuilder builder)
    {
        // example: handle
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", async (caller, order, cancel) =>
            {
                if (order.Sku == "gone")
                    return new RequestError(ErrorCode.NotFound, "There is no such article.", "sku");
                await Task.Yield();
                return new OrderPlaced($"{caller.User}-1", DateTimeOffset.UnixEpoch);
            }));
        // end
    }

    public static void HandlerClass(WebApplicationBuilder builder)
    {
        // example: class
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Handle<PlaceOrder, OrderPlaced, PlaceOrderHandler>("order.place", "order.placed"));
        // end
    }

    public static void Commands(WebApplicationBuilder builder)
    {
        // example: commands
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Command("ping", "Is the server there?", null, async (caller, command, cancel) =>
            {
                await Task.Yield();
                return $"It is, {caller.Name}.";
            })
            .Command<DeployCommand>("deploy", "Deploys a version to production", usage: "<version>", role: "admin"));
        // end
    }

    public static void BeforeSend(WebApplicationBuilder builder)
    {
        // example: judge
        builder.Services.AddSingleton<IBeforeSend, NoPhoneNumbers>();
        // end
    }

    public static void Topics(WebApplicationBuilder builder)
    {
        // example: topics
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Topic("prices", topic => topic.Keep = 100)
            .Topic("orders.*", topic => topic.Authorize = (caller, name, cancel) =>
                Task.FromResult<TopicAccess>(name == $"orders.{caller.User}")));
        // end
    }

    public static async Task EndAsync(IServiceProvider services, UserId alice)
    {
        // example: end
        await services.GetRequiredService<ITopicSubscriptions>().EndAsync(alice, "orders.alice");
        // end
    }

    public static async Task PublishAsync(IServiceProvider services, UserId alice, RoomId room, OrderPlaced order)
    {
        // example: publish
        var publisher = services.GetRequiredService<IRealtimePublisher>();
        await publisher.ToUserAsync(alice, "order.placed", order);
        await publisher.ToRoomAsync(room, "order.placed", order);
        await publisher.ToTopicAsync("prices", "price.changed", new { sku = "a1", cents = 995 });
        await publisher.ToEverybodyAsync("shop.closed", new { reason = "Stocktaking" });
        // end
    }

    public static void Domain(WebApplicationBuilder builder)
    {
        // example: domain
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime.Domain<WhiteboardDomain>());
        // end
    }
}

// example: records
/// <summary>Places an order.</summary>
public sealed record PlaceOrder(string Sku, [Range(1, 100)] int Count = 1);

/// <summary>An order that was placed.</summary>
public sealed record OrderPlaced(string Id, DateTimeOffset At);
// end

// example: handler
/// <summary>Places orders.</summary>
public sealed class PlaceOrderHandler(TimeProvider time) : IRequestHandler<PlaceOrder, OrderPlaced>
{
    /// <inheritdoc/>
    public async Task<Reply<OrderPlaced>> HandleAsync(Caller caller, PlaceOrder request, CancellationToken cancel)
    {
        await Task.Yield();
        return new OrderPlaced($"{caller.User}-{request.Sku}", time.GetUtcNow());
    }
}
// end

// example: command
/// <summary>Deploys.</summary>
public sealed class DeployCommand(AdminService admin) : ICommandHandler
{
    private static readonly UserId Bot = new("deploy-bot");

    /// <inheritdoc/>
    public async Task<CommandReply> RunAsync(Caller caller, SlashCommand command, CancellationToken cancel)
    {
        if (!Version.TryParse(command.Arguments, out var version))
            return RequestError.Bad("arguments", "Which version? Type /deploy 1.2, say.");
        var posted = await admin.PostAsync(command.Room, Bot, command.Key, $"{caller.Name} deploys {version}.", cancel);
        return posted.Error is { } error ? error : "I'll tell the room when it is done.";
    }
}
// end

// example: room
/// <summary>Opens a poll in a room.</summary>
public sealed record OpenPoll(RoomId? Room, string Question) : IRoomBound;
// end

// example: log
/// <summary>Opens polls.</summary>
public sealed class OpenPollHandler(IRoomEvents events) : IRequestHandler<OpenPoll, PollOpened>
{
    /// <inheritdoc/>
    public async Task<Reply<PollOpened>> HandleAsync(Caller caller, OpenPoll poll, CancellationToken cancel)
    {
        var opened = await events.AppendAsync(
            poll.Room!.Value, caller.User, "poll.opened", new PollOpened(poll.Question), new() { CountsAsUnread = true }, cancel: cancel);
        return opened.Error is { } error ? error : opened.Value!.Data;
    }
}
// end

// example: beforeSend
public sealed class NoPhoneNumbers : IBeforeSend
{
    public Task<BeforeSendAnswer> AskAsync(MessageDraft draft, CancellationToken cancel) => Task.FromResult(
        draft.Text.Contains("555-", StringComparison.Ordinal) ? BeforeSendAnswer.Refuse("No phone numbers here.") : BeforeSendAnswer.Allow);
}

// end
