using AkkaRealtime.Connections;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>
/// Checks tokens with the very parameters and published keys of ASP.NET Core's JwtBearer, so that a token is good on a socket exactly
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
        var parameters = bearer.TokenValidationParameters.Clone();
        parameters.ConfigurationManager = bearer.ConfigurationManager as BaseConfigurationManager;
        var handler = bearer.TokenHandlers.OfType<JsonWebTokenHandler>().First();
        var result = await handler.ValidateTokenAsync(token, parameters).WaitAsync(cancel);
        if (!result.IsValid)
        {
            // As JwtBearer does: the issuer may have changed its keys since they were read.
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
                bearer.ConfigurationManager?.RequestRefresh();
            LogRefused(logger, result.Exception);
            return null;
        }

        return IdentityOf((JsonWebToken)result.SecurityToken);
    }

    private Identity? IdentityOf(JsonWebToken token)
    {
        var claim = auth.Value.UserClaim;
        var expiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        if (!Identity.TryCreate(Text(token, claim), Text(token, JwtRegisteredClaimNames.Name), expiresAt, out var identity, out var rule))
            LogNoUser(logger, claim, rule);
        return identity;
    }

    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var text) ? text : null;

    [LoggerMessage(EventId = 10_101, Level = LogLevel.Debug, Message = "Refused a token")]
    private static partial void LogRefused(ILogger logger, Exception? reason);

    [LoggerMessage(EventId = 10_102, Level = LogLevel.Warning, Message = "Refused a token that is good, but whose {Claim} can be no user id: {Rule}")]
    private static partial void LogNoUser(ILogger logger, string claim, string rule);
}
