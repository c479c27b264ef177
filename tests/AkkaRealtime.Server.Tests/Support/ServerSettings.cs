namespace AkkaRealtime.Server.Tests.Support;

/// <summary>How a <see cref="ServerProcess"/> is started.</summary>
public sealed record ServerSettings
{
    /// <summary>The ASP.NET Core environment. Default Development, with its sign-in by name.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>Options as <c>AkkaRealtime:Limits:RateLimiting</c> → <c>false</c>; passed as environment variables, as operators do.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the data is kept. Default null: a new folder, deleted at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where to listen. Default null: a free port of 127.0.0.1.</summary>
    public string? Urls { get; init; }

    /// <summary>Whether to listen on every address of its network, by the same port, and not on 127.0.0.1 only.</summary>
    public bool Everywhere { get; init; }

    /// <summary>Whether to listen with TLS as well, with a certificate made for it: <see cref="ServerProcess.SecureUrlAsync"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>How many file descriptors it may have. Default null: as many as the tests.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>The network that it runs in. Default null: the machine's.</summary>
    public NetworkNamespace? Network { get; init; }

    /// <summary>The server to start. Default: the built one.</summary>
    public string ServerDll { get; init; } = Repository.ServerDll;
}
