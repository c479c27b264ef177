using AkkaRealtime;
using AkkaRealtime.Server;
using AkkaRealtime.Server.Api;
using AkkaRealtime.Server.Observability;
using AkkaRealtime.Server.SignIn;
using AkkaRealtime.Server.Web;

if (args.Contains(ReadinessProbe.Argument))
    return await ReadinessProbe.RunAsync(args);
if (args.Contains(StoreCheckCommand.Argument))
    return StoreCheckCommand.Run(args);

return await StartupErrors.RunAsync(async () =>
{
    PoolThreads.Provide();
    var builder = ServerBuilder.Create(args);
    builder.AddServerLogging();
    builder.AddServer();

    var app = builder.Build();
    app.CheckOptions();
    app.UseTrustedProxies();
    app.UseBasePath();
    app.UseSecurityHeaders();
    app.UseAdminSignIn();
    app.UseApiOrigins();
    app.UseApiProblems();
    app.MapAkkaRealtime();
    app.MapSignIn();
    app.MapAdminSignIn();
    app.MapAkkaRealtimeFiles();
    app.MapAkkaRealtimeAdmin();
    app.MapAkkaRealtimeIncomingWebhooks();
    app.MapAkkaRealtimeHealth();
    app.MapAkkaRealtimeMetrics();
    app.MapApiDescription();
    app.MapApiReference();
    app.MapWebPage();
    app.AnnounceAddresses();
    app.EndWithTheNode();
    await app.RunAsync();
});
