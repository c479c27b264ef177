using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections;

/// <summary>
/// Checks tokens by an authentication scheme of the host's, so that one is good on a socket exactly when it is good for the host's own endpoints.
/// </summary>
internal sealed partial class AuthenticationTokenValidator : ITokenValidator
{
    private readonly IServiceProvider _host;
    private readonly string? _scheme;
    private readonly ILogger _log;

    /// <summary>Checks by <paramref name="scheme"/>; null for the host's default.</summary>
    /// <exception cref="InvalidOperationException">The host has no authentication.</exception>
    public AuthenticationTokenValidator(IServiceProvider host, string? scheme)
    {
        if (host.GetService<IAuthenticationSchemeProvider>() is null)
        {
            throw new InvalidOperationException(
                "Nobody could sign in to AkkaRealtime: add authentication, such as services.AddAuthentication().AddJwtBearer(…), or an ITokenValidator of your own.");
        }

        (_host, _scheme) = (host, scheme);
        _log = host.GetRequiredService<ILogger<AuthenticationTokenValidator>>();
    }

    /// <inheritdoc/>
    public async ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel)
    {
        await using var scope = _host.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancel };
        http.Request.Headers.Authorization = $"Bearer {token}";
        try
        {
            var result = await http.AuthenticateAsync(_scheme).ConfigureAwait(false);
            return result is { Succeeded: true } ? IdentityOf(result.Ticket) : null;
        }
        catch (InvalidOperationException e)
        {
            // No such scheme, or no default: the client can only be told to come again.
            LogMisconfigured(_log, e);
            throw;
        }
    }

    private Identity? IdentityOf(AuthenticationTicket ticket)
    {
        var who = ticket.Principal;
        var subject = (who.FindFirst("sub") ?? who.FindFirst(ClaimTypes.NameIdentifier))?.Value;
        var name = (who.FindFirst("name") ?? who.FindFirst(ClaimTypes.Name))?.Value;
        if (!Identity.TryCreate(subject, name, ticket.Properties.ExpiresUtc ?? Time(who, "exp"), out var identity, out var rule))
            LogNoUser(_log, rule);
        if (identity is null)
            return null;
        return identity with
        {
            TokenId = who.FindFirst("jti")?.Value,
            IssuedAt = Time(who, "iat"),
            Picture = who.FindFirst("picture")?.Value,
            AdminScopes = Identity.ScopesOf(Identity.ScopeClaims.SelectMany(who.FindAll).Concat(who.FindAll(ClaimTypes.Role)).Select(c => c.Value)),
        };
    }

    private static DateTimeOffset? Time(ClaimsPrincipal who, string claim) =>
        long.TryParse(who.FindFirst(claim)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Tokens can't be checked: name an authentication scheme in AddAkkaRealtimeTokens, or set a default one")]
    private static partial void LogMisconfigured(ILogger log, Exception e);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Refused a token that is good, but whose sub can be no user id: {Rule}")]
    private static partial void LogNoUser(ILogger log, string rule);
}
