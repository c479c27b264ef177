using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Rights;

/// <summary>A whole node in the specs' own process, with one topic and one command for everybody and none for anybody else.</summary>
internal sealed class RightsNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly DirectoryInfo _data;

    private RightsNode(IHost host, DirectoryInfo data, FakeTimeProvider time) => (_host, _data, Time) = (host, data, time);

    /// <summary>Stands still.</summary>
    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _host.Services;

    public static async Task<RightsNode> StartAsync(string? postgres = null, TestMeters? meters = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-rights-");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["AkkaRealtime:DataDirectory"] = data.FullName;
        builder.Configuration["AkkaRealtime:Limits:RateLimiting"] = "false";
        builder.Configuration["AkkaRealtime:Connections:DrainMs"] = "0";
        builder.Configuration["AkkaRealtime:Push:Enabled"] = "true";
        builder.Configuration["AkkaRealtime:Push:Subject"] = "mailto:ops@example.com";
        builder.Configuration["ConnectionStrings:Postgres"] = postgres;
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddLogging();
        if (meters is not null)
            builder.Services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(meters);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<ITokenValidator, NoTokens>();
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime.Topic("news").Command("ping", "Answers", null, (_, _, _) => Task.FromResult(CommandReply.Done)));
        var host = builder.Build();
        await host.StartAsync().WaitAsync(Patient.Wait);
        await host.Services.GetRequiredService<BroadcastReadiness>().Reaches.WaitAsync(Patient.Wait);
        return new RightsNode(host, data, time);
    }

    /// <summary>Connects somebody, who is signed in.</summary>
    public async Task<RightsClient> SignInAsync(string user, DateTimeOffset? expires = null)
    {
        var client = Client(user, new Identity(new UserId(user), user, expires));
        await client.WaitAsync(e => e.Type == "session.ready");
        return client;
    }

    /// <summary>Connects somebody who has shown no token.</summary>
    public RightsClient ConnectWithoutToken() => Client("nobody", null);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().WaitAsync(Patient.Wait);
        _host.Dispose();
        _data.Delete(recursive: true);
    }

    private RightsClient Client(string user, Identity? identity)
    {
        var socket = new MemorySocket();
        Attach(socket, user, identity);
        return new RightsClient(user, socket);
    }

    /// <summary>The same, for who looks at frames.</summary>
    public void Attach(MemorySocket socket, string user, Identity? identity)
    {
        var admission = Services.GetRequiredService<Admission>();
        Assert.True(admission.TryEnter(null, out _) && (identity is null || admission.TryEnterUser(identity.User)));
        Services.GetRequiredService<RealtimeNode>().Actor<ConnectionsActor>()
            .Tell(new Attach(socket, new Accepted(null, identity, identity is null ? null : new DeviceId(user))), ActorRefs.NoSender);
    }

    private sealed class NoTokens : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new((Identity?)null);
    }
}
