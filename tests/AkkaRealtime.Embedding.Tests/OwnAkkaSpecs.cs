using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Embedding.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>An app that has actors of its own.</summary>
public sealed class OwnAkkaSpecs
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_stand_beside_the_apps_actor_system_whichever_is_added_first(bool appsFirst)
    {
        await using var app = await App.StartAsync(
            builder =>
            {
                builder.Services.AddOwnJwt();
                if (appsFirst)
                    AddAppsActors(builder.Services);
                builder.Services.AddAkkaRealtime(builder.Configuration);
                if (!appsFirst)
                    AddAppsActors(builder.Services);
            },
            app => app.MapAkkaRealtime());

        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        Assert.Equal("alice", (await alice.NextAsync("session.ready")).GetProperty("user").GetProperty("id").GetString());
        var greeter = app.Services.GetRequiredService<IRequiredActor<Greeter>>();
        Assert.Equal("Hello, Alice", await greeter.ActorRef.Ask<string>("Alice", App.Wait));
        Assert.Equal("my-app", app.Services.GetRequiredService<ActorSystem>().Name);
        await alice.CloseAsync();
    }

    [Fact]
    public async Task Should_give_an_app_without_actors_no_actor_system()
    {
        await using var app = await App.StartAsync(
            builder =>
            {
                builder.Services.AddOwnJwt();
                builder.Services.AddAkkaRealtime(builder.Configuration);
            },
            app => app.MapAkkaRealtime());
        Assert.Null(app.Services.GetService<ActorSystem>());
    }

    private static void AddAppsActors(IServiceCollection services) => services.AddAkka("my-app", akka => akka.WithActors((system, registry) =>
        registry.Register<Greeter>(system.ActorOf(Props.Create<Greeter>(), "greeter"))));

    private sealed class Greeter : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"Hello, {message}");
    }
}
