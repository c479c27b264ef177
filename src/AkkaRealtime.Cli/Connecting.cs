using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using AkkaRealtime.Client;

namespace AkkaRealtime.Cli;

/// <summary>Options of commands that speak with a server, and what comes of them.</summary>
internal static class Connecting
{
    private const string TokenVariable = "AKKAREALTIME_TOKEN";
    private const string ServerVariable = "AKKAREALTIME_URL";
    private const string SignInPath = "/api/v1/dev/sign-in";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Which server.</summary>
    public static Option<Uri> Server { get; } = new("--server", "-s")
    {
        Description = $"The server's address. Default: {ServerVariable}, or http://localhost:5000",
        HelpName = "url",
        CustomParser = result => Address(result, result.Tokens[0].Value),
        DefaultValueFactory = result => Address(result, Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } set ? set : "http://localhost:5000"),
    };

    /// <summary>As whom, on a server with the sign-in by name.</summary>
    public static Option<string?> As { get; } = new("--as")
    {
        Description = $"Signs in by this name, on a server with the development sign-in. Default: the token in {TokenVariable}",
        HelpName = "name",
    };

    /// <summary>The WebSocket's path.</summary>
    public static Option<string> Path { get; } = new("--path")
    {
        Description = "The server's option Path",
        DefaultValueFactory = _ => "/ws/ws",
    };

    /// <summary>Whether a program reads the answer.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Prints JSON, an object a line" };

    /// <summary>Adds the options of those who sign in.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Server);
        command.Add(As);
        command.Add(Path);
        command.Add(Json);
    }

    /// <summary>How the client connects.</summary>
    public static RealtimeClientOptions Options(ParseResult given)
    {
        var server = given.GetRequiredValue(Server);
        var name = given.GetValue(As);
        var token = Environment.GetEnvironmentVariable(TokenVariable);
        if (name is null && string.IsNullOrEmpty(token))
            throw new CliException($"Who are you? Put a token into {TokenVariable}, or name somebody with --as where the server has the development sign-in.", ExitCodes.NoPermission);
        return new RealtimeClientOptions
        {
            Server = server,
            Path = given.GetRequiredValue(Path),
            Token = async cancel => name is null ? token! : (await SignInAsync(server, name, null, cancel)).GetProperty("token").GetString()!,
        };
    }

    /// <summary>Connects, and says what is wrong instead of trying for ever.</summary>
    public static async Task<RealtimeClient> ConnectAsync(RealtimeClient client, Uri server, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await client.StartAsync(patience.Token);
            return client;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliException($"{server} gives no session within {Patience.TotalSeconds} s. Is it the server's address (--server), and does a WebSocket get through? akkarealtime doctor --server {server} tells more.", ExitCodes.Unavailable);
        }
    }

    /// <summary>Signs in by name: what the server answers.</summary>
    public static async Task<JsonElement> SignInAsync(Uri server, string name, string? user, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = Patience };
        using var response = await SendAsync(http, server, () => http.PostAsJsonAsync(new Uri(server, SignInPath), new { name, user }, cancel));
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
            throw new CliException($"{server} has no sign-in by name: that is for development (ASPNETCORE_ENVIRONMENT=Development, or AkkaRealtime__DevSignIn=true). With its signing key: akkarealtime token --sign.", ExitCodes.NoPermission);
        return await AnswerAsync(response, cancel);
    }

    /// <summary>Sends a request; who doesn't answer is named.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, Uri server, Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"{server} does not answer: {e.Message} Name the server with --server, or in {ServerVariable}.", ExitCodes.Unavailable, e);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new CliException($"{server} does not answer within {http.Timeout.TotalSeconds} s.", ExitCodes.Unavailable, e);
        }
    }

    /// <summary>What an API answers; the problem's sentence where it refuses.</summary>
    public static async Task<JsonElement> AnswerAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        var json = Parse(text);
        if (response.IsSuccessStatusCode)
            return json;
        var why = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("detail", out var detail) ? detail.GetString() : response.ReasonPhrase;
        var code = (int)response.StatusCode switch { 401 or 403 => ExitCodes.NoPermission, 429 or >= 500 => ExitCodes.Unavailable, _ => ExitCodes.Refused };
        throw new CliException($"The server refuses ({(int)response.StatusCode}): {why}", code);
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Uri Address(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;
        result.AddError($"'{text}' is no address. Write it as http://localhost:5000 or https://chat.example.com.");
        return null!;
    }
}
