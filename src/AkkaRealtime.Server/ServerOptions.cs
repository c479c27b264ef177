using System.Buffers;
using System.Net;
using AkkaRealtime.Server.Observability;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server;

/// <summary>What only the host needs to know, section <c>AkkaRealtime</c> as well.</summary>
internal sealed class ServerOptions
{
    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed.
    /// Default none: anybody can write such a header.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>The path under which a proxy has the server without taking it away: <c>/rt</c>. Default none, also where a proxy does take it away.</summary>
    public string BasePath { get; set; } = "";
}

/// <summary>Section <c>AkkaRealtime:Polls</c>. Read before the server is built: which domains there are is decided then.</summary>
internal sealed class PollsOptions
{
    /// <summary>Where it stands.</summary>
    public const string Section = RealtimeOptions.Section + ":Polls";

    /// <summary>Whether members of rooms can open polls. Default true.</summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>Stops the start where an option is wrong, with a sentence that says what to change.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var faults = options.TrustedProxies
            .Where(p => !IPAddress.TryParse(p, out _) && !IPNetwork.TryParse(p, out _))
            .Select(p => $"AkkaRealtime:TrustedProxies holds '{p}'. Write an address such as 10.0.0.7 or a network such as 10.0.0.0/8.")
            .ToList();
        if (options.BasePath.Length > 0 && (options.BasePath[0] != '/' || options.BasePath[^1] == '/' || options.BasePath.AsSpan().ContainsAnyExcept(PathCharacters)))
            faults.Add($"AkkaRealtime:BasePath is '{options.BasePath}'. Write a path such as /rt: with a slash before it, and none behind.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>Registers and checks options.</summary>
internal static class ServerOptionsSetup
{
    /// <summary>The clock, and the host's own options.</summary>
    public static void AddServerOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        builder.Services.AddAkkaRealtimeOptionNames<ServerOptions>().AddAkkaRealtimeOptionNames<TelemetryOptions>("Telemetry").AddAkkaRealtimeOptionNames<PollsOptions>("Polls");
        builder.Services.AddOptions<ServerOptions>().BindConfiguration(RealtimeOptions.Section).ValidateOnStart();
    }

    /// <summary>Validates all options now, before anything is started, so that a wrong one costs one sentence and no stack trace.</summary>
    /// <exception cref="OptionsValidationException">An option is wrong.</exception>
    public static void CheckOptions(this WebApplication app) => app.Services.GetRequiredService<IStartupValidator>().Validate();
}
