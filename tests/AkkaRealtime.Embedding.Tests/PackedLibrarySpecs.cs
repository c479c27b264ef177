using AkkaRealtime.Embedding.Tests.Support;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>The library as others get it: the package, in an app that has never seen this repository.</summary>
public sealed class PackedLibrarySpecs
{
    private const string Program = """
        using System.Text;
        using Akka.Actor;
        using Akka.Hosting;
        using AkkaRealtime;
        using Microsoft.AspNetCore.Authentication.JwtBearer;
        using Microsoft.IdentityModel.Tokens;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt => jwt.TokenValidationParameters = new()
        {
            ValidIssuer = "my-app",
            ValidAudience = "my-app",
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("a key of the app's own, for these specs alone")),
        });
        builder.Services.AddAuthorization();
        builder.Services.AddAkka("my-app", akka => akka.WithActors((system, registry) =>
            registry.Register<Greeter>(system.ActorOf(Props.Create<Greeter>(), "greeter"))));
        builder.Services.AddAkkaRealtime(builder.Configuration);

        var app = builder.Build();
        app.MapAkkaRealtime();
        app.MapAkkaRealtimeFiles();
        app.MapAkkaRealtimeHealth();
        app.MapGet("/greet/{name}", (string name, IRequiredActor<Greeter> greeter) => greeter.ActorRef.Ask<string>(name));
        app.Run();

        internal sealed class Greeter : ReceiveActor
        {
            public Greeter() => Receive<string>(name => Sender.Tell($"Hello, {name}"));
        }
        """;

    [Fact]
    public async Task Should_serve_a_fresh_app_with_its_own_tokens_and_its_own_actors()
    {
        await using var app = new FreshApp();
        await app.PackAsync();
        await app.BuildAsync(Program);
        await app.RunAsync();

        using var alice = await Client.ConnectAsync(new Uri(app.Url, "/ws/ws"), OwnJwt.TokenFor("alice", "Alice A."));
        Assert.Equal("Alice A.", (await alice.NextAsync("session.ready")).GetProperty("user").GetProperty("name").GetString());
        using var http = new HttpClient { BaseAddress = app.Url, Timeout = App.Wait };
        Assert.Equal("Hello, Alice", await http.GetStringAsync("/greet/Alice"));
        Assert.True((await http.GetAsync("/healthz/ready")).IsSuccessStatusCode);
        await alice.CloseAsync();
    }
}
