using AkkaRealtime.Polls;
using AkkaRealtime.Server.Api;
using AkkaRealtime.Server.Memory;
using AkkaRealtime.Server.Observability;
using AkkaRealtime.Server.SignIn;
using AkkaRealtime.Server.Web;

namespace AkkaRealtime.Server;

/// <summary>What the host is made of, apart from its features.</summary>
internal static partial class ServerBuilder
{
    /// <summary>
    /// A builder whose <c>appsettings.json</c> and <c>wwwroot</c> are the ones beside the program, wherever it is started from;
    /// <c>DataDirectory</c> stays relative to the working directory.
    /// </summary>
    public static WebApplicationBuilder Create(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
    });

    /// <summary>All of its services, for a server that is to start, or for who only wants to know whether it could.</summary>
    public static void AddServer(this WebApplicationBuilder builder)
    {
        builder.AddServerOptions();
        builder.FollowCertificates();
        var polls = builder.Configuration.GetSection(PollsOptions.Section).Get<PollsOptions>() ?? new PollsOptions();
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime.Domain(new PollsDomain(polls.Enabled)));
        builder.AddSignIn();
        builder.AddApi();
        builder.AddTelemetry();
        builder.Services.AddHostedService<QuietCollector>();
        builder.AddWeb();
    }

    /// <summary>One line of text an entry in Development, one JSON object a line elsewhere.</summary>
    public static void AddServerLogging(this WebApplicationBuilder builder)
    {
        WithoutTokens.Install();
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        else
            builder.Logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));

        // A failed start is told by StartupErrors, once. A fault of a background service is Critical here, and stays.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    /// <summary>Says where the server can be reached, once it can.</summary>
    public static void AnnounceAddresses(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.Server");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var url in app.Urls)
                LogListening(logger, url);
        });
    }

    [LoggerMessage(EventId = 10_001, Level = LogLevel.Information, Message = "Listening on {Url}")]
    private static partial void LogListening(ILogger logger, string url);
}
