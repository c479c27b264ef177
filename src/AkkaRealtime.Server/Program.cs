using AkkaRealtime;
using AkkaRealtime.Server;
using AkkaRealtime.Server.Admin;
using AkkaRealtime.Server.Files;
using AkkaRealtime.Server.Health;
using AkkaRealtime.Server.SignIn;
using AkkaRealtime.Server.Web;

if (args.Contains(ReadinessProbe.Argument))
    return await ReadinessProbe.RunAsync(args);

return await PlainStart.RunAsync(async () =>
{
    var builder = ServerBuilder.Create(args);
    builder.AddServerLogging();
    builder.AddServerOptions();
    builder.Services.AddAkkaRealtime(builder.Configuration);
    builder.AddSignIn();
    builder.AddAdmin();
    builder.AddHealth();
    builder.AddTelemetry();
    builder.AddWeb();
    builder.AddFiles();

    var app = builder.Build();
    app.CheckOptions();
    app.UseTrustedProxies();
    app.UseSecurityHeaders();
    app.UseApiOrigins();
    app.UseApiProblems();
    app.MapAkkaRealtime();
    app.MapSignIn();
    app.MapFiles();
    app.MapAdmin();
    app.MapHealth();
    app.MapTelemetry();
    app.MapWebPage();
    app.AnnounceAddresses();
    await app.RunAsync();
});
