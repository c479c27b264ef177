using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Connections;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Admin.Api;

/// <summary>
/// Lets whoever holds one of the operator's keys through to the admin API, and users whose tokens say that they may. All keys of the configuration are compared, by their hashes and in constant
/// time; then those that the API has made are asked for, and then tokens are looked at.
/// It stands around the endpoints instead of among the host's authentication schemes: a scheme more could change which one is the host's default.
/// </summary>
internal sealed class AdminGate(IOptions<AdminOptions> options, ILogger<AdminGate> log)
{
    private const string Prefix = "Bearer ";
    private readonly IReadOnlyList<AdminKey> _keys = options.Value.All();

    /// <summary>Handles a request with <paramref name="next"/>, as somebody who may; or refuses it before anything of it was read.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        AdminCaller? caller;
        try
        {
            caller = await CallerOfAsync(http).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            await AdminProblems.Of(http, e).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }
#pragma warning disable CA1031 // The validator of tokens is the host's: whatever it throws says nothing of the token.
        catch (Exception) when (!http.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await TypedResults.Problem("Tokens can't be checked right now.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        if (caller is null)
        {
            await RefuseAsync(http).ConfigureAwait(false);
            return;
        }

        var scope = http.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Name ?? AdminScopes.Admin;
        if (!caller.May(scope))
        {
            AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
            await TypedResults.Problem($"You may not do that: it needs the scope {scope}.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], "AkkaRealtimeAdmin"));
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

    private async ValueTask<AdminCaller?> CallerOfAsync(HttpContext http)
    {
        string? header = http.Request.Headers.Authorization;
        if (!options.Value.IsOn || header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var text = header[Prefix.Length..].Trim();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        AdminKey? found = null;
        foreach (var one in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(one.Hash, hash))
                found = one;
        }

        if (found is not null)
            return AdminCaller.Of(found);

        // Both are asked for here: the gate is made when endpoints are mapped, which is before the store may be opened.
        if (text.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal))
        {
            var made = http.RequestServices.GetRequiredService<ApiKeys>();
            return await made.FindAsync(hash, http.RequestAborted).ConfigureAwait(false) is { } key ? AdminCaller.Of(new AdminKey(hash, key.Scopes.Split(' '))) : null;
        }

        if (!options.Value.Tokens)
            return null;
        var verdict = await http.RequestServices.GetRequiredService<TokenGate>().CheckAsync(text, device: null, http.RequestAborted).ConfigureAwait(false);
        return verdict is { Identity: { } user, IsRevoked: false } ? AdminCaller.Of(user) : null;
    }

    private Task RefuseAsync(HttpContext http)
    {
        if (!options.Value.IsOn)
        {
            return TypedResults.Problem("The admin API is off: set AkkaRealtime:Admin:ApiKeys, Keys or Tokens.", statusCode: StatusCodes.Status404NotFound)
                .ExecuteAsync(http);
        }

        AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem(options.Value.Tokens ? "Send one of the admin keys, or a token: Authorization: Bearer …" : "Send one of the admin keys: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }
}
