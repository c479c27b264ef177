using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Scheduling;

/// <summary>What a node has for scheduled messages.</summary>
internal static class SchedulerRegistration
{
    // Whoever has not answered by then is asked again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds who sends them, one in the cluster; behind the regions of rooms and users.</summary>
    public static AkkaConfigurationBuilder WithScheduler(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder.WithSingleton<SchedulerActor>(
        "scheduler",
        (_, registry, _) =>
        {
            var turn = new ScheduledTurn(
                services.GetRequiredService<JournalPromise>(),
                services.GetRequiredService<Revocations>(),
                (request, cancel) => AskAsync(registry.Get<RoomActor>(), services.GetRequiredService<BeforeSend>(), request, cancel),
                news => registry.Get<UserActor>().Tell(news, ActorRefs.NoSender),
                services.GetRequiredService<TimeProvider>());
            return SchedulerActor.Props(
                services.GetRequiredService<IScheduledStore>(), turn.RunAsync, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger<SchedulerActor>());
        },
        //// It looks for its singleton before the node has joined, and would warn of that at every start.
        new ClusterSingletonOptions { LogSingletonIdentificationFailure = false });

    private static async Task<EncodedEnvelope?> AskAsync(IActorRef rooms, BeforeSend hook, RoomRequest request, CancellationToken cancel)
    {
        if (hook.Concerns(request.Body))
        {
            var (body, error) = await hook.JudgeAsync(request.Caller.User, request.Body, cancel).ConfigureAwait(false);
            if (error is not null)
                return EnvelopeWriter.Error(error, request.Ref);
            request = request with { Body = body };
        }

        try
        {
            return await rooms.Ask<EncodedEnvelope>(request, Patience, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or ActorNotFoundException)
        {
            return null;
        }
    }
}
