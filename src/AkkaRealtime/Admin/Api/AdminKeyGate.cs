using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Admin.Api;

/// <summary>
/// Lets whoever holds one of the operator's keys through to the admin API. All keys are compared, by their hashes and in constant time.
/// It stands around the endpoints instead of among the host's authentication schemes: a scheme more could change which one is the host's default.
/// </summary>
internal sealed class AdminKeyGate(IOptions<AdminOptions> options, ILogger<AdminKeyGate> log)
{
    private const string Prefix = "Bearer ";
    private readonly IReadOnlyList<AdminKey> _keys = options.Value.All();

    /// <summary>Handles a request with <paramref name="next"/>, as the holder of a key; or refuses it before anything of it was read.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (KeyOf(http.Request.Headers.Authorization) is not { } key)
        {
            await RefuseAsync(http).ConfigureAwait(false);
            return;
        }

        var scope = http.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Name ?? AdminScopes.Admin;
        if (!key.May(scope))
        {
            AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
            await TypedResults.Problem($"This key may not do that: it needs the scope {scope}.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        // Enough of the hash to tell keys apart in the log, and useless for finding one.
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, $"key-{Convert.ToHexStringLower(key.Hash.AsSpan(0, 4))}")], "AdminKey"));
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            // Where the host lets these through, as it does by default in Development.
            await TypedResults.Problem(e.Message, statusCode: e.StatusCode).ExecuteAsync(http).ConfigureAwait(false);
        }
    }

    private AdminKey? KeyOf(string? header)
    {
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(header[Prefix.Length..].Trim()));
        AdminKey? found = null;
        foreach (var one in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(one.Hash, hash))
                found = one;
        }

        return found;
    }

    private Task RefuseAsync(HttpContext http)
    {
        if (_keys.Count == 0)
        {
            return TypedResults.Problem("The admin API is off: set AkkaRealtime:Admin:ApiKeys or Keys.", statusCode: StatusCodes.Status404NotFound)
                .ExecuteAsync(http);
        }

        AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("Send one of the admin keys: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }
}
