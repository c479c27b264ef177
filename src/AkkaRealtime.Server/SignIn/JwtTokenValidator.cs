using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>
/// Checks tokens with the very parameters and published keys of ASP.NET Core's JwtBearer, so that a token is good on a socket exactly
/// when it is good for the HTTP API.
/// </summary>
internal sealed partial class JwtTokenValidator(IOptionsMonitor<JwtBearerOptions> options, ILogger<JwtTokenValidator> logger) : ITokenValidator
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
        if (!token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sub, out var user) || !IdRules.IsUser(user))
        {
            LogNoUser(logger);
            return null;
        }

        var name = token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Name, out var claim) ? claim : user;
        return new Identity(new UserId(user), name, new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
    }

    [LoggerMessage(EventId = 10_101, Level = LogLevel.Debug, Message = "Refused a token")]
    private static partial void LogRefused(ILogger logger, Exception? reason);

    [LoggerMessage(EventId = 10_102, Level = LogLevel.Warning, Message = "Refused a token that is good, but whose sub is no user id (1 to 64 of A-Z a-z 0-9 _ . : @ -)")]
    private static partial void LogNoUser(ILogger logger);
}
