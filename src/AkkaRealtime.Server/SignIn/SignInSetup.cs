using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Hook;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>Registers who may sign in, and how that is checked.</summary>
internal static class SignInSetup
{
    /// <summary>A clock that is behind the issuer's by less than this takes its fresh tokens all the same.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>So long an issuer may take to answer: clients wait for it, and come again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MaxDocument = 1_048_576;

    /// <summary>JwtBearer for the HTTP API, and <see cref="JwtTokenValidator"/> over the same parameters for sockets.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddAkkaRealtimeOptionNames<AuthOptions>("Auth").AddAkkaRealtimeOptionNames<bool>("DevSignIn");
        services.AddOptions<AuthOptions>()
            .BindConfiguration(AuthOptions.Section)
            .Configure<IConfiguration, IHostEnvironment>((auth, configuration, environment) =>
            {
                auth.DevSignIn = configuration.GetValue<bool?>($"{RealtimeOptions.Section}:DevSignIn") ?? environment.IsDevelopment();
                auth.HasConnectHook = !string.IsNullOrEmpty(configuration[$"{RealtimeOptions.Section}:{nameof(RealtimeOptions.ConnectHook)}:{nameof(ConnectHookOptions.Url)}"]);
            })
            .ValidateOnStart();
        services.AddAdminSignIn();
        services.AddSingleton<DevKey>();
        services.AddSingleton<ITokenValidator, JwtTokenValidator>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();

        // Comes with AddAuthentication, for cookies, which nobody uses here; it would write keys into the home directory at every start.
        services.Remove(services.First(s => s.ImplementationType?.Name == "DataProtectionHostedService"));
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>, IServiceProvider, TimeProvider, ILogger<IssuerKeys>>((bearer, auth, all, time, log) =>
                Configure(bearer, auth.Value, auth.Value.DevSignIn ? all.GetRequiredService<DevKey>().Key : null, time, log));
        services.AddAuthorization();
    }

    private static void Configure(JwtBearerOptions bearer, AuthOptions auth, SymmetricSecurityKey? devKey, TimeProvider time, ILogger log)
    {
        List<SecurityKey> keys = [];
        List<string> algorithms = [];
        if (!string.IsNullOrEmpty(auth.SigningKey))
            keys.Add(new SymmetricSecurityKey(AuthOptions.KeyBytes(auth.SigningKey)!));
        if (devKey is not null)
            keys.Add(devKey);
        if (keys.Count > 0)
            algorithms.AddRange([SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512]);
        if (!string.IsNullOrEmpty(auth.Authority))
        {
            bearer.Authority = auth.Authority;
            bearer.RequireHttpsMetadata = !AuthOptionsValidator.MayBePlain(auth.Authority);
            bearer.ConfigurationManager = KeysOf(auth.Authority, bearer.RequireHttpsMetadata, time, log);
            algorithms.AddRange(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]);
        }

        bearer.MapInboundClaims = false;
        var parameters = bearer.TokenValidationParameters;
        parameters.NameClaimType = "sub";
        parameters.IssuerSigningKeys = keys;
        parameters.AlgorithmValidator = (algorithm, key, _, _) => algorithms.Contains(algorithm) && KeyLengths.AreEnough(algorithm, key);
        parameters.ValidIssuers = Known(auth.Issuer, devKey);
        parameters.ValidAudiences = Known(auth.Audience, devKey);
        parameters.ValidateIssuer = IsChecked(auth, auth.Issuer) || !string.IsNullOrEmpty(auth.Authority);
        parameters.ValidateAudience = IsChecked(auth, auth.Audience);
        parameters.LifetimeValidator = (from, to, _, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            return to > now && (from is null || from <= now + ClockSkew);
        };
    }

    private static IssuerKeys KeysOf(string authority, bool isHttps, TimeProvider time, ILogger log)
    {
        var http = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = MaxDocument };
        var documents = new HttpDocumentRetriever(http) { RequireHttps = isHttps };
        var address = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
        return new IssuerKeys(cancel => OpenIdConnectConfigurationRetriever.GetAsync(address, documents, cancel), time, log);
    }

    // What is not configured is not checked, except where only the development sign-in issues tokens.
    private static bool IsChecked(AuthOptions auth, string? wanted) =>
        !string.IsNullOrEmpty(wanted) || (string.IsNullOrEmpty(auth.Authority) && string.IsNullOrEmpty(auth.SigningKey));

    private static List<string> Known(string? configured, SymmetricSecurityKey? devKey)
    {
        List<string> known = [];
        if (!string.IsNullOrEmpty(configured))
            known.Add(configured);
        if (devKey is not null)
            known.Add(DevKey.Issuer);
        return known;
    }
}
