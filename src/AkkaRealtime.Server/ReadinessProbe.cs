using AkkaRealtime.Connections;

namespace AkkaRealtime.Server;

/// <summary>
/// <c>dotnet AkkaRealtime.Server.dll --healthcheck</c>: asks the server on this machine whether it is ready, for containers without curl.
/// </summary>
internal static class ReadinessProbe
{
    /// <summary>The argument that asks for the probe instead of a server.</summary>
    public const string Argument = "--healthcheck";

    private const string ReadyPath = "/healthz/ready";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>0 where the server is ready, 1 where it is not, with the reason on standard error.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables()
            .AddCommandLine([.. args.Where(a => a != Argument)]).Build();
        var address = Address(configuration);
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri(address, ReadyPath));
            if (response.IsSuccessStatusCode)
                return 0;
            await Console.Error.WriteLineAsync(await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {e.Message}");
        }

        return 1;
    }

    /// <summary>Where the server with this configuration answers: at the port for management, where there is one.</summary>
    internal static Uri Address(IConfiguration configuration)
    {
        var management = configuration.GetSection($"{RealtimeOptions.Section}:Management").Get<ManagementOptions>();
        return management is { Port: > 0 }
            ? Address(new UriBuilder("http", management.Address, management.Port).Uri.GetLeftPart(UriPartial.Authority), null)
            : Address(configuration["urls"], configuration["http_ports"]);
    }

    /// <summary>Where the server with these settings listens, as seen from this machine; http before https, whose name would not be ours.</summary>
    internal static Uri Address(string? urls, string? httpPorts)
    {
        var listed = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var url = listed.FirstOrDefault(u => u.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) ?? listed.FirstOrDefault();
        if (url is null)
        {
            var port = httpPorts?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
            url = $"http://127.0.0.1:{port ?? "5000"}";
        }

        var binding = BindingAddress.Parse(url);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" or "localhost" ? "127.0.0.1" : binding.Host;
        return new Uri($"{binding.Scheme}://{host}:{binding.Port}");
    }
}
