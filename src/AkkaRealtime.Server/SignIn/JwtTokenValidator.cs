using AkkaRealtime.Connections;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>
/// Checks tokens with the parameters of ASP.NET Core's JwtBearer and the same published keys, so that a token is good on a socket exactly
/// when it is good for the HTTP API.
/// </summary>
internal sealed partial class JwtTokenValidator(IOptionsMonitor<JwtBearerOptions> options, IOptions<AuthOptions> auth, ILogger<JwtTokenValidator> logger) : ITokenValidator
{
    private const int MaxToken = 8_192;

    /// <inheritdoc/>
    public async ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaxToken)
            return null;
        var bearer = options.Get(JwtBearerDefaults.AuthenticationScheme);
        var handler = bearer.TokenHandlers.OfType<JsonWebTokenHandler>().First();
        if (Read(handler, token) is not { } read)
            return null;

        // Whatever it says is critical is not known here, and such a token is to be refused (RFC 7515 §4.1.11).
        if (read.TryGetHeaderValue<object>("crit", out _))
        {
            LogCritical(logger);
            return null;
        }

        var result = await CheckAsync(bearer, handler, read, cancel);
        if (result.IsValid)
            return IdentityOf((JsonWebToken)result.SecurityToken);
        LogRefused(logger, result.Exception);
        return null;
    }

    private static async Task<TokenValidationResult> CheckAsync(JwtBearerOptions bearer, JsonWebTokenHandler handler, JsonWebToken token, CancellationToken cancel)
    {
        var parameters = bearer.TokenValidationParameters;
        if (bearer.ConfigurationManager is not IssuerKeys keys)
            return await handler.ValidateTokenAsync(token, parameters);

        // For a shared key the issuer is needed for its name alone.
        if (token.Alg.StartsWith("HS", StringComparison.Ordinal))
            return await handler.ValidateTokenAsync(token, With(parameters, await keys.TryGetAsync(cancel) ?? new OpenIdConnectConfiguration { Issuer = bearer.Authority }));
        var result = await handler.ValidateTokenAsync(token, With(parameters, await keys.GetConfigurationAsync(cancel)));
        if (result.Exception is not SecurityTokenSignatureKeyNotFoundException)
            return result;

        // The issuer may have changed its keys since they were read.
        return await handler.ValidateTokenAsync(token, With(parameters, await keys.FindAsync(token.Kid ?? "", cancel)));
    }

    private static TokenValidationParameters With(TokenValidationParameters parameters, OpenIdConnectConfiguration issuer)
    {
        var all = parameters.Clone();
        all.IssuerSigningKeys = [.. parameters.IssuerSigningKeys, .. issuer.SigningKeys];
        all.ValidIssuers = [.. parameters.ValidIssuers, issuer.Issuer];
        return all;
    }

    private static JsonWebToken? Read(JsonWebTokenHandler handler, string token)
    {
        try
        {
            return handler.ReadJsonWebToken(token);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or SecurityTokenException)
        {
            return null;
        }
    }

    private Identity? IdentityOf(JsonWebToken token)
    {
        var claim = auth.Value.UserClaim;
        var expiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        if (!Identity.TryCreate(Text(token, claim), Text(token, JwtRegisteredClaimNames.Name), expiresAt, out var identity, out var rule))
            LogNoUser(logger, claim, rule);
        if (identity is null)
            return null;
        return identity with
        {
            TokenId = Text(token, JwtRegisteredClaimNames.Jti) is { Length: > 0 } id ? id : null,
            Picture = Text(token, JwtRegisteredClaimNames.Picture),
            AdminScopes = ScopesOf(token),
            IssuedAt = token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Iat, out _) ? new DateTimeOffset(token.IssuedAt, TimeSpan.Zero) : null,
        };
    }

    // Most tokens name none of these claims; reading all claims of each would cost every sign-in.
    private static IReadOnlyList<string> ScopesOf(JsonWebToken token) => Identity.ScopeClaims.Any(claim => token.TryGetPayloadValue<object>(claim, out _))
        ? Identity.ScopesOf(token.Claims.Where(c => Identity.ScopeClaims.Contains(c.Type)).Select(c => c.Value))
        : [];

    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var text) ? text : null;

    [LoggerMessage(EventId = 10_101, Level = LogLevel.Debug, Message = "Refused a token")]
    private static partial void LogRefused(ILogger logger, Exception? reason);

    [LoggerMessage(EventId = 10_105, Level = LogLevel.Debug, Message = "Refused a token whose header names something critical")]
    private static partial void LogCritical(ILogger logger);

    [LoggerMessage(EventId = 10_102, Level = LogLevel.Warning, Message = "Refused a token that is good, but whose {Claim} can be no user id: {Rule}")]
    private static partial void LogNoUser(ILogger logger, string claim, string rule);
}
